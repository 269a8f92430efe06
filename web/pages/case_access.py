"""Reading a case that somebody else handles: asked for by whoever needs it, answered by the chief procurator, ended early."""

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.seal.acts import ASK_TO_READ, AnswerAccess, EndAccess
from casework.seal.case_access import ask_to_read, list_case_access
from casework.shared.acts.act import ACTS
from casework.shared.performing import perform_as
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_CASE_ACCESS
from core.errors import BadInput, NotAllowed, NotFound, NotSignedIn, Refused, TooManyRequests
from core.i18n import _
from core.typed_days import parse_day
from serving.app_state import get_app_state
from serving.auth import requires_right
from web.acting.form_fields import get_form_fields
from web.acting.form_parsing import parse_form
from web.forms import Form, FormErrors, FormValues, explain
from web.reauth import has_said_who, reauthenticate
from web.rendering import render_page

router = APIRouter(prefix="/case-access")

_ANSWER = ("granted", "until_on", "reason")


@router.get("")
def show_case_access(request: Request, actor: Annotated[Actor, requires_right(READ_CASE_ACCESS)]) -> HTMLResponse:
    """What waits, what may be read until when, and what was answered."""
    return _page(request, actor, {}, {})


@router.post("/ask")
def ask_for_access(request: Request, typed: Form, actor: Annotated[Actor, requires_right(ASK_TO_READ)]) -> Response:
    """The request waits for its answer. A case that is not there, or that nobody here may know of, is not found."""
    number, until_on = typed.get("plan", "").strip().upper(), parse_day(typed.get("until_on", ""))
    errors: FormErrors = {}
    if not number:
        errors["plan"] = _("请填写方案编号。")
    if until_on is None:
        errors["until_on"] = _("请写明查阅到哪天。")
    if until_on is None or errors:
        return _page(request, actor, typed, errors, 422)
    try:
        ask_to_read(
            get_app_state(request).context, actor, number, reason=typed.get("reason", ""), until_on=until_on
        )  # fmt: skip
    except (NotAllowed, NotFound):
        return _page(request, actor, typed, {"plan": _("没有这个编号的方案。")}, 404)
    except (BadInput, Refused) as refused:
        return _page(request, actor, typed, {"": refused.reason}, refused.status)
    return RedirectResponse("/case-access?just=1", status_code=303)


@router.post("/answer")
def answer_request(
    request: Request, typed: Form, actor: Annotated[Actor, requires_right(AnswerAccess.operation)]
) -> Response:
    """The chief procurator lets the colleague read until a day, or does not, with a reason."""
    asked = [one for one in get_form_fields("answer_access") if one.name in _ANSWER]
    values, errors = parse_form(asked, typed)
    if actor.unconfirmed and not errors:
        try:
            actor = reauthenticate(request, typed)
        except (NotSignedIn, TooManyRequests) as refused:
            errors["_password"] = refused.reason if has_said_who(typed) else _("请再输入一次密码。")
    if errors:
        place = typed.get("access", "")
        return _page(request, actor, typed, {f"{name}-{place}": words for name, words in errors.items()}, 422)
    return _do(request, actor, "answer_access", values, typed)


@router.post("/end")
def end_access(request: Request, typed: Form, actor: Annotated[Actor, requires_right(EndAccess.operation)]) -> Response:
    """A look ends before its day."""
    return _do(request, actor, "end_access", {}, typed)


def _do(request: Request, actor: Actor, did: str, values: dict[str, Any], typed: FormValues) -> Response:
    context, access = get_app_state(request).context, typed.get("access", "")
    try:
        perform_as(context, actor, typed.get("plan", ""), ACTS[did], **values, access=access)
    except (BadInput, Refused, NotFound) as refused:
        return _page(request, actor, typed, {"": explain(refused)}, refused.status)
    return RedirectResponse("/case-access?just=1", status_code=303)


def _page(request: Request, actor: Actor, typed: FormValues, errors: FormErrors, status: int = 200) -> HTMLResponse:
    context = get_app_state(request).context
    listed = list_case_access(context, actor)
    answers = actor.role in AnswerAccess.operation.by
    return render_page(
        request, "case_access.html", status=status, typed=typed, errors=errors,
        waiting=[one for one in listed if one.granted is None and one.ended_at is None],
        settled=[one for one in listed if one.granted is not None or one.ended_at is not None],
        asks=actor.role in ASK_TO_READ.by, answers=answers, today=context.clock.today(),
        address=lambda number: f"/plans/{quote(number)}",
        again=actor.unconfirmed, just=request.query_params.get("just") == "1",
    )  # fmt: skip
