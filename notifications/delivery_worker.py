"""From the claim to the provider's answer. Two things are durable before a message is handed over: that it is being
handed over, and how the one before it ended. Both are one transaction, so that a message costs one and not two.

Where a channel can tell afterwards what it was handed, some are handed over between two transactions: should the process
die among them, they are handed over once more and carried once. Where it cannot, a death leaves one unknown and no more
(one for each hand, where several hands carry).
"""

import uuid
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

import structlog
from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from core.clock import Clock
from models.database import Database
from models.message import Message, MessageState, add_step
from notifications.channels.channel import SendOutcome, SendResult, SupportsStatus, make_idempotency_key
from notifications.delivery_receipts import AWAITING_STATUS, FIRST_STATUS_CHECK
from notifications.outcomes import OutcomeWriter
from notifications.provider_backoff import get_account
from notifications.send_check import DeliveryContext, ReadyToSend, check_before_send

LEASE = timedelta(minutes=3)
"""Longer than the slowest hand-over; renewed before each."""
MAX_CHECK_AGE = timedelta(seconds=2)
"""So long after its last look a message may still be handed over: what has changed since is not known."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class MessageClaim:
    """A message that is ours for a lease."""

    message_id: uuid.UUID
    fence: int
    interrupted: bool
    """Somebody died while handing it over."""
    channel: str
    to: uuid.UUID | None


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
    _waiting: deque[MessageClaim] = field(default_factory=deque)

    def deliver(self, claims: Sequence[MessageClaim]) -> None:
        """Each has been handed over and its answer written down, or its row says why not."""
        for claim in claims:
            if not claim.interrupted or self._was_not_sent(claim):
                self._waiting.append(claim)
        answered: list[_Answered] = []
        while self._waiting or answered:
            left_out = [one.claim for one in answered if one.answer is None]
            ready = self._turn(answered, self._next())
            self._waiting.extend(left_out)
            answered = self._send(ready)

    def _next(self) -> list[MessageClaim]:
        """Whose turn it is: one, or several to somebody else each where the channel can tell of them afterwards."""
        if not self._waiting:
            return []
        group = [self._waiting.popleft()]
        channel = self.delivery.channels.get(group[0].channel)
        while (
            self._waiting
            and channel is not None
            and len(group) < channel.at_once
            and self._waiting[0].channel == group[0].channel
            and all(self._waiting[0].to != other.to for other in group)  # the look at one must see the other
        ):
            group.append(self._waiting.popleft())
        return group

    def _turn(
        self, answered: Sequence[_Answered], group: Sequence[MessageClaim]
    ) -> list[tuple[MessageClaim, ReadyToSend]]:
        """What was answered is written down, and what comes next is marked as being handed over, or says why not."""
        counted = replace(self.outcomes.counted)
        try:
            with self.database.transaction() as session, session.no_autoflush:
                held = _held(session, [*(one.claim for one in answered), *group], wait=False)
                self._write(session, answered, held)
                answered_to = {one.claim.to for one in answered}
                if None in answered_to or any(claim.to in answered_to for claim in group):
                    session.flush()  # the looks that follow must see it
                ready, missed = self._begin(session, group, held)
        except Exception as failure:
            # One of them fails and took the others with it. Alone, it fails alone.
            _log.error("turn_failed", error=type(failure).__name__)
            self.outcomes.counted = counted
            self._write_each(answered)
            return [found for claim in group for found in self._begin_alone(claim)]
        # Somebody else held its row just now. We waited for nobody while we held another.
        return ready + [found for claim in missed for found in self._begin_alone(claim)]

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
                held = _held(session, [claim], wait=True)
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
            look = check_before_send(self.delivery, session, message, now)
            if not isinstance(look, ReadyToSend):
                self.outcomes.record_not_sent(session, message, now, look)
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

    def _send(self, group: Sequence[tuple[MessageClaim, ReadyToSend]]) -> list[_Answered]:
        began, answered = self.clock.now(), list[_Answered]()
        for claim, ready in group:
            if answered and not began <= self.clock.now() <= began + MAX_CHECK_AGE:
                answered.append(_Answered(claim, None))
                continue
            try:
                answer = ready.channel.hand_over(ready.message, ready.address, ready.rendered)
            except Exception as failure:
                _log.error("hand_over_failed", message=str(claim.message_id), error=type(failure).__name__)
                answer = SendResult(SendOutcome.UNKNOWN, reason=f"error_{type(failure).__name__}")
            answered.append(_Answered(claim, answer))
        return answered

    def _write(self, session: Session, answered: Sequence[_Answered], at_hand: Mapping[uuid.UUID, Message]) -> None:
        """Each answer is in its row, if the row is still ours; otherwise as a remark. What is not at hand is waited for."""
        now = self.clock.now()
        away = [one.claim for one in answered if one.claim.message_id not in at_hand]
        held = {**at_hand, **_held(session, away, wait=True)}
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
        held = _held(session, claims, wait=True)
        self.outcomes.counted.fenced += len(claims) - len(held)
        return list(held.values())


_OURS = (
    select(Message)
    .where(col(Message.id).in_(bindparam("ids", expanding=True)), Message.state == MessageState.CLAIMED.value)
    .order_by(col(Message.id))
)
_WAITED_FOR, _FREE = _OURS.with_for_update(), _OURS.with_for_update(skip_locked=True)


def _held(session: Session, claims: Sequence[MessageClaim], *, wait: bool) -> dict[uuid.UUID, Message]:
    """Those messages, locked, that are still ours; without `wait`, and not locked by anybody else just now."""
    if not claims:
        return {}
    fences = {claim.message_id: claim.fence for claim in claims}
    found = session.exec(_WAITED_FOR if wait else _FREE, params={"ids": list(fences)})
    return {message.id: message for message in found if message.fence == fences[message.id]}
