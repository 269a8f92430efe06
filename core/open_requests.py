"""Requests go first: whoever works in the background of the process that answers them lets them pass, for a moment.

Python runs one thread at a time. A page that asks the record forty times gives its turn away forty times, and while
thousands of plans are due somebody else has it each time for some milliseconds.
"""

import contextlib
import threading
from collections.abc import Iterator

GIVES_WAY = 0.1
"""Seconds: so long somebody lets requests pass before they go on, even if some are still open. Longer than a page takes; a
writer who comes while plans are processed waits for so much more."""


class OpenRequests:
    """The requests that one process is answering just now."""

    def __init__(self) -> None:
        self._count = self._newest = self._in_vain = 0
        self._changed = threading.Condition()

    @contextlib.contextmanager
    def opened(self) -> Iterator[None]:
        """One more is open."""
        with self._changed:
            self._count += 1
            self._newest += 1
        try:
            yield
        finally:
            with self._changed:
                self._count -= 1
                self._changed.notify_all()

    def let_pass(self, seconds: float = GIVES_WAY) -> None:
        """None is open any more, or so many seconds have passed. One that was waited for in vain is not waited for again:
        a slow caller, or one that waits for what is being done here, holds up nothing."""
        if not self._count or self._newest == self._in_vain or seconds <= 0:
            return
        with self._changed:
            if not self._changed.wait_for(lambda: not self._count, seconds):
                self._in_vain = self._newest
