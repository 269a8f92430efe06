"""The web inbox of whoever is signed in: what was said to them, and what they have read of it."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from casework.desk import Desk
from casework.messages.listing import text_of
from casework.rights import Actor, may, no_right
from casework.rights.reading import READ_INBOX
from models.message import Message, MessageStep, remark
from models.plan import Plan
from notifications.channels.inbox import inbox_of
from notifications.events import ChannelName
from sunward.errors import NotFound
from sunward.words import Words

READ = "read"


@dataclass(frozen=True)
class InboxMessage:
    """One message, with the plan it is about and when it was first read."""

    id: uuid.UUID
    at: datetime
    event: str
    text: str | None
    plan: str | None
    read_at: datetime | None


def inbox(desk: Desk, actor: Actor, *, limit: int = 50) -> list[InboxMessage]:
    """What lies in the actor's own inbox, newest first."""
    with desk.database.reading() as session:
        whose = _owner(desk, session, actor)
        found = inbox_of(session, whose, limit=limit)
        read = _read_at(session, [message.id for message in found])
    return [
        InboxMessage(
            message.id, message.sent_at or message.created_at, message.event, text_of(message), message.plan_number,
            read.get(message.id),
        )
        for message in found
    ]  # fmt: skip


def mark_read(desk: Desk, actor: Actor, *message_ids: uuid.UUID) -> None:
    """It stands with each message that it was read. NotFound for one that is not the actor's, and then none is marked;
    twice is once."""
    with desk.database.transaction() as session:
        whose = _owner(desk, session, actor)
        read = _read_at(session, list(message_ids))
        for message_id in message_ids:
            message = session.get(Message, message_id)
            if message is None or message.recipient_id != whose or message.channel != ChannelName.INBOX:
                raise NotFound(Words("没有这条消息。", "Message not found."))
            if message_id not in read:
                remark(session, message, desk.clock.now(), READ)


def _owner(desk: Desk, session: Session, actor: Actor) -> uuid.UUID:
    plan = session.get(Plan, actor.plan_id) if actor.plan_id else None
    if actor.id is None or not may(session, actor, READ_INBOX, plan, desk.clock.now()):
        raise no_right(READ_INBOX)
    return actor.id


def _read_at(session: Session, ids: list[uuid.UUID]) -> dict[uuid.UUID, datetime]:
    query = (
        select(MessageStep.message_id, func.min(MessageStep.at))
        .where(col(MessageStep.message_id).in_(ids), MessageStep.reason == READ)
        .group_by(col(MessageStep.message_id))
    )
    return dict(session.exec(query).all())
