"""The only reader of real time.

Everything else is told what time it is. Moments are aware and in UTC; days are local dates of the office,
because a deadline of the law ends at midnight in China and not in Greenwich.
"""

import contextlib
import fcntl
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from time import monotonic
from typing import Protocol
from zoneinfo import ZoneInfo

from core.durable_files import write_over

OFFICE_ZONE = ZoneInfo("Asia/Shanghai")


class Every:
    """What is looked at now and then, by the steady clock of this machine: setting its other one changes nothing."""

    def __init__(self, seconds: float) -> None:
        self._seconds, self._last = seconds, float("-inf")

    def is_due(self) -> bool:
        """Whether the interval has passed since this last returned True."""
        now = monotonic()
        is_due = now - self._last >= self._seconds
        self._last = now if is_due else self._last
        return is_due

    def reset(self) -> None:
        """It is due at once."""
        self._last = float("-inf")


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...

    def today(self) -> date:
        """The present local date of the office."""
        ...


def local_date(moment: datetime) -> date:
    """The office's date at that moment."""
    return moment.astimezone(OFFICE_ZONE).date()


def local_time(moment: datetime) -> datetime:
    """That moment as the office's wall clock shows it (aware, Asia/Shanghai)."""
    return moment.astimezone(OFFICE_ZONE)


def at_local(day: date, clock_time: time) -> datetime:
    """The moment in UTC at which the office's wall clock shows that day and time."""
    return datetime.combine(day, clock_time, tzinfo=OFFICE_ZONE).astimezone(UTC)


def start_of_day(day: date) -> datetime:
    """The moment in UTC at which that day begins in the office."""
    return at_local(day, time(0, 0))


def to_utc(written: datetime | None) -> datetime | None:
    """The moment that somebody wrote down: by the office's wall clock, unless they wrote a zone. None stays None."""
    if written is None:
        return None
    return (written if written.tzinfo else written.replace(tzinfo=OFFICE_ZONE)).astimezone(UTC)


class WallClock:
    """Real time."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def today(self) -> date:
        return local_date(self.now())


JUMPED = timedelta(seconds=1)
"""By so much within a second no clock is wrong by itself: somebody has set it, or the machine has slept."""


class ClockSteps:
    """Notices that this machine's clock was set, by the one that nobody sets."""

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or WallClock()
        self._difference = self._measure()

    def notice(self) -> timedelta | None:
        """By how much it was set since the last time this was asked; None where it only went on."""
        before, self._difference = self._difference, self._measure()
        by = self._difference - before
        return by if abs(by) > JUMPED else None

    def _measure(self) -> timedelta:
        return self._clock.now() - datetime.min.replace(tzinfo=UTC) - timedelta(seconds=monotonic())


class OffsetClock:
    """Real time, moved by a fixed distance: the demonstration's clock, whose story stays true in any year."""

    def __init__(self, offset: timedelta) -> None:
        self._offset = offset

    @property
    def offset(self) -> timedelta:
        """By how much it is ahead of real time."""
        return self._offset

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset

    def today(self) -> date:
        return local_date(self.now())

    def in_real_time(self, moment: datetime) -> datetime:
        """When, on a real clock, this clock will show `moment`."""
        return moment - self.offset


class ClockStep(StrEnum):
    """How far the demonstration's clock can be moved at once."""

    HOUR = "hour"
    DAY = "day"
    EVENT = "event"
    """To the next moment at which something falls due for a plan."""
    MONDAY = "monday"
    """To the next Monday at nine."""


class UnreadableClock(Exception):
    """Raised when a clock is kept in a file that says nothing."""


class StoredClock(OffsetClock):
    """An offset clock kept in a file: a move there is a move for every process that reads it.

    A move is asked for by anybody and carried out by the process that processes the plans, which shows each moment on the
    way in its turn. It never goes back.
    """

    def __init__(self, file: Path) -> None:
        super().__init__(timedelta(0))
        self.file = file
        self._stamp: tuple[int, int] | None = None
        self._kept = _KeptTime(datetime.min.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC))
        self._read()

    @classmethod
    def begin(cls, file: Path, moment: datetime) -> "StoredClock":
        """A clock that shows that moment now and runs on from there, also after the power has failed."""
        _KeptTime(moment, WallClock().now()).write(file)
        return cls(file)

    @property
    def offset(self) -> timedelta:
        """By how much it is ahead of real time just now."""
        self._read()
        return self._offset

    @property
    def moves(self) -> int:
        """How often somebody has asked for a move."""
        self._read()
        return self._kept.moves

    @property
    def wanted(self) -> datetime | None:
        """To which moment it is being moved; None while it only runs."""
        self._read()
        return self._kept.wanted

    def ask_for(self, moment: datetime, *, seen: int | None = None) -> bool:
        """Somebody wants it to show that moment. Nothing is asked, and False returned, where it was moved since it was
        `seen`: the same button pressed twice moves it once."""
        with self._alone():
            if seen is not None and seen != self.moves:
                return False
            latest = max(moment, self.wanted or moment)
            replace(self._kept, moves=self._kept.moves + 1, wanted=latest).write(self.file)
        return True

    def show(self, moment: datetime) -> None:
        """It shows that moment, or what it showed already if that is later. Where it was wanted, it has arrived."""
        with self._alone():
            shown = max(moment, self.now())
            wanted = self._kept.wanted
            wanted = None if wanted is not None and wanted <= shown else wanted
            replace(self._kept, showed=shown, at=WallClock().now(), wanted=wanted).write(self.file)

    @contextlib.contextmanager
    def moving(self) -> Iterator[None]:
        """Nobody else moves it meanwhile, in this process or another."""
        with self._locked(".moving"):
            yield

    def _alone(self) -> contextlib.AbstractContextManager[None]:
        return self._locked(".lock")

    @contextlib.contextmanager
    def _locked(self, suffix: str) -> Iterator[None]:
        with self.file.with_suffix(suffix).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _read(self) -> None:
        try:
            found = self.file.stat()
            if (stamp := (found.st_ino, found.st_mtime_ns)) == self._stamp:
                return
            kept = _KeptTime.read(self.file)
        except FileNotFoundError:
            return  # the demonstration's folder was just taken away: it runs on to its end
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            if self._stamp is None:
                raise UnreadableClock(self.file) from error
            return  # it runs on as it was last set
        self._stamp, self._kept, self._offset = stamp, kept, kept.showed - kept.at


@dataclass(frozen=True)
class _KeptTime:
    showed: datetime
    at: datetime
    moves: int = 0
    wanted: datetime | None = None

    @classmethod
    def read(cls, file: Path) -> "_KeptTime":
        words = json.loads(file.read_text(encoding="utf-8"))
        return cls(
            datetime.fromisoformat(words["showed"]),
            datetime.fromisoformat(words["at"]),
            words["moves"],
            datetime.fromisoformat(words["wanted"]) if words["wanted"] else None,
        )

    def write(self, file: Path) -> None:
        """On the disk: some file systems (XFS) would otherwise leave an empty file after the power has failed."""
        write_over(file, json.dumps(asdict(self), default=datetime.isoformat).encode())


class SimulatedClock:
    """A clock that moves only when told to, and never backwards."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment.astimezone(UTC)

    def now(self) -> datetime:
        return self._moment

    def today(self) -> date:
        return local_date(self._moment)

    def advance_to(self, moment: datetime) -> None:
        """The clock shows `moment`, or what it showed already if that is later."""
        self._moment = max(self._moment, moment.astimezone(UTC))

    def advance_by(self, span: timedelta) -> None:
        self.advance_to(self._moment + span)
