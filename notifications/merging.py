"""Duties of one person that are to be said at the same moment, of the same day, are one text and not several.

Each has a row of its own, which is withdrawn, expires or finds its duty done like every other. Only at the very moment of
sending does the first of them speak for those that still stand: "two things by Sunday, see your page". The others are
not sent and point to it (`said_in`); what it comes to holds for them too. Should it not leave after all, each speaks for
itself again.
"""

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from core.clock import local_date
from models.message import OPEN_STATES, Message, MessageState
from notifications.channels.channel import Channel
from notifications.events import FAMILY, ChannelName, Event
from notifications.matrix import TextExpiry, find_rule
from notifications.render import Value

MERGED_TEMPLATE = "S25"
"""The registered text that stands for several."""
A_MOMENT = timedelta(seconds=2)
SENT_STATES = (MessageState.SENT, MessageState.DELIVERED, MessageState.UNKNOWN)


@dataclass(frozen=True)
class MergeGroup:
    """What else is to be said to the same person at this moment, of the same day."""

    first: Message | None = None
    """It comes before this message, and will speak for it."""
    others: tuple[Message, ...] = ()
    """For these, locked, this message speaks."""


NO_MERGE = MergeGroup()


def get_text_and_values(message: Message, count: int | None = None) -> tuple[str, dict[str, Value]]:
    """The number of the text and its values: its own, or that of several at once if it speaks (or spoke) for them."""
    count = message.said_count if count is None else count
    if not count or count < 2:
        return message.template, dict(message.variables)
    return MERGED_TEMPLATE, {"count": count, "day": get_message_day(message) or local_date(message.due_at)}


def get_message_day(message: Message) -> date | None:
    """The day that the message names, or means when it says "today"."""
    if "day" in message.variables:
        return date.fromisoformat(str(message.variables["day"]))
    row = find_rule(message.event, message.recipient_role)
    return local_date(message.due_at) if row is not None and row.stale == TextExpiry.AFTER_TODAY else None


def find_merge_group(
    session: Session,
    message: Message,
    now: datetime,
    events: Collection[Event],
    channel: Channel,
    eligible: Callable[[Session, Sequence[Message]], Mapping[uuid.UUID, str]],
) -> MergeGroup:
    """What coincides with a message that is about to leave; nothing, where the office has not had the text for several
    registered. Only later ones are locked: of two dispatchers that hold one each, none waits for the other in turn."""
    if not _may_be_joined(message, events) or channel.template_number(MERGED_TEMPLATE) is None:
        return NO_MERGE
    waits_too = (
        select(Message)
        .where(
            Message.plan_id == message.plan_id,
            Message.recipient_id == message.recipient_id,
            Message.channel == message.channel,
            Message.id != message.id,
            col(Message.state).in_(OPEN_STATES),
            col(Message.due_at) <= now,
        )
        .order_by(col(Message.id))
    )
    same = [
        one
        for one in session.exec(waits_too)
        if _may_be_joined(one, events)
        and one.item_id != message.item_id
        and get_message_day(one) == get_message_day(message)
        and (one.expires_at is None or one.expires_at > now)
    ]
    reasons = eligible(session, same)
    same = [one for one in same if one.id not in reasons]
    before = [one for one in same if _place(one) < _place(message)]
    if before:
        return MergeGroup(first=min(before, key=_place))
    if not same:
        return NO_MERGE
    of_these = (col(Message.id).in_([one.id for one in same]), col(Message.handing_over_since).is_(None))
    held = session.exec(waits_too.where(*of_these).with_for_update()).all()
    # Several texts of one duty are one duty.
    duties: dict[uuid.UUID | None, Message] = {}
    for one in held:
        duties.setdefault(one.item_id, one)
    return MergeGroup(others=tuple(duties.values()))


def find_group_leader(session: Session, message: Message) -> Message | None:
    """The message that spoke for this one, or will as soon as it can; None if it never left."""
    first = session.get(Message, message.said_in) if message.said_in is not None else None
    return first if first is not None and first.state in (*OPEN_STATES, *SENT_STATES) else None


def _may_be_joined(message: Message, events: Collection[Event]) -> bool:
    return (
        message.channel == ChannelName.TEXT
        and message.item_id is not None
        and not message.alone
        and message.recipient_role in FAMILY
        and message.event in events
        and get_message_day(message) is not None
    )


def _place(message: Message) -> tuple[datetime, datetime, str]:
    return message.due_at, message.created_at, message.dedupe_key
