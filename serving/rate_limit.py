"""How many wrong tries to sign in may come from one address. What counts against an account stands in the record, not here.

Many people share one address: an office behind its gateway at half past eight, the families of a city on one provider's
phones in the minute after a reminder. So a right answer counts nothing.
"""

import contextlib
from collections.abc import Iterator

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from core.errors import AccessEnded, NotSignedIn, SecondFactorMissing, SecondFactorRequired, TooManyRequests
from core.i18n import _

TRIES_PER_MINUTE = 30
BEGUN_PER_MINUTE = 300
"""Each begun sign-in at the identity provider asks the provider once."""
_NOT_WRONG = (AccessEnded, SecondFactorMissing, SecondFactorRequired)
"""What was handed in was right, and yet nobody is signed in."""


class RateLimit:
    """Counts what each address does in this process."""

    def __init__(self, in_a_minute: int = TRIES_PER_MINUTE) -> None:
        self._most = RateLimitItemPerMinute(in_a_minute)
        self._window = MovingWindowRateLimiter(MemoryStorage())

    def count(self, address: str) -> None:
        """One more. TooManyRequests if there were as many in the last minute as there may be."""
        if not self._window.hit(self._most, address):
            raise _too_many()

    @contextlib.contextmanager
    def counting_wrong(self, address: str) -> Iterator[None]:
        """What is tried within counts if it is wrong (NotSignedIn). TooManyRequests, and nothing is compared, if there were
        as many wrong ones in the last minute as there may be."""
        if not self._window.test(self._most, address):
            raise _too_many()
        try:
            yield
        except _NOT_WRONG:
            raise
        except NotSignedIn:
            self._window.hit(self._most, address)
            raise


def _too_many() -> TooManyRequests:
    return TooManyRequests(_("尝试太多，请一分钟后再试。"))
