"""One's own due dates in a calendar program: the secret addresses, and what stands behind them."""

import hashlib
import uuid
from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Request, Response

from api.doorkeeping import ANYBODY, asks
from api.reception import reception_of
from casework.acts.settings import KEEP_CALENDAR
from casework.files.plan_file import Part
from casework.messages.calendar_feed import (
    DueDate,
    LinkMade,
    LinkShown,
    date_behind,
    dates_behind,
    in_ical,
    links_of,
    make_link,
    revoke_link,
)
from casework.rights import Actor
from sunward.errors import NotFound

router = APIRouter(prefix="/calendar-links", tags=["calendar"])
feed = APIRouter(include_in_schema=False)
"""Without the API's prefix: a calendar program is given a short address, and nobody else asks for it."""

Owner = Annotated[Actor, asks(KEEP_CALENDAR)]


class AddressMade(Part):
    """The path of the new address. Told once; whoever has it sees the dates."""

    id: uuid.UUID
    path: str


@router.get("")
def list_them(request: Request, actor: Owner) -> list[LinkShown]:
    """One's own calendar addresses. The addresses themselves are known to nobody but whoever made them."""
    return links_of(reception_of(request).desk, actor)


@router.post("", status_code=201)
def make(request: Request, actor: Owner) -> AddressMade:
    """Make an address under which a calendar program finds one's own due dates: days and plan numbers, nothing else."""
    made = make_link(reception_of(request).desk, actor)
    return AddressMade(id=made.id, path=path_of(made))


@router.delete("/{link}", status_code=204)
def end(request: Request, link: uuid.UUID, actor: Owner) -> None:
    """End one of one's own addresses: from now on it answers 410."""
    revoke_link(reception_of(request).desk, actor, link)


@feed.get("/calendar/{secret}.ics", dependencies=[ANYBODY])
def whole(request: Request, secret: str) -> Response:
    """Everything behind the address; 410 once it was ended."""
    return _answer(request, lambda: dates_behind(reception_of(request).desk, secret))


@feed.get("/calendar/{secret}/{item}.ics", dependencies=[ANYBODY])
def one(request: Request, secret: str, item: uuid.UUID) -> Response:
    """One date behind the address; 410 once its plan is sealed."""
    return _answer(request, lambda: [date_behind(reception_of(request).desk, secret, item)])


def path_of(made: LinkMade) -> str:
    """Where the new address leads."""
    return f"/calendar/{made.secret}.ics"


def _answer(request: Request, dates: Callable[[], list[DueDate]]) -> Response:
    reception = reception_of(request)
    try:
        found = dates()
    except NotFound:
        reception.tries.count(request.client.host if request.client else "")
        raise
    text = in_ical(found, chinese=reception.desk.language == "zh-CN")
    mark = f'"{hashlib.sha256(text).hexdigest()[:20]}"'
    if request.headers.get("if-none-match") == mark:
        return Response(status_code=304, headers={"ETag": mark})
    return Response(text, media_type="text/calendar; charset=utf-8", headers={"ETag": mark})
