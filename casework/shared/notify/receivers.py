"""Which systems of an office hear of what happens to its plans, and the feed in which they read it."""

import uuid
from datetime import date

from sqlmodel import Session, col, select

from casework.acting.open_plan import OpenPlan
from casework.acting.rights import OPERATIONS
from models.base import new_id
from models.office_event import OfficeEvent
from models.webhook import Webhook
from notifications.events import Event, Recipient
from notifications.matrix import MATRIX


def get_receivers(session: Session, office_id: uuid.UUID, event_type: str) -> list[Webhook]:
    """Return the office's webhooks that receive events of that type."""
    return [one for one in get_present_webhooks(session, office_id) if not one.events or event_type in one.events]


def list_event_types() -> tuple[str, ...]:
    """What an office's systems can hear of: the dates that the matrix names, then the acts that are declared as told."""
    dates = (rule.event.value for rule in MATRIX if rule.recipient is Recipient.OFFICE_SYSTEM)
    acts = (operation.code for operation in OPERATIONS.values() if operation.is_told)
    return (*(each for each in dates if each not in (Event.ACT_DONE, Event.WEBHOOK_TESTED)), *acts)


_MAX_KEY = 120


def keep_event(open_plan: OpenPlan, event_type: str, key: str, due_on: date, kind: str | None) -> uuid.UUID | None:
    """The event stands in the feed that the office's systems read, under the id that is returned; the same occasion stands
    there once, and None says that it did before."""
    occasion = f"{event_type}/{key}"[:_MAX_KEY]
    if open_plan.rows(OfficeEvent, OfficeEvent.key == occasion):
        return None
    row = OfficeEvent(
        id=new_id(open_plan.now), plan_id=open_plan.plan.id, key=occasion, event=event_type, kind=kind, due_on=due_on,
        at=open_plan.now,
    )  # fmt: skip
    open_plan.session.add(row)
    return row.id


def get_present_webhooks(session: Session, office_id: uuid.UUID) -> list[Webhook]:
    """Those of the office that are registered and not ended."""
    present = select(Webhook).where(Webhook.office_id == office_id, col(Webhook.ended_at).is_(None))
    return list(session.exec(present.order_by(col(Webhook.id))))
