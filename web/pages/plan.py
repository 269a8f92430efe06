"""One plan as it stands now: how it goes and what is next in two sentences, what is owed and by whom, the dates of the law,
what happened last; and the plan itself with its conditions and days."""

from datetime import date
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import Response

from casework.acting.held_rights import filter_allowed
from casework.acting.open_plan import OpenPlan
from casework.acting.rights import Actor
from casework.acting.rights.phase_checks import get_phase
from casework.acting.rights.phases import Phase
from casework.acting.rights.read_operations import READ_DATES, READ_EVALUATION, READ_PLAN, get_read_operation
from casework.checkins.instalments import load_instalments
from casework.evaluation.progress import load_progress_sentences
from casework.family.acts_page import RecordPlanAnswer
from casework.family.plan_answer import find_unanswered, load_plan_answers
from casework.outcome.time_after import load_helper_answers
from casework.partners.placements import load_placements
from casework.plan.linked_plans import load_linked_plans
from casework.plan.views.decisions import get_edition_changes
from casework.plan.views.status import PlanStatusView, load_plan_status
from casework.plan.views.timeline import load_timeline
from casework.shared.requests import load_requests
from serving.app_state import get_app_state
from serving.auth import requires_right
from web.rendering import render_live_page
from web.tabs import get_tab_context
from web.timeline_details import get_details
from web.views.compliance import get_compliance_calendars
from web.views.offered import filter_offered
from web.views.period import get_period_timeline
from web.views.upcoming import get_upcoming_months

router = APIRouter()

LAST_LINES = 6
PARTNERS = ("suggestion_reply", "aid_answer", "referral_answer", "certificate")
"""The requests that a plan shows; those about data are shown to whoever answers them."""

Reader = Annotated[Actor, requires_right(READ_PLAN, READ_DATES)]


@router.get("/plans/{number}")
def show_plan(request: Request, number: str, actor: Reader) -> Response:
    """The plan's page. Who sees dates only sees the dates."""
    full = actor.role in READ_PLAN.by
    with get_app_state(request).context.open_for_reading(number, actor, get_read_operation(actor.role)) as open_plan:
        status = load_plan_status(open_plan)
        content = {"plan": status, "full": full, **get_tab_context(open_plan, ""), "period": None}
        if full:
            content |= _content(open_plan, status)
        whole = content | {"number": number}
        if full and "seen" not in request.query_params:
            whole |= _supervision_plan(open_plan)
        address = f"/plans/{quote(number)}"
        return render_live_page(request, "plan.html", "parts/plan_live.html", address=address, content=content, **whole)


def _supervision_plan(open_plan: OpenPlan) -> dict[str, Any]:
    """What the minor answered to the plan, who is there afterwards, conditions, what was asked of others with the answers, what comes month by month, each owner's days, and the plan's
    editions side by side."""
    return {
        "answers": load_plan_answers(open_plan),
        "helpers": load_helper_answers(open_plan),
        "placements": load_placements(open_plan),
        "linked": load_linked_plans(open_plan),
        "instalments": load_instalments(open_plan),
        "months": get_upcoming_months(open_plan),
        "changes": get_edition_changes(open_plan),
        "requests": load_requests(open_plan, *PARTNERS),
        "calendars": get_compliance_calendars(open_plan),
    }


def _content(open_plan: OpenPlan, status: PlanStatusView) -> dict[str, Any]:
    timeline = load_timeline(open_plan, limit=LAST_LINES)
    return {
        "period": get_period_timeline(open_plan),
        "how_it_goes": load_progress_sentences(open_plan) if filter_allowed(open_plan, [READ_EVALUATION]) else [],
        "lines": [(line, get_details(line)) for line in timeline.lines],
        "unanswered": _find_unanswered(open_plan),
    }


def _find_unanswered(open_plan: OpenPlan) -> list[date | None]:
    if get_phase(open_plan.plan, open_plan.today) != Phase.IN_PERIOD:
        return []
    if not filter_offered(open_plan, RecordPlanAnswer.operations()):
        return []
    return find_unanswered(load_plan_answers(open_plan), (change.on for change in get_edition_changes(open_plan)))
