"""One's own due dates in a calendar program: secret addresses, made, shown once and ended."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.doorkeeping import asks, refuse_cross_site
from api.reception import reception_of
from api.routes.due_dates import path_of
from casework.acts.settings import KEEP_CALENDAR
from casework.messages.calendar_feed import links_of, make_link, revoke_link
from casework.rights import Actor
from web.rendering import page

router = APIRouter(prefix="/own-calendar")

Owner = Annotated[Actor, asks(KEEP_CALENDAR)]


@router.get("")
def look(request: Request, actor: Owner) -> HTMLResponse:
    """One's own addresses, without the addresses themselves: nobody knows them any more."""
    return page(request, "own_calendar.html", links=links_of(reception_of(request).desk, actor), address=None)


@router.post("")
def make(request: Request, actor: Owner) -> HTMLResponse:
    """A new address, shown this once."""
    refuse_cross_site(request)
    desk = reception_of(request).desk
    made = make_link(desk, actor)
    address = f"{str(request.base_url).rstrip('/')}{path_of(made)}"
    return page(request, "own_calendar.html", links=links_of(desk, actor), address=address)


@router.post("/{link}/end")
def end(request: Request, link: uuid.UUID, actor: Owner) -> Response:
    """That address answers nobody any more."""
    refuse_cross_site(request)
    revoke_link(reception_of(request).desk, actor, link)
    return RedirectResponse("/own-calendar", status_code=303)
