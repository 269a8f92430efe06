"""Which systems of an office hear of what happens to its plans."""

import uuid

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from models.webhook import Webhook
from notifications.events import Event


def get_receivers(session: Session, office_id: uuid.UUID, event: Event) -> list[Webhook]:
    """Which of the office's systems hear of that event."""
    return [one for one in get_present_webhooks(session, office_id) if not one.events or event.value in one.events]


_PRESENT = (
    select(Webhook)
    .where(Webhook.office_id == bindparam("office"), col(Webhook.ended_at).is_(None))
    .order_by(col(Webhook.id))
)


def get_present_webhooks(session: Session, office_id: uuid.UUID) -> list[Webhook]:
    """Those of the office that are registered and not ended."""
    return list(session.exec(_PRESENT, params={"office": office_id}))
