"""The outbox: messages are posted inside the transaction that causes them, and taken back the same way."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import func, insert, or_
from sqlalchemy import select as sql_select
from sqlmodel import Session, SQLModel, col, select

from core.clock import local_date, start_of_day
from core.errors import BadInput
from core.i18n import _
from models.base import detached_row, insert_if_new, new_id
from models.message import GIVEN_UP_STATES, OPEN_STATES, Message, MessageState, MessageStep, set_state
from models.origin import get_origin
from models.plan_batch import BatchSession
from notifications.events import ChannelName, Event, Recipient
from notifications.matrix import ChannelText, NotificationRule, TextExpiry, find_rule
from notifications.render import Value, render, to_stored_values

_SAME_ON_EVERY_CHANNEL = (
    "plan_id",
    "plan_number",
    "item_id",
    "event",
    "recipient_role",
    "recipient_id",
    "variables",
    "language",
    "article",
    "expires_at",
    "alone",
    "reference",
)

_MESSAGES = SQLModel.metadata.tables["message"]
_FIRST_STEP = insert(SQLModel.metadata.tables["message_step"])


@dataclass(frozen=True)
class NewMessage:
    """What is to be said to one recipient: it waits in the outbox until `due_at` (now, if none is given), together with its
    twin in the person's inbox where the matrix has one. With `alone` it is said even if the same words have just been
    said: somebody sends it by hand."""

    event: Event
    recipient: Recipient
    recipient_id: uuid.UUID | None
    dedupe_key: str
    variables: Mapping[str, Value] = field(default_factory=dict)
    due_at: datetime | None = None
    language: str = "zh-CN"
    plan_id: uuid.UUID | None = None
    plan_number: str | None = None
    item_id: uuid.UUID | None = None
    article: str | None = None
    expires_at: datetime | None = None
    alone: bool = False
    reference: str | None = None


def post_message(session: Session, now: datetime, **said: Any) -> Message | None:
    """One message, with the fields of `NewMessage`; None where its key was posted before. See `post_messages`."""
    return next(iter(post_messages(session, now, [NewMessage(**said)])), None)


def post_messages(
    session: Session, now: datetime, said: Sequence[NewMessage], *, often_posted: bool = False
) -> list[Message]:
    """The messages wait in the outbox. They leave only if the caller's transaction commits. Returns those that are new,
    each in its first way.

    The same key posts nothing the second time; the caller's transaction is not disturbed. `often_posted`: most have been
    posted before, so it is asked first which are new.
    Raises BadInput, before anything is written, when the matrix has no such row or a value is missing or unfit.
    """
    rows = [_rule_of(one) for one in said]
    there = _find_posted(session, said, rows) if often_posted else frozenset()
    ways, keys = [], {}
    for one, row in zip(said, rows, strict=True):
        _ensure_texts(row, one.language, frozenset(one.variables.items()))
        new = [way for way in _ways_of(row) if _key_of(one.dedupe_key, way) not in there]
        if not new:
            continue
        stored = to_stored_values(row.template, one.variables)
        due = now if one.due_at is None else one.due_at
        values = {
            "plan_id": one.plan_id,
            "plan_number": one.plan_number,
            "item_id": one.item_id,
            "event": one.event.value,
            "recipient_role": one.recipient.value,
            "recipient_id": one.recipient_id,
            "variables": stored,
            "language": one.language,
            "article": one.article or row.article,
            "alone": one.alone,
            "reference": one.reference,
            "due_at": due,
            "expires_at": one.expires_at or get_end_of_truth(row, stored, due),
        }
        keys[_key_of(one.dedupe_key, row.channel_texts[0])] = True
        ways += [(one.dedupe_key, way, values) for way in new]
    posted = _insert(session, now, ways)
    return [message for message in posted if message.dedupe_key in keys]


def _rule_of(one: NewMessage) -> NotificationRule:
    row = find_rule(one.event, one.recipient)
    if row is None:
        raise BadInput(_("这类消息不发送给该类人员"))
    return row


@cache
def _ways_of(row: NotificationRule) -> tuple[ChannelText, ...]:
    """The first way, and the twin in the inbox where there is one."""
    return (row.channel_texts[0], ChannelText(ChannelName.INBOX, row.template))[: 1 + row.inbox]


def _find_posted(session: Session, said: Sequence[NewMessage], rows: Sequence[NotificationRule]) -> AbstractSet[str]:
    """The keys under which these were posted before. One posted meanwhile is noticed when it is written."""
    keys = [_key_of(one.dedupe_key, way) for one, row in zip(said, rows, strict=True) for way in _ways_of(row)]
    return set(session.exec(select(Message.dedupe_key).where(col(Message.dedupe_key).in_(keys))))


@lru_cache(maxsize=4096)
def _ensure_texts(row: NotificationRule, language: str, variables: frozenset[tuple[str, Value]]) -> None:
    """BadInput where one of the row's texts cannot be said with these values; the same is not tried again and again."""
    for channel_text in row.channel_texts:
        render(channel_text.template, language, dict(variables))


def post_fallback(session: Session, now: datetime, refused: Message) -> Message | None:
    """The same words wait for the next channel of the matrix's row, as a message of its own; None if there is none."""
    row = find_rule(refused.event, refused.recipient_role)
    channel_text = row.next_channel_text(refused.channel) if row else None
    if channel_text is None:
        return None
    values = {name: getattr(refused, name) for name in _SAME_ON_EVERY_CHANNEL} | {
        "due_at": now,
        "instead_of_id": refused.id,
    }
    key = refused.dedupe_key.rpartition("/")[0]
    return next(iter(_insert(session, now, [(key, channel_text, values)])), None)


def withdraw_messages(
    session: Session,
    now: datetime,
    *,
    reason: str,
    plan_id: uuid.UUID | None = None,
    item_id: uuid.UUID | None = None,
    recipient_id: uuid.UUID | None = None,
    message_id: uuid.UUID | None = None,
    transaction_id: uuid.UUID | None = None,
    events: Collection[Event] = (),
) -> int:
    """Every message that fits all given marks and has not left yet is taken back; returns how many.

    What a provider is being handed at this moment is left alone: its row will say what became of it.
    """
    conditions: list[Any] = [
        column == value
        for column, value in (
            (col(Message.plan_id), plan_id),
            (col(Message.item_id), item_id),
            (col(Message.recipient_id), recipient_id),
            (col(Message.id), message_id),
            (col(Message.transaction_id), transaction_id),
        )
        if value is not None
    ]
    if not conditions:
        raise ValueError("withdraw needs a plan, an item, a recipient, a message or a transaction")
    if events:
        conditions.append(col(Message.event).in_([event.value for event in events]))
    found = session.exec(
        select(Message)
        .where(col(Message.state).in_(OPEN_STATES), col(Message.handing_over_since).is_(None), *conditions)
        .order_by(col(Message.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    for message in found:
        message.fence += 1  # a process that has claimed it meanwhile writes and sends nothing
        message.lease_until = None
        set_state(session, message, now, MessageState.WITHDRAWN, reason)
    session.flush()
    return len(found)


def find_next_due(session: Session) -> datetime | None:
    """When a dispatcher next has something to do; None if every message is done with."""
    waits = select(func.min(Message.due_at)).where(Message.state == MessageState.CREATED)
    held = select(func.min(Message.lease_until)).where(Message.state == MessageState.CLAIMED)
    moments = [session.exec(question).one() for question in (waits, held)]
    return min((moment for moment in moments if moment is not None), default=None)


@dataclass(frozen=True)
class GivenUpMessage:
    """A message that the machine has given up, without its words."""

    id: uuid.UUID
    state: MessageState
    event: str
    recipient_role: str
    channel: str
    plan_number: str | None

    @property
    def was_last_way(self) -> bool:
        """Whether the recipient is reached over no other channel."""
        row = find_rule(self.event, self.recipient_role)
        return row is None or row.next_channel_text(self.channel) is None


def list_given_up(session: Session, *, since: datetime) -> list[GivenUpMessage]:
    """Every message posted since then that the machine has given up: nobody knows what became of it, no way is left, or its
    address takes nothing any longer."""
    found = session.execute(
        sql_select(
            col(Message.id),
            col(Message.state),
            col(Message.event),
            col(Message.recipient_role),
            col(Message.channel),
            col(Message.plan_number),
        ).where(
            or_(col(Message.state).in_(GIVEN_UP_STATES), col(Message.state_reason) == "address_bounced"),
            col(Message.created_at) >= since,
        )
    )
    given_up = (GivenUpMessage(row[0], MessageState(row[1]), *row[2:]) for row in sorted(tuple(row) for row in found))
    return [message for message in given_up if message.state is MessageState.UNKNOWN or message.was_last_way]


def load_steps(session: Session, message_id: uuid.UUID) -> list[MessageStep]:
    """What became of a message, in order."""
    return list(
        session.exec(select(MessageStep).where(MessageStep.message_id == message_id).order_by(col(MessageStep.number)))
    )


def get_end_of_truth(row: NotificationRule, variables: Mapping[str, str | int], due: datetime) -> datetime | None:
    """From when on the words would be untrue, so that they do not leave; None if they never are."""
    if row.stale == TextExpiry.AFTER_TODAY:
        return start_of_day(local_date(due) + timedelta(days=1))
    if row.stale == TextExpiry.AFTER_THE_DAY_NAMED and "day" in variables:
        return start_of_day(date.fromisoformat(str(variables["day"])) + timedelta(days=1))
    return None


Way = tuple[str, ChannelText, Mapping[str, Any]]
"""A message over one channel: its occasion, the channel with its text, and what else its row says."""


def _insert(session: Session, now: datetime, ways: Sequence[Way]) -> list[Message]:
    """A row for each of the ways whose key no row has yet; returns these.

    ON CONFLICT keeps the caller's transaction whole on both databases. Written past the unit of work: a verb posts
    many, and each would otherwise be read back.
    """
    if not ways:
        return []
    origin = get_origin(session)
    rows = [
        {
            **values,
            "transaction_id": origin.transaction_id,
            "run_id": origin.run_id,
            "id": new_id(now),
            "channel": channel_text.channel.value,
            "template": channel_text.template,
            "dedupe_key": _key_of(key, channel_text),
            "created_at": now,
            "state": MessageState.CREATED.value,
            "steps": 1,
        }
        for key, channel_text, values in ways
    ]
    connection = session.connection()
    if_new = insert_if_new(connection.dialect.name, "message", "dedupe_key")
    steps = [{"message_id": row["id"], "number": 1, "at": now, "state": row["state"]} for row in rows]
    if isinstance(session, BatchSession):
        session.defer_insert(if_new, rows, all_new=True)
        session.defer_insert(_FIRST_STEP, steps)
        return _stored(session, rows)
    # Without the option psycopg's count is gone with its cursor.
    options = {"preserve_rowcount": True}
    written = connection.execute(if_new, rows, execution_options=options).rowcount
    if written < len(rows):
        there = select(_MESSAGES.c.id).where(_MESSAGES.c.id.in_([row["id"] for row in rows]))
        new = set(connection.execute(there).scalars()) if written else ()
        rows = [row for row in rows if row["id"] in new]
        steps = [step for step in steps if step["message_id"] in new]
    if rows:
        connection.execute(_FIRST_STEP, steps)
    return _stored(session, rows)


def _stored(session: Session, rows: Sequence[dict[str, Any]]) -> list[Message]:
    """The rows as if the session had read them: they were just written past it."""
    messages = [detached_row(Message, row) for row in rows]
    session.add_all(messages)
    return messages


def _key_of(occasion: str, channel_text: ChannelText) -> str:
    return f"{occasion}/{channel_text.channel}"
