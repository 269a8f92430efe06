"""Plans: open one, check one, list them, look at one and at its timeline."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from api.answers import PlanOpened, plan_opened
from api.doorkeeping import asks
from api.once import Answer, Write, etag, write
from api.plan_body import PLAN_BODY, body_of, plan_in
from api.reception import reception_of
from casework.acts.opening import OPEN_PLAN
from casework.dates.plan_preview import PlanPreview, preview_plan
from casework.files.checking import Checked, check_plan, show_finding
from casework.files.examining import examine
from casework.opening import open_plan
from casework.rights import Actor
from casework.rights.reading import READ_CASELOAD, READ_CLOSING_LIST, READ_DATES, READ_PLAN, to_read
from casework.sealing import closing_list
from casework.views.caseload import Caseload, caseload
from casework.views.paging import MOST_ON_A_PAGE
from casework.views.partners_shown import PartnersShown, partners_of
from casework.views.status import PlanStatusShown, plan_status
from casework.views.timeline import Timeline, timeline
from law.finding import warnings
from law.transitions import PlanStatus
from sunward.errors import BadInput

router = APIRouter(prefix="/plans", tags=["plans"])

Cursor = Annotated[str | None, Query(max_length=200, description="`next` of the page before.")]
Limit = Annotated[int, Query(ge=1, le=MOST_ON_A_PAGE)]


@dataclass(frozen=True)
class ClosingLine:
    """What still runs after the seal: for which capacity, from when to when. No name, no offence, no link."""

    clock: str
    addressee: str | None
    receipt_number: str | None
    began_on: date
    ends_on: date
    done_on: date | None


@router.post("", status_code=201, response_model=PlanOpened, openapi_extra=PLAN_BODY)
def open_one(
    request: Request,
    actor: Annotated[Actor, asks(OPEN_PLAN)],
    sent: Annotated[Write, Depends(write)],
    body: Annotated[bytes, Depends(body_of)],
) -> Answer:
    """Open a plan from its file. Every mistake is told at once and then nothing is opened; what the law only warns of
    is told with the answer."""
    desk = reception_of(request).desk
    plan = plan_in(body, request.headers.get("content-type", ""), desk)
    warned = [show_finding(each) for each in warnings(examine(plan, desk.law, desk.clock.today(), desk.days).findings)]
    return sent.once(
        actor, OPEN_PLAN, lambda desk: open_plan(desk, actor, plan), lambda file: plan_opened(file, warned)
    )


@router.post("/check", openapi_extra=PLAN_BODY)
def check_one(
    request: Request, actor: Annotated[Actor, asks(OPEN_PLAN)], body: Annotated[bytes, Depends(body_of)]
) -> Checked:
    """Look a plan file over: its mistakes, what every rule says, and the calendar it would have. Changes nothing."""
    desk, content_type = reception_of(request).desk, request.headers.get("content-type", "")
    try:
        plan = plan_in(body, content_type, desk)
    except BadInput as unreadable:
        return check_plan(desk, actor, None, unreadable)
    return check_plan(desk, actor, plan, None)


@router.post("/preview", openapi_extra=PLAN_BODY)
def preview_one(
    request: Request, actor: Annotated[Actor, asks(OPEN_PLAN)], body: Annotated[bytes, Depends(body_of)]
) -> PlanPreview:
    """The whole calendar of a plan before it is signed: every item with its day, holidays, exams, phone hours, clashes.
    Every mistake of the file is told at once (422). Changes nothing."""
    desk = reception_of(request).desk
    return preview_plan(desk, actor, plan_in(body, request.headers.get("content-type", ""), desk))


@router.get("")
def list_them(
    request: Request,
    actor: Annotated[Actor, asks(READ_CASELOAD)],
    due: Annotated[bool, Query(description="Only plans with something due within seven days.")] = False,
    overdue: Annotated[bool, Query(description="Only plans with something past its day.")] = False,
    status: Annotated[PlanStatus | None, Query()] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Caseload:
    """The plans one may see, with what is due and overdue and whose it is. Sealed ones are found by nobody."""
    desk = reception_of(request).desk
    return caseload(desk, actor, due=due, overdue=overdue, status=status, cursor=cursor, limit=limit)


@router.get("/{number}")
def look_at(
    request: Request,
    response: Response,
    number: str,
    actor: Annotated[Actor, asks(READ_PLAN, READ_DATES)],
) -> PlanStatusShown:
    """One plan: its stage, what happens next, progress, clocks, team, and the account of its flow run.

    Its ETag can be sent back as If-Match with an act that rests on what was seen.
    """
    reception = reception_of(request)
    with reception.desk.look(number, actor, to_read(actor.role)) as file:
        shown = plan_status(file)
    response.headers["ETag"] = etag(shown.version)
    if shown.flow_run is None:
        return shown
    link = reception.run_page(shown.flow_run.id)
    return replace(shown, flow_run=replace(shown.flow_run, link=link))


@router.get("/{number}/partners")
def partners(request: Request, number: str, actor: Annotated[Actor, asks(READ_PLAN)]) -> PartnersShown:
    """What stands around the plan: orders to guardians, suggestions, aid, assessments, the office that assists, and the
    level of support."""
    with reception_of(request).desk.look(number, actor, READ_PLAN) as file:
        return partners_of(file)


@router.get("/{number}/timeline")
def timeline_of(
    request: Request,
    number: str,
    actor: Annotated[Actor, asks(READ_PLAN)],
    readings: Annotated[bool, Query(description="Also who has looked at the plan.")] = False,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Timeline:
    """What happened on the plan, newest first, in words."""
    with reception_of(request).desk.look(number, actor, READ_PLAN) as file:
        return timeline(file, readings=readings, cursor=cursor, limit=limit)


@router.get("/{number}/closing-list")
def closing_list_of(
    request: Request, number: str, actor: Annotated[Actor, asks(READ_CLOSING_LIST)]
) -> list[ClosingLine]:
    """What still runs after the seal (收尾清单)."""
    rows = closing_list(reception_of(request).desk, actor, number)
    return [
        ClosingLine(row.clock, row.addressee, row.receipt_number, row.began_on, row.ends_on, row.done_on)
        for row in rows
    ]
