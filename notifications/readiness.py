"""The second look, at the moment of sending: may this message leave now, and with which words to which address?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from models.message import Message, MessageState
from notifications.addresses import Address, Addresses
from notifications.bundling import Bounds, had_enough, in_digest
from notifications.catalogue import row_for
from notifications.channels.channel import Channel
from notifications.events import ChannelName
from notifications.policy import first_allowed
from notifications.render import Rendered, Signature, render
from sunward.errors import BadInput

Eligible = Callable[[Session, Message], str | None]
"""Asked at the moment of sending: None, or the code of the reason why this message must not leave."""


@dataclass(frozen=True)
class Ready:
    """Nothing stands against handing it over."""

    message: Message
    channel: Channel
    address: Address
    rendered: Rendered


@dataclass(frozen=True)
class Later:
    """It may leave at `until`, not before."""

    until: datetime
    reason: str


@dataclass(frozen=True)
class Never:
    """It does not leave. With `next_way` the obstacle lies in the channel, and another may be tried."""

    state: MessageState
    reason: str
    next_way: bool = False


@dataclass(frozen=True)
class World:
    """What a message needs in order to leave."""

    channels: Mapping[str, Channel]
    addresses: Addresses
    eligible: Eligible
    signature: Signature
    bounds: Bounds | None = None
    """Digest and cap; without them every message goes for itself."""


def second_look(world: World, session: Session, message: Message, now: datetime) -> Ready | Later | Never:
    """What can be said of the message at this moment; changes nothing."""
    if message.expires_at is not None and message.expires_at <= now:
        return Never(MessageState.EXPIRED, "words_untrue")
    reason = world.eligible(session, message)
    if reason is not None:
        return Never(MessageState.NOT_SENT, reason)
    inbox = message.channel == ChannelName.INBOX
    if not inbox and _said_already(session, message, now):
        return Never(MessageState.NOT_SENT, "said_already")
    if world.bounds is not None:
        digest = in_digest(world.bounds, session, message, now)
        if isinstance(digest, datetime):
            return Later(digest, "waits_for_digest")
        if digest:
            return Never(MessageState.NOT_SENT, "in_digest")
    channel = world.channels.get(message.channel)
    if channel is None:
        return Never(MessageState.NOT_SENT, "no_channel", next_way=True)
    nobodys = inbox or message.channel == ChannelName.GROUP
    address = Address() if nobodys else world.addresses.address(session, message)
    if address is None or address.over(message.channel) is None:
        return Never(MessageState.NOT_SENT, "no_address", next_way=True)
    enough_until = had_enough(world.bounds, session, message, now) if world.bounds is not None else None
    leaves_at = first_allowed(enough_until or now, address.quiet, address.windows)
    if leaves_at is None or (message.expires_at is not None and message.expires_at <= leaves_at):
        if enough_until is not None:
            return Never(MessageState.NOT_SENT, "enough_for_today")
        return Never(MessageState.EXPIRED, "no_window", next_way=True)
    if leaves_at > now:
        return Later(leaves_at, "enough_for_today" if enough_until else "quiet_hours")
    try:
        rendered = render(
            message.template,
            message.language,
            message.variables,
            code_word=address.code_word,
            call_back=address.call_back,
            signature=world.signature,
        )
    except BadInput:
        return Never(MessageState.NOT_SENT, "words_refused", next_way=True)
    return Ready(message, channel, address, rendered)


def _said_already(session: Session, message: Message, now: datetime) -> bool:
    """The same words went to the same person over the same channel within the span of the matrix's merge rule."""
    row = row_for(message.event, message.recipient_role)
    if row is None or row.merge.value is None or message.recipient_id is None or message.alone:
        return False
    earlier = session.exec(
        select(Message.variables).where(
            Message.recipient_id == message.recipient_id,
            Message.channel == message.channel,
            Message.template == message.template,
            col(Message.state).in_((MessageState.SENT, MessageState.DELIVERED)),
            col(Message.sent_at) > now - row.merge.value,
        )
    )
    return message.variables in earlier.all()
