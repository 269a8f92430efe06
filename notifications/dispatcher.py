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
from datetime import datetime
from random import Random
from time import monotonic
from typing import Any

import structlog
from sqlalchemy import bindparam
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from core.clock import Clock
from core.open_requests import GIVES_WAY, OpenRequests
from models.database import Database, InMemoryDatabase
from models.message import Message, MessageState, set_state, write_messages, write_together
from notifications.addresses import Addresses
from notifications.channels.channel import Channel
from notifications.claimed_messages import ClaimedMessages, MessageClaim
from notifications.delivery_worker import LEASE, DeliveryWorker
from notifications.digest_and_limits import MessageLimits
from notifications.outbox import find_next_due
from notifications.outcomes import ATTEMPTS, DeliveryCounts, OutcomeWriter
from notifications.provider_backoff import get_account
from notifications.render import DEFAULT_SIGNATURE, Signature
from notifications.restore_guard import RestoreGuard
from notifications.send_check import (
    DeliveryContext,
    Eligible,
    ReadAhead,
    ReadyToSend,
    check_before_send,
    prepare_looks,
    read_nothing_ahead,
)

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
    bounds: MessageLimits | None = None,
    high_water: RestoreGuard | None = None,
    workers: int = 1,
    read_ahead: ReadAhead = read_nothing_ahead,
    open_requests: OpenRequests | None = None,
) -> DeliveryCounts:
    """Up to `limit` messages that are due have been looked at once more and handed over, or say why not.

    May be called by several processes at once: each message is claimed by one. `chance` spreads the later tries.
    With several `workers` as many are handed over at the same time, and a death may leave one unknown in each of them.
    `read_ahead` reads together what the looks at several will ask for one by one.
    With `open_requests`, each transaction lets these pass first.
    With a `high_water`, a record that was restored from a backup keeps its messages until a person releases them.
    """
    if high_water is not None and _is_held(database, clock, high_water):
        return DeliveryCounts()
    delivery = DeliveryContext(
        channels, addresses, eligible, signature, bounds,
        read_ahead=read_ahead, open_requests=open_requests or OpenRequests(),
    )  # fmt: skip
    round_ = _Round(
        database, clock, delivery, who, OutcomeWriter(chance or Random(), DeliveryCounts(), delivery.resting)
    )
    try:
        claims = round_.claim(limit)
        if claims and high_water is not None:
            high_water.advance(clock.now())
        hands = 1 if isinstance(database, InMemoryDatabase) else max(1, min(workers, len(claims)))
        DeliveryWorker(database, clock, delivery, round_.outcomes, hands, round_.rows).deliver(claims)
    finally:
        for channel in channels.values():
            channel.rest()
    return round_.outcomes.counted


def _is_held(database: Database, clock: Clock, high_water: RestoreGuard) -> bool:
    """Whether the record is behind what has left; a folder in which nothing has left yet gets its first mark."""
    with database.reading() as session:
        if high_water.detects_restore(session):
            return True
    if high_water.mark() is None:
        high_water.advance(clock.now())
    return False


@dataclass
class _Round:
    database: Database
    clock: Clock
    delivery: DeliveryContext
    who: str
    outcomes: OutcomeWriter
    rows: ClaimedMessages = field(default_factory=ClaimedMessages)

    def claim(self, limit: int) -> list[MessageClaim]:
        """What is due is ours for a lease. Messages of instant channels are done with in the same transaction."""
        if not isinstance(self.database, InMemoryDatabase):  # there nobody's writing is kept waiting for our looking
            with self.database.reading() as session:
                earliest = find_next_due(session)
            if earliest is None or earliest > self.clock.now():
                return []
        try:
            return self._claim(limit, at_once=True)
        except Exception as failure:
            # Something failed for one of them and took all with it. Claimed one by one, it fails alone.
            _log.error("messages_not_prepared", error=type(failure).__name__)
            self.outcomes = OutcomeWriter(self.outcomes.rng, DeliveryCounts(), self.delivery.resting)
            self.rows.forget()
            return self._claim(limit, at_once=False)

    def _claim(self, limit: int, *, at_once: bool) -> list[MessageClaim]:
        now = self.clock.now()
        claims: list[MessageClaim] = []
        unwritten: set[tuple[uuid.UUID | None, str]] = set()
        with self.database.transaction() as session, session.no_autoflush, write_together(session):
            due = _due(session, now, limit)
            prepare_looks(self.delivery, session, [one for one in due if at_once and self._is_instant(one)], now)
            until = monotonic() + GIVES_WAY
            for message in due:
                self.delivery.open_requests.let_pass(until - monotonic())
                interrupted = message.handing_over_since is not None
                instant = at_once and self._is_instant(message)
                # What was done to others of this batch is written together, unless this one's look must see it.
                to = (message.recipient_id, message.channel)
                if to in unwritten:
                    write_messages(session)
                    session.flush()
                    unwritten.clear()
                unwritten.add(to)
                look = check_before_send(self.delivery, session, message, now) if instant else None
                # What is looked at and done with in this one transaction is never seen held by anybody.
                if look is None or message.state != MessageState.CREATED:
                    self._take_up(session, message, now)
                if look is None:
                    claims.append(
                        MessageClaim(message.id, message.fence, interrupted, message.channel, message.recipient_id)
                    )
                    if not interrupted:
                        self.rows.note(message)
                elif isinstance(look, ReadyToSend):
                    look.mark_merged()
                    message.attempts += 1
                    answer = look.channel.hand_over(message, look.address, look.rendered)
                    self.outcomes.answer(session, message, now, answer, get_account(look.channel, message))
                else:
                    self.outcomes.record_not_sent(session, message, now, look)
        return claims

    def _is_instant(self, message: Message) -> bool:
        """Whether it is done with as soon as it is handed over; not where somebody died while handing it over."""
        channel = self.delivery.channels.get(message.channel)
        return channel is not None and channel.instant and message.handing_over_since is None

    def _take_up(self, session: Session, message: Message, now: datetime) -> None:
        again = "lease_passed" if message.claimed_by else "next_try" if message.lease_until else None
        message.fence += 1
        message.claimed_by = self.who
        message.lease_until = now + LEASE
        set_state(session, message, now, MessageState.CLAIMED, again)


def _in_order(state: MessageState, moment: Any) -> SelectOfScalar[Message]:
    """Those of that state whose moment has come, read off in the order of their index however many thousands wait."""
    return (
        select(Message)
        .where(Message.state == state.value, moment <= bindparam("now"))
        # The key last: ids of one moment are in no order, and a rehearsal must come out alike every time.
        .order_by(col(Message.due_at), col(Message.created_at), col(Message.dedupe_key))
        .limit(bindparam("most"))
    )


_DUE = (
    _in_order(MessageState.CREATED, col(Message.due_at)),
    _in_order(MessageState.CLAIMED, col(Message.lease_until)),
)
_DUE_LOCKED = tuple(query.with_for_update(skip_locked=True) for query in _DUE)


def _due(session: Session, now: datetime, limit: int) -> list[Message]:
    """Messages whose moment has come and that nobody holds. On PostgreSQL those held by another are passed over; on SQLite
    the whole transaction holds the write lock."""
    queries = _DUE if session.get_bind().dialect.name == "sqlite" else _DUE_LOCKED
    asked = {"now": now, "most": limit}
    found = [message for query in queries for message in session.exec(query, params=asked)]
    return sorted(found, key=lambda message: (message.due_at, message.created_at, message.dedupe_key))[:limit]


__all__ = ["ATTEMPTS", "LEASE", "DeliveryCounts", "deliver_pending"]
