"""Which systems of an office hear of what happens to its plans, and the feed in which they read it."""

import uuid
from datetime import date

from sqlmodel import Session, col, select

from casework.acting.open_plan import OpenPlan
from models.base import new_id
from models.office_event import OfficeEvent
from models.webhook import Webhook
from notifications.events import Event


def get_receivers(session: Session, office_id: uuid.UUID, event: Event) -> list[Webhook]:
    """Which of the office's systems hear of that event."""
    return [one for one in get_present_webhooks(session, office_id) if not one.events or event.value in one.events]


_MAX_KEY = 120


def keep_event(open_plan: OpenPlan, event: Event, key: str, due_on: date) -> uuid.UUID | None:
    """The event stands in the feed that the office's systems read, under the id that is returned; the same occasion stands
    there once, and None says that it did before."""
    occasion = f"{event.value}/{key}"[:_MAX_KEY]
    if open_plan.rows(OfficeEvent, OfficeEvent.key == occasion):
        return None
    row = OfficeEvent(
        id=new_id(open_plan.now), plan_id=open_plan.plan.id, key=occasion, event=event.value, due_on=due_on,
        at=open_plan.now,
    )  # fmt: skip
    open_plan.session.add(row)
    return row.id


def get_present_webhooks(session: Session, office_id: uuid.UUID) -> list[Webhook]:
    """Those of the office that are registered and not ended."""
    present = select(Webhook).where(Webhook.office_id == office_id, col(Webhook.ended_at).is_(None))
    return list(session.exec(present.order_by(col(Webhook.id))))
