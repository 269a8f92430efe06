"""The auditor's pages: the journal with its chain, and every warning that somebody accepted."""

from collections.abc import Callable
from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from api.doorkeeping import asks, refuse_cross_site
from api.reception import reception_of
from casework.articles import article_in
from casework.journal_words import done_words
from casework.rights import Actor
from casework.rights.reading import READ_OVERRIDES, VERIFY_JOURNAL
from casework.views.journal_pages import check_chain, journal_page
from casework.views.overrides import overrides
from sunward.words import Words
from web.languages import language_of
from web.rendering import page

router = APIRouter()

Auditor = Annotated[Actor, asks(VERIFY_JOURNAL)]


@router.get("/journal")
def look(
    request: Request,
    actor: Auditor,
    on: str = "",
    denied: bool = False,
    cursor: Annotated[str, Query(max_length=200)] = "",
) -> HTMLResponse:
    """The journal, newest first; of one day, or only what was refused."""
    return _shown(request, actor, on, denied, cursor, checked=False)


@router.post("/journal/check")
def check(request: Request, actor: Auditor) -> HTMLResponse:
    """The chain is read from end to end, and what was found stands above the journal."""
    refuse_cross_site(request)
    return _shown(request, actor, "", False, "", checked=True)


@router.get("/overrides")
def accepted(request: Request, actor: Annotated[Actor, asks(READ_OVERRIDES)]) -> HTMLResponse:
    """Every warning that was accepted, the unverified rules that were relied on, and the values that were chosen."""
    return page(
        request, "overrides.html", found=overrides(reception_of(request).desk, actor), act_words=_act_words,
        article=_article(request),
    )  # fmt: skip


def _shown(request: Request, actor: Actor, on: str, denied: bool, cursor: str, *, checked: bool) -> HTMLResponse:
    desk = reception_of(request).desk
    day = _day(on)
    found = journal_page(desk, actor, on=day, only_denied=denied, cursor=cursor or None)
    asked = {"on": day.isoformat() if day else "", "denied": "1" if denied else "", "cursor": found.next or ""}
    older = f"/journal?{urlencode({key: value for key, value in asked.items() if value})}" if found.next else None
    return page(
        request, "journal.html", found=found, older=older, on=day.isoformat() if day else "", denied=denied,
        chain=check_chain(desk, actor) if checked else None, article=_article(request),
    )  # fmt: skip


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _act_words(act: str) -> Words:
    return done_words(act)


def _article(request: Request) -> Callable[[str], str]:
    return lambda article: article_in(language_of(request), article)
