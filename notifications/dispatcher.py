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
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from random import Random

import structlog
from sqlalchemy import and_, bindparam, or_
from sqlmodel import Session, col, select

from models.database import Database, RecordInMemory
from models.message import Message, MessageState, move
from notifications.addresses import Addresses
from notifications.bundling import Bounds
from notifications.carrying import LEASE, Carrier, Claim
from notifications.channels.channel import Channel
from notifications.high_water import HighWater, Mark
from notifications.outbox import next_due
from notifications.outcomes import ATTEMPTS, Delivered, Outcomes
from notifications.readiness import Eligible, Ready, World, second_look
from notifications.render import DEFAULT_SIGNATURE, Signature
from notifications.resting import account_of
from sunward.clock import Clock

_log = structlog.get_logger(__name__)


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
    hands: int = 1,
) -> Delivered:
    """Up to `limit` messages that are due have been looked at once more and handed over, or say why not.

    May be called by several processes at once: each message is claimed by one. `chance` spreads the later tries.
    With several `hands` as many are handed over at the same time, and a death may leave one unknown in each of them.
    With a `high_water`, a record that was restored from a backup keeps its messages until a person releases them.
    """
    if high_water is not None and _is_held(database, clock, high_water):
        return Delivered()
    world = World(channels, addresses, eligible, signature, bounds)
    round_ = _Round(database, clock, world, who, Outcomes(chance or Random(), Delivered(), world.resting))
    try:
        claims = round_.claim(limit)
        if claims and high_water is not None:
            high_water.raise_to(Mark(clock.now(), claims[-1].message_id, claims[-1].fence))
        _carry(database, clock, world, round_.outcomes, claims, hands)
    finally:
        for channel in channels.values():
            channel.rest()
    return round_.outcomes.counted


def _is_held(database: Database, clock: Clock, high_water: HighWater) -> bool:
    """Whether the record is behind what has left; a folder in which nothing has left yet gets its first mark."""
    with database.reading() as session:
        if high_water.is_above(session):
            return True
    if high_water.mark() is None:
        high_water.raise_to(Mark(clock.now()))
    return False


def _carry(
    database: Database, clock: Clock, world: World, outcomes: Outcomes, claims: Sequence[Claim], hands: int
) -> None:
    """The claims are brought, by several hands if there are several; what goes to one person is in one hand."""
    if hands <= 1 or len(claims) <= 1 or isinstance(database, RecordInMemory):
        Carrier(database, clock, world, outcomes).bring(claims)
        return
    shares = [[claim for claim in claims if (claim.to.int if claim.to else 0) % hands == hand] for hand in range(hands)]
    carriers = [
        Carrier(database, clock, world, Outcomes(Random(outcomes.chance.random()), Delivered(), world.resting))
        for _ in shares
    ]
    with ThreadPoolExecutor(hands) as pool:
        working = [pool.submit(carrier.bring, share) for carrier, share in zip(carriers, shares, strict=True) if share]
    for carrier in carriers:
        outcomes.counted.add(carrier.outcomes.counted)
    for hand in working:
        hand.result()


@dataclass
class _Round:
    database: Database
    clock: Clock
    world: World
    who: str
    outcomes: Outcomes

    def claim(self, limit: int) -> list[Claim]:
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
            self.outcomes = Outcomes(self.outcomes.chance, Delivered(), self.world.resting)
            return self._claim(limit, at_once=False)

    def _claim(self, limit: int, *, at_once: bool) -> list[Claim]:
        now = self.clock.now()
        claims: list[Claim] = []
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
                # What is looked at and done with in this one transaction is never seen held by anybody.
                if look is None or message.state != MessageState.CREATED:
                    self._take_up(session, message, now)
                if look is None:
                    claims.append(Claim(message.id, message.fence, interrupted, message.channel, message.recipient_id))
                elif isinstance(look, Ready):
                    look.speak_for_all()
                    message.attempts += 1
                    answer = look.channel.hand_over(message, look.address, look.rendered)
                    self.outcomes.answer(session, message, now, answer, account_of(look.channel, message))
                else:
                    self.outcomes.stay(session, message, now, look)
        return claims

    def _take_up(self, session: Session, message: Message, now: datetime) -> None:
        again = "lease_passed" if message.claimed_by else "next_try" if message.lease_until else None
        message.fence += 1
        message.claimed_by = self.who
        message.lease_until = now + LEASE
        move(session, message, now, MessageState.CLAIMED, again)


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


__all__ = ["ATTEMPTS", "LEASE", "Delivered", "deliver_pending"]
