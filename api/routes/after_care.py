"""The cards of voluntary after-care: after the seal nothing leads from the case to its card."""

import uuid
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import Field

from api.routing import ApiRoute
from casework.acting.rights import Actor
from casework.outcome.acts_ending import KEEP_AFTER_CARE
from casework.outcome.after_care import AfterCareCardView, end_card, list_own_cards, pass_card_on
from casework.shared.files.plan_file import FileModel
from serving.app_state import get_app_state
from serving.auth import requires_right

router = APIRouter(route_class=ApiRoute, prefix="/after-care", tags=["office"])

Keeper = Annotated[Actor, requires_right(KEEP_AFTER_CARE)]


class CardTransfer(FileModel):
    """Who is responsible for the card from now on, by sign-in name."""

    to: str = Field(min_length=1, max_length=60)


@dataclass(frozen=True)
class AfterCareCards:
    """The cards that the user keeps."""

    cards: list[AfterCareCardView]


@router.get("")
def list_after_care_cards(request: Request, actor: Keeper) -> AfterCareCards:
    """List the user's after-care cards.

    A card holds what to call the person, a phone number and two dates, and has no link to the sealed plan.
    """
    return AfterCareCards(list_own_cards(get_app_state(request).context, actor))


@router.post("/{card}/end", status_code=204)
def end_after_care_card(request: Request, card: uuid.UUID, actor: Keeper) -> None:
    """End an after-care card.

    For a person who wants no more after-care. Nobody can read the card afterwards.
    """
    end_card(get_app_state(request).context, actor, card)


@router.post("/{card}/pass-on", status_code=204)
def pass_on_after_care_card(request: Request, card: uuid.UUID, taker: CardTransfer, actor: Keeper) -> None:
    """Transfer an after-care card.

    Another member of staff is responsible for it from now on.
    """
    pass_card_on(get_app_state(request).context, actor, card, to=taker.to)
