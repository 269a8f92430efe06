"""Stretches of time: overlaps merged, idle time removed, days and nights parted. All in microseconds, all exact.

Nothing here depends on the order of what is given, or on how it was cut into files.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta, tzinfo

from usage.machine_log import EPOCH, MICROSECOND, to_microseconds

Interval = tuple[int, int]
NamedInterval = tuple[int, int, str]
"""Begin, end and the name of what was in front."""

NIGHT_ENDS = time(6, 0)
NIGHT_BEGINS = time(22, 0)
"""22:00 to 06:00: the window two large apps close at (domain DG-09); a convention for counting, not a rule for a minor."""


def merge_intervals(spans: Iterable[Interval], pause: int = 0) -> list[Interval]:
    """The union, in order. Stretches that lie no more than `pause` apart become one."""
    merged: list[Interval] = []
    begin = finish = None
    for start, end in sorted(spans):
        if begin is None or finish is None:
            begin, finish = start, end
        elif start <= finish + pause:
            if end > finish:
                finish = end
        else:
            merged.append((begin, finish))
            begin, finish = start, end
    if begin is not None and finish is not None:
        merged.append((begin, finish))
    return merged


def foreground(pieces: Iterable[NamedInterval]) -> list[NamedInterval]:
    """The pieces in order, each moment given to one of them: what came to the front last is in front.

    The lengths of the result add up to the union. When the last one ends, what it covered is in front again.
    """
    in_front: list[NamedInterval] = []
    covered: list[tuple[int, str]] = []  # end and name of what is in front or below, the front one last
    at = 0
    for start, end, name in sorted(pieces):
        if covered:
            at = _show_until(start, at, covered, in_front)
        at = start
        if end > start:
            covered.append((end, name))
    if covered:
        _show_until(max(end for end, _ in covered), at, covered, in_front)
    return in_front


def _show_until(moment: int, at: int, covered: list[tuple[int, str]], in_front: list[NamedInterval]) -> int:
    while covered and at < moment:
        end, name = covered[-1]
        if end > at:
            until = end if end < moment else moment
            in_front.append((at, until, name))
            at = until
        if end <= at:
            covered.pop()
    return at


def clip_intervals(pieces: Iterable[NamedInterval], windows: Sequence[Interval]) -> list[NamedInterval]:
    """What of the pieces lies in the windows. Both in order, neither overlapping itself."""
    inside: list[NamedInterval] = []
    place, count = 0, len(windows)
    for start, end, name in pieces:
        while place < count and windows[place][1] <= start:
            place += 1
        look = place
        while look < count and windows[look][0] < end:
            opens, closes = windows[look]
            inside.append((max(start, opens), min(end, closes), name))
            look += 1
    return inside


def overlap(start: int, end: int, windows: Iterable[Interval]) -> int:
    """How much of one stretch lies in windows that do not overlap each other."""
    return sum(max(0, min(end, closes) - max(start, opens)) for opens, closes in windows)


class LocalDays:
    """The days of a zone, cut at midnight, at 22:00 and at 06:00."""

    def __init__(self, zone: tzinfo) -> None:
        self.zone = zone
        self._cuts: dict[date, list[int]] = {}

    def day_of(self, moment: int) -> date:
        """The local day a moment lies in."""
        return self._local(moment).date()

    def at(self, day: date, clock: time) -> int:
        """That time of day on that day."""
        return to_microseconds(datetime.combine(day, clock, self.zone))

    def span(self, day: date) -> Interval:
        """The whole of a local day."""
        return self.at(day, time.min), self.at(day + timedelta(days=1), time.min)

    def parted(self, pieces: Iterable[NamedInterval]) -> Iterator[tuple[date, bool, int, int, str]]:
        """The pieces, in order, each cut where a day or a night begins or ends: day, whether at night, piece."""
        until, day, at_night = 0, date.min, False
        since = 1
        for start, end, name in pieces:
            while start < end:
                if not since <= start < until:
                    since, until, day, at_night = self._part(start)
                stop = end if end < until else until
                yield day, at_night, start, stop, name
                start = stop

    def _part(self, moment: int) -> tuple[int, int, date, bool]:
        """The part of a day that moment lies in: from then on, until when, its day, and whether it is night."""
        local = self._local(moment)
        day = local.date()
        if day not in self._cuts:
            clocks = (time.min, NIGHT_ENDS, NIGHT_BEGINS)
            days = (day, day + timedelta(days=1), day + timedelta(days=2))
            self._cuts[day] = sorted(self.at(each, clock) for each in days for clock in clocks)
        until = next(cut for cut in self._cuts[day] if cut > moment)
        at_night = not NIGHT_ENDS <= local.time() < NIGHT_BEGINS
        return moment, until, day, at_night

    def _local(self, moment: int) -> datetime:
        return (EPOCH + moment * MICROSECOND).astimezone(self.zone)
