"""A provider that says "too many", or takes nothing from an account at all, pauses the account and not one message.

The pause is in the record, so every dispatcher keeps it; the next message that is due tries whether it is over.
What is wrong with one number pauses nothing.
"""

import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from models.base import insert_if_new
from models.message import Message
from models.provider_pause import ProviderPause
from notifications.channels.channel import Channel, SendResult

log = logging.getLogger(__name__)

FIRST_PAUSE = timedelta(seconds=30)
MAX_DOUBLED_PAUSE = timedelta(minutes=30)
MAX_PAUSE = timedelta(hours=4)
"""However long a provider asks for, and whatever a clock that stood wrong has written."""
IN_A_ROW = timedelta(minutes=2)
CHANNEL_RESTS = "channel_rests"
"""Why a message waits meanwhile."""
CACHE_DURATION = timedelta(seconds=1)
"""So long what is known of resting accounts is believed: another dispatcher may have met the same answer since."""


@dataclass
class ProviderBackoff:
    """Which accounts are paused, as one dispatcher knows it."""

    _known: dict[str, datetime] = field(default_factory=dict)
    _checked_at: datetime | None = None

    def until(self, session: Session, channel: Channel, message: Message, now: datetime) -> datetime | None:
        """Until when the account that would carry the message is paused; None if it is not."""
        account = channel.account(message)
        if account is None:
            return None
        if self._checked_at is None or not timedelta(0) <= now - self._checked_at < CACHE_DURATION:
            pauses = select(ProviderPause.account, ProviderPause.until_at).where(col(ProviderPause.until_at) > now)
            self._known, self._checked_at = dict(session.exec(pauses).all()), now
        until = self._known.get(account)
        return until if until is not None and now < until <= now + MAX_PAUSE else None

    def begin(self, session: Session, account: str, now: datetime, answer: SendResult, spread: float) -> datetime:
        """The account is paused, as long as the provider asks or twice as long as the last time; returns until when. The
        first of such pauses is told in the log at once, in the provider's words."""
        if_new = insert_if_new(session.get_bind().dialect.name, "provider_pause", "account")
        session.execute(if_new, {"account": account, "since_at": now, "until_at": now, "times": 0})
        last = session.get_one(ProviderPause, account, with_for_update=True, populate_existing=True)
        resting = now < last.until_at <= now + MAX_PAUSE
        if not resting:
            in_a_row = timedelta(0) <= now - last.until_at <= IN_A_ROW
            last.times, last.since_at = (last.times + 1, last.since_at) if in_a_row and last.times else (1, now)
            last.until_at = now
        doubled: timedelta = min(FIRST_PAUSE * 2 ** min(max(last.times - 1, 0), 10), MAX_DOUBLED_PAUSE) * spread
        last.until_at = max(last.until_at, now + min(answer.not_before or doubled, MAX_PAUSE))
        last.reason, last.said = answer.reason and answer.reason[:80], " ".join(answer.said.split())[:200]
        if last.times == 1 and not resting:
            log.warning("%s takes nothing now: %s %s", account.partition("/")[0], last.reason, last.said)
        session.flush()
        self._known[account] = last.until_at
        return last.until_at
