"""After the seal: requests to look into a sealed file, the file as it is read under a grant, and after-care cards."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import Field

from api.app_state import get_app_state
from api.auth import requires_right
from casework.acts.ending import KEEP_AFTER_CARE
from casework.after_care import AfterCareCardView, end_card, list_own_cards, pass_card_on
from casework.files.plan_file import FileModel
from casework.rights import Actor
from casework.rights.read_operations import READ_ACCESS, READ_SEALED
from casework.sealed_access import SealedAccessView, SealedFile, list_accesses, list_pending_accesses, read_sealed

router = APIRouter(tags=["after the seal"])

Keeper = Annotated[Actor, requires_right(KEEP_AFTER_CARE)]


class CardTransfer(FileModel):
    """Who keeps the card from now on, by sign-in name."""

    to: str = Field(min_length=1, max_length=60)


@router.get("/sealed-access")
def read_waiting_requests(
    request: Request, actor: Annotated[Actor, requires_right(READ_ACCESS)]
) -> list[SealedAccessView]:
    """The office's requests that nobody has answered yet, the most pressing first."""
    return list_pending_accesses(get_app_state(request).desk, actor)


@router.get("/plans/{number}/access")
def read_plan_requests(
    request: Request, number: str, actor: Annotated[Actor, requires_right(READ_ACCESS)]
) -> list[SealedAccessView]:
    """Who asked to look into this sealed file, with the ground, the answer, and the last look."""
    return list_accesses(get_app_state(request).desk, actor, number)


@router.get("/plans/{number}/sealed-file")
def read_sealed_file(request: Request, number: str, actor: Annotated[Actor, requires_right(READ_SEALED)]) -> SealedFile:
    """The sealed file, for whom it was opened, as long as the grant stands. Every look is a line in the journal."""
    return read_sealed(get_app_state(request).desk, actor, number)


@router.get("/after-care")
def read_cards(request: Request, actor: Keeper) -> list[AfterCareCardView]:
    """The after-care cards one keeps."""
    return list_own_cards(get_app_state(request).desk, actor)


@router.post("/after-care/{card}/end", status_code=204)
def close_card(request: Request, card: uuid.UUID, actor: Keeper) -> Response:
    """The person has said: no more. The card can be read by nobody from now on."""
    end_card(get_app_state(request).desk, actor, card)
    return Response(status_code=204)


@router.post("/after-care/{card}/pass-on", status_code=204)
def transfer_card(request: Request, card: uuid.UUID, taker: CardTransfer, actor: Keeper) -> Response:
    """Somebody else keeps the card from now on."""
    pass_card_on(get_app_state(request).desk, actor, card, to=taker.to)
    return Response(status_code=204)
