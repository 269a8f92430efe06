"""What a person does about one message: says it once more, or takes it back before it leaves."""

import uuid

from casework.acting.context import Context
from casework.acting.open_plan import OpenPlan
from casework.acting.rights import Actor
from casework.messages.acts import SEND_AGAIN, WITHDRAW_MESSAGE
from casework.messages.manual_send import draft_by_hand, find_reason, find_wait, post_by_hand, refuse_unsent
from core.errors import NotFound, StateConflict
from core.i18n import _
from models.item import Item
from models.message import OPEN_STATES, Message, MessageState
from notifications.events import BY_MACHINE, Event, Recipient
from notifications.outbox import withdraw_messages


def repeat_message(context: Context, actor: Actor, number: str, message_id: uuid.UUID) -> uuid.UUID:
    """The same words wait for the same person once more, from the first way on, as a message of its own, whose id is
    returned. Refused while it still waits itself, where it would not leave, and within half an hour of the last of its kind."""
    with context.open_for_update(number, actor, SEND_AGAIN) as open_plan:
        old = _get_message(open_plan, message_id)
        if old.channel not in BY_MACHINE:
            raise StateConflict(_("这不是系统发出的消息。"))
        if old.state in OPEN_STATES:
            raise StateConflict(_("这条消息还在等待发送。"))
        item = open_plan.session.get(Item, old.item_id) if old.item_id else None
        fresh = draft_by_hand(
            open_plan,
            Event(old.event),
            Recipient(old.recipient_role),
            old.recipient_id,
            old.variables,
            item,
            old.expires_at,
        )
        refuse_unsent(find_wait(open_plan, fresh, after_any=True) or find_reason(open_plan, fresh))
        if old.expires_at is not None and old.expires_at <= fresh.due_at:
            raise StateConflict(_("这条消息写明的日期已过，请打电话。"))
        line = open_plan.record(note={"event": old.event, "channel": old.channel, "state": old.state})
        posted = post_by_hand(open_plan, fresh, f"again/{line.id}")
        assert posted is not None  # no other message has this line's key
        return posted.id


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
