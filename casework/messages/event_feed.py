"""What an office's own systems may hear of, read by them in the order in which it happened: a plan's number, a code and a
day, and nothing about anybody. The same is sent to the office's webhooks."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import col, select

from casework.acting.context import Context
from casework.acting.rights import Actor, visible_plans
from casework.acting.rights.read_operations import READ_EVENTS
from casework.shared.paging import id_from_cursor, to_cursor
from models.office_event import OfficeEvent
from models.plan import Plan
from notifications.cloud_events import CloudEvent, to_event

SETTLED = timedelta(seconds=2)
"""So old an event is before it is read: two that are written at once may be committed in the other order."""


@dataclass(frozen=True)
class EventPage:
    """Events, the oldest first. Send `next` as `cursor` to go on, now or later; it does not expire."""

    events: list[CloudEvent]
    next: str


def load_events(context: Context, actor: Actor, *, cursor: str | None = None, limit: int = 50) -> EventPage:
    """The events of the plans within the actor's reach behind that cursor; none of a sealed case. Without a cursor it
    begins with the first."""
    with context.query_plans(actor, READ_EVENTS) as session:
        query = (
            select(OfficeEvent, Plan.number)
            .join(Plan, col(Plan.id) == col(OfficeEvent.plan_id))
            .where(
                visible_plans(actor, READ_EVENTS), col(Plan.sealed_at).is_(None),
                col(OfficeEvent.at) <= context.clock.now() - SETTLED,
            )
            .order_by(col(OfficeEvent.id))
            .limit(limit)
        )  # fmt: skip
        if cursor is not None:
            query = query.where(col(OfficeEvent.id) > id_from_cursor(cursor))
        found = [
            to_event(row.id, row.event, row.at, number, row.due_on, row.kind) for row, number in session.exec(query)
        ]
    return EventPage(found, to_cursor(str(found[-1].id)) if found else cursor or to_cursor(str(uuid.UUID(int=0))))
