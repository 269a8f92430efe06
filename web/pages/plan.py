"""One plan as it stands now: what is owed and by whom, the dates of the law, how it goes, and what happened last."""

from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from api.doorkeeping import asks
from api.reception import reception_of
from casework.articles import article_in
from casework.desk import File
from casework.rights import Actor
from casework.rights.reading import READ_DATES, READ_PLAN, to_read
from casework.views.status import PlanStatusShown, plan_status
from casework.views.timeline import timeline
from web.languages import language_of
from web.ledger import COLUMNS, ledger_of
from web.remarks import remarks_on
from web.rendering import live_part, page, part_page
from web.tabs import frame
from web.views.period import period_of

router = APIRouter()

LAST_LINES = 6

Reader = Annotated[Actor, asks(READ_PLAN, READ_DATES)]


@router.get("/plans/{number}")
def plan(request: Request, number: str, actor: Reader) -> HTMLResponse:
    """The plan's page. Who sees dates only sees the dates."""
    shown = _shown(request, actor, number)
    part, _ = live_part(request, "parts/plan_live.html", _live(number), **shown)
    return page(request, "plan.html", part=part, number=number)


@router.get("/plans/{number}/live")
def live(request: Request, number: str, actor: Reader, seen: str = "") -> Response:
    """The same page as it stands now, or nothing if the reader has seen it."""
    shown = _shown(request, actor, number)
    part, now = live_part(request, "parts/plan_live.html", _live(number), **shown)
    return Response(status_code=204) if now == seen else part_page(request, part)


def _live(number: str) -> Callable[[str], str]:
    return lambda seen: f"/plans/{quote(number)}/live?seen={seen}"


def _shown(request: Request, actor: Actor, number: str) -> dict[str, Any]:
    language = language_of(request)
    full = actor.role in READ_PLAN.by
    with reception_of(request).desk.look(number, actor, to_read(actor.role)) as file:
        status = plan_status(file)
        dates = {
            "plan": status,
            "full": full,
            **frame(file, ""),
            "period": None,
            "article": lambda article: article_in(language, article),
        }
        return dates | _content(file, status) if full else dates


def _content(file: File, status: PlanStatusShown) -> dict[str, Any]:
    told = timeline(file, limit=LAST_LINES)
    return {
        "period": period_of(file),
        "ledger": ledger_of(status.progress),
        "columns": [name for name, _standings in COLUMNS],
        "lines": [(line, remarks_on(line)) for line in told.lines],
    }
