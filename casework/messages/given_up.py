"""What the machine has given up comes before a person: a text to a family that was refused, sent back or is unknown.

Nothing is sent again by itself. The social worker and the assistant are told once for each, it stands on the list of
calls as long as it matters, and on the desk until somebody has made contact or set it aside.
"""

import uuid
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from casework.acts.machine import LIVE
from casework.desk import Desk
from casework.messages.telling import tell
from casework.rights import SYSTEM
from casework.to_look_at import UNDELIVERED, ask_to_look
from models.item import Item
from models.message import Message, MessageState
from notifications.catalogue import Event
from notifications.clock_set_back import take_up_what_was_put_off
from notifications.events import BY_MACHINE, FAMILY
from notifications.outbox import for_a_person

LOOKED_BACK = timedelta(days=7)
_GIVEN_UP = (MessageState.UNKNOWN, MessageState.REFUSED, MessageState.BOUNCED)


def tell_of_given_up(desk: Desk) -> int:
    """Whoever carries the plan has been told of every text to its family that the machine has given up lately, and what a
    clock that stood ahead had put off may leave; returns how many texts are new."""
    with desk.database.transaction() as session:
        take_up_what_was_put_off(session, desk.clock.now())
    with desk.database.reading() as session:
        since = desk.clock.now() - LOOKED_BACK
        told = _told(session, since)
        fresh = [
            (message.id, message.plan_number)
            for message in for_a_person(session, since=since)
            if message.state in _GIVEN_UP
            and message.recipient_role in FAMILY
            and message.channel in BY_MACHINE
            and message.plan_number
            and message.id not in told
        ]
    return sum(_tell(desk, message_id, number or "") for message_id, number in fresh)


def _tell(desk: Desk, message_id: uuid.UUID, number: str) -> bool:
    with desk.file(number, SYSTEM, LIVE) as file:
        message = file.session.get_one(Message, message_id)
        if message.state not in _GIVEN_UP or file.plan.sealed_at is not None:
            return False
        item = file.session.get(Item, message.item_id) if message.item_id else None
        told = tell(file, Event.MESSAGE_NEEDS_A_PERSON, f"{_KEY}/{message.id}", item=item)
        ask_to_look(file, UNDELIVERED, message.recipient_role)
        file.record("tell_of_given_up", item=item, note={"state": message.state, "told": told})
        return True


_KEY = "given_up"


def _told(session: Session, since: datetime) -> set[uuid.UUID]:
    found = session.exec(
        select(Message.dedupe_key).where(
            Message.event == Event.MESSAGE_NEEDS_A_PERSON.value, col(Message.created_at) >= since
        )
    )
    keys = (key.split("/") for key in found)
    return {uuid.UUID(parts[2]) for parts in keys if len(parts) > 2 and parts[1] == _KEY}
