"""Parts of a plan as its pages show them: its head, what was handed in, one item, incidents, decisions, the end in sight,
and what can be done now."""

import uuid
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import Field

from api.routing import ApiRoute
from casework.checkins.acts import Review
from casework.checkins.attachments import read_attachment
from casework.checkins.submissions import review_each
from casework.family.acts import AnswerDataRequest
from casework.family.data_requests import DataRequestView, list_requests
from casework.plan.available_acts import is_applicable
from casework.plan.views.case_head import CaseHead, load_case_head
from casework.plan.views.check_ins import CheckInsView, get_check_ins
from casework.plan.views.decisions import DecisionsView, EditionChange, get_decisions, get_edition_changes
from casework.plan.views.expiry import ExpiryReview, get_expiry_review
from casework.plan.views.incidents import IncidentView, get_incidents
from casework.plan.views.item_detail import ItemDetail, get_item_detail
from casework.shared.acts.act import ACTS
from casework.shared.files.base import Day
from casework.shared.files.plan_file import FileModel
from casework.shared.held_rights import filter_allowed
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_ATTACHMENT, READ_DATES, READ_PLAN, get_read_operation
from core.i18n import Text
from serving.app_state import get_app_state
from serving.auth import requires_right

router = APIRouter(route_class=ApiRoute, prefix="/plans/{number}", tags=["plans"])

Answerer = Annotated[Actor, requires_right(AnswerDataRequest.operation)]

Reader = Annotated[Actor, requires_right(READ_PLAN)]


class ItemRef(FileModel):
    """An item, by its kind and the day on which it is due."""

    kind: str = Field(min_length=1, max_length=40)
    due_on: Day


class ReviewRequest(FileModel):
    """The items that were looked at."""

    items: list[ItemRef] = Field(min_length=1, max_length=60)


@dataclass(frozen=True)
class ReviewResult:
    """How many submissions are marked as reviewed."""

    reviewed: int


@dataclass(frozen=True)
class AvailableAct:
    """An act that can be done now."""

    did: str
    title: Text | None


@router.get("/head")
def read_head(
    request: Request, number: str, actor: Annotated[Actor, requires_right(READ_PLAN, READ_DATES)]
) -> CaseHead:
    """Get the head of a plan.

    Returns the dates and who carries the plan; with the right to read the plan also the name, the age and notices.
    """
    with get_app_state(request).context.open_for_reading(number, actor, get_read_operation(actor.role)) as open_plan:
        return load_case_head(open_plan)


@router.get("/available-acts")
def read_available_acts(request: Request, number: str, actor: Reader) -> list[AvailableAct]:
    """List the acts that the user can do on a plan now.

    Returns the acts that the user has a right to and that fit the state of the plan. Send one to `/acts`.
    """
    with get_app_state(request).context.open_for_reading(number, actor, READ_PLAN) as open_plan:
        return [
            AvailableAct(code, act.operation.title)
            for code, act in ACTS.items()
            if filter_allowed(open_plan, act.operations()) and is_applicable(open_plan, act)
        ]


@router.get("/check-ins")
def read_check_ins(request: Request, number: str, actor: Reader) -> CheckInsView:
    """List what the family handed in.

    Returns the last sixty submissions, what to look at and why, and which explanations wait for an answer.
    """
    with get_app_state(request).context.open_for_reading(number, actor, READ_PLAN) as open_plan:
        return get_check_ins(open_plan)


@router.post("/check-ins/reviewed")
def review_check_ins(
    request: Request,
    number: str,
    sent: ReviewRequest,
    actor: Annotated[Actor, requires_right(Review.operation)],
) -> ReviewResult:
    """Mark submissions as reviewed.

    Marks everything that came for the items: all of them or none.
    """
    app_state = get_app_state(request)
    done = review_each(app_state.context, actor, number, [(each.kind, each.due_on) for each in sent.items])
    app_state.check_now()
    return ReviewResult(done)


@router.get("/items/{kind}/{due_on}")
def read_item(request: Request, number: str, kind: str, due_on: Day, actor: Reader) -> ItemDetail:
    """Get an item of a plan.

    Returns what was handed in and explained for it, and what the user may do with it now.
    """
    with get_app_state(request).context.open_for_reading(number, actor, READ_PLAN) as open_plan:
        return get_item_detail(open_plan, kind, due_on)


@router.get(
    "/attachments/{attachment}",
    response_class=Response,
    responses={200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}},
)
def read_attachment_content(
    request: Request,
    number: str,
    attachment: uuid.UUID,
    actor: Annotated[Actor, requires_right(READ_ATTACHMENT)],
) -> Response:
    """Get a photo or recording.

    That it was looked at is recorded in the journal. `X-Media-Type` says what it is.
    """
    content, media_type = read_attachment(get_app_state(request).context, actor, number, attachment)
    headers = {"X-Media-Type": media_type, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
    return Response(content, media_type="application/octet-stream", headers=headers)


@router.get("/incidents")
def read_incidents(request: Request, number: str, actor: Reader) -> list[IncidentView]:
    """List the incidents of a plan.

    Returns what was reported, what the minor said and what was found: open incidents first.
    """
    with get_app_state(request).context.open_for_reading(number, actor, READ_PLAN) as open_plan:
        return get_incidents(open_plan)


@router.get("/decisions")
def read_decisions(request: Request, number: str, actor: Reader) -> DecisionsView:
    """List the decisions and proposals of a plan.

    Returns who decided and who proposed, why, the remedies, and on whom each decision was served.
    """
    with get_app_state(request).context.open_for_reading(number, actor, READ_PLAN) as open_plan:
        return get_decisions(open_plan)


@router.get("/expiry")
def read_expiry(request: Request, number: str, actor: Reader) -> ExpiryReview:
    """Get what the decision at the end of the period needs.

    Returns what is there, what is missing, and how many days are left. It proposes nothing.
    """
    with get_app_state(request).context.open_for_reading(number, actor, READ_PLAN) as open_plan:
        return get_expiry_review(open_plan)


@router.get("/editions")
def read_editions(request: Request, number: str, actor: Reader) -> list[EditionChange]:
    """List the editions of a plan.

    Returns what each changed, before and after: the newest first.
    """
    with get_app_state(request).context.open_for_reading(number, actor, READ_PLAN) as open_plan:
        return get_edition_changes(open_plan)


@router.get("/data-requests")
def read_data_requests(request: Request, number: str, actor: Answerer) -> list[DataRequestView]:
    """List what the family asked about its data.

    For whoever answers: each request with its text, and with its answer where there is one. Answer with the act
    `answer_data_request`.
    """
    context = get_app_state(request).context
    with context.open_for_reading(number, actor, AnswerDataRequest.operation, noted_as=READ_PLAN) as open_plan:
        return list_requests(open_plan)
