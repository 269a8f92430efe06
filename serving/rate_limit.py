"""How often one address may try to sign in. What counts against an account stands in the record, not here."""

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from core.clock import ClockSteps
from core.errors import TooManyRequests
from core.i18n import _

TRIES_PER_MINUTE = 30


class RateLimit:
    """Counts the tries of each address in this process."""

    def __init__(self, in_a_minute: int = TRIES_PER_MINUTE) -> None:
        self._most = RateLimitItemPerMinute(in_a_minute)
        self._window = MovingWindowRateLimiter(MemoryStorage())
        self._steps = ClockSteps()

    def count(self, address: str) -> None:
        """One more try. TooManyRequests if there were as many in the last minute as there may be."""
        if self._steps.notice() is not None:  # set back by hours, tries of a minute ago would count for hours
            self._window = MovingWindowRateLimiter(MemoryStorage())
        if not self._window.hit(self._most, address):
            raise TooManyRequests(_("尝试太多，请一分钟后再试。"))
