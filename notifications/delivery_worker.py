"""From the claim to the provider's answer. Two things are durable before a message is handed over: that it is being
handed over, and how the one before it ended. Both are one transaction, so that a message costs one and not two.

With several hands as many messages are handed over at the same time. One thread keeps the books of all of them: whatever
was answered since the last transaction is written down in the next, together with the mark of whatever the free hands
take next. A slow provider keeps its own hand waiting and no other.

Where a channel can tell afterwards what it was handed, a hand takes some between two transactions: should the process
die among them, they are handed over once more and carried once. Where it cannot, a hand takes one at a time: a death
leaves as many unknown as there are hands and no more.

The last look at several is one, for what it asks is then asked once: whom nothing else concerns of those who come next is
looked at together with whoever comes now, and the look holds for a moment. The row is locked and unchanged when its
message is marked; what no row of the message shows (a number changed, a plan ended) may be older by that moment.
"""

import uuid
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue
from time import monotonic

import structlog
from sqlmodel import Session

from core.clock import Clock
from models.database import Database, InMemoryDatabase
from models.message import Message, add_step, write_together
from notifications.channels.channel import SendOutcome, SendResult, SupportsStatus, make_idempotency_key
from notifications.claimed_messages import ClaimedMessages, MessageClaim
from notifications.delivery_receipts import AWAITING_STATUS, FIRST_STATUS_CHECK
from notifications.hands import Hands
from notifications.outcomes import OutcomeWriter
from notifications.provider_backoff import CHANNEL_RESTS, get_account
from notifications.send_check import DeliveryContext, Postponed, ReadyToSend, check_before_send, is_quiet, prepare_looks

LEASE = timedelta(minutes=3)
"""Longer than the slowest hand-over; renewed before each."""
A_MOMENT_MORE = 0.01
"""Seconds: so long the first that was answered waits for the others, to be written down with them."""
MAX_CHECK_AGE = timedelta(seconds=2)
"""So long after it was marked a message may still be handed over: what has changed since is not known."""
LOOKS_AT_ONCE = 32
"""So many are looked at together, those included that come next."""
LOOK_HOLDS = timedelta(seconds=0.5)
"""So long a look at one that came next holds, if nothing else concerns its recipient."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class _Answered:
    claim: MessageClaim
    answer: SendResult | None
    """None: it was not handed over after all, and its turn comes again."""


@dataclass
class DeliveryWorker:
    """Brings claimed messages to their providers and writes down what those say."""

    database: Database
    clock: Clock
    delivery: DeliveryContext
    outcomes: OutcomeWriter
    hands: int = 1
    """So many threads hand over; with one, this thread does it itself."""
    rows: ClaimedMessages = field(default_factory=ClaimedMessages)
    """The claimed messages, as far as they have been read already."""
    _waiting: deque[MessageClaim] = field(default_factory=deque)
    _looks: dict[uuid.UUID, ReadyToSend] = field(default_factory=dict)
    """Of those that come next."""
    _only_in_turn: set[uuid.UUID] = field(default_factory=set)
    """Those that are only looked at when it is their turn."""
    _looked_at: datetime | None = None
    _looks_ahead: bool = True

    def __post_init__(self) -> None:
        # There each look remembers what was asked before, and nobody else writes.
        self._looks_ahead = not isinstance(self.database, InMemoryDatabase)

    def deliver(self, claims: Sequence[MessageClaim]) -> None:
        """Each has been handed over and its answer written down, or its row says why not."""
        for claim in claims:
            if not claim.interrupted or self._was_not_sent(claim):
                self._waiting.append(claim)
        with Hands(self.hands) as threads:
            busy: dict[Future[list[_Answered]], list[MessageClaim]] = {}
            brought: SimpleQueue[Future[list[_Answered]]] = SimpleQueue()
            answered: list[_Answered] = []
            try:
                while self._waiting or answered or busy:
                    self.delivery.open_requests.let_pass()
                    away = {claim.to for group in busy.values() for claim in group}
                    groups = self._next(threads.count - len(busy), away)
                    written, answered = answered, []
                    left_out = [one.claim for one in written if one.answer is None]
                    ready = self._turn(written, [claim for group in groups for claim in group], away)
                    self._waiting.extend(left_out)
                    for group in groups:
                        if mine := [found for found in ready if found[0] in group]:
                            sending = threads.submit(self._send, mine)
                            busy[sending] = group
                            sending.add_done_callback(brought.put)
                    for done in _take(brought, len(busy)):
                        del busy[done]
                        answered += done.result()
            except BaseException:
                # What the hands still bring is written down, if that can be done at all.
                self._write_each(answered + [one for late in busy for one in late.result()])
                raise

    def _next(self, free: int, away: set[uuid.UUID | None]) -> list[list[MessageClaim]]:
        """Whose turn it is: one for each free hand, or several where the channel can tell of them afterwards. Each goes to
        somebody else, and to nobody to whom a hand is just now on its way: the look at one must see the other."""
        groups: list[list[MessageClaim]] = []
        taken, passed_over = set(away), deque[MessageClaim]()
        while self._waiting and (len(groups) < free or groups):
            claim = self._waiting.popleft()
            channel = self.delivery.channels.get(claim.channel)
            last = groups[-1] if groups else []
            fits = channel is not None and last and last[0].channel == claim.channel and len(last) < channel.at_once
            if claim.to in taken:
                passed_over.append(claim)
                continue
            if fits:
                last.append(claim)
            elif len(groups) < free:
                groups.append([claim])
            else:
                passed_over.append(claim)
                break
            taken.add(claim.to)
        self._waiting.extendleft(reversed(passed_over))
        return groups

    def _turn(
        self, answered: Sequence[_Answered], group: Sequence[MessageClaim], away: set[uuid.UUID | None]
    ) -> list[tuple[MessageClaim, ReadyToSend]]:
        """What was answered is written down, and what comes now is marked as being handed over, or says why not."""
        counted = replace(self.outcomes.counted)
        answered_to = {one.claim.to for one in answered}
        self._drop_old_looks(answered)
        now_looked_at = [claim for claim in group if claim.message_id not in self._looks]
        next_ones = self._next_ones(group, away | answered_to) if now_looked_at and not self._looks else []
        try:
            with self.database.transaction() as session, session.no_autoflush, write_together(session):
                held = self.rows.lock_free(session, [*(one.claim for one in answered), *group, *next_ones])
                self._write(session, answered, held)
                if None in answered_to or any(claim.to in answered_to for claim in group):
                    session.flush()  # the looks that follow must see it
                self._look(session, held, now_looked_at, next_ones)
                ready, missed = self._begin(session, group, held)
        except Exception as failure:
            # One of them fails and took the others with it. Alone, it fails alone.
            _log.error("turn_failed", error=type(failure).__name__)
            self.outcomes.counted = counted
            self.rows.forget()
            self._looks.clear()
            self._looks_ahead = False
            self._write_each(answered)
            return [found for claim in group for found in self._begin_alone(claim)]
        # Somebody else held its row just now. We waited for nobody while we held another.
        return ready + [found for claim in missed for found in self._begin_alone(claim)]

    def _next_ones(self, group: Sequence[MessageClaim], taken: set[uuid.UUID | None]) -> list[MessageClaim]:
        """Who comes after those, each to somebody else."""
        found: list[MessageClaim] = []
        taken = taken.union(claim.to for claim in group)
        for claim in self._waiting if self._looks_ahead else ():
            if len(group) + len(found) >= LOOKS_AT_ONCE:
                break
            if claim.to is not None and claim.to not in taken and claim.message_id not in self._only_in_turn:
                found.append(claim)
                taken.add(claim.to)
        return found

    def _drop_old_looks(self, answered: Sequence[_Answered]) -> None:
        """That a provider is away, or wants nothing now, may concern the others too."""
        if not self._holds(self.clock.now()) or any(
            one.answer is None or one.answer.outcome in _OF_ALL_PERHAPS for one in answered
        ):
            self._looks.clear()

    def _look(
        self,
        session: Session,
        held: Mapping[uuid.UUID, Message],
        group: Sequence[MessageClaim],
        next_ones: Sequence[MessageClaim],
    ) -> None:
        """What the looks at the group ask for is read; of the next ones those may leave whose look is kept."""
        now = self.clock.now()
        coming = [held[claim.message_id] for claim in (*group, *next_ones) if claim.message_id in held]
        prepare_looks(self.delivery, session, coming, now)
        if next_ones:
            self._looked_at = now
        for claim in next_ones:
            message = held.get(claim.message_id)
            if message is not None and is_quiet(session, message):
                look = check_before_send(self.delivery, session, message, now)
                if isinstance(look, ReadyToSend) and not look.others:
                    self._looks[claim.message_id] = look
                    continue
            self._only_in_turn.add(claim.message_id)

    def _write_each(self, answered: Sequence[_Answered]) -> None:
        """Every answer that can be written down is, and only then is it said that one could not."""
        failed: Exception | None = None
        for one in answered:
            try:
                with self.database.transaction() as session:
                    self._write(session, [one], {})
            except Exception as failure:
                failed = failure
        if failed is not None:
            raise failed

    def _begin_alone(self, claim: MessageClaim) -> list[tuple[MessageClaim, ReadyToSend]]:
        try:
            with self.database.transaction() as session:
                held = self.rows.lock(session, [claim])
                self.outcomes.counted.fenced += not held
                return self._begin(session, [claim], held)[0]
        except Exception as failure:
            # One message that cannot be prepared holds up no other; after as many tries as any it is refused.
            _log.error("message_not_prepared", message=str(claim.message_id), error=type(failure).__name__)
            with self.database.transaction() as session:
                for message in self._ours(session, [claim]):
                    message.attempts += 1
                    answer = SendResult(SendOutcome.TRY_AGAIN, reason=f"error_{type(failure).__name__}")
                    self.outcomes.answer(session, message, self.clock.now(), answer)
            return []

    def _begin(
        self, session: Session, group: Sequence[MessageClaim], held: Mapping[uuid.UUID, Message]
    ) -> tuple[list[tuple[MessageClaim, ReadyToSend]], list[MessageClaim]]:
        """Those looked at once more and marked, and those whose rows are not among the held."""
        now = self.clock.now()
        ready: list[tuple[MessageClaim, ReadyToSend]] = []
        for claim in group:
            message = held.get(claim.message_id)
            if message is None:
                continue
            look = self._kept_look(message, now) or check_before_send(self.delivery, session, message, now)
            if not isinstance(look, ReadyToSend):
                self.outcomes.record_not_sent(session, message, now, look)
                continue
            waits = self.delivery.resting.try_alone(get_account(look.channel, message), now)
            if waits is not None:
                self.outcomes.record_not_sent(session, message, now, Postponed(waits, CHANNEL_RESTS))
                continue
            look.mark_merged()
            message.handing_over_since = now
            message.device = look.address.device
            message.lease_until = now + LEASE
            message.attempts += 1
            message.handed_over_as = make_idempotency_key(message)
            add_step(session, message, now, "handing_over")
            ready.append((claim, look))
        return ready, [claim for claim in group if claim.message_id not in held]

    def _kept_look(self, message: Message, now: datetime) -> ReadyToSend | None:
        """The look at exactly this row, if it still holds: to write may have had to wait. One that was read anew is looked
        at anew."""
        look = self._looks.pop(message.id, None)
        return look if look is not None and look.message is message and self._holds(now) else None

    def _holds(self, now: datetime) -> bool:
        return self._looked_at is not None and self._looked_at <= now <= self._looked_at + LOOK_HOLDS

    def _send(self, group: Sequence[tuple[MessageClaim, ReadyToSend]]) -> list[_Answered]:
        began, answered = self.clock.now(), list[_Answered]()
        resting = set[str | None]()
        for claim, ready in group:
            account = get_account(ready.channel, ready.message)
            too_old = answered and not began <= self.clock.now() <= began + MAX_CHECK_AGE
            if too_old or account in resting:
                answered.append(_Answered(claim, None))
                continue
            try:
                answer = ready.channel.hand_over(ready.message, ready.address, ready.rendered)
            except Exception as failure:
                _log.error("hand_over_failed", message=str(claim.message_id), error=type(failure).__name__)
                answer = SendResult(SendOutcome.UNKNOWN, reason=f"error_{type(failure).__name__}")
            if answer.outcome == SendOutcome.UNKNOWN:
                # A provider that takes it and says nothing that can be understood may do so each time: not all that wait are
                # to end so, each for a person to settle.
                answer = replace(answer, rests=True)
            answered.append(_Answered(claim, answer))
            if answer.rests and account is not None:
                resting.add(account)
        return answered

    def _write(self, session: Session, answered: Sequence[_Answered], at_hand: Mapping[uuid.UUID, Message]) -> None:
        """Each answer is in its row, if the row is still ours; otherwise as a remark. What is not at hand is waited for."""
        now = self.clock.now()
        away = [one.claim for one in answered if one.claim.message_id not in at_hand]
        held = {**at_hand, **self.rows.lock(session, away)}
        for one in answered:
            message = held.get(one.claim.message_id)
            if message is None:
                self.outcomes.counted.fenced += 1
                theirs = session.get_one(Message, one.claim.message_id, with_for_update=True)
                add_step(session, theirs, now, f"late_answer_{one.answer.outcome if one.answer else 'none'}")
            elif one.answer is not None:
                channel = self.delivery.channels.get(message.channel)
                self.outcomes.answer(session, message, now, one.answer, get_account(channel, message))
                if isinstance(channel, SupportsStatus) and message.state in AWAITING_STATUS:
                    message.look_again_at = now + FIRST_STATUS_CHECK
            else:
                message.handing_over_since = None
                message.attempts -= 1
                add_step(session, message, now, "not_handed_over")

    def _was_not_sent(self, claim: MessageClaim) -> bool:
        """True if the interrupted hand-over is known not to have happened; otherwise the row now says what did."""
        with self.database.reading() as session:
            message = session.get_one(Message, claim.message_id)
            session.expunge(message)  # asked about below, outside any transaction
        channel = self.delivery.channels.get(message.channel)
        try:
            found = SendResult(SendOutcome.UNKNOWN, reason="no_channel") if channel is None else channel.find(message)
        except Exception as failure:
            _log.error("hand_over_not_found_out", message=str(claim.message_id), error=type(failure).__name__)
            found = SendResult(SendOutcome.UNKNOWN, reason=f"error_{type(failure).__name__}")
        with self.database.transaction() as session:
            if found is not None:
                self._write(session, [_Answered(claim, found)], {})
                return False
            ours = self._ours(session, [claim])
            for message in ours:
                message.handing_over_since = None
                add_step(session, message, self.clock.now(), "not_handed_over")
        return bool(ours)

    def _ours(self, session: Session, claims: Sequence[MessageClaim]) -> list[Message]:
        held = self.rows.lock(session, claims)
        self.outcomes.counted.fenced += len(claims) - len(held)
        return list(held.values())


_OF_ALL_PERHAPS = (SendOutcome.TRY_AGAIN, SendOutcome.UNKNOWN)

Done = Future[list[_Answered]]


def _take(brought: "SimpleQueue[Done]", busy: int) -> Iterator[Done]:
    """What the hands have brought: the first, however long it takes, and what comes within a moment after it."""
    until: float | None = None
    for _ in range(busy):
        try:
            yield brought.get(timeout=None if until is None else max(0, until - monotonic()))
        except Empty:
            return
        until = until or monotonic() + A_MOMENT_MORE
