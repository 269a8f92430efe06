"""One's own due dates in a calendar program: the secret addresses, and what stands behind them."""

import hashlib
import uuid
from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Request, Response

from api.routing import ApiRoute
from casework.plan.calendar_feed import (
    CalendarEntry,
    CalendarLinkView,
    create_link,
    list_links,
    load_feed_entries,
    load_feed_entry,
    revoke_link,
    to_ical,
)
from casework.settings.acts import KEEP_CALENDAR
from casework.shared.files.plan_file import FileModel
from casework.shared.rights import Actor
from core.errors import NotFound
from serving.app_state import get_app_state
from serving.auth import PUBLIC_ACCESS, get_address, requires_right
from serving.responses import read_feed_path

router = APIRouter(route_class=ApiRoute, prefix="/calendar-links", tags=["calendar"])
feed = APIRouter(route_class=ApiRoute, include_in_schema=False)
"""Without the API's prefix: a calendar program is given a short address, and nobody else asks for it."""

Owner = Annotated[Actor, requires_right(KEEP_CALENDAR)]


class CreatedFeedLink(FileModel):
    """The path of the new address. Returned once; whoever has it sees the dates."""

    id: uuid.UUID
    path: str


@router.get("")
def read_feed_links(request: Request, actor: Owner) -> list[CalendarLinkView]:
    """List the user's calendar links.

    The addresses themselves are shown only once, when they are created.
    """
    return list_links(get_app_state(request).context, actor)


@router.post("", status_code=201)
def create_feed_link(request: Request, actor: Owner) -> CreatedFeedLink:
    """Create a calendar link.

    Returns the path of an address from which a calendar program can read the user's due dates: days and plan numbers,
    nothing else.
    """
    made = create_link(get_app_state(request).context, actor)
    return CreatedFeedLink(id=made.id, path=read_feed_path(made))


@router.delete("/{link}", status_code=204)
def end_feed_link(request: Request, link: uuid.UUID, actor: Owner) -> None:
    """End a calendar link.

    Its address answers 410 from now on.
    """
    revoke_link(get_app_state(request).context, actor, link)


@feed.get("/calendar/{secret}.ics", dependencies=[PUBLIC_ACCESS])
def read_feed(request: Request, secret: str) -> Response:
    """Everything behind the address; 410 once it was ended."""
    return _answer(request, lambda: load_feed_entries(get_app_state(request).context, secret))


@feed.get("/calendar/{secret}/{item}.ics", dependencies=[PUBLIC_ACCESS])
def read_feed_item(request: Request, secret: str, item: uuid.UUID) -> Response:
    """One date behind the address; 410 once its plan is sealed."""
    return _answer(request, lambda: [load_feed_entry(get_app_state(request).context, secret, item)])


def _answer(request: Request, dates: Callable[[], list[CalendarEntry]]) -> Response:
    app_state = get_app_state(request)
    try:
        found = dates()
    except NotFound:
        app_state.tries.count(get_address(request))
        raise
    text = to_ical(found, chinese=app_state.context.language == "zh-CN")
    etag = f'"{hashlib.sha256(text).hexdigest()[:20]}"'
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers={"ETag": etag})
    return Response(text, media_type="text/calendar; charset=utf-8", headers={"ETag": etag})
