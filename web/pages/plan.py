"""One plan: where it stands, what is owed, what happened, what was said, and what the system did and will do."""

from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from api.doorkeeping import asks
from api.reception import Reception, reception_of
from casework.case_head import case_head
from casework.messages import MessageShown, messages_of
from casework.rights import RIGHTS, Act, Actor
from casework.status import PlanStatusShown, plan_status
from casework.timeline import timeline
from casework.wording import ACTS
from sunward.words import Language
from web.articles import article_in
from web.languages import language_of
from web.ledger import COLUMNS, ledger_of
from web.remarks import remarks_on
from web.rendering import digest_of, page, render
from web.tabs import tabs_for
from web.views.period import period_of

router = APIRouter()

LINES_SHOWN = 25
MESSAGES_SHOWN = 6
WAKES_SHOWN = 5

Cursor = Annotated[str, Query(max_length=200)]
Reader = Annotated[Actor, asks(Act.READ_PLAN, Act.READ_DATES)]


@router.get("/plans/{number}")
def plan(request: Request, number: str, actor: Reader, readings: bool = False, cursor: Cursor = "") -> HTMLResponse:
    """The plan's page. Who sees dates only sees the dates."""
    shown = _shown(request, actor, number, readings, cursor)
    seen = digest_of(render(request, "parts/plan_live.html", **shown, live=""))
    return page(request, "plan.html", **shown, live=_live(number, readings, cursor, seen))


@router.get("/plans/{number}/live")
def live(
    request: Request, number: str, actor: Reader, readings: bool = False, cursor: Cursor = "", seen: str = ""
) -> Response:
    """The same page as it stands now, or nothing if the reader has seen it."""
    shown = _shown(request, actor, number, readings, cursor)
    now = digest_of(render(request, "parts/plan_live.html", **shown, live=""))
    if now == seen:
        return Response(status_code=204)
    return page(request, "parts/plan_live.html", **shown, live=_live(number, readings, cursor, now))


def _live(number: str, readings: bool, cursor: str, seen: str) -> str:
    asked = ("readings=1&" if readings else "") + (f"cursor={quote(cursor)}&" if cursor else "")
    return f"/plans/{quote(number)}/live?{asked}seen={seen}"


def _shown(request: Request, actor: Actor, number: str, readings: bool, cursor: str) -> dict[str, Any]:
    reception = reception_of(request)
    language = language_of(request)
    status = plan_status(reception.desk, actor, number)
    full = actor.role in RIGHTS[Act.READ_PLAN]
    dates = {
        "plan": status,
        "full": full,
        "head": case_head(reception.desk, actor, number),
        "tabs": tabs_for(actor.role, status.number),
        "tab": "",
        "period": None,
        "article": lambda article: article_in(language, article),
    }
    return dates | _content(reception, actor, status, readings, cursor, language) if full else dates


def _content(
    reception: Reception, actor: Actor, status: PlanStatusShown, readings: bool, cursor: str, language: Language
) -> dict[str, Any]:
    desk, number = reception.desk, status.number
    told = timeline(desk, actor, number, readings=readings, cursor=cursor or None, limit=LINES_SHOWN)
    asked = "readings=1&" if readings else ""
    return {
        "period": period_of(desk, actor, number),
        "ledger": ledger_of(status.progress),
        "columns": [name for name, _standings in COLUMNS],
        "lines": [(line, remarks_on(line)) for line in told.lines],
        "older": f"/plans/{quote(number)}?{asked}cursor={quote(told.next)}#timeline" if told.next else None,
        "with_readings": readings,
        "messages": _messages(reception, actor, number),
        "shown_messages": MESSAGES_SHOWN,
        "shown_wakes": WAKES_SHOWN,
        "run_page": reception.run_page(status.flow_run.id) if status.flow_run else None,
        "verb_words": _verb_words(language),
    }


def _messages(reception: Reception, actor: Actor, number: str) -> list[MessageShown] | None:
    """What was said; None for a post that does not see it."""
    if actor.role not in RIGHTS[Act.READ_MESSAGES]:
        return None
    return messages_of(reception.desk, actor, number, limit=30).messages


def _verb_words(language: Language) -> Callable[[str], str]:
    """A verb that the system did, in words; one without words is shown as it is called."""

    def in_words(verb: str) -> str:
        return ACTS[verb].in_(language) if verb in ACTS else verb

    return in_words
