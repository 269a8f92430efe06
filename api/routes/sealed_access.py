"""After the seal: requests to look into a sealed file, the file as it is read under a grant, and after-care cards."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import Field

from api.routing import ApiRoute
from casework.outcome.acts_ending import KEEP_AFTER_CARE
from casework.outcome.after_care import AfterCareCardView, end_card, list_own_cards, pass_card_on
from casework.seal.acts import ASK_TO_READ
from casework.seal.case_access import ask_to_read, list_case_access, list_lookers
from casework.seal.sealed_access import (
    SealedAccessView,
    SealedFile,
    list_accesses,
    list_answered_accesses,
    list_pending_accesses,
    list_readable_files,
    read_sealed,
)
from casework.service.receipts_view import list_clocks_left_running
from casework.shared.files.base import Day
from casework.shared.files.plan_file import FileModel
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_ACCESS, READ_CASE_ACCESS, READ_PLAN, READ_SEALED
from core.i18n import Text
from serving.app_state import get_app_state
from serving.auth import requires_right

router = APIRouter(route_class=ApiRoute, tags=["after the seal"])

Keeper = Annotated[Actor, requires_right(KEEP_AFTER_CARE)]


@dataclass(frozen=True)
class ReadableFile:
    """A sealed file that is open to the user, until when."""

    plan: str
    until_on: date


@dataclass(frozen=True)
class ClockLeftRunning:
    """A period that runs on, and its last day."""

    words: Text
    ends_on: date


class CardTransfer(FileModel):
    """Who is responsible for the card from now on, by sign-in name."""

    to: str = Field(min_length=1, max_length=60)


@router.get("/sealed-access")
def read_waiting_requests(
    request: Request, actor: Annotated[Actor, requires_right(READ_ACCESS)]
) -> list[SealedAccessView]:
    """List pending requests for sealed files.

    Returns the unanswered requests of the user's office, the most urgent first.
    """
    return list_pending_accesses(get_app_state(request).context, actor)


@router.get("/sealed-access/answered")
def read_answered_requests(
    request: Request, actor: Annotated[Actor, requires_right(READ_ACCESS)]
) -> list[SealedAccessView]:
    """List answered requests for sealed files.

    Returns who may still look, who looked, and when: the latest first. Ask, answer, end and unseal with the acts
    `ask_access`, `answer_access`, `end_access` and `unseal`.
    """
    return list_answered_accesses(get_app_state(request).context, actor)


@router.get("/sealed-access/readable")
def read_readable_files(request: Request, actor: Annotated[Actor, requires_right(READ_SEALED)]) -> list[ReadableFile]:
    """List the sealed files that the user may read today.

    Returns each number with the last day of the grant.
    """
    return [ReadableFile(*found) for found in list_readable_files(get_app_state(request).context, actor)]


@router.get("/plans/{number}/running-clocks")
def read_running_clocks(
    request: Request, number: str, actor: Annotated[Actor, requires_right(READ_ACCESS)]
) -> list[ClockLeftRunning]:
    """List what continues after a seal was lifted.

    Returns each period with its last day.
    """
    context = get_app_state(request).context
    return [ClockLeftRunning(*found) for found in list_clocks_left_running(context, actor, number)]


@router.get("/plans/{number}/access")
def read_plan_requests(
    request: Request, number: str, actor: Annotated[Actor, requires_right(READ_ACCESS)]
) -> list[SealedAccessView]:
    """List the requests for one sealed file.

    Returns who requested access, the ground, the answer, and the last view.
    """
    return list_accesses(get_app_state(request).context, actor, number)


@router.get("/plans/{number}/sealed-file")
def read_sealed_file(request: Request, number: str, actor: Annotated[Actor, requires_right(READ_SEALED)]) -> SealedFile:
    """Get a sealed file.

    Available only to the reader to whom access was granted, until its last day. Every view is recorded in the
    journal.
    """
    return read_sealed(get_app_state(request).context, actor, number)


@dataclass(frozen=True)
class CaseAccessLabel:
    """The code of the request, by which it is answered and ended."""

    access: str


class CaseAccessRequest(FileModel):
    """Why, and until which day."""

    reason: str = Field(min_length=1, max_length=4000)
    until_on: Day


@router.get("/case-access")
def read_case_access(
    request: Request, actor: Annotated[Actor, requires_right(READ_CASE_ACCESS)]
) -> list[SealedAccessView]:
    """List requests to read a colleague's case.

    Returns the user's own requests; for whoever answers them, those of the office. Answer and end them with the acts
    `answer_access` and `end_access`.
    """
    return list_case_access(get_app_state(request).context, actor)


@router.post("/plans/{number}/case-access", status_code=201)
def create_case_access(
    request: Request, number: str, sent: CaseAccessRequest, actor: Annotated[Actor, requires_right(ASK_TO_READ)]
) -> CaseAccessLabel:
    """Ask to read a colleague's case.

    For somebody of the office, or of the one above it, who is not on the team. The chief procurator or the authorised
    deputy answers. Asked again while it waits, it is the same request.
    """
    context = get_app_state(request).context
    return CaseAccessLabel(ask_to_read(context, actor, number, reason=sent.reason, until_on=sent.until_on))


@router.get("/plans/{number}/case-access")
def read_lookers(
    request: Request, number: str, actor: Annotated[Actor, requires_right(READ_PLAN)]
) -> list[SealedAccessView]:
    """List who outside the team asked to read this case.

    Returns the reason, the answer, and the last view.
    """
    with get_app_state(request).context.open_for_reading(number, actor, READ_PLAN) as open_plan:
        return list_lookers(open_plan)


@router.get("/after-care")
def read_cards(request: Request, actor: Keeper) -> list[AfterCareCardView]:
    """List the user's after-care cards.

    A card holds what to call the person, a phone number and two dates, and has no link to the sealed plan.
    """
    return list_own_cards(get_app_state(request).context, actor)


@router.post("/after-care/{card}/end", status_code=204)
def close_card(request: Request, card: uuid.UUID, actor: Keeper) -> Response:
    """End an after-care card.

    For a person who no longer wants after-care. Nobody can read the card afterwards.
    """
    end_card(get_app_state(request).context, actor, card)
    return Response(status_code=204)


@router.post("/after-care/{card}/pass-on", status_code=204)
def transfer_card(request: Request, card: uuid.UUID, taker: CardTransfer, actor: Keeper) -> Response:
    """Transfer an after-care card.

    Another member of staff is responsible for it from now on.
    """
    pass_card_on(get_app_state(request).context, actor, card, to=taker.to)
    return Response(status_code=204)
