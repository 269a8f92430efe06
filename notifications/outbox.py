"""The outbox: messages are posted inside the transaction that causes them, and taken back the same way."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, insert, or_
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import make_transient_to_detached
from sqlmodel import Session, SQLModel, col, select

from core.clock import local_date, start_of_day
from core.errors import BadInput
from core.i18n import _
from models.base import new_id
from models.message import OPEN_STATES, Message, MessageState, MessageStep, set_state
from models.origin import get_origin
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
)

_MESSAGES = SQLModel.metadata.tables["message"]
_FIRST_STEP = insert(SQLModel.metadata.tables["message_step"])
_IF_NEW = {
    dialect: insert_of(_MESSAGES).on_conflict_do_nothing(index_elements=["dedupe_key"])
    for dialect, insert_of in (("sqlite", sqlite_insert), ("postgresql", postgresql_insert))
}
_OF_THESE = select(_MESSAGES.c.id).where(_MESSAGES.c.id.in_(bindparam("ids", expanding=True)))

UNREACHED_STATES = (
    "no_address", "number_shared", "address_bounced", "wrong_number", "no_channel", "no_window", "words_refused",
)  # fmt: skip
"""Reasons for not sending that lie in the way and not in the person: the next way is tried, then a person calls."""


def post_message(
    session: Session,
    now: datetime,
    *,
    event: Event,
    recipient: Recipient,
    recipient_id: uuid.UUID | None,
    dedupe_key: str,
    variables: Mapping[str, Value] | None = None,
    due_at: datetime | None = None,
    language: str = "zh-CN",
    plan_id: uuid.UUID | None = None,
    plan_number: str | None = None,
    item_id: uuid.UUID | None = None,
    article: str | None = None,
    expires_at: datetime | None = None,
    alone: bool = False,
) -> Message | None:
    """A message to this recipient waits in the outbox until `due_at` (now, if none is given), together with its twin
    in the person's inbox where the matrix has one. It leaves only if the caller's transaction commits.

    With `alone` it is said even if the same words have just been said: somebody sends it by hand.
    The same key posts nothing the second time and returns None; the caller's transaction is not disturbed.
    Raises BadInput, before anything is written, when the matrix has no such row or a value is missing or unfit.
    """
    row = find_rule(event, recipient)
    if row is None:
        raise BadInput(_("这类消息不发送给该类人员"))
    given = {} if variables is None else variables
    for channel_text in row.channel_texts:
        render(channel_text.template, language, given)
    stored = to_stored_values(row.template, given)
    due = now if due_at is None else due_at
    values = {
        "plan_id": plan_id,
        "plan_number": plan_number,
        "item_id": item_id,
        "event": event.value,
        "recipient_role": recipient.value,
        "recipient_id": recipient_id,
        "variables": stored,
        "language": language,
        "article": article or row.article,
        "alone": alone,
        "due_at": due,
        "expires_at": expires_at or _end_of_truth(row, stored, due),
    }
    channel_texts = [row.channel_texts[0]] + ([ChannelText(ChannelName.INBOX, row.template)] if row.inbox else [])
    return _insert(session, now, dedupe_key, channel_texts, values)


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
    return _insert(session, now, refused.dedupe_key.rpartition("/")[0], [channel_text], values)


def withdraw_messages(
    session: Session,
    now: datetime,
    *,
    reason: str,
    plan_id: uuid.UUID | None = None,
    item_id: uuid.UUID | None = None,
    recipient_id: uuid.UUID | None = None,
    message_id: uuid.UUID | None = None,
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
        )
        if value is not None
    ]
    if not conditions:
        raise ValueError("withdraw needs a plan, an item, a recipient or a message")
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
        message.fence += 1  # whoever has claimed it meanwhile writes and sends nothing any more
        message.claimed_by = None
        message.lease_until = None
        set_state(session, message, now, MessageState.WITHDRAWN, reason)
    session.flush()
    return len(found)


_NEXT_DUE = select(
    select(func.min(Message.due_at)).where(Message.state == bindparam("waits")).scalar_subquery(),
    select(func.min(Message.lease_until)).where(Message.state == bindparam("held")).scalar_subquery(),
)


def find_next_due(session: Session) -> datetime | None:
    """When a dispatcher next has something to do; None if every message is done with."""
    asked = {"waits": MessageState.CREATED.value, "held": MessageState.CLAIMED.value}
    moments = session.exec(_NEXT_DUE, params=asked).one()
    return min((moment for moment in moments if moment is not None), default=None)


def load_needing_manual_action(session: Session, *, since: datetime, limit: int = 500) -> list[Message]:
    """Messages posted since then that the machine has given up: nobody knows what became of them, or no way is left."""
    given_up = (MessageState.UNKNOWN, MessageState.REFUSED, MessageState.BOUNCED)
    found = session.exec(
        select(Message)
        .where(
            Message.created_at >= since,
            or_(col(Message.state).in_(given_up), col(Message.state_reason).in_(UNREACHED_STATES)),
        )
        .order_by(col(Message.id))
        .limit(limit)
    ).all()
    return [message for message in found if message.state == MessageState.UNKNOWN or _was_last(message)]


def load_steps(session: Session, message_id: uuid.UUID) -> list[MessageStep]:
    """What became of a message, in order."""
    return list(
        session.exec(select(MessageStep).where(MessageStep.message_id == message_id).order_by(col(MessageStep.number)))
    )


def _was_last(message: Message) -> bool:
    row = find_rule(message.event, message.recipient_role)
    return row is None or row.next_channel_text(message.channel) is None


def _end_of_truth(row: NotificationRule, variables: Mapping[str, str | int], due: datetime) -> datetime | None:
    if row.stale == TextExpiry.AFTER_TODAY:
        return start_of_day(local_date(due) + timedelta(days=1))
    if row.stale == TextExpiry.AFTER_THE_DAY_NAMED and "day" in variables:
        return start_of_day(date.fromisoformat(str(variables["day"])) + timedelta(days=1))
    return None


def _insert(
    session: Session, now: datetime, key: str, channel_texts: Sequence[ChannelText], values: Mapping[str, Any]
) -> Message | None:
    """A row for each of the ways, if no row has its key yet; the first of them is returned, None if it was there.

    ON CONFLICT keeps the caller's transaction whole on both databases. Written past the unit of work: a verb posts
    many, and each would otherwise be read back.
    """
    origin = get_origin(session)
    rows = [
        {
            **values,
            "transaction_id": origin.transaction_id,
            "run_id": origin.run_id,
            "id": new_id(now),
            "channel": channel_text.channel.value,
            "template": channel_text.template,
            "dedupe_key": f"{key}/{channel_text.channel}",
            "created_at": now,
            "state": MessageState.CREATED.value,
            "steps": 1,
        }
        for channel_text in channel_texts
    ]
    connection = session.connection()
    written = connection.execute(_IF_NEW[connection.dialect.name], rows).rowcount
    if written < len(rows):
        new = set(connection.execute(_OF_THESE, {"ids": [row["id"] for row in rows]}).scalars()) if written else ()
        rows = [row for row in rows if row["id"] in new]
    if not rows:
        return None
    connection.execute(
        _FIRST_STEP, [{"message_id": row["id"], "number": 1, "at": now, "state": row["state"]} for row in rows]
    )
    messages = [Message(**row) for row in rows]
    for message in messages:
        make_transient_to_detached(message)
        session.add(message)
    return messages[0] if messages[0].channel == channel_texts[0].channel else None
