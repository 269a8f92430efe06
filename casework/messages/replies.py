"""A reply to a text is on record as a fact, and somebody is told. Who wants no more texts gets none by the machine: what
is owed stays owed, and a person says it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum

import structlog
from sqlmodel import col, select

from casework.acts.machine import LIVE
from casework.desk import Desk
from casework.messages.reach import end_texts
from casework.messages.telling import tell
from casework.rights import SYSTEM
from casework.to_look_at import TEXT_REPLY, ask_to_look
from models.columns import new_id
from models.person import Person, PhoneIndex
from models.plan import Plan
from models.reply import Reply
from notifications.channels.channel import Channel, TellsReplies
from notifications.events import Event
from notifications.replies import InReply, Meaning

_log = structlog.get_logger(__name__)


class Heard(StrEnum):
    """What a reply came to."""

    NEW = "new"
    KNOWN = "known"
    NOBODYS = "nobodys"
    """No one whose plan runs has that number."""


def take_replies(desk: Desk, replies: Sequence[InReply]) -> Counter[Heard]:
    """Each reply is on record for everybody who has that number, once; the worker and the assistant are told."""
    came_to: Counter[Heard] = Counter()
    for reply in replies:
        with desk.database.reading() as session:
            found = session.exec(
                select(Plan.number, Person.id)
                .join(Person, col(Person.plan_id) == col(Plan.id))
                .join(PhoneIndex, col(PhoneIndex.person_id) == col(Person.id))
                .where(PhoneIndex.digest == desk.vault.index(reply.phone), col(Plan.sealed_at).is_(None))
                .order_by(col(Plan.number), col(Person.id))
            ).all()
        if not found:
            came_to[Heard.NOBODYS] += 1
        for number, person_id in found:
            came_to[_take(desk, number, person_id, reply)] += 1
    return came_to


def ask_for_replies(desk: Desk, channels: Mapping[str, Channel]) -> int:
    """The providers that keep replies for us have been asked; returns how many were new."""
    new = 0
    for channel in channels.values():
        if not isinstance(channel, TellsReplies):
            continue
        try:
            replies = channel.replies()
        except Exception as failure:
            # Its text may repeat a number.
            _log.warning("replies_not_asked", error=type(failure).__name__)
            continue
        for reply in replies:
            try:
                new += take_replies(desk, [reply])[Heard.NEW]
            except Exception as failure:
                # The provider says each only once: with this one no other may be lost.
                _log.error("reply_not_taken", error=type(failure).__name__)
    return new


def _take(desk: Desk, number: str, person_id: object, reply: InReply) -> Heard:
    with desk.file(number, SYSTEM, LIVE) as file:
        mark = desk.vault.index(f"reply {person_id} {reply.told_as}")
        if file.session.exec(select(Reply.id).where(Reply.mark == mark)).first() is not None:
            return Heard.KNOWN
        person = file.session.get_one(Person, person_id)
        row = Reply(
            id=new_id(file.now), plan_id=file.plan.id, person_id=person.id, mark=mark, meaning=reply.meaning.value,
            received_at=file.now,
        )  # fmt: skip
        file.session.add(row)
        if reply.meaning is not Meaning.OTHER:
            end_texts(file, person, again=reply.meaning is Meaning.START)
        file.record("reply_received", note={"relation": person.relation, "reply": reply.meaning.value})
        tell(file, Event.REPLY_RECEIVED, f"reply/{row.id}")
        ask_to_look(file, TEXT_REPLY, person.role)
        return Heard.NEW
