"""What a machine wrote down, kept small: three numbers for a stretch, one for a moment.

All moments are whole microseconds since 1970 in UTC, so that no time zone and no rounding can change a sum.
"""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta, tzinfo

from core.i18n import _
from usage.import_issues import ImportIssues, IssueKind
from usage.limits import Limits, too_many

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
MAX_INTERVAL = 31 * DAY
"""No screen shows one thing for longer; what claims to is not counted."""


def to_microseconds(moment: datetime) -> int:
    """An aware moment as microseconds since 1970. Never raises for an aware moment."""
    return (moment - EPOCH) // MICROSECOND


class AppNames:
    """The names of apps met in one file, each kept once and cut to a bounded length."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._places: dict[str, int] = {}
        self.all: list[str] = []

    def place(self, name: str) -> int:
        """The number of that name. Raises BadInput where a file has more names than any device has apps."""
        known = self._places.get(name)
        if known is not None:
            return known
        cut = "".join(sign for sign in name[: self._limits.name_chars] if sign.isprintable()).strip()
        if cut in self._places:
            return self._places[cut]
        if len(self.all) >= self._limits.names:
            raise too_many(_("应用名称"), self._limits.names)
        self._places[cut] = len(self.all)
        self.all.append(cut)
        return self._places[cut]


class IntervalSeries:
    """Stretches in the order of the file: begin, end, and the number of a name (-1 where there is none)."""

    __slots__ = ("ends", "names", "starts")

    def __init__(self) -> None:
        self.starts = array("q")
        self.ends = array("q")
        self.names = array("l")

    def __len__(self) -> int:
        return len(self.starts)

    def add(self, start: int, end: int, name: int = -1) -> None:
        """One stretch more."""
        self.starts.append(start)
        self.ends.append(end)
        self.names.append(name)

    def extend(self, other: "IntervalSeries") -> None:
        """The other's stretches too; both have the same names."""
        self.starts.extend(other.starts)
        self.ends.extend(other.ends)
        self.names.extend(other.names)

    def spans(self) -> Iterator[tuple[int, int]]:
        """Begin and end of each stretch."""
        return zip(self.starts, self.ends, strict=True)

    def named(self, names: list[str]) -> Iterator[tuple[int, int, str]]:
        """Begin, end and name of each stretch."""
        return ((start, end, names[name]) for start, end, name in zip(self.starts, self.ends, self.names, strict=True))


@dataclass
class MachineLog:
    """What one machine showed.

    `front` is which app was in front, `present` when somebody was at it, `idle` when it ran and nobody was;
    `tabs` are sites the list knows, open in a browser; they add no time, but say what a browser in front was used for.
    `unlocks` are moments. A machine without any `present` or `idle` cannot tell absence, and its front counts whole.
    """

    front: IntervalSeries = field(default_factory=IntervalSeries)
    present: IntervalSeries = field(default_factory=IntervalSeries)
    idle: IntervalSeries = field(default_factory=IntervalSeries)
    tabs: IntervalSeries = field(default_factory=IntervalSeries)
    unlocks: "array[int]" = field(default_factory=lambda: array("q"))

    def __len__(self) -> int:
        return len(self.front) + len(self.present) + len(self.idle) + len(self.tabs) + len(self.unlocks)


TRACKS = ("front", "present", "idle", "tabs")
"""The stretches of a machine by the names of their fields."""


class TimeBounds:
    """The first and last moment a record can be of, in the local zone."""

    def __init__(self, limits: Limits, zone: tzinfo) -> None:
        first, last = (datetime.combine(day, time.min, zone) for day in (limits.earliest, limits.latest))
        self.earliest, self.latest = to_microseconds(first), to_microseconds(last + timedelta(days=1))

    def holds(self, start: int, end: int) -> bool:
        """Whether the stretch lies within."""
        return self.earliest <= start and end <= self.latest


def check_interval_end(start: int, seconds: object, at: int, bounds: TimeBounds, problems: ImportIssues) -> int | None:
    """The end of a stretch of so many seconds; None, with its problem noted, where there can be no such stretch."""
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or not 0 <= seconds <= MAX_INTERVAL / SECOND:
        problems.note(IssueKind.IMPOSSIBLE_DURATION, at)
        return None
    end = start + round(seconds * SECOND)
    if not bounds.holds(start, end):
        problems.note(IssueKind.IMPOSSIBLE_DATE, at)
        return None
    if end - start > DAY:
        problems.note(IssueKind.LONGER_THAN_A_DAY, at)
    return end
