"""The compliance calendar of one plan, to look at and to print."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.doorkeeping import asks
from api.reception import reception_of
from casework.rights import Actor
from casework.rights.reading import READ_PLAN
from web.tabs import case_page
from web.views.compliance import compliance_of
from web.views.period import period_of

router = APIRouter()


@router.get("/plans/{number}/calendar")
def calendar(request: Request, number: str, actor: Annotated[Actor, asks(READ_PLAN)]) -> HTMLResponse:
    """The period as a line and each owner's days, with the tables behind them."""
    with reception_of(request).desk.look(number, actor, READ_PLAN) as file:
        return case_page(
            request,
            file,
            "compliance.html",
            tab="calendar",
            period=period_of(file),
            calendars=compliance_of(file),
        )
