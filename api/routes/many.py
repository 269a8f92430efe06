"""Many plans in one reviewed action: seen as a whole first, then done by naming what was seen."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Request
from pydantic import Field

from api.doorkeeping import asks
from api.reception import reception_of
from casework.acts import changes
from casework.acts.act import MovableItem
from casework.acts.changes import MoveItem
from casework.acts.team import HandOver, Post
from casework.files.plan_file import Part
from casework.many import AdoptEdition, HandOverAll, ManyDone, ManyPreviewed, MoveDays, do_to_many, preview_many
from casework.rights import Actor
from models.office import Role

router = APIRouter(prefix="/many-plans", tags=["plans"])

Reason = Annotated[str, Field(min_length=1, max_length=4000)]
Login = Annotated[str, Field(min_length=1, max_length=60)]


class MoveDaysSent(Part):
    """What the team owes on one day is due on another, on every plan of one's own that owes it then."""

    what: Literal["move_days"]
    item: MovableItem
    due_on: date
    to_on: date
    reason: Reason

    def told(self) -> MoveDays:
        return MoveDays(self.item, self.due_on, self.to_on, self.reason)


class HandOverAllSent(Part):
    """All plans that somebody carries in a role are handed over."""

    what: Literal["hand_over_all"]
    role: Post
    leaving: Login
    to: Login
    stand_in: Login | None = None

    def told(self) -> HandOverAll:
        return HandOverAll(Role(self.role), self.leaving, self.to, self.stand_in)


class AdoptEditionSent(Part):
    """All one's plans under an older edition of the rulebook are moved to today's."""

    what: Literal["adopt_edition"]
    reason: Reason

    def told(self) -> AdoptEdition:
        return AdoptEdition(self.reason)


Sent = Annotated[MoveDaysSent | HandOverAllSent | AdoptEditionSent, Field(discriminator="what")]
By = Annotated[Actor, asks(MoveItem.operation, HandOver.operation, changes.AdoptEdition.operation)]


class Seen(Part):
    """The action, and the digest of what was seen of it."""

    digest: str = Field(min_length=32, max_length=32)
    action: Sent


@router.post("/preview")
def preview(request: Request, sent: Sent, actor: By) -> ManyPreviewed:
    """What the action would do to each plan it touches: kept, moved, cancelled, who is to be told, from when. Changes
    nothing."""
    return preview_many(reception_of(request).desk, actor, sent.told())


@router.post("")
def do(request: Request, seen: Seen, actor: By) -> ManyDone:
    """Do it to the plans that were seen. Where one of them has moved on meanwhile, nothing is done (409)."""
    reception = reception_of(request)
    done = do_to_many(reception.desk, actor, seen.action.told(), seen.digest)
    reception.nudge()
    return done
