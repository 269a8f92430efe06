"""Whether the owner of an item could know of it and was asked: silence alone is never a breach."""

import uuid
from collections.abc import Callable

from sqlalchemy import ColumnElement, or_
from sqlmodel import col, select

from casework.acting.open_plan import OpenPlan
from casework.shared.items.item_kinds import ITEM_KINDS
from casework.shared.items.items import get_owner
from models.item import Item
from models.message import Message, MessageState
from models.person import Person
from notifications.events import ChannelName

MAY_PROVE = (ChannelName.TEXT, ChannelName.CALL, ChannelName.PAPER, ChannelName.PASSED_ON)
"""What can prove that somebody could know; a line in an inbox proves nothing."""


def was_notified(open_plan: OpenPlan, item: Item) -> bool:
    """Whether there is proof that the owner could know the item was due: a text accepted for a device of their own, a
    call in which they were spoken to, a sheet put into their hand, words passed on to them that they have seen.

    A shared phone, a number nobody confirmed, a text that was refused or whose fate is unknown prove nothing, nor does
    what came only when the item was due already.
    """
    return _reached(open_plan, item, lambda message: message.sent_at is not None and message.sent_at <= item.due_at)


def was_asked(open_plan: OpenPlan, item: Item) -> bool:
    """Whether there is proof that the owner was asked how it was, when they were asked last: the question was accepted for their own device, or
    the very same words had just been, or a person asked them."""
    question = ITEM_KINDS[item.kind].not_received
    return question is not None and _reached(
        open_plan,
        item,
        lambda message: message.event == question.value and message.created_at >= (item.asked_at or message.created_at),
        or_said_already=True,
    )


def _reached(
    open_plan: OpenPlan, item: Item, which: Callable[[Message], bool], *, or_said_already: bool = False
) -> bool:
    owner = get_owner(open_plan, item)
    if owner is None:
        return False
    sent = select(Message).where(
        messages_about(item.id),
        Message.recipient_id == owner.id,
        or_(*(col(Message.channel) == channel.value for channel in MAY_PROVE)),
    )
    return any(
        which(message)
        and (is_proof_of_notice(message, owner) or (or_said_already and _sent_just_before(message, owner)))
        for message in open_plan.session.exec(sent)
    )


def messages_about(item_id: uuid.UUID) -> ColumnElement[bool]:
    """Which messages speak of an item: its own, and those that spoke for it and for others at once."""
    spoke = select(Message.said_in).where(Message.item_id == item_id, col(Message.said_in).is_not(None))
    return or_(col(Message.item_id) == item_id, col(Message.id).in_(spoke))


def is_proof_of_notice(message: Message, owner: Person) -> bool:
    """Whether this one message proves that it came before its owner's eyes or ears."""
    match message.channel:
        case ChannelName.CALL | ChannelName.PAPER:
            return message.state == MessageState.DELIVERED
        case ChannelName.PASSED_ON if message.state == MessageState.DELIVERED:
            return True  # whoever passed it on saw it read
        case ChannelName.TEXT | ChannelName.PASSED_ON:
            return get_message_device(message, owner) == "own" and message.state in (
                MessageState.SENT,
                MessageState.DELIVERED,
            )
        case _:
            return False


def get_message_device(message: Message, person: Person) -> str:
    """Whose phone it was when the message left; for what has not left, whose it is today."""
    return message.device or person.device


def _sent_just_before(message: Message, owner: Person) -> bool:
    return message.channel == ChannelName.TEXT and message.state_reason == "said_already" and owner.device == "own"
