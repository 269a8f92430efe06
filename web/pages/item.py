"""One item of a plan with the proof of reminding, and the small forms of those who work with it: told by phone, an
explanation, its answer."""

import uuid
from datetime import date
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from casework.acting.context import Context
from casework.acting.held_rights import filter_allowed
from casework.acting.open_plan import OpenPlan
from casework.acting.performing import perform_as
from casework.acting.rights import Actor
from casework.acting.rights.field_groups import FieldGroup, may_see
from casework.acting.rights.read_operations import READ_ATTACHMENT, READ_MESSAGES, READ_PLAN
from casework.checkins.acts import AnswerExplanation, Explain, Submit
from casework.checkins.attachments import read_attachment
from casework.checkins.attention import rests_on_last_day
from casework.checkins.submission_content import KNOWN
from casework.leave.family_leave_view import list_asked_leaves
from casework.messages.proof import load_proof
from casework.outcome.approvals_view import load_proposals
from casework.plan.views.incidents import get_incidents
from casework.plan.views.item_detail import ItemDetail, get_item_detail
from casework.plan.views.status import to_item_view
from casework.shared.items.item_kinds import ITEM_KINDS, REVIEWS, SHEETS, Pattern
from casework.shared.items.items import find_item, get_owner
from casework.shared.minor_names import load_minor_names
from casework.usage.files import HAND_IN_SHEET, submit_usage_sheet
from core.i18n import Text, _, pgettext, verbatim
from models.item import Item, ItemStatus
from serving.app_state import get_app_state
from serving.auth import requires_right
from web.acting.form_fields import FormField
from web.acting.form_parsing import parse_form
from web.form_attachments import get_attachment_fields
from web.forms import Form, FormErrors, FormValues, FormWithFiles, local_path
from web.rendering import HEADERS, render_page
from web.usage_sheet import parse_extras, parse_week
from web.views.action_links import get_action_links
from web.write_once import get_form_key, send_act, send_form

router = APIRouter(prefix="/plans/{number}/items/{kind}/{due_on}")

Reader = Annotated[Actor, requires_right(READ_PLAN)]
LEAVES = ("leave_decision", "leave_police_station")
_AS_USUAL = (ItemStatus.ON_TIME, ItemStatus.CANCELLED, ItemStatus.BEFORE_THIS_SYSTEM, ItemStatus.NOT_OWED_YET)
JUST = ("handed_in", "kept_early", "explained", "answered")
_TITLES = {
    "explain": _("代记说明"),
    "answer": _("答复说明"),
}
_BUTTONS = {
    "hand-in": pgettext("button", "提交"),
    "explain": pgettext("button", "提交"),
    "answer": _("答复说明"),
}


@router.get("")
def show_item(
    request: Request,
    number: str,
    kind: str,
    due_on: date,
    actor: Reader,
    just: str = "",
    do: str = "",
    label: str = "",
    next: str = "",
) -> HTMLResponse:
    """The item with all that came for it, and the proof of reminding; with the form that the address asks for, or after
    something was handed in, with the receipt above it."""
    just, do = just if just in JUST else "", do if do in _BUTTONS else ""
    return _page(request, actor, number, kind, due_on, do, {"next": next} if next else None, just=just, label=label)


@router.post("/hand-in")
def submit_for_family(
    request: Request,
    number: str,
    kind: str,
    due_on: date,
    sent: FormWithFiles,
    actor: Annotated[Actor, requires_right(Submit.operation, HAND_IN_SHEET)],
) -> Response:
    """Handed in, with a receipt; or the form again with what was typed. Files a browser does not fill in again."""
    typed = sent.typed
    content, errors = _content(kind, typed, bool(sent.files))
    how = typed["way"] if typed.get("way") in ("phone", "paper") else "person"

    def hand_in(context: Context) -> None:
        if kind in SHEETS:
            submit_usage_sheet(
                context, actor, number, content=content, due_on=due_on, photo=sent.files.get("screen"), input_method=how
            )
        else:
            values = {
                **content,
                **get_attachment_fields(sent),
                "told_by_phone": how == "phone",
                "on_paper": how == "paper",
            }
            perform_as(context, actor, number, Submit, item=kind, due_on=due_on, **values)

    def again(errors: FormErrors, status: int) -> Response:
        return _page(request, actor, number, kind, due_on, "hand-in", typed, errors, status, files=bool(sent.files))

    if errors:
        return again(errors, 422)
    here = request.url.path.rpartition("/")[0]
    landing, early = f"{here}?just=handed_in", f"{here}?just=kept_early"
    return send_form(request, actor, typed, hand_in, again, landing, "text", files=sent.files, early=early)


@router.get("/attached/{attachment}")
def show_attachment(
    request: Request,
    number: str,
    kind: str,
    due_on: date,
    attachment: uuid.UUID,
    actor: Annotated[Actor, requires_right(READ_ATTACHMENT)],
) -> Response:
    """The photo or recording itself. That somebody looked stands in the journal."""
    content, media_type = read_attachment(get_app_state(request).context, actor, number, attachment)
    return Response(content, media_type=media_type, headers=HEADERS | {"Content-Disposition": "inline"})


@router.post("/explain")
def record_explanation(
    request: Request,
    number: str,
    kind: str,
    due_on: date,
    sent: FormWithFiles,
    actor: Annotated[Actor, requires_right(Explain.operation)],
) -> Response:
    """The explanation is on the file; or the form again with what was typed. Files a browser does not fill in again."""
    typed = sent.typed

    def explain(context: Context) -> None:
        values = {"text": typed.get("text"), **get_attachment_fields(sent, "photo", "voice", "sheet")}
        perform_as(context, actor, number, Explain, item=kind, due_on=due_on, told_by_phone=True, **values)

    def again(errors: FormErrors, status: int) -> Response:
        return _page(request, actor, number, kind, due_on, "explain", typed, errors, status, files=bool(sent.files))

    landing = f"{request.url.path.rpartition('/')[0]}?just=explained"
    return send_form(request, actor, typed, explain, again, landing, elsewhere="text", files=sent.files)


@router.post("/answer")
def record_answer(
    request: Request,
    number: str,
    kind: str,
    due_on: date,
    typed: Form,
    actor: Annotated[Actor, requires_right(AnswerExplanation.operation)],
) -> Response:
    """The item stands as answered, and the person who explained is told; whoever came from the reading desk goes back to
    it. Or the form again with what was typed."""

    def again(errors: FormErrors, status: int) -> Response:
        return _page(request, actor, number, kind, due_on, "answer", typed, errors, status)

    landing = local_path(typed.get("next") or f"{request.url.path.rpartition('/')[0]}?just=answered")
    return send_act(
        request, actor, number, typed, AnswerExplanation, again, landing, "answer", "reason", item=kind, due_on=due_on
    )


def _of_the_family(open_plan: OpenPlan, item: Item) -> dict[str, Any]:
    """Whose it is, with the telephone for those who may call; for what a family owes, what of the same kind was not in time
    before."""
    names = load_minor_names(open_plan.context, open_plan.session, [open_plan.plan.id])
    calls = _is_family(item.kind) and may_see(open_plan.actor.role, FieldGroup.CONTACT)
    owner = get_owner(open_plan, item) if calls and filter_allowed(open_plan, [READ_MESSAGES]) else None
    earlier = [
        to_item_view(one)
        for one in open_plan.items(item.kind, only_open=False)
        if one.owner == item.owner and one.due_on < item.due_on and one.status not in _AS_USUAL
    ]
    return {
        "name": names.get(open_plan.plan.id),
        "phone": open_plan.open("person.document", owner.id, owner.document).get("phone") if owner else None,
        "earlier": earlier if _is_family(item.kind) else [],
        "rests": ITEM_KINDS[item.kind].last_day
        and item.status == ItemStatus.OPEN
        and rests_on_last_day(open_plan, item),
    }


def _content(kind: str, typed: FormValues, with_files: bool) -> tuple[dict[str, Any], FormErrors]:
    """What is handed in for an item of that kind, and what is wrong with it."""
    content: dict[str, Any] = {}
    errors: FormErrors = {}
    if _is_family(kind):
        chosen: tuple[str, ...] = ("told_by",)
    else:
        chosen = () if kind in REVIEWS else ("how", "went")
    for field in chosen:
        if typed.get(field) in KNOWN[field]:
            content[field] = typed[field]
        else:
            errors[field] = _("请选一项。")
    if chosen == ("how", "went"):
        days, wrong = parse_form([FormField("hand_in", "held_on", "day", False, None)], typed)
        content |= days
        errors |= wrong
    if kind in SHEETS:
        minutes, wrong = parse_week(typed)
        content["minutes"] = minutes
        more, worse = parse_extras(typed)
        content |= more
        errors |= wrong | worse
    elif not typed.get("text") and not with_files:
        errors["text"] = _("请写几句。")
    if typed.get("text"):
        content["text"] = typed["text"]
    return content, errors


def _page(
    request: Request,
    actor: Actor,
    number: str,
    kind: str,
    due_on: date,
    form: str,
    typed: FormValues | None = None,
    errors: FormErrors | None = None,
    status: int = 200,
    *,
    files: bool = False,
    just: str = "",
    label: str = "",
) -> HTMLResponse:
    """The item; with that form, as it was sent and what is wrong with it."""
    context, family = get_app_state(request).context, _is_family(kind)
    with context.open_for_reading(number, actor, READ_PLAN) as open_plan:
        found = get_item_detail(open_plan, kind, due_on, label)
        item = find_item(open_plan, kind, due_on, label)
        proves = family and bool(filter_allowed(open_plan, [READ_MESSAGES]))
        shown = {
            "action_links": get_action_links(open_plan, item),
            "leaves": list_asked_leaves(open_plan, item.label) if kind in LEAVES else [],
            "proposals": [one for one in load_proposals(open_plan) if one.step == item.label] if item.label else [],
            "incidents": [one for one in get_incidents(open_plan) if one.label == item.label]
            if kind == "incident_review"
            else [],
            **_of_the_family(open_plan, item),
        }
    return render_page(
        request,
        "item.html",
        status=status,
        found=found,
        here=f"/plans/{quote(found.number)}/items/{found.item.kind}/{found.item.due_on.isoformat()}",
        family=family,
        **shown,
        proof=load_proof(context, actor, number, kind, due_on) if proves else None,
        label=_label(found),
        just=just,
        can_submit=Submit.operation.code in found.may,
        can_explain=Explain.operation.code in found.may,
        can_answer=AnswerExplanation.operation.code in found.may,
        form=form,
        title=_TITLES.get(form, _("电话代填") if family else _("填写")),
        button=_BUTTONS.get(form),
        once=get_form_key(typed or {}),
        typed=typed or {},
        errors=errors or {},
        files=files,
    )


def _label(found: ItemDetail) -> Text | None:
    """A milestone's own name; other labels are for machines."""
    label = found.item.label
    if found.item.kind != "milestone" or not label:
        return None
    return _("期中") if label == "half_time" else verbatim(label)


def _is_family(kind: str) -> bool:
    return kind in ITEM_KINDS and ITEM_KINDS[kind].pattern is Pattern.FAMILY
