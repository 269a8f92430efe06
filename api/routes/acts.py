"""The general way in: one act of the acts file, done by whoever is signed in, now. And the ways in that have a name."""

import secrets
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import Field

from api.routing import ApiRoute
from casework.checkins.acts import Submit
from casework.family.acts import GIVE_PAGE
from casework.family.family_access import make_family_page
from casework.incidents.acts import ReportIncident
from casework.plan.change_preview import ChangePreview, preview_act
from casework.shared.files.plan_file import FileModel
from casework.shared.performing import perform
from casework.shared.rights import Actor
from serving.act_schemas import (
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
from serving.app_state import get_app_state
from serving.auth import requires_right
from serving.idempotency import IdempotentWrite, get_idempotent_write
from serving.responses import (
    ActResult,
    CheckInResult,
    IncidentRecorded,
    build_act_result,
    build_check_in_result,
    build_incident_recorded,
)

router = APIRouter(route_class=ApiRoute, prefix="/plans/{number}", tags=["acts"])

WriteDep = Annotated[IdempotentWrite, Depends(get_idempotent_write)]


@router.post("/acts", status_code=201, response_model=ActResult)
def perform_act(
    request: Request,
    number: str,
    act: ActRequest,
    actor: Annotated[Actor, requires_right(*RIGHTS_FOR_ACTS)],
    sent: WriteDep,
) -> Response:
    """Record an act on a plan.

    `did` names the act; its fields are described by the schema of that act. The actor is the signed-in user and the
    time is now. Returns the state of the plan and the sentence recorded in the journal.
    """
    parsed = parse_act(act, actor, get_app_state(request).context.clock.now())
    return sent.once(
        actor,
        parsed.asks,
        lambda context: perform(context, number, parsed, actor),
        build_act_result,
        sent_values=parsed.model_dump(mode="json"),
    )


@router.post("/acts/preview")
def read_act_preview(
    request: Request, number: str, act: ChangeRequest, actor: Annotated[Actor, requires_right(*RIGHTS_FOR_PREVIEWS)]
) -> ChangePreview:
    """Preview an act that changes the plan.

    Returns which items would stay, move or be cancelled, who would be notified, and from which day. Nothing is
    recorded. To carry out exactly what was previewed, send the same act with the version returned here as If-Match
    and the digest as Preview-Digest.
    """
    context = get_app_state(request).context
    return preview_act(context, actor, number, parse_act(act, actor, context.clock.now()))


@router.post("/check-ins", status_code=201, response_model=CheckInResult)
def submit_check_in(
    request: Request,
    number: str,
    check_in: CheckInRequest,
    actor: Annotated[Actor, requires_right(Submit.operation)],
    sent: WriteDep,
) -> Response:
    """Submit an item that is due.

    Accepts a note, a report, a usage sheet, a contact or a talk. A late submission is accepted and recorded as late.
    """
    parsed = parse_check_in(check_in, actor, get_app_state(request).context.clock.now())
    return sent.once(
        actor, Submit.operation, lambda context: perform(context, number, parsed, actor), build_check_in_result
    )


@router.post("/incidents", status_code=201, response_model=IncidentRecorded)
def create_incident(
    request: Request,
    number: str,
    incident: IncidentRequest,
    actor: Annotated[Actor, requires_right(ReportIncident.operation)],
    sent: WriteDep,
) -> Response:
    """Report a possible breach.

    Records a report for review. It establishes nothing: the prosecutor examines it and hears the minor first.
    """
    label = getattr(incident, "incident", None) or f"i-{secrets.token_hex(4)}"
    parsed = parse_incident(incident, label, actor, get_app_state(request).context.clock.now())
    return sent.once(
        actor,
        ReportIncident.operation,
        lambda context: perform(context, number, parsed, actor),
        lambda open_plan: build_incident_recorded(open_plan, label),
    )


@router.post("/decisions", status_code=201, response_model=ActResult)
def record_decision(
    request: Request,
    number: str,
    decision: DecisionRequest,
    actor: Annotated[Actor, requires_right(*RIGHTS_FOR_DECISIONS)],
    sent: WriteDep,
) -> Response:
    """Record a decision on a plan.

    The decision is that of the signed-in user, who must be a person to whom the law gives it. The flow of the plan
    carries it out.
    """
    parsed = parse_decision(decision, actor, get_app_state(request).context.clock.now())
    return sent.once(actor, parsed.asks, lambda context: perform(context, number, parsed, actor), build_act_result)


class PageOwner(FileModel):
    """Whose page: 'minor', or the relation of a guardian, such as 'mother'."""

    relation: str = Field(pattern=r"^[a-z_]{2,20}$")


class IssuedPage(FileModel):
    """The secret of the page's address, and the code for the printed card. Returned once; new ones end the old."""

    page: str
    code: str


@router.post("/pages", status_code=201)
def create_family_page(
    request: Request, number: str, whose: PageOwner, actor: Annotated[Actor, requires_right(GIVE_PAGE)]
) -> IssuedPage:
    """Issue a page and code to a family member.

    Returns the secret of the address and the code, once. Page and code issued before are no longer valid.
    """
    page = make_family_page(get_app_state(request).context, actor, number, whose.relation)
    return IssuedPage(page=page.secret, code=page.code)
