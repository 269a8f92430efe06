"""The people of an office: who begins and who leaves, a new way in for who lost theirs, and what a second person confirms.
And what was asked for one's own account."""

import uuid
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import Field

from api.routing import ApiRoute
from casework.shared.files.base import Day
from casework.shared.files.plan_file import FileModel
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_STAFF
from casework.staff.accounts import (
    AccountRequestView,
    confirm_account,
    list_own_requests,
    list_pending_requests,
    mark_requests_seen,
    request_code,
    stop_request,
)
from casework.staff.acts_accounts import CONFIRM_ACCOUNT, KEEP_STAFF
from casework.staff.authentication import SignedIn
from casework.staff.staff_accounts import Organisation, enter_service, leave_service, list_staff, open_office
from models.office import Role
from serving.app_state import get_app_state
from serving.auth import SIGNED_IN_ACCESS, requires_right

router = APIRouter(route_class=ApiRoute, tags=["staff"])

Keeper = Annotated[Actor, requires_right(KEEP_STAFF)]
Confirmer = Annotated[Actor, requires_right(CONFIRM_ACCOUNT)]
Anybody = Annotated[SignedIn, SIGNED_IN_ACCESS]
Why = Annotated[str, Field(min_length=1, max_length=200)]


class Reason(FileModel):
    """Why it is done."""

    reason: Why


class NewOffice(FileModel):
    """An office."""

    name: str = Field(min_length=1, max_length=40)
    city: bool = False
    """Whether other offices are under it."""


class NewStaff(FileModel):
    """Somebody who begins, or for whom something else is to hold."""

    login: str = Field(min_length=1, max_length=60)
    display_name: str = Field(min_length=1, max_length=40)
    role: Role
    office: str = Field(min_length=1, max_length=40)
    reason: Why
    authority_from: Day | None = None
    """A deputy's written authority: from which day."""
    authority_to: Day | None = None
    phone: str | None = Field(None, max_length=20)
    """The number of their work, at which families call back."""
    email: str | None = Field(None, max_length=190)


@dataclass(frozen=True)
class CodePart:
    """A part of a one-time code, shown once; None where there is no code. One person never holds both parts."""

    part: str | None


@router.get("/staff")
def read_staff(request: Request, actor: Annotated[Actor, requires_right(READ_STAFF)]) -> Organisation:
    """List the offices and their staff.

    Returns the user's own office; for an auditor all offices. Of plans only how many each person carries.
    """
    return list_staff(get_app_state(request).context, actor)


@router.post("/offices", status_code=204)
def create_office(request: Request, sent: NewOffice, actor: Keeper) -> None:
    """Add an office.

    Adding it twice adds it once.
    """
    open_office(get_app_state(request).context, actor, name=sent.name, city=sent.city)


@router.post("/staff", status_code=201)
def request_staff(request: Request, sent: NewStaff, actor: Keeper) -> CodePart:
    """Request to add a member of staff, or to change one.

    A second person of the office confirms it. Returns the first part of a one-time code for whoever has no password.
    """
    return CodePart(enter_service(get_app_state(request).context, actor, **sent.model_dump()) or None)


@router.post("/staff/{login}/code", status_code=201)
def request_staff_code(request: Request, login: str, sent: Reason, actor: Keeper) -> CodePart:
    """Request a one-time code for somebody who lost their password.

    Returns its first part. A second person of the office confirms it and is shown the second part.
    """
    return CodePart(request_code(get_app_state(request).context, actor, login=login, reason=sent.reason))


@router.post("/staff/{login}/leaving", status_code=204)
def end_staff(request: Request, login: str, sent: Reason, actor: Keeper) -> None:
    """Record that somebody leaves.

    Refused while a plan is theirs: it is handed over and accepted first.
    """
    leave_service(get_app_state(request).context, actor, login=login, reason=sent.reason)


@router.get("/staff/requests")
def read_account_requests(request: Request, actor: Confirmer) -> list[AccountRequestView]:
    """List the account requests that wait for a second person.

    Returns those of the user's office, the oldest first.
    """
    return list_pending_requests(get_app_state(request).context, actor)


@router.post("/staff/requests/{account_request}/confirmation")
def confirm_account_request(request: Request, account_request: uuid.UUID, sent: Reason, actor: Confirmer) -> CodePart:
    """Confirm an account request.

    Refused for whoever asked and for whoever it is about. Returns the second part of the code, where there is one.
    """
    context = get_app_state(request).context
    return CodePart(confirm_account(context, actor, account_request, reason=sent.reason) or None)


@router.post("/staff/requests/{account_request}/stop", status_code=204)
def stop_account_request(request: Request, account_request: uuid.UUID, sent: Reason, actor: Confirmer) -> None:
    """Stop an account request.

    What was requested does not come about, and its code opens nothing.
    """
    stop_request(get_app_state(request).context, actor, account_request, reason=sent.reason)


@router.get("/account/requests")
def read_own_account_requests(request: Request, signed_in: Anybody) -> list[AccountRequestView]:
    """List what was requested for the user's own account.

    Returns the last ninety days, the newest first. Reading them marks them as seen.
    """
    context = get_app_state(request).context
    asked = list_own_requests(context, signed_in.actor)
    mark_requests_seen(context, signed_in.actor)
    return asked


@router.post("/account/requests/{account_request}/stop", status_code=204)
def stop_own_account_request(request: Request, account_request: uuid.UUID, sent: Reason, signed_in: Anybody) -> None:
    """Stop what was requested for the user's own account.

    Possible while it waits, or while its code has not been used.
    """
    stop_request(get_app_state(request).context, signed_in.actor, account_request, reason=sent.reason)
