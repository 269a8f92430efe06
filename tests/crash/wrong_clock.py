"""A machine whose clock is wrong: as many minutes ahead of the others, or behind, as a file of its own says."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from core.clock import StoredClock, WallClock
from flows.clock_moves import ClockMover


def follow(file: Path) -> None:
    """In this process clocks show so much more than in the others, while the file is there. It moves the demonstration's
    clock for nobody meanwhile."""

    def ahead() -> timedelta:
        try:
            return timedelta(minutes=float(file.read_text()))
        except FileNotFoundError:
            return timedelta(0)

    shown, move = StoredClock.now, ClockMover.once
    WallClock.now = lambda self: datetime.now(UTC) + ahead()  # type: ignore[method-assign]
    StoredClock.now = lambda self: shown(self) + ahead()  # type: ignore[method-assign]
    ClockMover.once = lambda self, context: 0 if file.exists() else move(self, context)  # type: ignore[method-assign]
