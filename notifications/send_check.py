"""The last check, at the moment of sending: may this message leave now, and with which words to which address?"""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import and_, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from core.clock import local_date
from core.errors import BadInput
from models.message import OPEN_STATES, Message, MessageState
from models.office import Staff
from notifications.addresses import Address, Addresses
from notifications.channels.channel import Channel
from notifications.digest_and_limits import MessageLimits, check_daily_limit, check_digest
from notifications.events import ChannelName
from notifications.matrix import find_rule
from notifications.merging import A_MOMENT, NO_MERGE, find_group_leader, find_merge_group, get_text_and_values
from notifications.provider_backoff import CHANNEL_RESTS, ProviderBackoff
from notifications.render import Rendered, render

DAYS_OF_AN_ADDRESS = 3
"""On so many days in a row everything comes back from an address before it is left alone: a mail server that refuses for
one morning has told nothing of it."""

ADDRESS_BOUNCED = "address_bounced"
LOOKED_BACK = timedelta(days=14)

_LEFT = (MessageState.SENT, MessageState.DELIVERED)
_THIS = aliased(Message)
_A_WRONG_NUMBER = and_(col(Message.channel) == ChannelName.CALL, col(Message.state_reason) == "wrong_number")

Eligible = Callable[[Session, Sequence[Message]], Mapping[uuid.UUID, str]]
"""Asked at the moment of sending: of these messages, which must not leave, with the code of the reason why."""


@dataclass(frozen=True)
class ReadyToSend:
    """Nothing stands against handing it over."""

    message: Message
    channel: Channel
    address: Address
    rendered: Rendered
    others: tuple[Message, ...] = ()
    """What else it says, because it was to be said to the same person at the same moment."""

    def mark_merged(self) -> None:
        """The rows say for whom this message speaks."""
        self.message.said_count = len(self.others) + 1 if self.others else None
        for other in self.others:
            other.said_in = self.message.id


@dataclass(frozen=True)
class Postponed:
    """It may leave at `until`, not before."""

    until: datetime
    reason: str


@dataclass(frozen=True)
class NotSendable:
    """It does not leave. With `try_next_channel` the obstacle lies in the channel, and another may be tried."""

    state: MessageState
    reason: str
    try_next_channel: bool = False


@dataclass(frozen=True)
class DeliveryContext:
    """What a message needs in order to leave."""

    channels: Mapping[str, Channel]
    addresses: Addresses
    eligible: Eligible
    bounds: MessageLimits | None = None
    """Digest and cap; without them every message goes for itself."""
    resting: ProviderBackoff = field(default_factory=ProviderBackoff)
    """Which accounts with providers are paused."""


def _list_earlier(
    session: Session, messages: Sequence[Message], now: datetime
) -> tuple[set[uuid.UUID], set[uuid.UUID]]:
    """Those of them that were said already, lately, to the same person; and those to whom something did not arrive over the
    same channel."""
    since = dict[uuid.UUID, datetime]()
    for message in messages:
        row = find_rule(message.event, message.recipient_role)
        merged = row is not None and not message.alone and row.merge.value
        if message.channel != ChannelName.INBOX:
            since[message.id] = now - merged if merged else now
    if not since:
        return set(), set()
    the_same = and_(
        col(Message.template) == _THIS.template,
        col(Message.state).in_(_LEFT),
        col(Message.sent_at) > min(since.values()),
    )
    over_this_channel = and_(
        col(Message.channel) == _THIS.channel, or_(the_same, col(Message.state) == MessageState.BOUNCED)
    )
    called = and_(col(_THIS.channel) == ChannelName.TEXT, _A_WRONG_NUMBER)
    matters = (
        select(_THIS.id, Message.state, Message.variables, Message.sent_at)
        .join(Message, col(Message.recipient_id) == _THIS.recipient_id)
        .where(col(_THIS.id).in_(since), or_(over_this_channel, called))
    )
    says = {message.id: message.variables for message in messages}
    said, came_back = set[uuid.UUID](), set[uuid.UUID]()
    for message_id, state, variables, sent_at in session.exec(matters):
        if state not in _LEFT:
            came_back.add(message_id)
        elif sent_at is not None and sent_at > since[message_id] and variables == says[message_id]:
            said.add(message_id)
    return said, came_back


Check = ReadyToSend | Postponed | NotSendable


def check_before_send(
    delivery: DeliveryContext, session: Session, messages: Sequence[Message], now: datetime
) -> Iterator[tuple[Message, Check]]:
    """What can be said at this moment of each of these messages, which go to different people; changes nothing."""
    reasons, (said, came_back) = delivery.eligible(session, messages), _list_earlier(session, messages, now)
    for message in messages:
        known = reasons.get(message.id), message.id in said, message.id in came_back
        yield message, _check(delivery, session, message, now, *known)


def _check(
    delivery: DeliveryContext,
    session: Session,
    message: Message,
    now: datetime,
    reason: str | None,
    was_said: bool,
    came_back: bool,
) -> Check:
    if message.expires_at is not None and message.expires_at <= now:
        return NotSendable(MessageState.EXPIRED, "words_untrue")
    if reason is not None:
        return NotSendable(MessageState.NOT_SENT, reason)
    first = find_group_leader(session, message)
    if first is not None:
        if first.state in OPEN_STATES:
            return Postponed(_after(first, now), "said_together")
        return NotSendable(MessageState.NOT_SENT, "said_together")
    if was_said:
        return NotSendable(MessageState.NOT_SENT, "said_already")
    if delivery.bounds is not None:
        digest = check_digest(delivery.bounds, session, message, now)
        if isinstance(digest, datetime):
            return Postponed(digest, "waits_for_digest")
        if digest:
            return NotSendable(MessageState.NOT_SENT, "in_digest")
    channel = delivery.channels.get(message.channel)
    if channel is None:
        return NotSendable(MessageState.NOT_SENT, "no_channel", try_next_channel=True)
    rests_until = delivery.resting.until(session, channel, message, now)
    if rests_until is not None:
        return Postponed(rests_until, CHANNEL_RESTS)
    nobodys = message.channel in (ChannelName.INBOX, ChannelName.GROUP)
    address = Address() if nobodys else delivery.addresses.address(session, message)
    if address is None or address.over(message.channel) is None:
        return NotSendable(MessageState.NOT_SENT, "no_address", try_next_channel=True)
    gone = _gone_reason(session, message, address.since) if came_back else None
    if gone is not None:
        return NotSendable(MessageState.NOT_SENT, gone, try_next_channel=True)
    enough_until = None
    if delivery.bounds is not None:
        enough_until = check_daily_limit(delivery.bounds, session, message, now)
    leaves_at = address.hours.first_allowed_from(enough_until or now)
    if leaves_at is None or (message.expires_at is not None and message.expires_at <= leaves_at):
        if enough_until is not None:
            return NotSendable(MessageState.NOT_SENT, "enough_for_today")
        return NotSendable(MessageState.EXPIRED, "no_window", try_next_channel=True)
    if leaves_at > now:
        return Postponed(leaves_at, "enough_for_today" if enough_until else "quiet_hours")
    with_it = NO_MERGE
    if delivery.bounds is not None:
        policy = delivery.bounds.policy_of(session, message)
        with_it = find_merge_group(session, message, now, policy.coincide, channel, delivery.eligible)
    if with_it.first is not None:
        return Postponed(_after(with_it.first, now), "said_together")
    template, values = get_text_and_values(message, len(with_it.others) + 1)
    try:
        rendered = render(
            template,
            message.language,
            values,
            code_word=address.code_word,
            call_back=address.call_back,
        )
    except BadInput:
        return NotSendable(MessageState.NOT_SENT, "words_refused", try_next_channel=True)
    return ReadyToSend(message, channel, address, rendered, with_it.others)


def _after(first: Message, now: datetime) -> datetime:
    """When the one that speaks for several is done with, or has its next turn."""
    return max(first.lease_until or first.due_at, now + A_MOMENT)


def list_mute_mailboxes(session: Session, now: datetime) -> set[uuid.UUID]:
    """Whose mailbox of the staff lately got nothing because everything had come back, and has not been renewed since."""
    unsent = select(Message.recipient_id).join(Staff, col(Staff.id) == col(Message.recipient_id)).where(
        col(Staff.active), Message.channel == ChannelName.EMAIL.value, Message.state == MessageState.NOT_SENT.value,
        Message.state_reason == ADDRESS_BOUNCED, col(Message.created_at) >= now - LOOKED_BACK,
        or_(col(Staff.address_since_at).is_(None), col(Message.created_at) >= col(Staff.address_since_at)),
    )  # fmt: skip
    return {staff_id for staff_id in session.exec(unsent.distinct()) if staff_id is not None}


def _gone_reason(session: Session, message: Message, since: datetime | None) -> str | None:
    """Why nothing more is sent to this address, if that is so: what left on three days came back and nothing was
    taken since, or somebody called the number and a stranger answered. A new address, or one confirmed, begins anew."""
    this_number = [] if since is None else [col(Message.due_at) >= since]
    if message.channel == ChannelName.TEXT:
        wrong = select(Message.id).where(Message.recipient_id == message.recipient_id, _A_WRONG_NUMBER, *this_number)
        if session.exec(wrong.limit(1)).first() is not None:
            return "wrong_number"
    query = (
        select(Message.state, Message.due_at)
        .where(
            Message.recipient_id == message.recipient_id,
            Message.channel == message.channel,
            col(Message.state).in_((MessageState.BOUNCED, *_LEFT)),
            *this_number,
        )
        .order_by(col(Message.due_at).desc(), col(Message.id).desc())
    )
    came_back: set[date] = set()
    for state, due_at in session.exec(query):
        if state != MessageState.BOUNCED:
            return None
        came_back.add(local_date(due_at))
        if len(came_back) == DAYS_OF_AN_ADDRESS:
            return ADDRESS_BOUNCED
    return None
