"""A machine's clock that has gone on by weeks at once, while the program ran or since it was last alive.

Mostly somebody has mistyped a date, a start without a battery or a wrong time server set it, and it is put right within
minutes. What is processed by such a clock cannot be taken back: families are asked for notes before their day, and what is
not there yet counts as not received.
"""

import logging
import threading
import time
from datetime import datetime, timedelta

from core.i18n import _

log = logging.getLogger(__name__)

LEAP = timedelta(days=14)
"""No office is closed for so long, and no machine asleep."""
WAITING = timedelta(minutes=15)
"""How long the program does nothing by itself after a leap. Then the clock counts as right: a legal clock waits for
nobody."""
LEAPT = _(
    "本机的时钟一下子走了{days}天以上。如果日期不对，请马上改正：{minutes}分钟内暂不办理到期的事项，之后照常办理。",
    days=LEAP.days, minutes=WAITING.seconds // 60,
)  # fmt: skip


class ClockLeap:
    """Notices a leap whenever it is asked for the time. It notices none before it has begun to watch."""

    def __init__(self) -> None:
        self._shown: datetime | None = None
        self._watches = False
        self._waits_since: float | None = None
        self._turn = threading.Lock()

    def watch(self, last_alive: datetime | None) -> None:
        """The program, or another process of it, was last alive then; None where it never was."""
        self._watches, self._shown = True, last_alive

    def is_paused(self, now: datetime) -> bool:
        """Whether the clock, which shows `now`, has just made a leap and has not been put back."""
        if not self._watches:
            return False
        with self._turn:
            steady = time.monotonic()
            if self._shown is None or now - self._shown < LEAP:
                if self._waits_since is not None:
                    log.warning("The clock is right again, and what falls due is processed.")
            elif self._waits_since is None:
                log.error("%s / %s", LEAPT.zh, LEAPT.en)
                self._waits_since = steady
                return True
            elif steady - self._waits_since < WAITING.total_seconds():
                return True
            self._shown, self._waits_since = now, None
            return False
