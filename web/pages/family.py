"""The saved page of somebody of a family. Before the code it shows nothing: no date, no name, not even in its title.

Afterwards: what is theirs this week, one short form each, a place to explain, and what they have sent.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.acting.context import Context
from casework.acting.open_plan import OpenPlan
from casework.acting.performing import perform_as
from casework.acting.rights.read_operations import READ_OWN
from casework.checkins.acts import Explain, Submit
from casework.evaluation.external_confirmation import list_left_to
from casework.family.family_access import sign_in_to_family_page
from casework.family.family_page import CAME_IN, OwnPage, list_own_items, load_own_page
from casework.plan.views.status import ItemView, to_item_view
from casework.shared.device_consent import get_device_consent
from casework.shared.device_ways import DataWay
from casework.shared.items.item_kinds import SHEETS
from casework.staff.authentication import SignedIn, sign_out
from casework.usage.files import submit_usage_sheet
from casework.usage.photo_reading import can_read_photos, minutes_in_photo
from casework.usage.previews import UsagePreview, list_told, preview_last_sheet
from casework.usage.sheets import get_week_before
from core.errors import AccessEnded, BadInput, NotFound, NotSignedIn, Refused
from core.i18n import Text, _
from core.typed_days import normalize_figures
from models.item import ItemStatus
from models.office import Role
from serving.app_state import get_app_state
from serving.auth import PUBLIC_ACCESS, get_address
from web.family_session import (
    clear_family_cookie,
    get_browser_mark,
    get_family_session,
    set_browser_mark,
    set_family_cookie,
)
from web.family_words import KEPT, open_words, seal_words
from web.form_attachments import get_attachment_fields
from web.forms import Form, FormErrors, FormValues, FormWithFiles, UploadForm
from web.labels.family import LABELS
from web.rendering import render_page
from web.usage_sheet import format_minutes, parse_extras, parse_week
from web.views.own_submissions import get_own_submissions
from web.views.own_way import load_own_way
from web.write_once import get_form_key, send_form

router = APIRouter(prefix="/p/{secret}", dependencies=[PUBLIC_ACCESS])

NO_SUCH = NotFound(_("没有这一项，或已经办结。"))
FORMS = ("fill", "explain")
RECEIVED, OVER, TALK, ANSWERED = "received", "over", "talk", "answered"
NEVER_OWED = (ItemStatus.CANCELLED, ItemStatus.BEFORE_THIS_SYSTEM, ItemStatus.NOT_OWED_YET)


@router.get("")
def show_family_page(request: Request, secret: str, just: str = "") -> Response:
    """What is mine this week; to everybody else, a field for four digits and nothing more."""
    signed_in = get_family_session(request)
    if signed_in is None:
        return _sign_in_page(request, secret, {})
    if signed_in.actor.role is Role.INFORMED:  # who already knows is asked, and shown nothing of the minor's
        return RedirectResponse(f"/p/{secret}/view", status_code=303)
    week = preview_last_sheet if just == "fill" else None
    return _own(
        request, secret, signed_in, just if just in (*FORMS, RECEIVED, OVER, TALK, ANSWERED) else "", load_week=week
    )


@router.post("")
def submit_family_code(request: Request, secret: str, typed: Form) -> Response:
    """Opened, or the field again. Three wrong codes rest the browser for half an hour."""
    code, kept = normalize_figures(typed.get("code", "")), typed.get(KEPT)
    if len(code) != 4 or not (code.isascii() and code.isdecimal()):
        return _sign_in_page(request, secret, {"code": _("请输入四位数字。")}, kept=kept, status=422)
    app_state = get_app_state(request)
    try:
        with app_state.tries.counting_wrong(get_address(request)):
            opened = sign_in_to_family_page(app_state.context, secret, code, get_browser_mark(request))
    except AccessEnded:
        return render_page(request, "family_empty.html", here=f"/p/{secret}", closed=False)
    except NotSignedIn as refused:
        return _sign_in_page(request, secret, {"code": refused.reason}, kept=kept, status=401)
    words = open_words(request, secret, kept) if kept else None
    response: Response = RedirectResponse(f"/p/{secret}", status_code=303)
    if words is not None:
        request.state.page_session = opened.signed_in
        response = render_page(request, "family_go_on.html", here=f"/p/{secret}", words=words)
    set_family_cookie(request, response, secret, opened.token)
    return response


@router.post("/close")
def close_family_page(request: Request, secret: str, _typed: Form) -> Response:
    """Closed: on a shared phone the next person finds the field for the code."""
    signed_in = get_family_session(request)
    if signed_in is not None:
        sign_out(get_app_state(request).context, signed_in)
    response = RedirectResponse(f"/p/{secret}", status_code=303)
    clear_family_cookie(response, secret)
    return response


@router.get("/{form}/{kind}/{due_on}")
def show_item_form(request: Request, secret: str, form: str, kind: str, due_on: date, more: bool = False) -> Response:
    """One short form for one thing; with `more`, also for what came already and is added to."""
    signed_in = get_family_session(request)
    if signed_in is None:
        return RedirectResponse(f"/p/{secret}", status_code=303)
    own = _page_of(request, signed_in)
    item, notice = _find_waiting(own, form, kind, due_on), None
    if item is None:
        over = _find_over(request, signed_in, form, kind, due_on)
        came = over.status in CAME_IN
        if not (more and came):
            return RedirectResponse(f"/p/{secret}?just={RECEIVED if came else OVER}", status_code=303)
        item, notice = over, _("先前交的还在。这里写的，会加在后面。")
    return _form(request, secret, signed_in, form, own, item, {}, {}, notice=notice)


@router.post("/{form}/{kind}/{due_on}")
def submit_item_form(
    request: Request, secret: str, form: str, kind: str, due_on: date, sent: FormWithFiles
) -> Response:
    """Received, with a receipt; or the form again with what was typed in it, or with what a photo seems to tell. What comes
    once more, or after its time, is kept beside the first."""
    typed = sent.typed
    signed_in = get_family_session(request)
    if signed_in is None:
        return _sign_in_page(request, secret, {}, kept=seal_words(request, secret, typed, sent.files), status=401)
    own = _page_of(request, signed_in)
    item = _find_waiting(own, form, kind, due_on) or _find_over(request, signed_in, form, kind, due_on)
    is_sheet = form == "fill" and kind in SHEETS
    if is_sheet and typed.get("_go") == "read":
        return _read_photo(request, secret, signed_in, own, item, typed, sent.file)
    content, errors = _content(form, kind, typed, bool(sent.files) if form == "explain" else "sheet" in sent.files)
    actor, number = signed_in.actor, signed_in.plan_number or ""

    def hand_in(context: Context) -> None:
        if form == "explain":
            values = {"text": content.get("text", ""), **get_attachment_fields(sent, "photo", "voice", "sheet")}
            perform_as(context, actor, number, Explain, item=kind, due_on=due_on, **values)
        elif is_sheet:
            submit_usage_sheet(context, actor, number, content=content, due_on=due_on, photo=sent.file, asks_again=True)
        else:
            values = {**content, **get_attachment_fields(sent, "sheet")}
            perform_as(context, actor, number, Submit, item=kind, due_on=due_on, **values)

    def again(errors: FormErrors, status: int) -> Response:
        return _form(request, secret, signed_in, form, own, item, typed, errors, status=status, sent=sent)

    if errors:
        return again(errors, 422)
    return send_form(request, actor, typed, hand_in, again, f"/p/{secret}?just={form}", "text", files=sent.files)


def _content(form: str, kind: str, typed: FormValues, on_paper: bool) -> tuple[dict[str, Any], FormErrors]:
    content: dict[str, Any] = {"text": typed["text"]} if typed.get("text") else {}
    if form == "fill" and kind in SHEETS:
        minutes, errors = parse_week(typed)
        more, wrong = parse_extras(typed)
        return content | {"minutes": minutes} | more, errors | wrong
    if (mood := LABELS["family.mood"].get(typed.get("mood", ""))) is not None:
        content["text"] = f"{mood.zh}。{content.get('text', '')}"
    return content, {} if content or on_paper else {"text": _("请写几句。")}


def _page_of(request: Request, signed_in: SignedIn) -> OwnPage:
    with _opened(request, signed_in) as open_plan:
        return load_own_page(open_plan)


def _opened(request: Request, signed_in: SignedIn) -> AbstractContextManager[OpenPlan]:
    """The plan of the person who has opened their page, for looking at what is theirs."""
    return get_app_state(request).context.open_for_reading(signed_in.plan_number or "", signed_in.actor, READ_OWN)


def _find_waiting(own: OwnPage, form: str, kind: str, due_on: date) -> ItemView | None:
    """The thing itself, if it is theirs and waits for this."""
    waiting = own.to_do if form == "fill" else [*own.may_explain, *own.to_do] if form == "explain" else []
    return next((item for item in waiting if (item.kind, item.due_on) == (kind, due_on)), None)


def _find_over(request: Request, signed_in: SignedIn, form: str, kind: str, due_on: date) -> ItemView:
    """The thing itself, if it is theirs and waits for nothing: it was received, excused, or its time is over.
    NotFound for everything else."""
    if form in FORMS:
        with _opened(request, signed_in) as open_plan:
            for item in list_own_items(open_plan):
                if (item.kind, item.due_on) == (kind, due_on) and item.status not in NEVER_OWED:
                    return to_item_view(item, own=True)
    raise NO_SUCH


def _sign_in_page(
    request: Request, secret: str, errors: FormErrors, *, kept: str | None = None, status: int = 200
) -> HTMLResponse:
    door = render_page(request, "family_door.html", status=status, here=f"/p/{secret}", errors=errors, kept=kept)
    set_browser_mark(request, door, secret)
    return door


def _own(
    request: Request,
    secret: str,
    signed_in: SignedIn,
    just: str,
    *,
    status: int = 200,
    load_week: Callable[[OpenPlan], UsagePreview | None] | None = None,
) -> HTMLResponse:
    with _opened(request, signed_in) as open_plan:
        own, sent, today = load_own_page(open_plan), get_own_submissions(open_plan), open_plan.today
        way, to_confirm = load_own_way(open_plan), list_left_to(open_plan)
        to_look = bool(list_told(open_plan))
        week = load_week(open_plan) if load_week and sent and sent[0].kind in SHEETS else None
    to_do = [item for item in own.now if (item.due_on - today).days <= 7]
    in_sight = not own.stopped and to_do[:1] and to_do[0].kind == "weekly_note"
    following = [item.due_on for item in own.to_do if sent and item.kind == sent[0].kind and item.due_on > today]
    return render_page(
        request,
        "family.html",
        status=status,
        here=f"/p/{secret}",
        you=_you(signed_in),
        own=own,
        once=get_form_key({}),
        today=today,
        to_do=to_do,
        in_sight=in_sight,
        sent=sent,
        just=just,
        way=way,
        to_confirm=to_confirm,
        word_codes=LABELS["family.word"],
        week=week,
        to_look=to_look,
        next_due=following[0] if following else None,
    )


def _form(
    request: Request,
    secret: str,
    signed_in: SignedIn,
    form: str,
    own: OwnPage,
    item: ItemView,
    typed: FormValues,
    errors: FormErrors,
    *,
    status: int = 200,
    notice: Text | None = None,
    sent: UploadForm | None = None,
) -> HTMLResponse:
    return render_page(
        request,
        "family_form.html",
        notice=notice or (_("照片和录音要再选一次。") if sent and sent.files else None),
        status=status,
        here=f"/p/{secret}",
        you=_you(signed_in),
        own=own,
        can_read=can_read_photos(),
        takes_photo=form == "fill" and item.kind in SHEETS and _takes_photo(request, signed_in),
        on_paper=form == "fill" and own.takes_photos_of_sheets,
        takes=own.explanation_takes if form == "explain" else [],
        form=form,
        item=item,
        typed=typed,
        errors=errors,
        once=get_form_key(typed),
    )


def _takes_photo(request: Request, signed_in: SignedIn) -> bool:
    """Whether a photo of the screen was agreed to, beside the sheet of minutes."""
    with _opened(request, signed_in) as open_plan:
        return get_device_consent(open_plan).takes(DataWay.PHOTO)


def _read_photo(
    request: Request,
    secret: str,
    signed_in: SignedIn,
    own: OwnPage,
    item: ItemView,
    typed: FormValues,
    photo: bytes | None,
) -> HTMLResponse:
    """The form filled with what the photo seems to tell. Nothing is handed in by it: a person looks at each number."""
    try:
        context, number = get_app_state(request).context, signed_in.plan_number or ""
        minutes = minutes_in_photo(context, signed_in.actor, number, photo or b"", get_week_before(item.due_on))
    except (BadInput, Refused) as refused:
        return _form(request, secret, signed_in, "fill", own, item, typed, {"": refused.reason}, status=refused.status)
    notice = (
        _("已从照片填好，请逐个核对，再选一次照片提交。")
        if any(day is not None for day in minutes)
        else _("照片里没有读到每天的数字，请照着屏幕填。")
    )
    return _form(request, secret, signed_in, "fill", own, item, typed | format_minutes(minutes), {}, notice=notice)


def _you(signed_in: SignedIn) -> str:
    """Whom the page speaks to: a minor is 你, a guardian 您."""
    return "minor" if signed_in.actor.role is Role.MINOR else "guardian"
