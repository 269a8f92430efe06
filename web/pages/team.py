"""The team and the station: what is with whom, everything of somebody handed over in one reviewed step, and accepted."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.plan.acts_changes import MoveItem
from casework.plan.bulk import BulkPreview, HandOverAll, perform_bulk_action, preview_bulk_action
from casework.plan.views.team import CARRY, StaffWorkload, list_successors, load_team
from casework.shared.performing import perform_as
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_CASELOAD
from casework.staff.acts_team import AcceptHandOver, HandOver
from core.errors import NotFound, SunwardError
from core.i18n import _
from models.office import Role
from serving.app_state import get_app_state
from serving.auth import requires_right
from web.forms import Form, FormErrors, FormValues, explain
from web.rendering import render_page

router = APIRouter(prefix="/team")

Reader = Annotated[Actor, requires_right(READ_CASELOAD)]
HandingOver = Annotated[Actor, requires_right(READ_CASELOAD, HandOver.operation)]


@router.get("")
def show_team(request: Request, actor: Reader) -> HTMLResponse:
    """Everybody of the office for whoever answers for it; for anybody else, what is theirs and what waits for them."""
    return _page(request, actor, {})


@router.post("/accept")
def accept_hand_overs(
    request: Request, typed: Form, actor: Annotated[Actor, requires_right(AcceptHandOver.operation)]
) -> Response:
    """The plan is theirs from now on, open items and all."""
    try:
        perform_as(get_app_state(request).context, actor, typed.get("plan", ""), AcceptHandOver, role=actor.role)
    except SunwardError as refused:
        return _page(request, actor, {"": explain(refused)}, refused.status)
    get_app_state(request).check_now()
    return RedirectResponse("/team?just=accepted", status_code=303)


@router.get("/{login}")
def show_hand_over_form(request: Request, login: str, actor: HandingOver) -> HTMLResponse:
    """Everything of that person, to be handed over."""
    return _form(request, actor, _carrier(request, actor, login), {}, {})


@router.post("/{login}")
def hand_over_all(request: Request, login: str, typed: Form, actor: HandingOver) -> Response:
    """What would be handed over, plan by plan; or done, if it is still as it was seen."""
    context = get_app_state(request).context
    one = _carrier(request, actor, login)
    if typed.get("to") not in [name for name, _ in list_successors(context, actor, login)]:
        return _form(request, actor, one, typed, {"to": _("请选由谁接。")}, 422)
    action = HandOverAll(Role(one.role), login, typed["to"], typed.get("stand_in") or None)
    try:
        if typed.get("_go") != "do":
            return _form(request, actor, one, typed, {}, seen=preview_bulk_action(context, actor, action))
        done = perform_bulk_action(context, actor, action, typed.get("digest", ""))
    except SunwardError as refused:
        return _form(request, actor, one, typed, {"": explain(refused)}, refused.status)
    get_app_state(request).check_now()
    return RedirectResponse(f"/team?just=handed&count={len(done.done)}", status_code=303)


def _carrier(request: Request, actor: Actor, login: str) -> StaffWorkload:
    """That person, if the actor may hand over what is theirs; NotFound otherwise, as if there were nobody."""
    found = [one for one in load_team(get_app_state(request).context, actor).carriers if one.login == login]
    if not found or actor.role not in HandOver.operation.by:
        raise NotFound(_("没有这个人员。"))
    return found[0]


def _form(
    request: Request,
    actor: Actor,
    one: StaffWorkload,
    typed: FormValues,
    errors: FormErrors,
    status: int = 200,
    seen: BulkPreview | None = None,
) -> HTMLResponse:
    return render_page(
        request, "hand_over.html", status=status, one=one, typed=typed, errors=errors, seen=seen,
        successors=list_successors(get_app_state(request).context, actor, one.login),
    )  # fmt: skip


def _page(request: Request, actor: Actor, errors: FormErrors, status: int = 200) -> HTMLResponse:
    count = request.query_params.get("count", "")
    return render_page(
        request, "team.html", status=status, team=load_team(get_app_state(request).context, actor), errors=errors,
        may_move=actor.role in MoveItem.operation.by, may_hand_over=actor.role in HandOver.operation.by, carry=[role.value for role in CARRY],
        just=request.query_params.get("just", ""), count=count if count.isdecimal() and len(count) < 5 else "0",
    )  # fmt: skip
