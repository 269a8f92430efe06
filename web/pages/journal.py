"""The auditor's pages: the journal with its chain, and every warning that somebody accepted."""

from datetime import date, timedelta
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import TypeAdapter, ValidationError
from starlette.datastructures import UploadFile

from casework.plan.views.journal_pages import ChainCheckView, check_chain, load_head_departures, load_journal_page
from casework.settings.accepted_warnings import load_overrides
from casework.shared.files.base import Day
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_OVERRIDES, VERIFY_JOURNAL
from casework.shared.text.journal_text import done_label
from core.clock import local_date, local_time
from core.i18n import Text
from models.exported_head import MAX_HEAD_SIZE, MAX_HEADS, HeadText, get_public_key
from serving.app_state import get_app_state
from serving.auth import ensure_same_site, requires_right
from web.rendering import render_page

router = APIRouter()

_DAY: TypeAdapter[date] = TypeAdapter(Day)
A_YEAR = timedelta(days=365)
ACCEPTED_SHOWN = 100
"""So many acceptances at most stand on the page; others are found by their days."""
Auditor = Annotated[Actor, requires_right(VERIFY_JOURNAL)]


@router.get("/journal")
def show_journal(
    request: Request,
    actor: Auditor,
    on: str = "",
    denied: bool = False,
    cursor: Annotated[str, Query(max_length=200)] = "",
) -> HTMLResponse:
    """The journal, newest first; of one day, or only what was refused."""
    return _page(request, actor, on, denied, cursor)


async def read_heads(request: Request) -> list[HeadText]:
    """The heads that were chosen or pasted, each as far as one may be long."""
    ensure_same_site(request)
    async with request.form(max_files=MAX_HEADS, max_fields=5) as form:
        sent = [
            HeadText(one.filename or "", (await one.read(MAX_HEAD_SIZE + 1)).decode("utf-8", errors="replace"))
            for one in form.getlist("files")
            if isinstance(one, UploadFile) and one.filename
        ]
        pasted = str(form.get("text") or "").strip()
    return [*sent, HeadText("", pasted)] if pasted else sent


@router.post("/journal/check")
def check_journal(
    request: Request, actor: Auditor, heads: Annotated[list[HeadText], Depends(read_heads)]
) -> HTMLResponse:
    """The chain is read from end to end and compared with heads that were kept; what was found stands above the journal."""
    return _page(request, actor, "", False, "", check_chain(get_app_state(request).context, actor, heads))


@router.get("/overrides")
def show_accepted_warnings(
    request: Request, actor: Annotated[Actor, requires_right(READ_OVERRIDES)], from_on: str = "", to_on: str = ""
) -> HTMLResponse:
    """Every warning that was accepted, the unverified rules that were relied on, and the values that were chosen: of the
    last year, or of the days that are asked for."""
    context = get_app_state(request).context
    last = _day(to_on) or context.clock.today()
    first = _day(from_on) or last - A_YEAR
    found = load_overrides(context, actor, from_on=first, to_on=last, at_most=ACCEPTED_SHOWN)
    return render_page(request, "overrides.html", found=found, from_on=first, to_on=last, act_words=_act_words)


def _page(
    request: Request, actor: Actor, on: str, denied: bool, cursor: str, chain: ChainCheckView | None = None
) -> HTMLResponse:
    context = get_app_state(request).context
    day = _day(on)
    found = load_journal_page(context, actor, on=day, only_denied=denied, cursor=cursor or None)
    asked = {"on": day.isoformat() if day else "", "denied": "1" if denied else "", "cursor": found.next or ""}
    older = f"/journal?{urlencode({key: value for key, value in asked.items() if value})}" if found.next else None
    return render_page(
        request, "journal.html", found=found, older=older, on=day.isoformat() if day else "", denied=denied,
        chain=chain, departures=load_head_departures(context, actor), public_key=get_public_key(context.vault),
        day_of=local_date, time_of=lambda at: f"{local_time(at):%H:%M}",
    )  # fmt: skip


def _day(text: str) -> date | None:
    """The day that was asked for; None for no day, and for one of which nothing can be on record."""
    try:
        return _DAY.validate_python(text) if text else None
    except ValidationError:
        return None


def _act_words(act: str) -> Text:
    return done_label(act)
