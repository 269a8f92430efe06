"""Many plans in one reviewed action: a day that everybody moves, and today's edition of the rulebook; seen first."""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.doorkeeping import asks
from api.reception import reception_of
from casework.acts import changes
from casework.acts.changes import MoveItem
from casework.kinds import KINDS, MOVABLE
from casework.many import AdoptEdition, ManyPreviewed, MoveDays, do_to_many, open_to, preview_many
from casework.rights import Actor
from sunward.errors import SunwardError
from sunward.words import Words
from web.acting.fields import Field
from web.acting.typed import told
from web.asking import Errors, Form, Typed
from web.rendering import page

router = APIRouter(prefix="/many")

Doer = Annotated[Actor, asks(MoveItem.operation, changes.AdoptEdition.operation)]

WHAT = {"move_days": MoveItem.operation, "adopt_edition": changes.AdoptEdition.operation}
_REASON = Field("many", "reason", "long", True, None, longest=2000)
_FIELDS = {
    "move_days": [
        Field("many", "item", "choice", True, None),
        Field("many", "due_on", "day", True, None),
        Field("many", "to_on", "day", True, None),
        _REASON,
    ],
    "adopt_edition": [_REASON],
}


@router.get("")
def look(request: Request, actor: Doer) -> HTMLResponse:
    """What may be done to all one's plans at once."""
    count = request.query_params.get("count", "")
    return _shown(request, actor, {}, {}, count=count if count.isdecimal() and len(count) < 5 else "")


@router.post("")
def send(request: Request, typed: Form, actor: Doer) -> Response:
    """What it would do plan by plan; or done, if every plan is still as it was seen."""
    reception = reception_of(request)
    what = typed.get("what", "")
    if what not in WHAT or actor.role not in WHAT[what].by:
        return _shown(request, actor, typed, {"what": Words("请选一项。", "Please choose one.")}, 422)
    said, errors = told(_FIELDS[what], typed)
    if what == "move_days" and said.get("item") not in (None, *MOVABLE):
        errors["item"] = Words("请选一项。", "Please choose one.")
    if errors or typed.get("_go") == "edit":
        return _shown(request, actor, typed, errors, 422 if errors else 200)
    action = AdoptEdition(said["reason"]) if what == "adopt_edition" else _moved(said)
    try:
        if typed.get("_go") != "do":
            return _shown(request, actor, typed, {}, seen=preview_many(reception.desk, actor, action))
        done = do_to_many(reception.desk, actor, action, typed.get("_digest", ""))
    except SunwardError as refused:
        return _shown(request, actor, typed, {"": refused.reason}, refused.status)
    reception.nudge()
    return RedirectResponse(f"/many?count={len(done.done)}", status_code=303)


def _moved(said: dict[str, Any]) -> MoveDays:
    return MoveDays(said["item"], said["due_on"], said["to_on"], said["reason"])


def _shown(
    request: Request,
    actor: Actor,
    typed: Typed,
    errors: Errors,
    status: int = 200,
    *,
    seen: ManyPreviewed | None = None,
    count: str = "",
) -> HTMLResponse:
    theirs = open_to(reception_of(request).desk, actor)
    may = [what for what, act in WHAT.items() if act in theirs]
    items: list[tuple[str, Words]] = [(kind, KINDS[kind].words) for kind in MOVABLE]
    return page(
        request, "many.html", status=status, typed=typed, errors=errors, seen=seen, may=may, items=items, count=count
    )
