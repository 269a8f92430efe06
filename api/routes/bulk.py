"""Many plans in one reviewed action: seen as a whole first, then done by naming what was seen."""

from typing import Annotated, Literal

from fastapi import APIRouter, Request
from pydantic import Field

from api.routing import ApiRoute
from casework.plan import acts_changes as changes
from casework.plan.acts_changes import MoveItem
from casework.plan.bulk import (
    AdoptEditionAll,
    BulkPreview,
    BulkResult,
    HandOverAll,
    MoveDaysAll,
    list_allowed_actions,
    perform_bulk_action,
    preview_bulk_action,
)
from casework.shared.acts.act import MovableItem
from casework.shared.files.base import Day
from casework.shared.files.plan_file import FileModel
from casework.shared.rights import Actor
from casework.staff.acts_team import HandOver, Post
from models.office import Role
from serving.app_state import get_app_state
from serving.auth import requires_right

router = APIRouter(route_class=ApiRoute, prefix="/many-plans", tags=["plans"])

Reason = Annotated[str, Field(min_length=1, max_length=4000)]
Login = Annotated[str, Field(min_length=1, max_length=60)]


class MoveDaysRequest(FileModel):
    """Team items due on one day become due on another, on every plan of the user that has one then."""

    what: Literal["move_days"]
    item: MovableItem
    due_on: Day
    to_on: Day
    reason: Reason

    def to_action(self) -> MoveDaysAll:
        return MoveDaysAll(self.item, self.due_on, self.to_on, self.reason)


class HandOverAllRequest(FileModel):
    """All plans of one person in a role are handed over."""

    what: Literal["hand_over_all"]
    role: Post
    leaving: Login
    to: Login
    stand_in: Login | None = None

    def to_action(self) -> HandOverAll:
        return HandOverAll(Role(self.role), self.leaving, self.to, self.stand_in)


class AdoptEditionRequest(FileModel):
    """All one's plans under an older edition of the rulebook are moved to today's."""

    what: Literal["adopt_edition"]
    reason: Reason

    def to_action(self) -> AdoptEditionAll:
        return AdoptEditionAll(self.reason)


BulkRequest = Annotated[MoveDaysRequest | HandOverAllRequest | AdoptEditionRequest, Field(discriminator="what")]
BulkActor = Annotated[Actor, requires_right(MoveItem.operation, HandOver.operation, changes.AdoptEdition.operation)]


class ConfirmedBulkAction(FileModel):
    """The action, and the digest of what was seen of it."""

    digest: str = Field(min_length=32, max_length=32)
    action: BulkRequest


@router.post("/preview")
def read_bulk_preview(request: Request, sent: BulkRequest, actor: BulkActor) -> BulkPreview:
    """Preview a bulk operation.

    Returns for each plan which items would stay, move or be cancelled, who would be notified, and from which day.
    Changes nothing.
    """
    return preview_bulk_action(get_app_state(request).context, actor, sent.to_action())


@router.post("")
def run_bulk_action(request: Request, seen: ConfirmedBulkAction, actor: BulkActor) -> BulkResult:
    """Run a bulk operation that was previewed.

    Carries it out for the plans of the preview, named by its digest. If one of them has changed meanwhile, nothing is
    done (409).
    """
    app_state = get_app_state(request)
    done = perform_bulk_action(app_state.context, actor, seen.action.to_action(), seen.digest)
    app_state.check_now()
    return done


@router.get("")
def read_bulk_actions(request: Request, actor: BulkActor) -> list[str]:
    """List the bulk operations of the user.

    Returns the acts that the user may carry out on many plans.
    """
    return [act.code for act in list_allowed_actions(get_app_state(request).context, actor)]
