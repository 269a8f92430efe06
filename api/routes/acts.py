"""The general door: one act of the acts file, done by whoever is signed in, now. And the ways in that have a name."""

import secrets
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import Field

from api.acts import (
    RIGHTS_FOR_ACTS,
    RIGHTS_FOR_DECISIONS,
    RIGHTS_FOR_PREVIEWS,
    ActSent,
    ChangeSent,
    CheckInSent,
    DecisionSent,
    IncidentSent,
    act_told,
    check_in_told,
    decision_told,
    incident_told,
)
from api.answers import CheckedIn, Done, IncidentRecorded, checked_in, done, incident_recorded
from api.doorkeeping import asks
from api.once import Answer, Write, write
from api.reception import reception_of
from casework.acts.duties import Submit
from casework.acts.family import GIVE_PAGE
from casework.acts.incidents import ReportIncident
from casework.family_page import give_page
from casework.files.plan_file import Part
from casework.performing import perform
from casework.previewing import ChangePreview, preview_act
from casework.rights import Actor

router = APIRouter(prefix="/plans/{number}", tags=["acts"])

Sent = Annotated[Write, Depends(write)]


@router.post("/acts", status_code=201, response_model=Done)
def do(
    request: Request, number: str, act: ActSent, actor: Annotated[Actor, asks(*RIGHTS_FOR_ACTS)], sent: Sent
) -> Answer:
    """Do one act. Who does it is whoever is signed in, and when is now."""
    told = act_told(act, actor, reception_of(request).desk.clock.now())
    return sent.once(
        actor, told.asks, lambda desk: perform(desk, number, told, actor), done, told=told.model_dump(mode="json")
    )


@router.post("/acts/preview")
def preview(
    request: Request, number: str, act: ChangeSent, actor: Annotated[Actor, asks(*RIGHTS_FOR_PREVIEWS)]
) -> ChangePreview:
    """What one act that changes the plan would do: kept, moved, cancelled, who is to be told, and from when. Nothing is
    done. Make the change by the same act with If-Match of the version told here, and with its digest as Preview-Digest:
    then only what was seen is done, word by word."""
    desk = reception_of(request).desk
    return preview_act(desk, actor, number, act_told(act, actor, desk.clock.now()))


@router.post("/check-ins", status_code=201, response_model=CheckedIn)
def check_in(
    request: Request, number: str, check_in: CheckInSent, actor: Annotated[Actor, asks(Submit.operation)], sent: Sent
) -> Answer:
    """Hand in what is owed: a note, a report, a sheet, a contact, a talk. A late one is accepted and kept as late."""
    told = check_in_told(check_in, actor, reception_of(request).desk.clock.now())
    return sent.once(actor, Submit.operation, lambda desk: perform(desk, number, told, actor), checked_in)


@router.post("/incidents", status_code=201, response_model=IncidentRecorded)
def report(
    request: Request,
    number: str,
    incident: IncidentSent,
    actor: Annotated[Actor, asks(ReportIncident.operation)],
    sent: Sent,
) -> Answer:
    """Report a possible breach. Nothing is found by it: the prosecutor looks at it and hears the minor."""
    label = getattr(incident, "incident", None) or f"i-{secrets.token_hex(4)}"
    told = incident_told(incident, label, actor, reception_of(request).desk.clock.now())
    return sent.once(
        actor,
        ReportIncident.operation,
        lambda desk: perform(desk, number, told, actor),
        lambda file: incident_recorded(file, label),
    )


@router.post("/decisions", status_code=201, response_model=Done)
def decide(
    request: Request,
    number: str,
    decision: DecisionSent,
    actor: Annotated[Actor, asks(*RIGHTS_FOR_DECISIONS)],
    sent: Sent,
) -> Answer:
    """Record a decision, by whom the law gives it to: whoever is signed in decides. The flow carries it out."""
    told = decision_told(decision, actor, reception_of(request).desk.clock.now())
    return sent.once(actor, told.asks, lambda desk: perform(desk, number, told, actor), done)


class Whose(Part):
    """Whose page: 'minor', or the relation of a guardian, such as 'mother'."""

    relation: str = Field(pattern=r"^[a-z_]{2,20}$")


class PageGiven(Part):
    """The secret of the page's address, and the code for the paper card. Told once; new ones end the old."""

    page: str
    code: str


@router.post("/pages", status_code=201)
def give(request: Request, number: str, whose: Whose, actor: Annotated[Actor, asks(GIVE_PAGE)]) -> PageGiven:
    """Give somebody of the family their page and code."""
    page = give_page(reception_of(request).desk, actor, number, whose.relation)
    return PageGiven(page=page.secret, code=page.code)
