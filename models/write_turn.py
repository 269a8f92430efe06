"""Who of this process writes to a SQLite file next: whoever has waited longest.

SQLite lets whoever finds the write lock taken sleep and try again, up to a tenth of a second at a time, and gives it to
whoever happens to try first: with sixteen writers the slowest waits many times as long as all the others together. Here
the writers of one process stand in line, and only the first of them asks SQLite. Between processes SQLite decides.
"""

import threading
from collections import deque
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.pool import ConnectionPoolEntry

_HAS_TURN = "sunward_write_turn"


class WriteTurn:
    """A lock that is given to its waiters in the order in which they came. Whoever takes it need not be the thread that
    gives it back."""

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._taken = False
        self._waiting: deque[threading.Lock] = deque()

    def take(self, seconds: float) -> bool:
        """Ours now; False if it was not within that time."""
        with self._mutex:
            if not self._taken:
                self._taken = True
                return True
            called = threading.Lock()
            called.acquire()
            self._waiting.append(called)
        if called.acquire(timeout=seconds):
            return True
        with self._mutex:
            if called in self._waiting:
                self._waiting.remove(called)
                return False
        return True  # called at the last moment

    def give_back(self) -> None:
        """The next one's."""
        with self._mutex:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False


class WriteTurns:
    """The turn of one engine: taken for a connection before it begins to write, given back when it returns to the pool,
    which is once its transaction is on the disk or undone."""

    def __init__(self, engine: Engine, seconds: float) -> None:
        self._turn = WriteTurn()
        self._seconds = seconds
        event.listen(engine, "checkin", self._returned)

    def take(self, info: dict[Any, Any]) -> None:
        """It is this connection's. Whoever has waited in vain asks SQLite all the same, and is told by it."""
        if _HAS_TURN not in info and self._turn.take(self._seconds):
            info[_HAS_TURN] = True

    def _returned(self, _connection: object, entry: ConnectionPoolEntry) -> None:
        if entry.info.pop(_HAS_TURN, False):
            self._turn.give_back()
