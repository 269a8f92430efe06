"""The dispatcher: what is due leaves the outbox, once, and its row says what became of it.

Three steps, each durable before the next: *claimed* (a lease and a fence number), *being handed over* (looked at once
more, with `handing_over_since` set), and the provider's answer. What a process that dies leaves behind:

- claimed, not handed over: taken up again when its lease has passed;
- inside the hand-over: the channel is asked whether it has the message. The folder knows its files, the inbox is the
  record itself, so the message is finished or handed over again and exists once. Mail cannot tell: the row becomes
  `unknown`, nothing is sent a second time, and a person settles it.

A dispatcher that slept through its lease holds an old fence number and changes no state; its late answer is kept as a
remark for the person who settles the message.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

import structlog
from sqlalchemy import and_, bindparam, or_
from sqlmodel import Session, col, select

from models.database import Database, RecordInMemory
from models.message import DID_NOT_TAKE_IT, Message, MessageState, move, remark
from notifications.addresses import Addresses
from notifications.bundling import Bounds
from notifications.channels.channel import Channel, HandOver, Outcome
from notifications.high_water import HighWater, Mark
from notifications.outbox import next_due, post_next_way
from notifications.readiness import Eligible, Later, Never, Ready, World, second_look
from notifications.render import DEFAULT_SIGNATURE, Signature
from sunward.clock import Clock

LEASE = timedelta(minutes=3)
"""Longer than the slowest hand-over; renewed before each."""
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=30)
ATTEMPTS = 12
"""With the pauses, about four hours."""

_log = structlog.get_logger(__name__)


@dataclass
class Delivered:
    """What one round came to, in messages."""

    sent: int = 0
    delivered: int = 0
    not_sent: int = 0
    refused: int = 0
    bounced: int = 0
    expired: int = 0
    unknown: int = 0
    waiting: int = 0
    """Put back for a later try."""
    fenced: int = 0
    """Taken up or taken back by somebody else meanwhile."""


@dataclass(frozen=True)
class _Claim:
    message_id: uuid.UUID
    fence: int
    interrupted: bool
    """Somebody died while handing it over."""


def deliver_pending(
    database: Database,
    clock: Clock,
    channels: Mapping[str, Channel],
    addresses: Addresses,
    eligible: Eligible,
    limit: int = 100,
    *,
    who: str = "dispatcher",
    chance: Random | None = None,
    signature: Signature = DEFAULT_SIGNATURE,
    bounds: Bounds | None = None,
    high_water: HighWater | None = None,
) -> Delivered:
    """Up to `limit` messages that are due have been looked at once more and handed over, or say why not.

    May be called by several processes at once: each message is claimed by one. `chance` spreads the later tries.
    With a `high_water`, a record that was restored from a backup keeps its messages until a person releases them.
    """
    if high_water is not None and _is_held(database, clock, high_water):
        return Delivered()
    world = World(channels, addresses, eligible, signature, bounds)
    round_ = _Round(database, clock, world, who, chance or Random())
    try:
        claims = round_.claim(limit)
        if claims and high_water is not None:
            high_water.raise_to(Mark(clock.now(), claims[-1].message_id, claims[-1].fence))
        for claim in claims:
            round_.bring(claim)
    finally:
        for channel in channels.values():
            channel.rest()
    return round_.delivered


def _is_held(database: Database, clock: Clock, high_water: HighWater) -> bool:
    """Whether the record is behind what has left; a folder in which nothing has left yet gets its first mark."""
    with database.reading() as session:
        if high_water.is_above(session):
            return True
    if high_water.mark() is None:
        high_water.raise_to(Mark(clock.now()))
    return False


@dataclass
class _Round:
    database: Database
    clock: Clock
    world: World
    who: str
    chance: Random
    delivered: Delivered = field(default_factory=Delivered)

    def claim(self, limit: int) -> list[_Claim]:
        """What is due is ours for a lease. Messages of instant channels are done with in the same transaction."""
        if not isinstance(self.database, RecordInMemory):  # there nobody's writing is kept waiting for our looking
            with self.database.reading() as session:
                earliest = next_due(session)
            if earliest is None or earliest > self.clock.now():
                return []
        try:
            return self._claim(limit, at_once=True)
        except Exception as failure:
            # Something failed for one of them and took all with it. Claimed one by one, it fails alone.
            _log.error("messages_not_prepared", error=type(failure).__name__)
            self.delivered = Delivered()
            return self._claim(limit, at_once=False)

    def _claim(self, limit: int, *, at_once: bool) -> list[_Claim]:
        now = self.clock.now()
        claims: list[_Claim] = []
        unwritten: set[tuple[uuid.UUID | None, str]] = set()
        with self.database.transaction() as session, session.no_autoflush:
            for message in _due(session, now, limit):
                interrupted = message.handing_over_since is not None
                channel = self.world.channels.get(message.channel)
                instant = at_once and channel is not None and channel.instant and not interrupted
                # What was done to others of this batch is written together, unless this one's look must see it.
                to = (message.recipient_id, message.channel)
                if to in unwritten:
                    session.flush()
                    unwritten.clear()
                unwritten.add(to)
                look = second_look(self.world, session, message, now) if instant else None
                again = "lease_passed" if message.claimed_by else "next_try" if message.lease_until else None
                message.fence += 1
                message.claimed_by = self.who
                message.lease_until = now + LEASE
                move(session, message, now, MessageState.CLAIMED, again)
                if look is None:
                    claims.append(_Claim(message.id, message.fence, interrupted))
                elif isinstance(look, Ready):
                    message.attempts += 1
                    answer = look.channel.hand_over(message, look.address, look.rendered)
                    self._record(session, message, now, answer)
                else:
                    self._stay(session, message, now, look)
        return claims

    def bring(self, claim: _Claim) -> None:
        """The message has been handed over and its answer written down, or its row says why not."""
        if claim.interrupted and not self._resolved_as_absent(claim):
            return
        try:
            ready = self._begin(claim)
        except Exception as failure:
            # One message that cannot be prepared holds up no other; after as many tries as any it is refused.
            _log.error("message_not_prepared", message=str(claim.message_id), error=type(failure).__name__)
            self._write(claim, HandOver(Outcome.TRY_AGAIN, reason=f"error_{type(failure).__name__}"), count=True)
            return
        if ready is None:
            return
        try:
            answer = ready.channel.hand_over(ready.message, ready.address, ready.rendered)
        except Exception as failure:
            _log.error("hand_over_failed", message=str(claim.message_id), error=type(failure).__name__)
            answer = HandOver(Outcome.UNKNOWN, reason=f"error_{type(failure).__name__}")
        self._write(claim, answer)

    def _begin(self, claim: _Claim) -> Ready | None:
        """Looked at once more; if nothing stands against it, marked as being handed over, durably."""
        now = self.clock.now()
        with self.database.transaction() as session:
            message = _held(session, claim)
            if message is None:
                self.delivered.fenced += 1
                return None
            look = second_look(self.world, session, message, now)
            if not isinstance(look, Ready):
                self._stay(session, message, now, look)
                return None
            message.handing_over_since = now
            message.lease_until = now + LEASE
            message.attempts += 1
            remark(session, message, now, "handing_over")
        return look

    def _resolved_as_absent(self, claim: _Claim) -> bool:
        """True if the interrupted hand-over is known not to have happened; otherwise the row now says what did."""
        with self.database.reading() as session:
            message = session.get_one(Message, claim.message_id)
            session.expunge(message)  # asked about below, outside any transaction
        channel = self.world.channels.get(message.channel)
        try:
            found = HandOver(Outcome.UNKNOWN, reason="no_channel") if channel is None else channel.find(message)
        except Exception as failure:
            _log.error("hand_over_not_found_out", message=str(claim.message_id), error=type(failure).__name__)
            found = HandOver(Outcome.UNKNOWN, reason=f"error_{type(failure).__name__}")
        if found is not None:
            self._write(claim, found)
            return False
        with self.database.transaction() as session:
            held = _held(session, claim)
            if held is None:
                self.delivered.fenced += 1
                return False
            held.handing_over_since = None
            remark(session, held, self.clock.now(), "not_handed_over")
        return True

    def _stay(self, session: Session, message: Message, now: datetime, look: Later | Never) -> None:
        """The message does not leave now, and its row says why."""
        if isinstance(look, Later):
            self._put_back(session, message, now, look.until, look.reason)
        else:
            self._end(session, message, now, look.state, look.reason, next_way=look.next_way)

    def _write(self, claim: _Claim, answer: HandOver, *, count: bool = False) -> None:
        """The answer is in the row, if the row is still ours; otherwise as a remark."""
        now = self.clock.now()
        with self.database.transaction() as session:
            message = _held(session, claim)
            if message is None:
                self.delivered.fenced += 1
                theirs = session.get_one(Message, claim.message_id, with_for_update=True)
                remark(session, theirs, now, f"late_answer_{answer.outcome}")
                return
            message.attempts += count
            self._record(session, message, now, answer)

    def _record(self, session: Session, message: Message, now: datetime, answer: HandOver) -> None:
        message.handing_over_since = None
        if answer.outcome == Outcome.TRY_AGAIN:
            if message.attempts < ATTEMPTS:
                self._put_back(session, message, now, now + self._pause(message.attempts), answer.reason)
            else:
                self._end(session, message, now, MessageState.REFUSED, answer.reason, next_way=True)
            return
        if answer.outcome in (Outcome.SENT, Outcome.DELIVERED):
            message.sent_at = now
            message.provider_reference = answer.reference and answer.reference[:200]
        state = MessageState(answer.outcome.value)
        self._end(session, message, now, state, answer.reason, next_way=state in DID_NOT_TAKE_IT)

    def _put_back(self, session: Session, message: Message, now: datetime, until: datetime, why: str | None) -> None:
        message.claimed_by = None
        message.lease_until = until
        move(session, message, now, MessageState.CLAIMED, why)
        self.delivered.waiting += 1

    def _end(
        self,
        session: Session,
        message: Message,
        now: datetime,
        state: MessageState,
        reason: str | None,
        *,
        next_way: bool = False,
    ) -> None:
        """Nobody holds the message any more; it is in `state`, and where it was refused the next way waits."""
        message.claimed_by = None
        message.lease_until = None
        move(session, message, now, state, reason)
        if next_way:
            post_next_way(session, now, message)
        setattr(self.delivered, state.value, getattr(self.delivered, state.value) + 1)

    def _pause(self, attempts: int) -> timedelta:
        """Doubling from half a minute to half an hour, and somewhere in the upper half of that."""
        pause: timedelta = min(FIRST_PAUSE * 2 ** min(max(attempts - 1, 0), 10), LONGEST_PAUSE)
        return pause * (0.5 + self.chance.random() / 2)


_DUE = (
    select(Message)
    .where(
        or_(
            and_(col(Message.state) == MessageState.CREATED.value, col(Message.due_at) <= bindparam("now")),
            and_(col(Message.state) == MessageState.CLAIMED.value, col(Message.lease_until) <= bindparam("now")),
        )
    )
    # The key last: ids of one moment are in no order, and a rehearsal must come out alike every time.
    .order_by(col(Message.due_at), col(Message.created_at), col(Message.dedupe_key))
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)


def _due(session: Session, now: datetime, limit: int) -> list[Message]:
    """Messages whose moment has come and that nobody holds; on PostgreSQL those held by another are passed over."""
    return list(session.exec(_DUE, params={"now": now, "most": limit}))


def _held(session: Session, claim: _Claim) -> Message | None:
    """The message, locked, if it is still ours."""
    return session.exec(
        select(Message)
        .where(Message.id == claim.message_id, Message.fence == claim.fence, Message.state == MessageState.CLAIMED)
        .with_for_update()
    ).one_or_none()
