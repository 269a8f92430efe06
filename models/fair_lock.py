"""A first-in, first-out lock for the threads that write to a SQLite file.

SQLite lets a writer that finds the write lock taken sleep and try again, and gives it to the first that tries: with
sixteen writers the slowest waits many times as long as all the others together.
"""

import threading
from collections import deque


class FairLock:
    """Is given to its waiters in the order in which they came. Another thread may give it back than took it."""

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._line: deque[threading.Event] = deque()
        """Its holder first, then who waits for it."""

    def acquire(self, seconds: float) -> bool:
        """Ours now; False if it was not within that time."""
        mine = threading.Event()
        with self._mutex:
            self._line.append(mine)
            if self._line[0] is mine:
                return True
        mine.wait(seconds)
        with self._mutex:
            if self._line[0] is not mine:
                self._line.remove(mine)
                return False
        return True

    def release(self) -> None:
        """The next one's."""
        with self._mutex:
            self._line.popleft()
            if self._line:
                self._line[0].set()
