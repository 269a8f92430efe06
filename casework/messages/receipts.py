"""What became of messages afterwards: providers that are asked, gateways that tell us, and a person who knows."""

import contextlib
import logging
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum

from sqlmodel import col, select

from casework.acting.context import Context
from casework.acting.rights import Actor
from casework.messages.acts import SETTLE_MESSAGE
from casework.messages.addresses import CaseAddresses
from casework.shared.continue_on_error import do_each
from core.errors import KeyStoreError, NotFound, StateConflict
from core.i18n import _
from models.message import FORWARD, Message, MessageState
from models.plan import Plan
from notifications.channels.channel import Channel, DeliveryReceipt
from notifications.delivery_receipts import (
    AWAITING_STATUS,
    ReceiptResult,
    apply_receipt,
    get_handed_over_at,
    schedule_status_check,
    set_outcome,
)

BATCH_SIZE = 50
log = logging.getLogger(__name__)


class MessageOutcome(StrEnum):
    """The outcome of a message, as known to a person."""

    ARRIVED = "arrived"
    LEFT = "left"
    """The provider took it; more is not known."""
    CAME_BACK = "came_back"
    NEVER_LEFT = "never_left"


_STATES = {
    MessageOutcome.ARRIVED: MessageState.DELIVERED,
    MessageOutcome.LEFT: MessageState.SENT,
    MessageOutcome.CAME_BACK: MessageState.BOUNCED,
    MessageOutcome.NEVER_LEFT: MessageState.NOT_SENT,
}


def process_receipts(context: Context, receipts: Sequence[DeliveryReceipt]) -> Counter[ReceiptResult]:
    """Each receipt has done what it can, in a transaction of its own."""
    came_to: Counter[ReceiptResult] = Counter()
    for receipt in receipts:
        with context.database.transaction() as session:
            came_to[apply_receipt(session, context.clock.now(), receipt)] += 1
    return came_to


def poll_providers(context: Context, channels: Mapping[str, Channel]) -> int:
    """Providers have been asked about what they have not told yet, as far as it is due; returns how much was new."""
    with context.database.reading() as session:
        query = select(Message.id).where(col(Message.look_again_at) <= context.clock.now())
        due = session.exec(query.order_by(col(Message.look_again_at)).limit(BATCH_SIZE)).all()
    silent: set[str] = set()
    return sum(do_each(due, lambda message_id: _ask(context, channels, message_id, silent)))


def _ask(context: Context, channels: Mapping[str, Channel], message_id: uuid.UUID, silent: set[str]) -> bool:
    """Whether the provider had anything new. A provider that has not answered is not asked again in this round: each
    question may take half a minute."""
    with context.database.reading() as session:
        message = session.get_one(Message, message_id)
        if message.channel in silent:
            return False
        channel = channels.get(message.channel)
        plan = session.get(Plan, message.plan_id) if message.plan_id else None
        sealed = plan is not None and plan.sealed_at is not None
        address = None
        if not sealed:
            # Where its key is lost, nobody can be asked, as where there is no number.
            with contextlib.suppress(KeyStoreError):
                address = CaseAddresses(context).address(session, message)
        at = get_handed_over_at(session, message)
        session.expunge_all()  # the provider is asked outside any transaction
    receipt, ask_no_more = None, sealed or channel is None or not channel.tells_status
    if channel is not None and channel.tells_status and address is not None and address.over(message.channel):
        try:
            receipt = channel.get_status(message, address, at)
        except Exception as failure:
            # Its text may repeat the number. Whatever it was, it is asked again later.
            silent.add(message.channel)
            log.warning("A provider was not asked about %s: %s.", message_id, type(failure).__name__)
    with context.database.transaction() as session:
        now = context.clock.now()
        came_to = apply_receipt(session, now, receipt) if receipt else ReceiptResult.KNOWN
        message = session.get_one(Message, message_id)
        if ask_no_more or message.state not in AWAITING_STATUS:
            message.look_again_at = None
        elif message.look_again_at is not None:
            schedule_status_check(session, message, now)
    return came_to is ReceiptResult.NEW


def settle_message(context: Context, actor: Actor, number: str, message_id: uuid.UUID, became: MessageOutcome) -> None:
    """A person has found out what became of a message that had left, or of which nobody knew. Saying it twice does
    nothing more; what is known already is not undone."""
    with context.open_for_update(number, actor, SETTLE_MESSAGE) as open_plan:
        message = open_plan.session.get(Message, message_id)
        if message is None or message.plan_id != open_plan.plan.id:
            raise NotFound(_("本案没有这条消息。"))
        state = _STATES[became]
        if message.state == state:
            return
        if message.state not in AWAITING_STATUS or state not in FORWARD[MessageState(message.state)]:
            raise StateConflict(_("这条消息的结果已经确定，不能改。"))
        set_outcome(open_plan.session, open_plan.now, message_id, state, f"told_by_{actor.role.value}")
        open_plan.record(note={"became": became.value, "channel": message.channel})
