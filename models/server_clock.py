"""Whether this machine's clock is that of the database server, by which the machines of one record agree on the time."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

from sqlalchemy import text
from sqlmodel import Session

from core.clock import JUMPED, Clock, Every, WallClock
from core.errors import WrongClock
from core.i18n import _

WRONG_FROM = timedelta(minutes=5)
"""With such a clock it is not known what is due, and nothing is processed by it."""
ASKED_EVERY_SECONDS = 5.0
_NONE = timedelta(0)


class ServerClock:
    """Compares this machine's clock with the database server's, now and then and whenever it was set. A record in a file has
    one machine, and its clock is right."""

    def __init__(self, reading: Callable[[], AbstractContextManager[Session]] | None) -> None:
        self._reading = reading
        """A session in which the server is asked; None for a record in a file."""
        self.clock: Clock = WallClock()
        """This machine's."""
        self._difference = _NONE
        self._compares = Every(ASKED_EVERY_SECONDS)
        self._set_by = float("-inf")
        """When this machine's steady clock began, by its other one, as of the last comparison."""

    def measure(self) -> timedelta:
        """By how much at least this machine's clock is ahead, or, negative, behind. However long the answer takes, no clock
        that is right is called wrong."""
        if self._reading is None:
            return _NONE
        now = self.clock.now()
        set_by = now.timestamp() - time.monotonic()
        if self._compares.is_due() or abs(set_by - self._set_by) > JUMPED.total_seconds():
            with self._reading() as session:
                shown = session.execute(text("SELECT clock_timestamp()")).scalar_one()
            self._difference = max(now - shown, _NONE) or min(self.clock.now() - shown, _NONE)
            self._set_by = set_by
        return self._difference

    @property
    def is_right(self) -> bool:
        """Whether what falls due may be processed by it."""
        return abs(self.measure()) < WRONG_FROM

    def ensure_right(self) -> None:
        """WrongClock where it is not."""
        if self.is_right:
            return
        ours = self.clock.now()
        raise WrongClock(
            _(
                "本机的时钟是{ours}（UTC），数据库服务器的是{theirs}，相差五分钟以上：不能确定哪些事项到期，"
                "本机不按这个时钟办理任何事项。请在各台机器上启用时间同步（chrony 或 NTP）。",
                ours=f"{ours:%Y-%m-%d %H:%M:%S}", theirs=f"{ours - self._difference:%Y-%m-%d %H:%M:%S}",
            )
        )  # fmt: skip
