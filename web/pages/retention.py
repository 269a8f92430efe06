"""Records whose time is over: the schedule, what is due, held and deleted. Nothing is deleted but by the person who says so
here, with their password and second factor."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.seal.acts import DELETE_BY_POLICY, HOLD_DELETION
from casework.seal.policy_deletion import delete_by_policy, hold_deletion, load_retention
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_RETENTION
from core.errors import BadInput, DeletedByPolicy, NotFound, NotSignedIn, Refused, TooManyRequests
from core.i18n import _
from core.typed_days import parse_day
from law.rules_page import CONFIDENCES, get_unit
from serving.app_state import get_app_state
from serving.auth import requires_right
from web.forms import Form, FormErrors, FormValues
from web.reauth import has_said_who, reauthenticate
from web.rendering import render_page

router = APIRouter(prefix="/retention")


@router.get("")
def show_retention(request: Request, actor: Annotated[Actor, requires_right(READ_RETENTION)]) -> HTMLResponse:
    """The schedule, and the records of the office that are due, held or deleted."""
    return _page(request, actor, {}, {})


@router.post("/delete")
def delete_record(request: Request, typed: Form, actor: Annotated[Actor, requires_right(DELETE_BY_POLICY)]) -> Response:
    """The record is deleted: its number was typed once more, so that nobody deletes another one by mistake."""
    number, errors = typed.get("plan", ""), FormErrors()
    if typed.get("again", "").strip().upper() != number:
        errors["again"] = _("请把方案编号再写一遍，删除后不能恢复。")
    actor = _said_who(request, actor, typed, errors)
    if errors:
        return _page(request, actor, typed, errors, 422)
    try:
        delete_by_policy(get_app_state(request).context, actor, number)
    except (Refused, NotFound, DeletedByPolicy) as refused:
        return _page(request, actor, typed, {"": refused.reason}, refused.status)
    return RedirectResponse("/retention?just=1", status_code=303)


@router.post("/hold")
def hold_record(request: Request, typed: Form, actor: Annotated[Actor, requires_right(HOLD_DELETION)]) -> Response:
    """The record is kept until another day, with a reason."""
    number, errors = typed.get("plan", ""), FormErrors()
    until_on = parse_day(typed.get("until_on", ""))
    if until_on is None:
        errors["until_on"] = _("请写明继续保管到哪天。")
    if not typed.get("reason", "").strip():
        errors["reason"] = _("请写明继续保管的理由。")
    actor = _said_who(request, actor, typed, errors)
    if until_on is None or errors:
        return _page(request, actor, typed, errors, 422)
    context = get_app_state(request).context
    try:
        hold_deletion(context, actor, number, until_on=until_on, reason=typed.get("reason", ""))
    except (BadInput, Refused, NotFound, DeletedByPolicy) as refused:
        return _page(request, actor, typed, {"": refused.reason}, refused.status)
    return RedirectResponse("/retention?just=1", status_code=303)


def _said_who(request: Request, actor: Actor, typed: FormValues, errors: FormErrors) -> Actor:
    if not actor.unconfirmed or errors:
        return actor
    try:
        return reauthenticate(request, typed)
    except (NotSignedIn, TooManyRequests) as refused:
        errors["_password"] = refused.reason if has_said_who(typed) else _("请再输入一次密码。")
        return actor


def _page(request: Request, actor: Actor, typed: FormValues, errors: FormErrors, status: int = 200) -> HTMLResponse:
    report, place = load_retention(get_app_state(request).context, actor), typed.get("plan", "")
    return render_page(
        request, "retention.html", status=status, typed=typed,
        errors={f"{name}-{place}" if name else "": words for name, words in errors.items()},
        report=report, unit=get_unit, confidences=CONFIDENCES, again=actor.unconfirmed,
        names={line.outcome: line.words for line in report.schedule},
        just=request.query_params.get("just") == "1",
    )  # fmt: skip
