"""The auditor's pages: the journal with its chain, and every warning that somebody accepted."""

from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from casework.plan.views.journal_pages import check_chain, load_journal_page
from casework.settings.accepted_warnings import load_overrides
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_OVERRIDES, VERIFY_JOURNAL
from casework.shared.text.journal_text import done_label
from core.clock import local_date, local_time
from core.i18n import Text
from serving.app_state import get_app_state
from serving.auth import ensure_same_site, requires_right
from web.rendering import render_page

router = APIRouter()

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
    return _page(request, actor, on, denied, cursor, checked=False)


@router.post("/journal/check")
def check_journal(request: Request, actor: Auditor) -> HTMLResponse:
    """The chain is read from end to end, and what was found stands above the journal."""
    ensure_same_site(request)
    return _page(request, actor, "", False, "", checked=True)


@router.get("/overrides")
def show_accepted_warnings(request: Request, actor: Annotated[Actor, requires_right(READ_OVERRIDES)]) -> HTMLResponse:
    """Every warning that was accepted, the unverified rules that were relied on, and the values that were chosen."""
    return render_page(
        request, "overrides.html", found=load_overrides(get_app_state(request).context, actor), act_words=_act_words,
    )  # fmt: skip


def _page(request: Request, actor: Actor, on: str, denied: bool, cursor: str, *, checked: bool) -> HTMLResponse:
    context = get_app_state(request).context
    day = _day(on)
    found = load_journal_page(context, actor, on=day, only_denied=denied, cursor=cursor or None)
    asked = {"on": day.isoformat() if day else "", "denied": "1" if denied else "", "cursor": found.next or ""}
    older = f"/journal?{urlencode({key: value for key, value in asked.items() if value})}" if found.next else None
    return render_page(
        request, "journal.html", found=found, older=older, on=day.isoformat() if day else "", denied=denied,
        chain=check_chain(context, actor) if checked else None,
        day_of=local_date, time_of=lambda at: f"{local_time(at):%H:%M}",
    )  # fmt: skip


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _act_words(act: str) -> Text:
    return done_label(act)
