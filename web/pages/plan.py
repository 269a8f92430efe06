"""One plan as it stands now: what is owed and by whom, the dates of the law, how it goes, and what happened last."""

from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from casework.plan.views.status import PlanStatusView, load_plan_status
from casework.plan.views.timeline import load_timeline
from casework.shared.context import OpenPlan
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_DATES, READ_PLAN, get_read_operation
from serving.app_state import get_app_state
from serving.auth import requires_right
from web.progress_table import COLUMNS, build_progress_table
from web.rendering import render_live_part, render_page, render_part
from web.tabs import get_tab_context
from web.timeline_details import get_details
from web.views.period import get_period_timeline

router = APIRouter()

LAST_LINES = 6

Reader = Annotated[Actor, requires_right(READ_PLAN, READ_DATES)]


@router.get("/plans/{number}")
def show_plan(request: Request, number: str, actor: Reader) -> HTMLResponse:
    """The plan's page. Who sees dates only sees the dates."""
    page = _page_content(request, actor, number)
    part, _ = render_live_part(request, "parts/plan_live.html", _live_url(number), **page)
    return render_page(request, "plan.html", part=part, number=number)


@router.get("/plans/{number}/live")
def refresh_plan(request: Request, number: str, actor: Reader, seen: str = "") -> Response:
    """The same page as it stands now, or nothing if the reader has seen it."""
    page = _page_content(request, actor, number)
    part, now = render_live_part(request, "parts/plan_live.html", _live_url(number), **page)
    return Response(status_code=204) if now == seen else render_part(request, part)


def _live_url(number: str) -> Callable[[str], str]:
    return lambda seen: f"/plans/{quote(number)}/live?seen={seen}"


def _page_content(request: Request, actor: Actor, number: str) -> dict[str, Any]:
    full = actor.role in READ_PLAN.by
    with get_app_state(request).context.open_for_reading(number, actor, get_read_operation(actor.role)) as open_plan:
        status = load_plan_status(open_plan)
        dates = {
            "plan": status,
            "full": full,
            **get_tab_context(open_plan, ""),
            "period": None,
        }
        return dates | _content(open_plan, status) if full else dates


def _content(open_plan: OpenPlan, status: PlanStatusView) -> dict[str, Any]:
    timeline = load_timeline(open_plan, limit=LAST_LINES)
    return {
        "period": get_period_timeline(open_plan),
        "ledger": build_progress_table(status.progress),
        "columns": [name for name, _standings in COLUMNS],
        "lines": [(line, get_details(line)) for line in timeline.lines],
    }
