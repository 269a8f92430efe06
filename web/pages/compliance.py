"""The compliance calendar of one plan, to look at and to print."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_PLAN
from serving.app_state import get_app_state
from serving.auth import requires_right
from web.tabs import render_case_page
from web.views.compliance import get_compliance_calendars
from web.views.period import get_period_timeline

router = APIRouter()


@router.get("/plans/{number}/calendar")
def show_compliance_calendar(
    request: Request, number: str, actor: Annotated[Actor, requires_right(READ_PLAN)]
) -> HTMLResponse:
    """The period as a line and each owner's days, with the tables behind them."""
    with get_app_state(request).context.open_for_reading(number, actor, READ_PLAN) as open_plan:
        return render_case_page(
            request,
            open_plan,
            "compliance.html",
            tab="calendar",
            period=get_period_timeline(open_plan),
            calendars=get_compliance_calendars(open_plan),
        )
