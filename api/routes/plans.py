"""Plans: open one, check one, list them, look at one and at its timeline."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from api.app_state import get_app_state
from api.auth import requires_right
from api.idempotency import IdempotentWrite, StoredAnswer, etag, get_idempotent_write
from api.plan_body import PLAN_BODY, parse_plan_body, read_body
from api.responses import PlanOpened, build_plan_opened
from casework.acts.opening import OPEN_PLAN
from casework.dates.plan_preview import PlanPreview, preview_plan
from casework.files.plan_check import PlanCheck, check_plan
from casework.files.plan_examination import examine_plan
from casework.findings_view import to_finding_view
from casework.opening import open_plan
from casework.rights import Actor
from casework.rights.read_operations import READ_CASELOAD, READ_CLOSING_LIST, READ_DATES, READ_PLAN, get_read_operation
from casework.sealing import load_closing_list
from casework.views.caseload import CaseloadPage, load_caseload
from casework.views.paging import MAX_PAGE_SIZE
from casework.views.partners import PartnersView, load_partners
from casework.views.status import PlanStatusView, load_plan_status
from casework.views.timeline import Timeline, load_timeline
from law.finding import filter_warnings
from law.transitions import PlanStatus
from sunward.errors import BadInput

router = APIRouter(prefix="/plans", tags=["plans"])

Cursor = Annotated[str | None, Query(max_length=200, description="`next` of the page before.")]
Limit = Annotated[int, Query(ge=1, le=MAX_PAGE_SIZE)]


@dataclass(frozen=True)
class ClosingLineView:
    """What still runs after the seal: for which capacity, from when to when. No name, no offence, no link."""

    clock: str
    addressee: str | None
    receipt_number: str | None
    began_on: date
    ends_on: date
    done_on: date | None


@router.post("", status_code=201, response_model=PlanOpened, openapi_extra=PLAN_BODY)
def create_plan(
    request: Request,
    actor: Annotated[Actor, requires_right(OPEN_PLAN)],
    sent: Annotated[IdempotentWrite, Depends(get_idempotent_write)],
    body: Annotated[bytes, Depends(read_body)],
) -> StoredAnswer:
    """Open a plan from its file. Every mistake is told at once and then nothing is opened; what the law only warns of
    is told with the answer."""
    desk = get_app_state(request).desk
    plan = parse_plan_body(body, request.headers.get("content-type", ""), desk)
    warned = [
        to_finding_view(each)
        for each in filter_warnings(examine_plan(plan, desk.law, desk.clock.today(), desk.days).findings)
    ]
    return sent.once(
        actor, OPEN_PLAN, lambda desk: open_plan(desk, actor, plan), lambda file: build_plan_opened(file, warned)
    )


@router.post("/check", openapi_extra=PLAN_BODY)
def validate_plan(
    request: Request, actor: Annotated[Actor, requires_right(OPEN_PLAN)], body: Annotated[bytes, Depends(read_body)]
) -> PlanCheck:
    """Look a plan file over: its mistakes, what every rule says, and the calendar it would have. Changes nothing."""
    desk, content_type = get_app_state(request).desk, request.headers.get("content-type", "")
    try:
        plan = parse_plan_body(body, content_type, desk)
    except BadInput as unreadable:
        return check_plan(desk, actor, None, unreadable)
    return check_plan(desk, actor, plan, None)


@router.post("/preview", openapi_extra=PLAN_BODY)
def preview_new_plan(
    request: Request, actor: Annotated[Actor, requires_right(OPEN_PLAN)], body: Annotated[bytes, Depends(read_body)]
) -> PlanPreview:
    """The whole calendar of a plan before it is signed: every item with its day, holidays, exams, phone hours, clashes.
    Every mistake of the file is told at once (422). Changes nothing."""
    desk = get_app_state(request).desk
    return preview_plan(desk, actor, parse_plan_body(body, request.headers.get("content-type", ""), desk))


@router.get("")
def read_plans(
    request: Request,
    actor: Annotated[Actor, requires_right(READ_CASELOAD)],
    due: Annotated[bool, Query(description="Only plans with something due within seven days.")] = False,
    overdue: Annotated[bool, Query(description="Only plans with something past its day.")] = False,
    status: Annotated[PlanStatus | None, Query()] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> CaseloadPage:
    """The plans one may see, with what is due and overdue and whose it is. Sealed ones are found by nobody."""
    desk = get_app_state(request).desk
    return load_caseload(desk, actor, due=due, overdue=overdue, status=status, cursor=cursor, limit=limit)


@router.get("/{number}")
def read_plan(
    request: Request,
    response: Response,
    number: str,
    actor: Annotated[Actor, requires_right(READ_PLAN, READ_DATES)],
) -> PlanStatusView:
    """One plan: its stage, what happens next, progress, clocks, team, and the account of its flow run.

    Its ETag can be sent back as If-Match with an act that rests on what was seen.
    """
    reception = get_app_state(request)
    with reception.desk.open_for_reading(number, actor, get_read_operation(actor.role)) as file:
        shown = load_plan_status(file)
    response.headers["ETag"] = etag(shown.version)
    if shown.flow_run is None:
        return shown
    link = reception.run_page(shown.flow_run.id)
    return replace(shown, flow_run=replace(shown.flow_run, link=link))


@router.get("/{number}/partners")
def read_partners(request: Request, number: str, actor: Annotated[Actor, requires_right(READ_PLAN)]) -> PartnersView:
    """What stands around the plan: orders to guardians, suggestions, aid, assessments, the office that assists, and the
    level of support."""
    with get_app_state(request).desk.open_for_reading(number, actor, READ_PLAN) as file:
        return load_partners(file)


@router.get("/{number}/timeline")
def read_timeline(
    request: Request,
    number: str,
    actor: Annotated[Actor, requires_right(READ_PLAN)],
    readings: Annotated[bool, Query(description="Also who has looked at the plan.")] = False,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Timeline:
    """What happened on the plan, newest first, in words."""
    with get_app_state(request).desk.open_for_reading(number, actor, READ_PLAN) as file:
        return load_timeline(file, readings=readings, cursor=cursor, limit=limit)


@router.get("/{number}/closing-list")
def read_closing_list(
    request: Request, number: str, actor: Annotated[Actor, requires_right(READ_CLOSING_LIST)]
) -> list[ClosingLineView]:
    """What still runs after the seal (收尾清单)."""
    rows = load_closing_list(get_app_state(request).desk, actor, number)
    return [
        ClosingLineView(row.clock, row.addressee, row.receipt_number, row.began_on, row.ends_on, row.done_on)
        for row in rows
    ]
