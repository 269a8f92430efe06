"""What somebody of a family sees: their own, and nothing else."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import Field

from api.routing import ApiRoute
from casework.checkins.acts import RecordProgress
from casework.evaluation.acts import GiveView
from casework.evaluation.external_confirmation import ConditionToConfirm, list_to_confirm, record_confirmation
from casework.evaluation.milestones import RequestedForm, load_own_viewpoint, load_requested_form
from casework.family.data_requests import StoredDataReport, load_stored_data
from casework.family.family_page import OwnPage, load_own_page
from casework.family.own_copy import OwnCopy, load_own_copy
from casework.leave.family_leave_view import OwnLeave, list_own_leaves
from casework.shared.files.base import Day
from casework.shared.files.plan_file import FileModel
from casework.shared.own_plan import load_own_number
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_OWN, READ_OWN_COPY
from serving.app_state import get_app_state
from serving.auth import requires_right

router = APIRouter(route_class=ApiRoute, prefix="/family", tags=["family"])

Own = Annotated[Actor, requires_right(READ_OWN)]
Asked = Annotated[Actor, requires_right(GiveView.operation)]


@dataclass(frozen=True)
class OwnView:
    """As whom the user is asked before a milestone, the form that waits, and what is theirs to confirm."""

    viewpoint: str | None
    requested: RequestedForm | None
    to_confirm: list[ConditionToConfirm]


class Confirmation(FileModel):
    """So many hours or times of a condition were done on a day."""

    place: int = Field(ge=1, le=100)
    amount: int = Field(ge=1, le=999)
    on: Day


@router.get("/plan")
def read_own_plan(request: Request, actor: Own) -> OwnPage:
    """Get the user's own family page.

    Returns what is due this week, what has been submitted, and the last day of the period.
    """
    context = get_app_state(request).context
    with context.open_for_reading(load_own_number(context, actor), actor, READ_OWN) as open_plan:
        return load_own_page(open_plan)


@router.get("/leave")
def read_own_leave(request: Request, actor: Own) -> list[OwnLeave]:
    """List the user's own requests for leave.

    Returns requests that still matter, each with the answer. Ask for leave with the act `ask_leave`.
    """
    context = get_app_state(request).context
    return list_own_leaves(context, actor, load_own_number(context, actor))


@router.get("/stored-data")
def read_stored_data(request: Request, actor: Own) -> StoredDataReport:
    """Get what is stored about the user.

    Returns kinds of data with counts and dates, consents, and requests with their answers. Ask with the act
    `ask_about_data`.
    """
    return load_stored_data(get_app_state(request).context, actor)


@router.get("/stored-data/copy")
def read_own_copy(request: Request, actor: Annotated[Actor, requires_right(READ_OWN_COPY)]) -> OwnCopy:
    """Get a copy of what is stored about the user.

    Returns what they told the office, what they agreed to, and what they were sent; for a minor also the days and
    conditions of the plan. What others told or wrote is not in it. Recorded in the journal.
    """
    return load_own_copy(get_app_state(request).context, actor)


@router.get("/view")
def read_own_view(request: Request, actor: Asked) -> OwnView:
    """Get what the user is asked before a milestone.

    Returns the form that waits, and for a mentor or employer what they may confirm. Answer with the act `give_view`.
    """
    context = get_app_state(request).context
    return OwnView(
        load_own_viewpoint(context, actor), load_requested_form(context, actor), list_to_confirm(context, actor)
    )


@router.post("/confirmations", status_code=204)
def confirm_progress(
    request: Request, sent: Confirmation, actor: Annotated[Actor, requires_right(RecordProgress.operation)]
) -> None:
    """Confirm progress of a condition.

    For a mentor or employer to whom the plan leaves it. A day is confirmed once.
    """
    app_state = get_app_state(request)
    number = load_own_number(app_state.context, actor)
    record_confirmation(app_state.context, actor, number, place=sent.place, amount=sent.amount, on=sent.on)
    app_state.check_now()
