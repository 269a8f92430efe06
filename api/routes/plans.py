"""Plans: open one, check one, list them, look at one, at one of its items and at its timeline."""

import uuid
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from api.paging import Cursor, Limit
from api.plan_body import PLAN_BODY, parse_plan_body, read_body
from api.routing import ApiRoute
from casework.acting.held_rights import filter_allowed
from casework.acting.rights import Actor
from casework.acting.rights.read_operations import (
    READ_ATTACHMENT,
    READ_CASELOAD,
    READ_DATES,
    READ_PLAN,
    get_read_operation,
)
from casework.checkins.attachments import read_attachment
from casework.messages.acts import SEND_BY_HAND
from casework.messages.manual_send import list_reminders
from casework.plan.acts_opening import OPEN_PLAN
from casework.plan.opening import open_new_plan
from casework.plan.plan_check import PlanCheck, check_plan
from casework.plan.plan_examination import examine_plan
from casework.plan.plan_preview import PlanPreview, preview_plan
from casework.plan.views.caseload import CaseloadFilter, CaseloadOrder, CaseloadPage, load_caseload
from casework.plan.views.item_detail import ItemDetail, get_item_detail
from casework.plan.views.status import PlanStatusView, load_plan_status
from casework.plan.views.timeline import Timeline, load_timeline
from casework.shared.files.base import Day
from casework.shared.findings_view import to_finding_view
from core.errors import BadInput
from law.finding import filter_warnings
from law.transitions import PlanStatus
from serving.app_state import get_app_state
from serving.auth import requires_right
from serving.idempotency import build_inside, etag
from serving.responses import PlanOpened, build_plan_opened

router = APIRouter(route_class=ApiRoute, prefix="/plans", tags=["plans"])


@router.post("", status_code=201, openapi_extra=PLAN_BODY)
def create_plan(
    request: Request,
    actor: Annotated[Actor, requires_right(OPEN_PLAN)],
    body: Annotated[bytes, Depends(read_body)],
) -> PlanOpened:
    """Open a plan from a plan file.

    Validates the file, opens the plan and returns its number, with warnings from the rules. If the file has mistakes,
    all of them are returned together (422) and nothing is opened.
    """
    context = get_app_state(request).context
    plan = parse_plan_body(body, request.headers.get("content-type", ""), context)
    warned = [
        to_finding_view(each)
        for each in filter_warnings(
            examine_plan(plan, context.get_law(actor.office_id), context.clock.today(), context.days).findings
        )
    ]
    return build_inside(
        context,
        lambda inside: open_new_plan(inside, actor, plan),
        lambda open_plan: build_plan_opened(open_plan, warned),
    )


@router.post("/check", openapi_extra=PLAN_BODY)
def validate_plan(
    request: Request, actor: Annotated[Actor, requires_right(OPEN_PLAN)], body: Annotated[bytes, Depends(read_body)]
) -> PlanCheck:
    """Check a plan file.

    Returns all mistakes, the finding of every rule, and the calendar that the plan would have. Changes nothing.
    """
    context, content_type = get_app_state(request).context, request.headers.get("content-type", "")
    try:
        plan = parse_plan_body(body, content_type, context)
    except BadInput as unreadable:
        return check_plan(context, actor, None, unreadable)
    return check_plan(context, actor, plan, None)


@router.post("/preview", openapi_extra=PLAN_BODY)
def preview_new_plan(
    request: Request, actor: Annotated[Actor, requires_right(OPEN_PLAN)], body: Annotated[bytes, Depends(read_body)]
) -> PlanPreview:
    """Preview the calendar of a new plan.

    Returns every item with its date, and conflicts with holidays, exams or phone hours. All mistakes of the file are
    returned together (422). Changes nothing.
    """
    context = get_app_state(request).context
    return preview_plan(context, actor, parse_plan_body(body, request.headers.get("content-type", ""), context))


@router.get("", operation_id="list_plans")
def read_plans(
    request: Request,
    actor: Annotated[Actor, requires_right(READ_CASELOAD)],
    due: Annotated[bool, Query(description="Only plans with something due within seven days.")] = False,
    overdue: Annotated[bool, Query(description="Only plans with an overdue item.")] = False,
    status: Annotated[PlanStatus | None, Query()] = None,
    order: Annotated[CaseloadOrder, Query()] = CaseloadOrder.PERIOD,
    descending: Annotated[bool, Query()] = False,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> CaseloadPage:
    """List the plans of the user.

    Returns the plans that the user may see, with how much is due and overdue and by whom: in the order in which the
    periods end, or as `order` says. Sealed plans are never listed.
    """
    asked = {CaseloadFilter.DUE: due, CaseloadFilter.OVERDUE: overdue}
    return load_caseload(
        get_app_state(request).context, actor, only=[each for each, wanted in asked.items() if wanted], status=status,
        order=order, descending=descending, cursor=cursor, limit=limit,
    )  # fmt: skip


@router.get("/{number}", operation_id="read_plan")
def read_plan(
    request: Request,
    response: Response,
    number: str,
    actor: Annotated[Actor, requires_right(READ_PLAN, READ_DATES)],
) -> PlanStatusView:
    """Get a plan.

    Returns how it stands: its state, statutory deadlines, what is open, the reminders that can be sent now, and when it is
    processed next; to roles that see more than dates also progress, team, and the log of its flow run. Its ETag can be sent
    as If-Match with an operation that is based on this state.
    """
    app_state = get_app_state(request)
    with app_state.context.open_for_reading(number, actor, get_read_operation(actor.role)) as open_plan:
        status_view = load_plan_status(open_plan)
        if filter_allowed(open_plan, (SEND_BY_HAND,)):
            sendable = [one for one in list_reminders(open_plan) if one.reason is None]
            status_view = replace(status_view, reminders=sendable)
    response.headers["ETag"] = etag(status_view.version)
    if status_view.flow_run is None:
        return status_view
    link = app_state.run_page(status_view.flow_run.id)
    return replace(status_view, flow_run=replace(status_view.flow_run, link=link))


@router.get("/{number}/items/{kind}/{due_on}")
def read_item(
    request: Request, number: str, kind: str, due_on: Day, actor: Annotated[Actor, requires_right(READ_PLAN)]
) -> ItemDetail:
    """Get an item of a plan.

    Returns what was handed in and explained for it, and what the user may do with it now.
    """
    with get_app_state(request).context.open_for_reading(number, actor, READ_PLAN) as open_plan:
        return get_item_detail(open_plan, kind, due_on)


@router.get(
    "/{number}/attachments/{attachment}",
    response_class=Response,
    responses={200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}},
)
def read_attachment_content(
    request: Request, number: str, attachment: uuid.UUID, actor: Annotated[Actor, requires_right(READ_ATTACHMENT)]
) -> Response:
    """Get a photo or recording.

    That it was looked at is recorded in the journal. `X-Media-Type` says what it is.
    """
    content, media_type = read_attachment(get_app_state(request).context, actor, number, attachment)
    headers = {"X-Media-Type": media_type, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
    return Response(content, media_type="application/octet-stream", headers=headers)


@router.get("/{number}/timeline")
def read_timeline(
    request: Request,
    number: str,
    actor: Annotated[Actor, requires_right(READ_PLAN)],
    readings: Annotated[bool, Query(description="Include views of the plan.")] = False,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Timeline:
    """List the events of a plan.

    Returns sentences of the journal, newest first, page by page.
    """
    with get_app_state(request).context.open_for_reading(number, actor, READ_PLAN) as open_plan:
        return load_timeline(open_plan, readings=readings, cursor=cursor, limit=limit)
