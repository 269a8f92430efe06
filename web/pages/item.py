"""One item of a plan, and the small forms of those who work with it: told by phone, an explanation, its answer."""

import uuid
from datetime import date
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.checkins.acts import AnswerExplanation, Explain, Submit
from casework.checkins.attachments import read_attachment
from casework.checkins.explanations import ANSWERS
from casework.checkins.submission_content import KNOWN
from casework.plan.views.item_detail import ItemDetail, get_item_detail
from casework.shared.context import Context
from casework.shared.items.item_kinds import ITEM_KINDS, REVIEWS, SHEETS, Pattern
from casework.shared.items.items import find_item
from casework.shared.performing import perform_as
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_ATTACHMENT, READ_MESSAGES, READ_PLAN
from casework.usage.files import HAND_IN_SHEET, submit_usage_sheet
from core.errors import BadInput, Refused, SunwardError
from core.i18n import Text, _, pgettext, verbatim
from serving.app_state import get_app_state
from serving.auth import requires_right
from web.form_attachments import get_attachment_fields
from web.forms import Form, FormErrors, FormValues, FormWithFiles, explain, get_mistakes
from web.rendering import HEADERS, render_page
from web.usage_sheet import parse_extras, parse_minutes
from web.views.action_links import get_action_links
from web.write_once import get_form_key, write_once

router = APIRouter(prefix="/plans/{number}/items/{kind}/{due_on}")

Reader = Annotated[Actor, requires_right(READ_PLAN)]
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
def show_item(request: Request, number: str, kind: str, due_on: date, actor: Reader, just: str = "") -> HTMLResponse:
    """The item with all that came for it; after something was handed in, with the receipt above it."""
    with get_app_state(request).context.open_for_reading(number, actor, READ_PLAN) as open_plan:
        found = get_item_detail(open_plan, kind, due_on)
        action_links = get_action_links(open_plan, find_item(open_plan, kind, due_on))
    return render_page(
        request,
        "item.html",
        action_links=action_links,
        **_common(request, found),
        label=_label(found),
        just=just if just in JUST else "",
        may_read_messages=actor.role in READ_MESSAGES.by,
        can_submit=Submit.operation.code in found.may,
        can_explain=Explain.operation.code in found.may,
        can_answer=AnswerExplanation.operation.code in found.may,
    )


@router.get("/hand-in")
def show_submission_form(request: Request, number: str, kind: str, due_on: date, actor: Reader) -> HTMLResponse:
    """The form for what was told by phone or came on paper; for the worker's own things, for how it was."""
    return _form(request, actor, number, kind, due_on, "hand-in", {}, {})


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
    if errors:
        return _form(request, actor, number, kind, due_on, "hand-in", typed, errors, files=bool(sent.files))
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

    try:
        early = write_once(request, actor, typed, hand_in, sent.files)
    except (BadInput, Refused) as refused:
        errors = get_mistakes(refused, "text")
        return _form(request, actor, number, kind, due_on, "hand-in", typed, errors, refused, files=bool(sent.files))
    return _receipt(request, "kept_early" if early else "handed_in")


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


@router.get("/explain")
def show_explanation_form(request: Request, number: str, kind: str, due_on: date, actor: Reader) -> HTMLResponse:
    """The form for an explanation heard by phone."""
    return _form(request, actor, number, kind, due_on, "explain", {}, {})


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
    if not typed.get("text") and not sent.files:
        return _form(
            request,
            actor,
            number,
            kind,
            due_on,
            "explain",
            typed,
            {"text": _("请写几句。")},
        )
    try:
        values = {
            "text": typed.get("text", ""),
            "told_by_phone": True,
            **get_attachment_fields(sent, "photo", "voice", "sheet"),
        }
        write_once(
            request, actor, typed,
            lambda context: perform_as(context, actor, number, Explain, item=kind, due_on=due_on, **values), sent.files,
        )  # fmt: skip
    except (BadInput, Refused) as refused:
        errors = get_mistakes(refused, "text")
        return _form(request, actor, number, kind, due_on, "explain", typed, errors, refused, files=bool(sent.files))
    return _receipt(request, "explained")


@router.get("/answer")
def show_answer_form(request: Request, number: str, kind: str, due_on: date, actor: Reader) -> HTMLResponse:
    """The form for the answer, with what was explained beneath it."""
    return _form(request, actor, number, kind, due_on, "answer", {}, {})


@router.post("/answer")
def record_answer(
    request: Request,
    number: str,
    kind: str,
    due_on: date,
    typed: Form,
    actor: Annotated[Actor, requires_right(AnswerExplanation.operation)],
) -> Response:
    """The item stands as answered, and whoever explained is told; or the form again with what was typed."""
    errors: FormErrors = {}
    if typed.get("answer") not in ANSWERS:
        errors["answer"] = _("请选一项。")
    if not typed.get("reason"):
        errors["reason"] = _("请写几句。")
    if errors:
        return _form(request, actor, number, kind, due_on, "answer", typed, errors)
    values = {"answer": typed["answer"], "reason": typed["reason"]}
    try:
        write_once(
            request, actor, typed,
            lambda context: perform_as(context, actor, number, AnswerExplanation, item=kind, due_on=due_on, **values),
        )  # fmt: skip
    except (BadInput, Refused) as refused:
        return _form(request, actor, number, kind, due_on, "answer", typed, {"": explain(refused)}, refused)
    return _receipt(request, "answered")


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
    if kind in SHEETS:
        minutes, wrong = parse_minutes(typed)
        content["minutes"] = minutes
        more, worse = parse_extras(typed)
        content |= more
        errors |= wrong | worse
    elif not typed.get("text") and not with_files:
        errors["text"] = _("请写几句。")
    if typed.get("text"):
        content["text"] = typed["text"]
    return content, errors


def _form(
    request: Request,
    actor: Actor,
    number: str,
    kind: str,
    due_on: date,
    form: str,
    typed: FormValues,
    errors: FormErrors,
    refused: SunwardError | None = None,
    *,
    files: bool = False,
) -> HTMLResponse:
    with get_app_state(request).context.open_for_reading(number, actor, READ_PLAN) as open_plan:
        found = get_item_detail(open_plan, kind, due_on)
    own = _("电话代填") if _is_family(kind) else _("填写")
    return render_page(
        request,
        "item_form.html",
        status=refused.status if refused else 422 if errors else 200,
        **_common(request, found),
        form=form,
        title=_TITLES.get(form, own),
        button=_BUTTONS[form],
        once=get_form_key(typed),
        typed=typed,
        errors=errors,
        files=files,
    )


def _common(request: Request, found: ItemDetail) -> dict[str, Any]:
    return {
        "found": found,
        "here": f"/plans/{quote(found.number)}/items/{found.item.kind}/{found.item.due_on.isoformat()}",
        "family": _is_family(found.item.kind),
    }


def _label(found: ItemDetail) -> Text | None:
    """A milestone's own name; other labels are for machines."""
    label = found.item.label
    if found.item.kind != "milestone" or not label:
        return None
    return _("期中") if label == "half_time" else verbatim(label)


def _is_family(kind: str) -> bool:
    return kind in ITEM_KINDS and ITEM_KINDS[kind].pattern is Pattern.FAMILY


def _receipt(request: Request, just: str) -> Response:
    """Kept for certain, and reloading the page hands nothing in a second time."""
    here = request.url.path.rpartition("/")[0]
    return RedirectResponse(f"{here}?just={just}", status_code=303)
