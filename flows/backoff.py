"""Waiting longer after each failure in a row, so that what is broken neither spins nor is given up."""

from collections.abc import Hashable
from datetime import datetime, timedelta


class Backoff:
    """Remembers, for each key, how often in a row it failed. Told the time; kept in memory only."""

    def __init__(self, first: timedelta, most: timedelta) -> None:
        self.first = first
        self.most = most
        self._failed: dict[Hashable, tuple[int, datetime]] = {}

    def may_try(self, key: Hashable, now: datetime) -> bool:
        """Whether the wait after the last failure is over, or the clock was set back to before it."""
        if key not in self._failed:
            return True
        times, at = self._failed[key]
        return not at <= now < at + self._wait(times)

    def has_failed(self, key: Hashable) -> bool:
        """Whether the key has not been in order since it failed."""
        return key in self._failed

    def failed(self, key: Hashable, now: datetime) -> timedelta:
        """The key failed once more; returns how long it is left alone. Long after the last failure it counts anew."""
        times, at = self._failed.get(key, (0, now))
        times = 1 if now - at > 2 * self.most else times + 1
        self._failed[key] = (times, now)
        return self._wait(times)

    def succeeded(self, key: Hashable) -> None:
        """The key is in order; its failures are forgotten."""
        self._failed.pop(key, None)

    def waiting(self, now: datetime) -> int:
        """How many keys are left alone at this moment."""
        return sum(not self.may_try(key, now) for key in self._failed)

    def _wait(self, times: int) -> timedelta:
        return min(self.first * 2.0 ** min(times - 1, 30), self.most)
