"""The dispatcher: what is due leaves the outbox, once, and its row says what became of it.

A message takes three steps:

1. *Marked*: in one transaction its row is locked, it is checked whether it may leave now, and the row is marked as being
   handed over. Who comes second finds the row locked or marked and leaves it alone.
2. *Handed over*: after that commit a thread gives it to the provider, without any transaction.
3. *Written down*: the row gets the provider's answer, in the transaction in which the next messages are marked.

A process that dies before the first commit leaves the message waiting. One that dies later leaves it marked: when the
lease has passed, the channel is asked whether it has the message. The folder knows its files and a gateway may know its
keys, so the message is finished, or handed over again, and exists once. Mail cannot tell: the row becomes `unknown`,
nothing is sent a second time, and a person settles it.

A dispatcher that slept through its lease holds an old fence number and changes no state; its late answer is kept as a
remark for the person who settles the message.
"""

import logging
import uuid
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from threading import Barrier
from time import monotonic
from typing import Any, NamedTuple

from sqlalchemy import and_, or_, select
from sqlmodel import Session, col

from core.clock import Clock
from models.database import Database
from models.item import Item
from models.message import Message, MessageState, add_step, set_state
from models.office import Staff
from models.person import Person
from models.plan import Plan
from notifications.addresses import Addresses
from notifications.channels.channel import Channel, SendOutcome, SendResult, make_idempotency_key
from notifications.digest_and_limits import MessageLimits
from notifications.outcomes import ATTEMPTS, DeliveryCounts, OutcomeWriter
from notifications.restore_guard import RestoreGuard
from notifications.send_check import DeliveryContext, Eligible, ReadyToSend, check_before_send

LEASE = timedelta(minutes=3)
"""Longer than the slowest hand-over: when it has passed, the process that claimed the message is taken for dead."""
A_MOMENT = 0.02
"""Seconds: so long answers wait for one another, to be written down in one transaction."""
MAX_CHECK_SECONDS = 10
"""A check that is older when the provider's turn has come counts no more: the message is checked again."""

log = logging.getLogger(__name__)


def deliver_pending(
    database: Database,
    clock: Clock,
    channels: Mapping[str, Channel],
    addresses: Addresses,
    eligible: Eligible,
    limit: int = 100,
    *,
    chance: Random | None = None,
    bounds: MessageLimits | None = None,
    high_water: RestoreGuard | None = None,
    threads: int = 1,
) -> DeliveryCounts:
    """Up to `limit` messages that are due have been handed over, or say why not.

    May be called by several processes at once. `chance` spreads the later tries. With several `threads` as many are handed
    over at the same time, and a death may leave as many unknown.
    With a `high_water`, a record that was restored from a backup keeps its messages until a person releases them.
    """
    if high_water is not None and _is_held(database, clock, high_water):
        return DeliveryCounts()
    delivery = DeliveryContext(channels, addresses, eligible, bounds)
    outcomes = OutcomeWriter(chance or Random(), DeliveryCounts(), delivery.resting)
    round_ = _Round(database, clock, delivery, outcomes)
    due = round_.list_due(limit)
    local = [one for one in due if one.channel in channels and channels[one.channel].is_local]
    outward = [one for one in due if one not in local]
    while local:
        round_.mark(_pick(local, (), len(local)))
    if outward:
        if high_water is not None:
            high_water.advance(clock.now())
        try:
            round_.send(outward, threads)
        finally:
            for channel in channels.values():
                channel.close()
    return round_.outcomes.counted


def _is_held(database: Database, clock: Clock, high_water: RestoreGuard) -> bool:
    """Whether the record is behind what has left; a folder in which nothing has left yet gets its first mark."""
    with database.reading() as session:
        if high_water.detects_restore(session):
            return True
    if high_water.mark() is None:
        high_water.advance(clock.now())
    return False


class _Due(NamedTuple):
    """A message whose moment had come when the round began. They are in order by their moments, and by their keys where these
    are the same: ids of one moment are in no order, and a rehearsal must come out alike every time."""

    due_at: datetime
    created_at: datetime
    dedupe_key: str
    id: uuid.UUID
    channel: str
    recipient_id: uuid.UUID | None


@dataclass(frozen=True)
class _Marked:
    """A message that is marked as being handed over, by us."""

    ready: ReadyToSend
    fence: int
    before: datetime
    """Handed over before this moment or not at all: the lease ends, or its words become untrue."""
    checked_at: float
    """In seconds of a clock that nobody sets."""


Answer = SendResult | None
"""The provider's; None if the message was not handed over after all."""


@dataclass
class _Round:
    database: Database
    clock: Clock
    delivery: DeliveryContext
    outcomes: OutcomeWriter

    def list_due(self, limit: int) -> list[_Due]:
        """What is due, in its order. Nothing is claimed yet, and each is checked again when it is."""
        now, found = self.clock.now(), list[_Due]()
        columns = select(*(getattr(Message, name) for name in _Due._fields))
        in_order = columns.order_by(col(Message.due_at), col(Message.created_at), col(Message.dedupe_key)).limit(limit)
        with self.database.reading() as session:
            # One index for each of the two, however many thousands wait.
            for state, since in ((MessageState.CREATED, Message.due_at), (MessageState.CLAIMED, Message.lease_until)):
                due = session.execute(in_order.where(col(Message.state) == state, col(since) <= now))
                found += [_Due(*row) for row in due]
        return sorted(found)[:limit]

    def send(self, due: Sequence[_Due], threads: int) -> None:
        """Each is with its provider and the answer is written down, or its row says why not. A slow provider keeps one
        thread busy and holds up nothing else."""
        waiting, answered = list(due), list[tuple[_Marked, Answer]]()
        sending: dict[Future[Answer], _Marked] = {}
        with ThreadPoolExecutor(threads) as pool:
            _start_threads(pool, threads)
            try:
                while waiting or sending or answered:
                    picked = _pick(waiting, list(sending.values()), threads - len(sending))
                    said, answered = answered, []
                    for marked in self.mark(picked, said):
                        sending[pool.submit(self._hand_over, marked)] = marked
                    done = wait(sending, A_MOMENT).done or wait(sending, return_when=FIRST_COMPLETED).done
                    answered = [(sending.pop(one), one.result()) for one in done]
            finally:
                self._write_down([(marked, one.result()) for one, marked in sending.items() if not one.exception()])

    def mark(self, due: Sequence[_Due], answered: Sequence[tuple[_Marked, Answer]] = ()) -> list[_Marked]:
        """These answers are written down. Returned are those of the due messages that are ours to hand over now: the others
        are at their end, wait for a later moment, or are in somebody else's hands."""
        if not due and not answered:
            return []
        try:
            with self._transaction() as session:
                self._write(session, answered)
                if {one.recipient_id for one in due} & {marked.ready.message.recipient_id for marked, _ in answered}:
                    session.flush()
                # All go to different people: no check asks for what is only written with the last of them.
                with session.no_autoflush:
                    return self._mark(session, due) if due else []
        except Exception as failure:
            # One of them fails and takes the others with it. Alone, it fails alone.
            log.error("Messages were not prepared: %s.", type(failure).__name__)
            if answered:
                self._write_down(answered)
                return self.mark(due)
            if len(due) > 1:
                return [marked for one in due for marked in self.mark([one])]
            self._note_failure(due, failure)
            return []

    def _mark(self, session: Session, due: Sequence[_Due]) -> list[_Marked]:
        now, checked_at, ours = self.clock.now(), monotonic(), list[_Marked]()
        locked = _lock_due(session, due, now)
        unsent = [
            message
            for message, *_read in locked
            if message.handing_over_since is None or self._was_not_sent(session, message, now)
        ]
        for message, check in check_before_send(self.delivery, session, unsent, now):
            if not isinstance(check, ReadyToSend):
                self.outcomes.record_not_sent(session, message, now, check)
                continue
            check.mark_merged()
            message.attempts += 1
            if check.channel.is_local:  # it touches nothing but the record, and is done with at once
                answer = check.channel.hand_over(message, check.address, check.rendered)
                self.outcomes.answer(session, message, now, answer, check.channel)
                continue
            message.fence += 1
            message.lease_until, message.handing_over_since = now + LEASE, now
            message.device = check.address.device
            message.handed_over_as = make_idempotency_key(message)
            set_state(session, message, now, MessageState.CLAIMED, "handing_over")
            before = min(message.lease_until, message.expires_at or message.lease_until)
            ours.append(_Marked(check, message.fence, before, checked_at))
        return ours

    def _was_not_sent(self, session: Session, message: Message, now: datetime) -> bool:
        """Of a message that a dead process was handing over: whether it surely was not. Otherwise its row now says so."""
        message.fence += 1  # should that process only have slept
        channel = self.delivery.channels.get(message.channel)
        try:
            found = SendResult(SendOutcome.UNKNOWN, reason="no_channel") if channel is None else channel.find(message)
        except Exception as failure:
            log.error("What became of %s was not found out: %s.", message.id, type(failure).__name__)
            found = SendResult(SendOutcome.UNKNOWN, reason=f"error_{type(failure).__name__}")
        if found is not None:
            self.outcomes.answer(session, message, now, found, channel)
            return False
        message.handing_over_since = None
        add_step(session, message, now, "not_handed_over")
        return True

    def _note_failure(self, due: Sequence[_Due], failure: Exception) -> None:
        """A message that cannot be prepared holds up no other: it is tried again, and after as many tries as any refused.
        What may have left already is tried no more."""
        with self._transaction() as session:
            for message, *_read in _lock_due(session, due, self.clock.now()):
                message.attempts += 1
                outcome = SendOutcome.UNKNOWN if message.handing_over_since else SendOutcome.TRY_AGAIN
                answer = SendResult(outcome, reason=f"error_{type(failure).__name__}")
                self.outcomes.answer(session, message, self.clock.now(), answer)

    def _hand_over(self, marked: _Marked) -> Answer:
        ready, now = marked.ready, self.clock.now()
        is_late = monotonic() - marked.checked_at > MAX_CHECK_SECONDS or now >= marked.before
        if is_late or not ready.address.hours.cover(now):
            return None
        try:
            answer = ready.channel.hand_over(ready.message, ready.address, ready.rendered)
        except Exception as failure:
            log.error("The hand-over of %s failed: %s.", ready.message.id, type(failure).__name__)
            answer = SendResult(SendOutcome.UNKNOWN, reason=f"error_{type(failure).__name__}")
        # A provider that takes it and says nothing that can be understood may do so each time: not all that wait are to
        # end so, each for a person to settle.
        return replace(answer, pauses_account=True) if answer.outcome == SendOutcome.UNKNOWN else answer

    def _write_down(self, answered: Sequence[tuple[_Marked, Answer]]) -> None:
        """Every answer that can be written down is, each by itself, and only then is it said that one could not."""
        failed: Exception | None = None
        for one in answered:
            try:
                with self._transaction() as session:
                    self._write(session, [one])
            except Exception as failure:
                log.error("An answer was not written: %s.", type(failure).__name__)
                failed = failure
        if failed is not None:
            raise failed from None

    def _write(self, session: Session, answered: Sequence[tuple[_Marked, Answer]]) -> None:
        of_message = {marked.ready.message.id: (marked, answer) for marked, answer in answered}
        rows = select(Message).where(col(Message.id).in_(list(of_message))).order_by(col(Message.id))
        now = self.clock.now()
        for message in session.scalars(rows.with_for_update()).all() if answered else ():
            marked, answer = of_message[message.id]
            if message.fence != marked.fence or message.state != MessageState.CLAIMED:
                self.outcomes.counted.fenced += 1
                add_step(session, message, now, f"late_answer_{answer.outcome if answer else 'none'}")
            elif answer is None:
                message.handing_over_since = None
                message.lease_until = now
                message.attempts -= 1
                add_step(session, message, now, "not_handed_over")
            else:
                self.outcomes.answer(session, message, now, answer, marked.ready.channel)

    @contextmanager
    def _transaction(self) -> Iterator[Session]:
        """What is counted in it counts once it is committed."""
        counted = replace(self.outcomes.counted)
        try:
            with self.database.transaction() as session:
                yield session
        except BaseException:
            self.outcomes.counted = counted
            raise


def _lock_due(session: Session, due: Sequence[_Due], now: datetime) -> list[Any]:
    """Those of them that are still due and in nobody's hands, in their order, locked until the transaction ends: of each its
    row, and after it those that a check asks for by their ids, which are in the session as long as the caller keeps them. On
    PostgreSQL what another locks just now is passed over; on SQLite the transaction holds the write lock."""
    is_due = or_(
        and_(col(Message.state) == MessageState.CREATED, col(Message.due_at) <= now),
        and_(col(Message.state) == MessageState.CLAIMED, col(Message.lease_until) <= now),
    )
    these = (
        select(Message, Plan, Item, Person, Staff)
        .outerjoin(Plan, col(Plan.id) == col(Message.plan_id))
        .outerjoin(Item, col(Item.id) == col(Message.item_id))
        .outerjoin(Person, col(Person.id) == col(Message.recipient_id))
        .outerjoin(Staff, col(Staff.id) == col(Message.recipient_id))
        .where(col(Message.id).in_([one.id for one in due]), is_due)
        .with_for_update(of=Message, skip_locked=True)
    )
    found = {row[0].id: row for row in session.execute(these)}
    return [found[one.id] for one in due if one.id in found]


def _pick(waiting: list[_Due], sending: Sequence[_Marked], free: int) -> list[_Due]:
    """Taken out of those that wait: the next ones for so many free threads, each to somebody else. The check of one must
    see what became of another to the same person."""
    busy, picked = {marked.ready.message.recipient_id for marked in sending}, list[_Due]()
    for one in list(waiting):
        if len(picked) < free and one.recipient_id not in busy:
            busy.add(one.recipient_id)
            picked.append(one)
            waiting.remove(one)
    return picked


def _start_threads(pool: ThreadPoolExecutor, count: int) -> None:
    """All threads are there before any message is marked: the pool begins one only when it is given work, and a message for
    which the machine then has none would be of unknown outcome."""
    meeting: Any = Barrier(count)
    try:
        for _ in range(count):
            pool.submit(meeting.wait)
    except RuntimeError:
        meeting.abort()
        raise


__all__ = ["ATTEMPTS", "LEASE", "DeliveryCounts", "deliver_pending"]
