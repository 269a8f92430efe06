"""The feed of events, as CloudEvents has them."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request

from api.paging import Limit
from api.routing import ApiRoute
from casework.messages.event_feed import FeedEvent, load_events
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_EVENTS
from serving.app_state import get_app_state
from serving.auth import requires_right

router = APIRouter(route_class=ApiRoute, prefix="/events", tags=["events"])

SOURCE = "/api/v1/plans"


@dataclass(frozen=True)
class EventData:
    """The day that the event is about."""

    due_on: date | None


@dataclass(frozen=True)
class CloudEvent:
    """An event. `subject` is the number of the plan."""

    specversion: Literal["1.0"]
    id: uuid.UUID
    source: str
    type: str
    time: datetime
    subject: str
    datacontenttype: Literal["application/json"]
    data: EventData


@dataclass(frozen=True)
class EventPage:
    """Events, the oldest first. Send `next` as `after` to go on, now or later; it does not expire."""

    events: list[CloudEvent]
    next: str


@router.get("")
def list_events(
    request: Request,
    actor: Annotated[Actor, requires_right(READ_EVENTS)],
    after: Annotated[str | None, Query(max_length=200, description="`next` of the last answer.")] = None,
    limit: Limit = 50,
) -> EventPage:
    """List events.

    Returns what is also sent to webhooks: statutory dates that come near or pass, and what becomes due. Only plans that
    the user may see, no personal data, nothing of sealed plans. Reading from an earlier cursor returns the same events
    again.
    """
    found = load_events(get_app_state(request).context, actor, after=after, limit=limit)
    return EventPage([_event(each) for each in found.events], found.next)


def _event(each: FeedEvent) -> CloudEvent:
    return CloudEvent(
        "1.0", each.id, SOURCE, f"sunward.{each.event}", each.at, each.plan, "application/json", EventData(each.due_on)
    )
