"""The general way in: one act of the acts file, done by whoever is signed in, now. And the ways in that have a name."""

import secrets
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import Field

from api.act_schemas import (
    RIGHTS_FOR_ACTS,
    RIGHTS_FOR_DECISIONS,
    RIGHTS_FOR_PREVIEWS,
    ActRequest,
    ChangeRequest,
    CheckInRequest,
    DecisionRequest,
    IncidentRequest,
    parse_act,
    parse_check_in,
    parse_decision,
    parse_incident,
)
from api.app_state import get_app_state
from api.auth import requires_right
from api.idempotency import IdempotentWrite, StoredAnswer, get_idempotent_write
from api.responses import (
    ActResult,
    CheckInResult,
    IncidentRecorded,
    build_act_result,
    build_check_in_result,
    build_incident_recorded,
)
from casework.acts.duties import Submit
from casework.acts.family import GIVE_PAGE
from casework.acts.incidents import ReportIncident
from casework.change_preview import ChangePreview, preview_act
from casework.family_access import make_family_page
from casework.files.plan_file import FileModel
from casework.performing import perform
from casework.rights import Actor

router = APIRouter(prefix="/plans/{number}", tags=["acts"])

WriteDep = Annotated[IdempotentWrite, Depends(get_idempotent_write)]


@router.post("/acts", status_code=201, response_model=ActResult)
def perform_act(
    request: Request,
    number: str,
    act: ActRequest,
    actor: Annotated[Actor, requires_right(*RIGHTS_FOR_ACTS)],
    sent: WriteDep,
) -> StoredAnswer:
    """Do one act. Who does it is whoever is signed in, and when is now."""
    told = parse_act(act, actor, get_app_state(request).desk.clock.now())
    return sent.once(
        actor,
        told.asks,
        lambda desk: perform(desk, number, told, actor),
        build_act_result,
        told=told.model_dump(mode="json"),
    )


@router.post("/acts/preview")
def read_act_preview(
    request: Request, number: str, act: ChangeRequest, actor: Annotated[Actor, requires_right(*RIGHTS_FOR_PREVIEWS)]
) -> ChangePreview:
    """What one act that changes the plan would do: kept, moved, cancelled, who is to be told, and from when. Nothing is
    done. Make the change by the same act with If-Match of the version told here, and with its digest as Preview-Digest:
    then only what was seen is done, word by word."""
    desk = get_app_state(request).desk
    return preview_act(desk, actor, number, parse_act(act, actor, desk.clock.now()))


@router.post("/check-ins", status_code=201, response_model=CheckInResult)
def submit_check_in(
    request: Request,
    number: str,
    check_in: CheckInRequest,
    actor: Annotated[Actor, requires_right(Submit.operation)],
    sent: WriteDep,
) -> StoredAnswer:
    """Hand in what is owed: a note, a report, a sheet, a contact, a talk. A late one is accepted and kept as late."""
    told = parse_check_in(check_in, actor, get_app_state(request).desk.clock.now())
    return sent.once(actor, Submit.operation, lambda desk: perform(desk, number, told, actor), build_check_in_result)


@router.post("/incidents", status_code=201, response_model=IncidentRecorded)
def create_incident(
    request: Request,
    number: str,
    incident: IncidentRequest,
    actor: Annotated[Actor, requires_right(ReportIncident.operation)],
    sent: WriteDep,
) -> StoredAnswer:
    """Report a possible breach. Nothing is found by it: the prosecutor looks at it and hears the minor."""
    label = getattr(incident, "incident", None) or f"i-{secrets.token_hex(4)}"
    told = parse_incident(incident, label, actor, get_app_state(request).desk.clock.now())
    return sent.once(
        actor,
        ReportIncident.operation,
        lambda desk: perform(desk, number, told, actor),
        lambda file: build_incident_recorded(file, label),
    )


@router.post("/decisions", status_code=201, response_model=ActResult)
def record_decision(
    request: Request,
    number: str,
    decision: DecisionRequest,
    actor: Annotated[Actor, requires_right(*RIGHTS_FOR_DECISIONS)],
    sent: WriteDep,
) -> StoredAnswer:
    """Record a decision, by whom the law gives it to: whoever is signed in decides. The flow carries it out."""
    told = parse_decision(decision, actor, get_app_state(request).desk.clock.now())
    return sent.once(actor, told.asks, lambda desk: perform(desk, number, told, actor), build_act_result)


class PageOwner(FileModel):
    """Whose page: 'minor', or the relation of a guardian, such as 'mother'."""

    relation: str = Field(pattern=r"^[a-z_]{2,20}$")


class IssuedPage(FileModel):
    """The secret of the page's address, and the code for the paper card. Told once; new ones end the old."""

    page: str
    code: str


@router.post("/pages", status_code=201)
def create_family_page(
    request: Request, number: str, whose: PageOwner, actor: Annotated[Actor, requires_right(GIVE_PAGE)]
) -> IssuedPage:
    """Give somebody of the family their page and code."""
    page = make_family_page(get_app_state(request).desk, actor, number, whose.relation)
    return IssuedPage(page=page.secret, code=page.code)
