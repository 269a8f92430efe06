"""The web inbox of the signed-in person: their messages, and which of them they have read."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, exists, func, select

from casework.acting.context import Context
from casework.acting.rights import Actor, is_allowed, missing_right, visible_plans
from casework.acting.rights.read_operations import READ_INBOX, READ_PLAN
from casework.messages.plan_messages import get_message_text
from casework.shared.items.item_kinds import ITEM_KINDS
from casework.shared.paging import bad_cursor, from_cursor, to_cursor
from core.dates import full_day
from core.errors import NotFound
from core.i18n import Text, _
from models.item import Item
from models.message import Message, MessageState, MessageStep, add_step
from models.plan import Plan
from notifications.channels.inbox import inbox_of, select_inbox_messages
from notifications.events import ChannelName

READ = "read"
COUNTED = 200
"""Of so many, the newest, it is counted and shown what was not read."""


@dataclass(frozen=True)
class InboxMessage:
    """One message, with the plan it is about and when it was first read."""

    id: uuid.UUID
    at: datetime
    event: str
    text: str | None
    plan: str | None
    read_at: datetime | None
    plan_opens: bool
    """Whether the reader may open that plan now. One that was sealed since, or handed to somebody else, does not."""
    about: Text | None = None
    """What it is about, and by when, where the plan opens: a text that leaves the office may not say it."""
    page: str | None = None
    """Where that stands, within the plan."""


@dataclass(frozen=True)
class InboxPage:
    """A page of the inbox, newest first; `next` leads further into the past."""

    messages: list[InboxMessage]
    next: str | None


def load_inbox_messages(context: Context, actor: Actor, *, cursor: str | None = None, limit: int = 50) -> InboxPage:
    """What lies in the actor's own inbox."""
    with context.database.reading() as session:
        owner = _owner(context, session, actor)
        before = _place(cursor) if cursor is not None else None
        found = select_inbox_messages(session, owner, before=before, limit=limit + 1)
        page = found[:limit]
        read = _read_at(session, [message.id for message in page])
        numbers = {message.plan_number for message in page if message.plan_number}
        opened = select(Plan.id, Plan.number).where(
            col(Plan.number).in_(numbers), visible_plans(actor, READ_PLAN), col(Plan.sealed_at).is_(None)
        )
        opens = dict(session.exec(opened).all())
        meant = select(Item).where(
            col(Item.id).in_([message.item_id for message in page]), col(Item.plan_id).in_(opens)
        )
        items = {item.id: item for item in session.exec(meant)}
    more = to_cursor(str(page[-1].sent_at), str(page[-1].id)) if len(found) > limit else None
    messages = [
        InboxMessage(
            message.id, message.sent_at or message.created_at, message.event, get_message_text(message), message.plan_number,
            read.get(message.id), message.plan_number in opens.values(), *_about(items.get(message.item_id or message.id)),
        )
        for message in page
    ]  # fmt: skip
    return InboxPage(messages, more)


def _about(item: Item | None) -> tuple[Text | None, str | None]:
    if item is None:
        return None, None
    words = _("{item}，应于{day}", item=ITEM_KINDS[item.kind].words, day=full_day(item.due_on))
    return words, f"items/{item.kind}/{item.due_on.isoformat()}"


def count_unread(context: Context, actor: Actor) -> int:
    """How many of the newest messages in the actor's own inbox were not read, in one statement. With more than are
    counted, the number is a lower bound."""
    if actor.id is None or actor.role not in READ_INBOX.by:
        return 0
    newest = inbox_of(actor.id).with_only_columns(col(Message.id)).limit(COUNTED).subquery()
    read = exists().where(col(MessageStep.message_id) == newest.c.id, col(MessageStep.reason) == READ)
    with context.database.reading() as session:
        return session.exec(select(func.count()).select_from(newest).where(~read)).one()


def mark_read(context: Context, actor: Actor, *message_ids: uuid.UUID) -> None:
    """It stands with each message that it was read. NotFound for one that is not the actor's, and then none is marked;
    twice is once."""
    with context.database.transaction() as session:
        owner = _owner(context, session, actor)
        read = _read_at(session, list(message_ids))
        for message_id in message_ids:
            message = session.get(Message, message_id)
            if message is None or message.recipient_id != owner or message.channel != ChannelName.INBOX:
                raise NotFound(_("没有这条消息。"))
            if message_id not in read:
                add_step(session, message, context.clock.now(), READ)


def find_unread(context: Context, message_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of the messages that lie in somebody's inbox and were not read."""
    read = exists().where(col(MessageStep.message_id) == Message.id, col(MessageStep.reason) == READ)
    query = select(Message.id).where(
        col(Message.id).in_(message_ids), Message.channel == ChannelName.INBOX,
        Message.state == MessageState.DELIVERED, ~read,
    )  # fmt: skip
    with context.database.reading() as session:
        return set(session.exec(query))


def _place(cursor: str) -> tuple[datetime, uuid.UUID]:
    sent_at, last = (str(part) for part in from_cursor(cursor, (str, str)))
    try:
        return datetime.fromisoformat(sent_at), uuid.UUID(last)
    except ValueError:
        raise bad_cursor() from None


def _owner(context: Context, session: Session, actor: Actor) -> uuid.UUID:
    plan = session.get(Plan, actor.plan_id) if actor.plan_id else None
    if actor.id is None or not is_allowed(session, actor, READ_INBOX, plan, context.clock.now()):
        raise missing_right(READ_INBOX)
    return actor.id


def _read_at(session: Session, ids: list[uuid.UUID]) -> dict[uuid.UUID, datetime]:
    query = (
        select(MessageStep.message_id, func.min(MessageStep.at))
        .where(col(MessageStep.message_id).in_(ids), MessageStep.reason == READ)
        .group_by(col(MessageStep.message_id))
    )
    return dict(session.exec(query).all())
