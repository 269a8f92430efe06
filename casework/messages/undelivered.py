"""What the machine has given up comes before a person: a text to a family that was refused, sent back or is unknown.

Nothing is sent again by itself. The social worker and the assistant are told once for each, it stands on the list of
calls as long as it matters, and on the desk until somebody has made contact or set it aside.
"""

import uuid
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from casework.acting.acts.machine import PROCESS_PLAN
from casework.acting.context import Context
from casework.acting.rights import SYSTEM
from casework.shared.continue_on_error import do_each
from casework.shared.items.follow_ups import UNDELIVERED, create_follow_up
from casework.shared.notify.notify import notify
from models.item import Item
from models.message import GIVEN_UP_STATES, Message
from models.person import Person
from notifications.clock_rollback import reschedule_postponed
from notifications.events import BY_MACHINE, FAMILY
from notifications.matrix import Event
from notifications.outbox import list_given_up
from notifications.send_check import ADDRESS_BOUNCED

LOOKED_BACK = timedelta(days=60)
"""For longer than the longest holiday: whatever the machine had in hand when it was switched off is given up on its return."""


def notify_of_undelivered(context: Context) -> int:
    """The team of the plan is notified of every text to its family that the program has given up lately, and messages
    that a clock ahead had put off may be sent; returns how many texts are new."""
    with context.database.transaction() as session:
        reschedule_postponed(session, context.clock.now())
    with context.database.reading() as session:
        since = context.clock.now() - LOOKED_BACK
        messages = _notified(session, since)
        fresh = [
            (message.id, message.plan_number)
            for message in list_given_up(session, since=since)
            if message.recipient_role in FAMILY
            and message.channel in BY_MACHINE
            and message.plan_number
            and message.id not in messages
        ]
    return sum(do_each(fresh, lambda one: _notify(context, one[0], one[1] or "")))


def _notify(context: Context, message_id: uuid.UUID, number: str) -> bool:
    with context.open_for_update(number, SYSTEM, PROCESS_PLAN) as open_plan:
        message = open_plan.session.get_one(Message, message_id)
        if (
            message.state not in GIVEN_UP_STATES and message.state_reason != ADDRESS_BOUNCED
        ) or open_plan.plan.sealed_at is not None:
            return False
        item = open_plan.session.get(Item, message.item_id) if message.item_id else None
        notified = notify(open_plan, Event.MESSAGE_NEEDS_A_PERSON, f"{_KEY}/{message.id}", item=item)
        create_follow_up(open_plan, UNDELIVERED, open_plan.session.get_one(Person, message.recipient_id).relation)
        open_plan.record("tell_of_given_up", item=item, note={"state": message.state, "notified": notified})
        return True


_KEY = "given_up"


def _notified(session: Session, since: datetime) -> set[uuid.UUID]:
    found = session.exec(
        select(Message.dedupe_key).where(
            Message.event == Event.MESSAGE_NEEDS_A_PERSON.value, col(Message.created_at) >= since
        )
    )
    keys = (key.split("/") for key in found)
    return {uuid.UUID(parts[2]) for parts in keys if len(parts) > 2 and parts[1] == _KEY}
