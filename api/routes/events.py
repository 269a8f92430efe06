"""The feed of events, as CloudEvents has them."""

from typing import Annotated

from fastapi import APIRouter, Request

from api.paging import Cursor, Limit
from api.routing import ApiRoute
from casework.acting.rights import Actor
from casework.acting.rights.read_operations import READ_EVENTS
from casework.messages.event_feed import EventPage, load_events
from serving.app_state import get_app_state
from serving.auth import requires_right

router = APIRouter(route_class=ApiRoute, prefix="/events", tags=["events"])


@router.get("")
def list_events(
    request: Request,
    actor: Annotated[Actor, requires_right(READ_EVENTS)],
    cursor: Cursor = None,
    limit: Limit = 50,
) -> EventPage:
    """List events.

    Returns what is also sent to webhooks, under the same ids: statutory dates that come near or pass, what becomes due,
    and what people did: check-ins received, plans opened, decisions, announcements.
    Only plans that the user may see, no personal data, nothing of sealed plans. Reading from an earlier cursor returns the
    same events again.
    """
    return load_events(get_app_state(request).context, actor, cursor=cursor, limit=limit)
