"""Records whose time is over: which are due, held and deleted, and what a named person decides about each."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import Field

from api.routing import ApiRoute
from casework.seal.acts import DELETE_BY_POLICY, HOLD_DELETION
from casework.seal.policy_deletion import RetentionReport, delete_by_policy, hold_deletion, load_retention
from casework.shared.files.base import Day
from casework.shared.files.plan_file import FileModel
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_RETENTION
from serving.app_state import get_app_state
from serving.auth import requires_right

router = APIRouter(route_class=ApiRoute, tags=["after the seal"])


class RetentionHold(FileModel):
    """Until which day the record is kept all the same, and why."""

    until_on: Day
    reason: str = Field(min_length=1, max_length=4000)


@router.get("/retention")
def read_retention(request: Request, actor: Annotated[Actor, requires_right(READ_RETENTION)]) -> RetentionReport:
    """List the records whose retention period is over.

    Returns the schedule, and the records of the user's office that are due, held, or deleted. Nothing is deleted by
    the program itself.
    """
    return load_retention(get_app_state(request).context, actor)


@router.delete("/plans/{number}/record", status_code=204)
def delete_record(request: Request, number: str, actor: Annotated[Actor, requires_right(DELETE_BY_POLICY)]) -> Response:
    """Delete a record whose retention period is over.

    The case's key is destroyed, and nobody can read the record again. Afterwards the plan answers 410
    (`deleted-by-policy`) to whoever could know of it, and 404 to everybody else. Refused (409) where it is not due.
    """
    delete_by_policy(get_app_state(request).context, actor, number)
    return Response(status_code=204)


@router.post("/plans/{number}/retention-hold", status_code=204)
def create_hold(
    request: Request, number: str, sent: RetentionHold, actor: Annotated[Actor, requires_right(HOLD_DELETION)]
) -> Response:
    """Keep a record whose retention period is over.

    It is listed again after that day.
    """
    hold_deletion(get_app_state(request).context, actor, number, until_on=sent.until_on, reason=sent.reason)
    return Response(status_code=204)
