"""A clock that stood ahead and was set right: what it put off until then is looked at now.

A step that lies in the future was written by such a clock. The claim of a process that died under it, and a pause counted
from it, would hold a reminder for as long as the clock had been ahead.
"""

from datetime import datetime, timedelta

from sqlalchemy import and_
from sqlmodel import Session, col, select

from models.message import Message, MessageState, MessageStep, add_step

SURELY = timedelta(hours=1)
"""Clocks of two machines differ by less."""
AT_ONCE = 500


def reschedule_postponed(session: Session, now: datetime) -> int:
    """Every message that a clock set later than this one holds back can be claimed; returns how many.

    A dispatcher that still holds one is fenced. What was being handed over stays marked so, and its channel is asked.
    """
    last = and_(col(MessageStep.message_id) == Message.id, col(MessageStep.number) == Message.steps)
    held = session.exec(
        select(Message)
        .join(MessageStep, last)
        .where(
            Message.state == MessageState.CLAIMED,
            col(Message.lease_until) > now,
            col(MessageStep.at) > now + SURELY,
        )
        .order_by(col(Message.id))
        .limit(AT_ONCE)
        .with_for_update(of=Message)
    ).all()
    for message in held:
        message.fence += 1
        message.lease_until = now
        add_step(session, message, now, "clock_set_back")
    return len(held)
