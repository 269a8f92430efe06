"""Receipts: what a provider says of a message after it has answered. They only ever bring a message forward.

A receipt of an earlier try never undoes a later one, one that comes too late is kept as a remark, and the same one
twice is one. What is being handed over at this moment is left alone: the provider is asked to send the receipt again.
"""

import uuid
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Session, col, func, select

from models.message import FORWARD, UNDELIVERED_STATES, Message, MessageState, MessageStep, add_step, set_state
from notifications.channels.channel import STATUS_CHECK_PERIOD, DeliveryReceipt
from notifications.outbox import post_fallback

AWAITING_STATUS = (MessageState.SENT, MessageState.UNKNOWN)
"""The states of which a provider may still tell more."""
FIRST_STATUS_CHECK = timedelta(minutes=1)
MAX_STATUS_INTERVAL = timedelta(hours=12)


class ReceiptResult(StrEnum):
    """What a receipt came to."""

    NEW = "new"
    KNOWN = "known"
    """It says nothing that changes anything."""
    LATER = "later"
    """The message is being handed over at this moment: say it again in a while."""
    NOBODYS = "nobodys"
    """No message was handed over under this key."""


def apply_receipt(session: Session, now: datetime, receipt: DeliveryReceipt) -> ReceiptResult:
    """The receipt has done to its message what it can."""
    message = session.exec(
        select(Message)
        .where(Message.handed_over_as == receipt.key)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if message is None:
        return ReceiptResult.NOBODYS
    if message.handing_over_since is not None:
        return ReceiptResult.LATER
    state = MessageState(receipt.outcome.value)
    arrived = state in (MessageState.SENT, MessageState.DELIVERED)
    ours = message.provider_reference
    if ours and receipt.reference and ours != receipt.reference and not arrived:
        return _keep(session, message, now, f"earlier_try_{state}")
    if message.state == MessageState.CLAIMED:
        if not arrived:
            return _keep(session, message, now, f"earlier_try_{state}")
        message.fence += 1  # a try that was thought lost has arrived: there will be no other
    elif message.state == state:
        return ReceiptResult.KNOWN
    if state not in FORWARD[MessageState(message.state)]:
        return (
            ReceiptResult.KNOWN if state == MessageState.SENT else _keep(session, message, now, f"late_receipt_{state}")
        )
    advance_state(session, message, now, state, receipt.reason)
    message.provider_reference = receipt.reference or message.provider_reference
    return ReceiptResult.NEW


def set_outcome(session: Session, now: datetime, message_id: uuid.UUID, state: MessageState, reason: str) -> Message:
    """A person has said what became of it. Raises ValueError for a move backwards."""
    message = session.exec(
        select(Message).where(Message.id == message_id).with_for_update().execution_options(populate_existing=True)
    ).one()
    advance_state(session, message, now, state, reason)
    return message


def advance_state(session: Session, message: Message, now: datetime, state: MessageState, reason: str | None) -> None:
    """The message is in that state. What left, left when it was handed over; where it was not taken the next way waits."""
    message.lease_until = message.handing_over_since = None
    if state in (MessageState.SENT, MessageState.DELIVERED) and message.sent_at is None:
        message.sent_at = get_handed_over_at(session, message)
    if state not in AWAITING_STATUS:
        message.look_again_at = None
    set_state(session, message, now, state, reason)
    if state in UNDELIVERED_STATES:
        post_fallback(session, now, message)
    session.flush()


def schedule_status_check(session: Session, message: Message, now: datetime) -> None:
    """The provider had nothing to say: it is asked again, less and less often, and after three days no more."""
    age = now - (get_handed_over_at(session, message))
    if age >= STATUS_CHECK_PERIOD:
        message.look_again_at = None
        add_step(session, message, now, "no_receipt")
    else:
        message.look_again_at = now + min(max(age, FIRST_STATUS_CHECK), MAX_STATUS_INTERVAL)


def get_handed_over_at(session: Session, message: Message) -> datetime:
    """When the provider was last called with it; for what never was, when it was due."""
    last = session.exec(
        select(func.max(MessageStep.at)).where(
            MessageStep.message_id == message.id, col(MessageStep.reason) == "handing_over"
        )
    ).one()
    return last or message.due_at


def _keep(session: Session, message: Message, now: datetime, what: str) -> ReceiptResult:
    """A remark, once."""
    known = select(MessageStep.number).where(MessageStep.message_id == message.id, MessageStep.reason == what)
    if session.exec(known.limit(1)).first() is None:
        add_step(session, message, now, what)
    return ReceiptResult.KNOWN
