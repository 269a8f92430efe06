"""Which systems of an office hear of what happens to its plans, and the feed in which they read it."""

import uuid
from datetime import date

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from casework.shared.context import OpenPlan
from models.base import new_id
from models.office_event import OfficeEvent
from models.webhook import Webhook
from notifications.events import Event


def get_receivers(session: Session, office_id: uuid.UUID, event: Event) -> list[Webhook]:
    """Which of the office's systems hear of that event."""
    return [one for one in get_present_webhooks(session, office_id) if not one.events or event.value in one.events]


_KNOWN = select(OfficeEvent.id).where(OfficeEvent.plan_id == bindparam("plan"), OfficeEvent.key == bindparam("key"))
_LONGEST_KEY = 120


def keep_event(open_plan: OpenPlan, event: Event, key: str, due_on: date) -> None:
    """The event stands in the feed that the office's systems read; the same occasion stands there once."""
    occasion = f"{event.value}/{key}"[:_LONGEST_KEY]
    if open_plan.session.exec(_KNOWN, params={"plan": open_plan.plan.id, "key": occasion}).first() is None:
        row = OfficeEvent(
            id=new_id(open_plan.now), plan_id=open_plan.plan.id, key=occasion, event=event.value, due_on=due_on,
            at=open_plan.now,
        )  # fmt: skip
        open_plan.session.add(row)


_PRESENT = (
    select(Webhook)
    .where(Webhook.office_id == bindparam("office"), col(Webhook.ended_at).is_(None))
    .order_by(col(Webhook.id))
)


def get_present_webhooks(session: Session, office_id: uuid.UUID) -> list[Webhook]:
    """Those of the office that are registered and not ended."""
    return list(session.exec(_PRESENT, params={"office": office_id}))
