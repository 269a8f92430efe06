"""What a reader gathers from one file before it becomes a reading."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo

from core.i18n import pgettext
from usage.categories import Categories
from usage.import_issues import ImportIssues, IssueKind
from usage.limits import Limits, too_many
from usage.machine_log import (
    DAY,
    EPOCH,
    MICROSECOND,
    SECOND,
    AppNames,
    MachineLog,
    TimeBounds,
    check_interval_end,
    to_microseconds,
)
from usage.timestamp_checks import TimestampChecker
from usage.units import Duration, Unit, UnitlessNumber, UnitNote, Units

LONGEST_NIGHT = 8 * 3600
ROUNDED = 60
"""Figures of a screen are rounded to the minute."""
WHOLE_DEVICE = ""
"""The name under which a day's total stands."""


@dataclass(frozen=True, order=True, slots=True)
class Amount:
    """So many seconds of an app, or of the whole device, on a local day."""

    day: date
    of: str
    seconds: int


@dataclass
class ReadingBuilder:
    """Filled by one reader. Machines are told apart by a mark without meaning ("" where the file names none)."""

    zone: tzinfo
    limits: Limits
    problems: ImportIssues
    categories: Categories = field(default_factory=Categories.load)
    """Which sites are known; of any other nothing is kept."""
    machines: dict[str, MachineLog] = field(default_factory=dict)
    amounts: list[Amount] = field(default_factory=list)
    """Equal ones are kept each: whether they are one figure or two is for the source to say."""
    nights: set[Amount] = field(default_factory=set)
    unlock_counts: set[tuple[date, int]] = field(default_factory=set)
    spent_fen: list[tuple[date, str, int]] = field(default_factory=list)
    texts: set[str] = field(default_factory=set)
    """SHA-256 of free texts, never the texts."""
    offered: int = 0
    """How many events or lines the file offered."""
    unit_notes: set[UnitNote] = field(default_factory=set)
    """Where the units of its numbers were found."""

    def __post_init__(self) -> None:
        self.names = AppNames(self.limits)
        self.order = TimestampChecker()
        self.units = Units()
        self.places: dict[Amount, int] = {}
        """Where each figure stands first."""
        self._night_places: dict[Amount, int] = {}
        first = datetime.combine(self.limits.earliest, time.min, self.zone)
        last = datetime.combine(self.limits.latest, time.min, self.zone) + timedelta(days=1)
        self.bounds = TimeBounds(self.limits, to_microseconds(first), to_microseconds(last))

    @classmethod
    def empty(cls, unit: str, zone: tzinfo, limits: Limits, categories: Categories | None = None) -> "ReadingBuilder":
        """Nothing yet; places are counted in lines or events."""
        return cls(zone, limits, ImportIssues(unit, limits.problems), categories or Categories.load())

    def machine(self, machine_id: str = "") -> MachineLog:
        """That machine of the file."""
        if machine_id not in self.machines and len(self.machines) >= self.limits.machines:
            raise too_many(pgettext("refusal", "设备"), self.limits.machines)
        return self.machines.setdefault(machine_id, MachineLog())

    def local(self, moment: datetime) -> int:
        """A moment in microseconds; one without an offset is local."""
        return to_microseconds(moment if moment.tzinfo is not None else moment.replace(tzinfo=self.zone))

    def since(self, begin: datetime, end: datetime | None, duration: Duration) -> tuple[int, Duration]:
        """A begin in microseconds, and how long it was from then: to its end where that is known, else as told."""
        start = self.local(begin)
        return start, duration if end is None else (self.local(end) - start) / SECOND

    def stretch(self, start: int, duration: Duration, name: str, at: int) -> None:
        """Something was in front for so long; a stretch that cannot be is noted instead."""
        seconds = self._in_seconds(duration)
        if isinstance(duration, UnitlessNumber) and self.bounds.holds(start, start):
            day = (EPOCH + start * MICROSECOND).astimezone(self.zone).date()
            self.units.take_day(day, duration.number, at)
        end = check_interval_end(start, seconds, at, self.bounds, self.problems)
        if end is not None:
            self.machine().front.add(start, end, self.names.place(name))
            self.order.step(start, end, at)

    def amount(self, day: date | None, of: str, duration: Duration, at: int) -> None:
        """So much on a day; what cannot be is noted instead."""
        if day is not None and isinstance(duration, UnitlessNumber):
            self.units.take_day(day, duration.number, at, whole=of == WHOLE_DEVICE)
        elif day is not None and isinstance(duration, float):
            self.units.written(day, duration, whole=of == WHOLE_DEVICE)
        if amount := self._checked(day, self.names.all[self.names.place(of)], self._in_seconds(duration), at):
            self.amounts.append(amount)
            self.places.setdefault(amount, at)

    def night(self, day: date | None, duration: Duration, at: int) -> None:
        """So much between 22:00 and 06:00 on a day."""
        if day is not None and isinstance(duration, UnitlessNumber):
            self.units.take_day(day, duration.number, at, night=True)
        if amount := self._checked(day, WHOLE_DEVICE, self._in_seconds(duration), at):
            self.nights.add(amount)
            self._night_places.setdefault(amount, at)

    def close(self, *, adds_up: bool) -> None:
        """Once everything is gathered: a night that is longer than its day, and two different figures for one thing where
        they are no parts of it, are noted. Of such a night nothing is known then."""
        by_name: dict[tuple[date, str], set[int]] = defaultdict(set)
        totals: dict[date, int] = defaultdict(int)
        for amount in self.amounts:
            by_name[amount.day, amount.of].add(amount.seconds)
            if len(by_name[amount.day, amount.of]) == 2 and not adds_up:  # noted once, at the second of them
                self.problems.note(IssueKind.CONTRADICTION, self.places[amount])
            totals[amount.day] += amount.seconds
        for night in sorted(self.nights):
            wholes = by_name.get((night.day, WHOLE_DEVICE))
            most = max(wholes) if wholes else totals.get(night.day)
            if night.seconds > LONGEST_NIGHT or (most is not None and night.seconds > most + ROUNDED):
                self.problems.note(IssueKind.NIGHT_EXCEEDS_DAY, self._night_places[night])
                self.nights.discard(night)

    @staticmethod
    def _in_seconds(duration: Duration) -> float | None:
        """A number whose unit is not known counts in minutes until it is known."""
        return duration.number * Unit.MINUTES.seconds if isinstance(duration, UnitlessNumber) else duration

    def _checked(self, day: date | None, of: str, seconds: float | None, at: int) -> Amount | None:
        if day is None or not self.bounds.holds_day(day):
            self.problems.note(IssueKind.NO_MOMENT if day is None else IssueKind.IMPOSSIBLE_DATE, at)
            return None
        if seconds is None or not 0 <= seconds <= DAY / SECOND:
            self.problems.note(IssueKind.IMPOSSIBLE_DURATION, at)
            return None
        return Amount(day, of, round(seconds))

    def has_anything(self) -> bool:
        """Whether the file gave anything that can be used."""
        return bool(
            any(len(each) for each in self.machines.values())
            or self.amounts
            or self.nights
            or self.unlock_counts
            or self.spent_fen
        )
