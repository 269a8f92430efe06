"""A reply to a text is on record as a fact, and somebody is notified. A person who declines texts gets none from the
program: duties are not changed, and a person calls."""

import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum

from sqlmodel import col, select

from casework.acting.acts.machine import PROCESS_PLAN
from casework.acting.context import Context
from casework.acting.rights import SYSTEM
from casework.messages.contact_preferences import set_text_opt_out
from casework.shared.items.follow_ups import TEXT_REPLY, create_follow_up
from casework.shared.notify.notify import notify
from core.errors import KeysAway, KeyStoreError, WrongClock
from models.base import new_id
from models.person import Person
from models.plan import Plan
from models.reply import Reply
from models.search import IndexKind, PersonIndex
from models.storage_problem import find_storage_problem
from notifications.channels.channel import Channel
from notifications.events import Event
from notifications.replies import InboundReply, ReplyMeaning

_PASSES = (KeysAway, KeyStoreError, WrongClock)
"""Reasons why a reply cannot be taken now that are not its own."""

log = logging.getLogger(__name__)


class ReplyResult(StrEnum):
    """What a reply came to."""

    NEW = "new"
    KNOWN = "known"
    NOBODYS = "nobodys"
    """No one whose plan runs has that number."""


def process_replies(context: Context, replies: Sequence[InboundReply]) -> Counter[ReplyResult]:
    """Each reply is on record for everybody who has that number, once; the worker and the assistant are told."""
    came_to: Counter[ReplyResult] = Counter()
    for reply in replies:
        with context.database.reading() as session:
            found = session.exec(
                select(Plan.number, Person.id)
                .join(Person, col(Person.plan_id) == col(Plan.id))
                .join(PersonIndex, col(PersonIndex.person_id) == col(Person.id))
                .where(PersonIndex.kind == IndexKind.PHONE, PersonIndex.digest == context.vault.index(reply.phone))
                .where(col(Plan.sealed_at).is_(None))
                .order_by(col(Plan.number), col(Person.id))
            ).all()
        if not found:
            came_to[ReplyResult.NOBODYS] += 1
        for number, person_id in found:
            came_to[_take(context, number, person_id, reply)] += 1
    return came_to


def poll_replies(context: Context, channels: Mapping[str, Channel], left: list[InboundReply]) -> int:
    """The providers that keep replies for us have been asked; returns how many were new.

    A provider says each only once. So none is asked while the record takes nothing, and what could not be taken for a
    reason that passes is in `left`: it is tried again next time, before whatever came later from the same number."""
    context.database.ensure_usable()
    for channel in channels.values():
        try:
            left += channel.replies()
        except Exception as failure:
            # Its text may repeat a number.
            log.warning("A provider was not asked for replies: %s.", type(failure).__name__)
    new = 0
    waiting, left[:] = list(left), []
    for reply in waiting:
        if any(one.phone == reply.phone for one in left):
            left.append(reply)
            continue
        try:
            new += process_replies(context, [reply])[ReplyResult.NEW]
        except Exception as failure:
            # With this one no other may be lost.
            log.error("A reply was not taken: %s.", type(failure).__name__)
            if isinstance(failure, _PASSES) or find_storage_problem(failure) is not None:
                left.append(reply)
    return new


def _take(context: Context, number: str, person_id: object, reply: InboundReply) -> ReplyResult:
    with context.open_for_update(number, SYSTEM, PROCESS_PLAN) as open_plan:
        fingerprint = context.vault.index(f"reply {person_id} {reply.fingerprint}")
        if open_plan.session.exec(select(Reply.id).where(Reply.mark == fingerprint)).first() is not None:
            return ReplyResult.KNOWN
        person = open_plan.session.get_one(Person, person_id)
        row = Reply(
            id=new_id(open_plan.now), plan_id=open_plan.plan.id, person_id=person.id, mark=fingerprint, meaning=reply.meaning.value,
            received_at=open_plan.now,
        )  # fmt: skip
        open_plan.session.add(row)
        if reply.meaning is not ReplyMeaning.OTHER:
            set_text_opt_out(open_plan, person, again=reply.meaning is ReplyMeaning.START)
        open_plan.record("reply_received", note={"relation": person.relation, "reply": reply.meaning.value})
        notify(open_plan, Event.REPLY_RECEIVED, f"reply/{row.id}")
        create_follow_up(open_plan, TEXT_REPLY, person.relation)
        return ReplyResult.NEW
