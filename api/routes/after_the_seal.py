"""After the seal: requests to look into a sealed file, the file as it is read under a grant, and after-care cards."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import Field

from api.doorkeeping import asks
from api.reception import reception_of
from casework.acts.ending import KEEP_AFTER_CARE
from casework.after_care import Card, end_card, my_cards, pass_card_on
from casework.files.plan_file import Part
from casework.rights import Actor
from casework.rights.reading import READ_ACCESS, READ_SEALED
from casework.sealed_files import AccessShown, SealedFile, accesses_of, read_sealed, waiting_accesses

router = APIRouter(tags=["after the seal"])

Keeper = Annotated[Actor, asks(KEEP_AFTER_CARE)]


class Taker(Part):
    """Who keeps the card from now on, by sign-in name."""

    to: str = Field(min_length=1, max_length=60)


@router.get("/sealed-access")
def waiting(request: Request, actor: Annotated[Actor, asks(READ_ACCESS)]) -> list[AccessShown]:
    """The office's requests that nobody has answered yet, the most pressing first."""
    return waiting_accesses(reception_of(request).desk, actor)


@router.get("/plans/{number}/access")
def of_one_plan(request: Request, number: str, actor: Annotated[Actor, asks(READ_ACCESS)]) -> list[AccessShown]:
    """Who asked to look into this sealed file, with the ground, the answer, and the last look."""
    return accesses_of(reception_of(request).desk, actor, number)


@router.get("/plans/{number}/sealed-file")
def look_into(request: Request, number: str, actor: Annotated[Actor, asks(READ_SEALED)]) -> SealedFile:
    """The sealed file, for whom it was opened, as long as the grant stands. Every look is a line in the journal."""
    return read_sealed(reception_of(request).desk, actor, number)


@router.get("/after-care")
def cards(request: Request, actor: Keeper) -> list[Card]:
    """The after-care cards one keeps."""
    return my_cards(reception_of(request).desk, actor)


@router.post("/after-care/{card}/end", status_code=204)
def end(request: Request, card: uuid.UUID, actor: Keeper) -> Response:
    """The person has said: no more. The card can be read by nobody from now on."""
    end_card(reception_of(request).desk, actor, card)
    return Response(status_code=204)


@router.post("/after-care/{card}/pass-on", status_code=204)
def pass_on(request: Request, card: uuid.UUID, taker: Taker, actor: Keeper) -> Response:
    """Somebody else keeps the card from now on."""
    pass_card_on(reception_of(request).desk, actor, card, to=taker.to)
    return Response(status_code=204)
