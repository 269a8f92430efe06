"""A plan moves to another installation: announced, released, confirmed; a file of another office is checked and received."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import Base64Bytes, Field

from api.routing import ApiRoute
from casework.moving.acts import (
    CANCEL_MOVE,
    CHECK_MOVED_PLAN,
    CONFIRM_MOVE,
    OFFER_MOVE,
    READ_MOVE,
    READ_MOVES,
    RECEIVE_PLAN,
    RELEASE_MOVE,
)
from casework.moving.moving_in import TEAM_ROLES, CheckedFile, ReceivedPlan, check_file, receive_plan
from casework.moving.moving_out import (
    MoveView,
    OwnCard,
    cancel_move,
    confirm_move,
    list_moves,
    load_move,
    load_move_file,
    load_own_card,
    offer_move,
    release_move,
)
from casework.shared.files.plan_file import FileModel
from casework.shared.rights import Actor
from serving.app_state import get_app_state
from serving.auth import requires_right
from serving.downloads import file_response

router = APIRouter(route_class=ApiRoute, tags=["plans"])

Reader = Annotated[Actor, requires_right(READ_MOVE)]
Line = Annotated[str, Field(min_length=1, max_length=2000)]
MOST_FILE = 64 * 1024 * 1024
BYTES: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
}


class MoveOffer(FileModel):
    """To which office the plan is to move, by its card, and why."""

    card: Line
    fingerprint: str = Field(min_length=1, max_length=40)
    """The card's, as the other office read it out."""
    reason: Line


class MoveRelease(FileModel):
    """The other office's receipt, or why the user answers for it without one."""

    receipt: str = Field("", max_length=2000)
    reason: str = Field("", max_length=2000)


class MoveReceipt(FileModel):
    """The other office's receipt that the plan goes on there."""

    receipt: Line


class MoveFile(FileModel):
    """A file of another office."""

    file: Base64Bytes = Field(max_length=MOST_FILE)


class PlanTakeover(MoveFile):
    """The file that carries the plan, whose signature it bears, and by whom the plan is carried here."""

    fingerprint: str = Field(min_length=1, max_length=40)
    people: dict[str, str] = Field(max_length=len(TEAM_ROLES))
    """Sign-in name by post; without a prosecutor nothing is received."""
    reason: Line


@dataclass(frozen=True)
class PlanMoveView:
    """The plan's newest move; None where it never moved."""

    move: MoveView | None


@router.get("/plans/{number}/move")
def read_move(request: Request, number: str, actor: Reader) -> PlanMoveView:
    """Get the move of a plan.

    Returns to or from which office it moves and how far that is.
    """
    return PlanMoveView(load_move(get_app_state(request).context, actor, number))


@router.post("/plans/{number}/move", status_code=201)
def create_move(
    request: Request, number: str, sent: MoveOffer, actor: Annotated[Actor, requires_right(OFFER_MOVE)]
) -> MoveView:
    """Offer a plan to another installation.

    A file announces it there. The plan goes on here as before.
    """
    context = get_app_state(request).context
    return offer_move(context, actor, number, card=sent.card, fingerprint=sent.fingerprint, reason=sent.reason)


@router.delete("/plans/{number}/move", status_code=204)
def delete_move(request: Request, number: str, actor: Annotated[Actor, requires_right(CANCEL_MOVE)]) -> None:
    """Cancel a move.

    Refused once the plan was released.
    """
    cancel_move(get_app_state(request).context, actor, number)


@router.get("/plans/{number}/move/file", responses=BYTES)
def read_move_file(request: Request, number: str, actor: Reader) -> Response:
    """Get the file to be carried to the other office.

    Encrypted to its installation alone. Before the release it announces the plan, afterwards it carries it.
    """
    name, content = load_move_file(get_app_state(request).context, actor, number)
    return file_response(content, name)


@router.post("/plans/{number}/move/release")
def create_release(
    request: Request, number: str, sent: MoveRelease, actor: Annotated[Actor, requires_right(RELEASE_MOVE)]
) -> MoveView:
    """Release a plan to the other office.

    The plan is over here, in the same moment in which the file is made that carries it.
    """
    return release_move(get_app_state(request).context, actor, number, receipt=sent.receipt, reason=sent.reason)


@router.post("/plans/{number}/move/confirmation", status_code=204)
def create_move_confirmation(
    request: Request, number: str, sent: MoveReceipt, actor: Annotated[Actor, requires_right(CONFIRM_MOVE)]
) -> None:
    """Record that the plan goes on at the other office.

    By the line that its installation has signed.
    """
    confirm_move(get_app_state(request).context, actor, number, receipt=sent.receipt)


@router.get("/moves")
def read_moves(request: Request, actor: Annotated[Actor, requires_right(READ_MOVES)]) -> list[MoveView]:
    """List the moves of the user's plans.

    Returns those to and from this installation, the newest first.
    """
    return list_moves(get_app_state(request).context, actor)


@router.get("/moves/card")
def read_own_card(request: Request, actor: Annotated[Actor, requires_right(READ_MOVES)]) -> OwnCard:
    """Get the office's card.

    Another office needs it to move a plan here. Nothing on it is secret; its fingerprint is compared by telephone.
    """
    return load_own_card(get_app_state(request).context, actor)


@router.post("/moves/check", openapi_extra={"x-repeated": "It only looks."})
def check_move_file(
    request: Request, sent: MoveFile, actor: Annotated[Actor, requires_right(CHECK_MOVED_PLAN)]
) -> CheckedFile:
    """Check a file of another office.

    Returns what is in it, and for an announcement the receipt by which the other office can release the plan.
    """
    return check_file(get_app_state(request).context, actor, sent.file)


@router.post("/moves", status_code=201)
def receive_moved_plan(
    request: Request, sent: PlanTakeover, actor: Annotated[Actor, requires_right(RECEIVE_PLAN)]
) -> ReceivedPlan:
    """Receive a plan from another installation.

    It goes on here with its history, its open items and their days. Returns the receipt for the other office.
    """
    app_state = get_app_state(request)
    received = receive_plan(
        app_state.context, actor, sent.file, fingerprint=sent.fingerprint, people=sent.people, reason=sent.reason
    )
    app_state.check_now()
    return received
