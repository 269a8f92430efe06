"""What becomes of a message stands in its row, with a step that says so, and what follows from it is done."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from sqlmodel import Session

from models.message import UNDELIVERED_STATES, Message, MessageState, set_state
from notifications.channels.channel import Channel, SendOutcome, SendResult
from notifications.delivery_receipts import AWAITING_STATUS, FIRST_STATUS_CHECK
from notifications.outbox import post_fallback
from notifications.provider_backoff import ProviderBackoff
from notifications.send_check import NotSendable, Postponed

FIRST_PAUSE = timedelta(seconds=30)
MAX_RETRY_PAUSE = timedelta(minutes=30)
ATTEMPTS = 12
"""With the pauses, about four hours."""


@dataclass
class DeliveryCounts:
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
    """Answered when somebody else had taken it up already."""


@dataclass
class OutcomeWriter:
    """Writes outcomes into rows that are locked and ours, and counts them."""

    rng: Random
    """Spreads the later tries."""
    counted: DeliveryCounts
    resting: ProviderBackoff = field(default_factory=ProviderBackoff)

    def record_not_sent(
        self, session: Session, message: Message, now: datetime, check: Postponed | NotSendable
    ) -> None:
        """The message does not leave now, and its row says why."""
        if isinstance(check, Postponed):
            self._postpone(session, message, now, check.until, check.reason)
        else:
            self._end(session, message, now, check.state, check.reason, next_way=check.try_next_channel)

    def answer(
        self, session: Session, message: Message, now: datetime, answer: SendResult, channel: Channel | None = None
    ) -> None:
        """The provider's answer stands in the row. Not now means later, each time further away, until it is refused;
        where it was said to the whole account, all its messages wait."""
        message.handing_over_since = None
        account = None if channel is None else channel.account(message)
        rested = now
        if answer.pauses_account and account is not None:
            spread = 0.5 + self.rng.random() / 2
            rested = self.resting.begin(session, account, now, answer, spread)
        if answer.outcome == SendOutcome.TRY_AGAIN:
            until = max(now + max(self._pause(message.attempts), answer.not_before or timedelta(0)), rested)
            if message.attempts < ATTEMPTS:
                self._postpone(session, message, now, until, answer.reason)
            else:
                self._end(session, message, now, MessageState.REFUSED, answer.reason, next_way=True)
            return
        if answer.outcome in (SendOutcome.SENT, SendOutcome.DELIVERED):
            message.sent_at = now
            message.provider_reference = answer.reference and answer.reference[:200]
        state = MessageState(answer.outcome.value)
        if channel is not None and channel.tells_status and state in AWAITING_STATUS:
            message.look_again_at = now + FIRST_STATUS_CHECK
        self._end(session, message, now, state, answer.reason, next_way=state in UNDELIVERED_STATES)

    def _postpone(self, session: Session, message: Message, now: datetime, until: datetime, why: str | None) -> None:
        message.lease_until = until
        set_state(session, message, now, MessageState.CLAIMED, why)
        self.counted.waiting += 1

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
        """The message is released and in `state`; where no provider took it, the next channel waits."""
        message.lease_until = None
        set_state(session, message, now, state, reason)
        if next_way:
            post_fallback(session, now, message)
        setattr(self.counted, state.value, getattr(self.counted, state.value) + 1)

    def _pause(self, attempts: int) -> timedelta:
        """Doubling from half a minute to half an hour, and somewhere in the upper half of that."""
        pause: timedelta = min(FIRST_PAUSE * 2 ** min(max(attempts - 1, 0), 10), MAX_RETRY_PAUSE)
        return pause * (0.5 + self.rng.random() / 2)
