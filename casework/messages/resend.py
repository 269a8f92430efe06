"""What a person does about one message: says it once more, or takes it back before it leaves."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, func, select

from casework.acting.context import Context
from casework.acting.open_plan import OpenPlan
from casework.acting.rights import Actor
from casework.messages.acts import SEND_AGAIN, WITHDRAW_MESSAGE
from casework.messages.eligibility import SendEligibility
from casework.messages.manual_send import COOL_DOWN, get_send_time
from casework.messages.reason_labels import reason_label
from core.clock import local_time
from core.errors import NotFound, StateConflict
from core.i18n import _
from models.message import OPEN_STATES, Message, MessageState
from models.office import Staff
from models.person import Person
from notifications.events import BY_MACHINE, Event, Recipient
from notifications.outbox import post_message, withdraw_messages


@dataclass(frozen=True)
class ResentMessage:
    """The new message; the old one stays as it was."""

    id: uuid.UUID
    leaves_at: datetime


def repeat_message(context: Context, actor: Actor, number: str, message_id: uuid.UUID) -> ResentMessage:
    """The same words wait for the same person once more, from the first way on, as a message of its own. Refused while
    it still waits itself, where it would not leave, and within half an hour of the last of its kind to them."""
    with context.open_for_update(number, actor, SEND_AGAIN) as open_plan:
        old = _get_message(open_plan, message_id)
        if old.channel not in BY_MACHINE:
            raise StateConflict(_("这不是系统发出的消息。"))
        if old.state in OPEN_STATES:
            raise StateConflict(_("这条消息还在等待发送。"))
        _refuse_too_soon(open_plan, old)
        reason = SendEligibility(context)(open_plan.session, [old]).get(old.id)
        if reason is not None:
            label = reason_label(reason)
            raise StateConflict(_("现在不会发出：{reason}。", reason=label))
        leaves = _leaves_at(open_plan, old)
        if old.expires_at is not None and old.expires_at <= leaves:
            raise StateConflict(_("这条消息写明的日期已过，请打电话。"))
        line = open_plan.record(note={"event": old.event, "channel": old.channel, "state": old.state})
        fresh = post_message(
            open_plan.session,
            open_plan.now,
            event=Event(old.event),
            recipient=Recipient(old.recipient_role),
            recipient_id=old.recipient_id,
            dedupe_key=f"{open_plan.plan.number}/again/{line.id}",
            variables=old.variables,
            due_at=leaves,
            expires_at=old.expires_at,
            language=old.language,
            plan_id=open_plan.plan.id,
            plan_number=open_plan.plan.number,
            item_id=old.item_id,
            article=old.article,
            alone=True,
        )
        assert fresh is not None  # no other message has this line's key
        open_plan.posted.append(fresh)
        return ResentMessage(fresh.id, fresh.due_at)


def withdraw_message(context: Context, actor: Actor, number: str, message_id: uuid.UUID) -> None:
    """The message will not be sent. Twice is once. Refused for a message that was sent or is being handed to the
    provider at this moment."""
    with context.open_for_update(number, actor, WITHDRAW_MESSAGE) as open_plan:
        message = _get_message(open_plan, message_id)
        if message.state == MessageState.WITHDRAWN:
            return
        if message.state not in OPEN_STATES:
            raise StateConflict(_("这条消息已经处理完毕，不能撤回。"))
        reason = f"by_{actor.role.value}"
        if not withdraw_messages(
            open_plan.session, open_plan.now, reason=reason, plan_id=open_plan.plan.id, message_id=message.id
        ):
            raise StateConflict(_("正在交给服务商，请稍后再看。"))
        open_plan.record(note={"event": message.event, "channel": message.channel})


def _get_message(open_plan: OpenPlan, message_id: uuid.UUID) -> Message:
    message = open_plan.session.get(Message, message_id)
    if message is None or message.plan_id != open_plan.plan.id:
        raise NotFound(_("本案没有这条消息。"))
    return message


def _refuse_too_soon(open_plan: OpenPlan, old: Message) -> None:
    """Whatever of the kind left for them, or was sent by hand, within the last half hour."""
    last = open_plan.session.exec(
        select(func.max(func.coalesce(col(Message.sent_at), col(Message.created_at)))).where(
            Message.plan_id == open_plan.plan.id,
            Message.recipient_id == old.recipient_id,
            col(Message.event) == old.event,
            col(Message.channel).in_(BY_MACHINE),
            (col(Message.sent_at) > open_plan.now - COOL_DOWN)
            | (col(Message.alone).is_(True) & (col(Message.created_at) > open_plan.now - COOL_DOWN)),
        )
    ).one()
    if last is not None:
        again = local_time(last + COOL_DOWN).strftime("%H:%M")
        raise StateConflict(_("刚刚发过，{again}以后可以再发。", again=again))


def _leaves_at(open_plan: OpenPlan, old: Message) -> datetime:
    who = open_plan.session.get(Person, old.recipient_id) or open_plan.session.get(Staff, old.recipient_id)
    return get_send_time(open_plan, who) if who is not None else open_plan.now
