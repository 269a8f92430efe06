"""The team and the station: what is with whom, everything of somebody handed over in one reviewed step, and accepted."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.doorkeeping import asks
from api.reception import reception_of
from casework.acts.changes import MoveItem
from casework.acts.team import AcceptHandOver, HandOver
from casework.many import HandOverAll, ManyPreviewed, do_to_many, preview_many
from casework.performing import do
from casework.rights import Actor
from casework.rights.reading import READ_CASELOAD
from casework.views.team_view import CARRY, Carrier, successors, team_view
from models.office import Role
from sunward.errors import NotFound, SunwardError
from sunward.words import Words
from web.asking import Errors, Form, Typed
from web.rendering import page

router = APIRouter(prefix="/team")

Reader = Annotated[Actor, asks(READ_CASELOAD)]
HandingOver = Annotated[Actor, asks(READ_CASELOAD, HandOver.operation)]


@router.get("")
def look(request: Request, actor: Reader) -> HTMLResponse:
    """Everybody of the office for whoever answers for it; for anybody else, what is theirs and what waits for them."""
    return _shown(request, actor, {})


@router.post("/accept")
def accept(request: Request, typed: Form, actor: Annotated[Actor, asks(AcceptHandOver.operation)]) -> Response:
    """The plan is theirs from now on, open items and all."""
    try:
        do(reception_of(request).desk, actor, typed.get("plan", ""), AcceptHandOver, role=actor.role)
    except SunwardError as refused:
        return _shown(request, actor, {"": refused.reason}, refused.status)
    reception_of(request).nudge()
    return RedirectResponse("/team?just=accepted", status_code=303)


@router.get("/{login}")
def leaving(request: Request, login: str, actor: HandingOver) -> HTMLResponse:
    """Everything of that person, to be handed over."""
    return _form(request, actor, _carrier(request, actor, login), {}, {})


@router.post("/{login}")
def hand_over(request: Request, login: str, typed: Form, actor: HandingOver) -> Response:
    """What would be handed over, plan by plan; or done, if it is still as it was seen."""
    desk = reception_of(request).desk
    one = _carrier(request, actor, login)
    if typed.get("to") not in [name for name, _ in successors(desk, actor, login)]:
        return _form(request, actor, one, typed, {"to": Words("请选由谁接。", "Please choose to whom.")}, 422)
    action = HandOverAll(Role(one.role), login, typed["to"], typed.get("stand_in") or None)
    try:
        if typed.get("_go") != "do":
            return _form(request, actor, one, typed, {}, seen=preview_many(desk, actor, action))
        done = do_to_many(desk, actor, action, typed.get("digest", ""))
    except SunwardError as refused:
        return _form(request, actor, one, typed, {"": refused.reason}, refused.status)
    reception_of(request).nudge()
    return RedirectResponse(f"/team?just=handed&count={len(done.done)}", status_code=303)


def _carrier(request: Request, actor: Actor, login: str) -> Carrier:
    """That person, if the actor may hand over what is theirs; NotFound otherwise, as if there were nobody."""
    found = [one for one in team_view(reception_of(request).desk, actor).carriers if one.login == login]
    if not found or actor.role not in HandOver.operation.by:
        raise NotFound(Words("没有这个人员。", "Person not found."))
    return found[0]


def _form(
    request: Request,
    actor: Actor,
    one: Carrier,
    typed: Typed,
    errors: Errors,
    status: int = 200,
    seen: ManyPreviewed | None = None,
) -> HTMLResponse:
    return page(
        request, "hand_over.html", status=status, one=one, typed=typed, errors=errors, seen=seen,
        successors=successors(reception_of(request).desk, actor, one.login),
    )  # fmt: skip


def _shown(request: Request, actor: Actor, errors: Errors, status: int = 200) -> HTMLResponse:
    count = request.query_params.get("count", "")
    return page(
        request, "team.html", status=status, team=team_view(reception_of(request).desk, actor), errors=errors,
        may_move=actor.role in MoveItem.operation.by, may_hand_over=actor.role in HandOver.operation.by, carry=[role.value for role in CARRY],
        just=request.query_params.get("just", ""), count=count if count.isdecimal() and len(count) < 5 else "0",
    )  # fmt: skip
