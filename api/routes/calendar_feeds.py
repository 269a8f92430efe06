"""One's own due dates in a calendar program: what stands behind the secret addresses."""

import hashlib
import uuid
from collections.abc import Callable

from fastapi import APIRouter, Request, Response

from api.routing import ApiRoute
from casework.plan.calendar_feed import (
    CalendarEntry,
    load_feed_entries,
    load_feed_entry,
    to_ical,
)
from core.errors import NotFound
from serving.app_state import get_app_state
from serving.auth import PUBLIC_ACCESS, get_address

feed = APIRouter(route_class=ApiRoute, include_in_schema=False)
"""Without the API's prefix: a calendar program is given a short address, and nobody else asks for it."""


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
