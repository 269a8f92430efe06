"""Whether entries follow each other as time does. A step against the file's own order hints at a clock that was set."""

from usage.import_issues import ImportIssues, IssueKind
from usage.machine_log import MINUTE, SECOND

CLOCK_TOLERANCE = MINUTE
OVERLAP_TOLERANCE = SECOND
"""Watchers end one stretch a moment after they begin the next."""
ENOUGH_TO_JUDGE = 0.02
PLACES_KEPT = 1000


class _Met:
    """How often, and the first places."""

    def __init__(self) -> None:
        self.times = 0
        self.places: list[int] = []

    def at(self, place: int) -> None:
        self.times += 1
        if len(self.places) < PLACES_KEPT:
            self.places.append(place)


class TimestampChecker:
    """The order of one list of stretches, told one by one. Whether it rises or falls shows only at its end."""

    def __init__(self) -> None:
        self._count = self._tendency = 0
        self._start = self._end = 0
        self._back, self._forward = _Met(), _Met()
        self._over_if_rising, self._over_if_falling = _Met(), _Met()

    def step(self, start: int, end: int, at: int) -> None:
        """The next stretch, and its place in the file."""
        if self._count:
            self._tendency += (start > self._start) - (start < self._start)
            if start < self._start - CLOCK_TOLERANCE:
                self._back.at(at)
            elif start > self._start + CLOCK_TOLERANCE:
                self._forward.at(at)
            if start < self._end - OVERLAP_TOLERANCE:
                self._over_if_rising.at(at)
            if end > self._start + OVERLAP_TOLERANCE:
                self._over_if_falling.at(at)
        self._count += 1
        self._start, self._end = start, end

    def note(self, problems: ImportIssues) -> None:
        """Notes steps against the order and overlaps with their places; or that there is no order."""
        rising = self._tendency >= 0
        against, over = (self._back, self._over_if_rising) if rising else (self._forward, self._over_if_falling)
        if against.times > max(3, ENOUGH_TO_JUDGE * self._count):
            problems.note(IssueKind.UNORDERED, against.places[0])
            return
        for issue, met in ((IssueKind.CLOCK_CHANGED, against), (IssueKind.OVERLAP, over)):
            for place in met.places:
                problems.note(issue, place)
