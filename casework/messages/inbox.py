"""Notices: what lies in the signed-in person's web inbox and still concerns them. One about something that was done since,
or that waits on their own desk anyway, says nothing new."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, exists, or_, select

from casework.acting.context import Context
from casework.acting.rights import Actor, is_allowed, missing_right, visible_plans
from casework.acting.rights.read_operations import READ_INBOX, READ_PLAN
from casework.messages.plan_messages import get_message_text
from casework.shared.items.items import is_task_of
from casework.shared.minor_names import load_minor_names
from core.errors import NotFound
from core.i18n import _
from models.item import OPEN_IN_SQL, Item
from models.message import Message, MessageState, MessageStep, add_step
from models.plan import Plan
from notifications.channels.inbox import inbox_of
from notifications.events import ChannelName

READ = "read"
LOOKED_AT = 200
"""So many of the newest messages are looked at."""


@dataclass(frozen=True)
class Notice:
    """The messages that say the same of one plan, of which the newest is shown."""

    ids: list[uuid.UUID]
    at: datetime
    event: str
    text: str | None
    plan: str | None
    plan_opens: bool
    """Whether the reader may open that plan now. One that was sealed since, or handed to somebody else, does not."""
    name: str | None
    """Whose plan it is, where it opens."""

    @property
    def key(self) -> str:
        """By which an address names it."""
        return str(self.ids[0])


def list_notices(context: Context, actor: Actor) -> list[Notice]:
    """Return what the actor was told and has not read, the newest first. What tells of a thing that is done, or of a plan
    that was sealed since, is left out."""
    done = or_(
        exists().where(
            col(Item.id) == Message.item_id,
            or_(col(Item.status).not_in(OPEN_IN_SQL), is_task_of(actor.role.value)),
        ),
        exists().where(col(Plan.id) == Message.plan_id, col(Plan.sealed_at) > Message.created_at),
    )
    alike: dict[tuple[str, str | None], list[Message]] = {}
    with context.database.reading() as session:
        query = inbox_of(_owner(context, session, actor)).where(~_is_read(), ~done).limit(LOOKED_AT)
        for message in session.exec(query):
            alike.setdefault((message.event, message.plan_number), []).append(message)
        opens = _find_open(session, actor, {number for _event, number in alike if number})
        names = load_minor_names(context, session, opens.values())
    return [
        Notice(
            [message.id for message in same], same[0].sent_at or same[0].created_at, event, get_message_text(same[0]),
            number, number in opens, names.get(opens[number]) if number in opens else None,
        )
        for (event, number), same in alike.items()
    ]  # fmt: skip


def _find_open(session: Session, actor: Actor, numbers: Collection[str]) -> dict[str | None, uuid.UUID]:
    if not numbers:
        return {}
    opened = col(Plan.number).in_(numbers), visible_plans(actor, READ_PLAN), col(Plan.sealed_at).is_(None)
    return {number: plan_id for number, plan_id in session.exec(select(Plan.number, Plan.id).where(*opened))}


def mark_read(context: Context, actor: Actor, *message_ids: uuid.UUID) -> None:
    """It stands with each message that it was read. NotFound for one that is not the actor's, and then none is marked;
    twice is once."""
    with context.database.transaction() as session:
        owner = _owner(context, session, actor)
        for message_id in message_ids:
            message = session.get(Message, message_id)
            if message is None or message.recipient_id != owner or message.channel != ChannelName.INBOX:
                raise NotFound(_("没有这条消息。"))
            if message_id in _find_unread(session, [message_id]):
                add_step(session, message, context.clock.now(), READ)


def _owner(context: Context, session: Session, actor: Actor) -> uuid.UUID:
    if actor.id is None or not is_allowed(session, actor, READ_INBOX, None, context.clock.now()):
        raise missing_right(READ_INBOX)
    return actor.id


def find_unread(context: Context, message_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of the messages that lie in somebody's inbox and were not read."""
    with context.database.reading() as session:
        return _find_unread(session, message_ids)


def _find_unread(session: Session, message_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    query = select(Message.id).where(
        col(Message.id).in_(message_ids), Message.channel == ChannelName.INBOX,
        Message.state == MessageState.DELIVERED, ~_is_read(),
    )  # fmt: skip
    return set(session.exec(query))


def _is_read() -> ColumnElement[bool]:
    return exists().where(col(MessageStep.message_id) == Message.id, col(MessageStep.reason) == READ)
