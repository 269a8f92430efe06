"""Search for a case by name, phone or number, for what can be done in it, and for what its history says of a time. What is
looked for travels in the form's body and stands in no address and no log."""

from collections.abc import Sequence
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from casework.acting.rights import Actor
from casework.acting.rights.read_operations import READ_PLAN, SEARCH
from casework.plan.views.history_entry import HISTORY_KINDS, HistoryKind
from casework.shared.person_search import SearchResult, search_plans
from core.i18n import Text
from core.typed_days import parse_day
from models.office import Role
from serving.app_state import get_app_state
from serving.auth import requires_right
from web.forms import Form, FormValues
from web.navigation import NavItem, find_pages
from web.rendering import render_page
from web.views.act_menu import Offer, find_act_titles, find_offers

router = APIRouter()

Searcher = Annotated[Actor, requires_right(SEARCH)]
MAX_SEARCH_LENGTH = 60
OPENED = 3
"""In so many cases at most it is looked up what can be done."""


@router.get("/search")
def show_search(request: Request, actor: Searcher, here: Annotated[str, Query(max_length=20)] = "") -> Response:
    """The form; from a page of a case, with that case."""
    search_plans(get_app_state(request).context, actor, "")
    return _show(request, {"here": here}, None, {})


@router.post("/search")
def search(request: Request, typed: Form, actor: Searcher) -> Response:
    """Return what was found within the person's reach: the cases, and what can be done in them by the words that are left, in
    the case from which it was asked too; without a case, the acts of that name, and the main pages. One case opens where
    its history is asked for, or where its number or the minor's whole name is typed."""
    asked, context = typed.get("asked", "")[:MAX_SEARCH_LENGTH], get_app_state(request).context
    found, left = search_plans(context, actor, asked)
    if len(found) == 1 and (history := _history_of(found[0], typed)):
        return RedirectResponse(history, status_code=303)
    words = asked if len(asked.strip()) > 1 else ""  # one character leads everywhere
    pages = find_pages(actor.role, words)
    if len(found) == 1 and not left and not pages and found[0].names_exactly(asked):
        return RedirectResponse(f"/plans/{quote(found[0].number)}", status_code=303)
    here = [typed["here"]] if typed.get("here") and not found else []
    acts: dict[str, list[Offer]] = {}
    for number in [*here, *(one.number for one in found[:OPENED])] if left else ():
        with context.open_for_reading(number, actor, READ_PLAN) as open_plan:
            acts[number] = find_offers(open_plan, left)
    elsewhere = find_act_titles(actor.role, words) if not found and not here else []
    return _show(request, typed | {"asked": asked}, found, acts, pages, elsewhere)


def _show(
    request: Request,
    typed: FormValues,
    found: list[SearchResult] | None,
    acts: dict[str, list[Offer]],
    pages: Sequence[NavItem] = (),
    elsewhere: Sequence[Text] = (),
) -> Response:
    return render_page(
        request, "search.html", typed=typed, found=found, acts=acts, pages=pages, elsewhere=elsewhere, kinds=HISTORY_KINDS,
        address_of=lambda one: _history_of(one, typed) or f"/plans/{quote(one.number)}",
    )  # fmt: skip


def _history_of(one: SearchResult, typed: FormValues) -> str | None:
    """Where the case's history says it: of that kind, to that person if it is a message, until that day. None where
    neither kind nor day is asked for."""
    asked = {}
    if typed.get("kind") in set(HistoryKind):
        asked["kind"] = typed["kind"]
    if asked.get("kind") == HistoryKind.MESSAGE and one.by_relation != "number":
        minor = one.by_relation == Role.MINOR
        asked["to"] = one.by_relation if minor else f"{Role.GUARDIAN}.{one.by_relation}"
    if until := parse_day(typed.get("until", "")):
        asked["to_on"] = until.isoformat()
    return f"/plans/{quote(one.number)}/history?{urlencode(asked)}" if asked else None
