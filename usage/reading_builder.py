"""What a reader gathers from one file before it becomes a reading."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, tzinfo

from core.i18n import pgettext
from usage.categories import Categories
from usage.import_issues import ImportIssues, IssueKind
from usage.limits import Limits, too_many
from usage.machine_log import DAY, SECOND, AppNames, MachineLog, TimeBounds
from usage.units import Duration, Unit, UnitlessNumber, is_surely_minutes

NIGHT_SECONDS = 8 * 3600
ROUNDED = 60
"""Figures of a screen are rounded to the minute."""
MAX_PICKUPS = 5000
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
    offered: int = 0
    """How many events or lines the file offered."""

    def __post_init__(self) -> None:
        self.names = AppNames(self.limits)
        self.impossible_days: set[date] = set()
        """Days whose told whole cannot be: their parts never stand in for it."""
        self.is_table = False
        """Whether noughts may be a program's, which saw nothing."""
        self.places: dict[Amount, int] = {}
        """Where each figure stands first."""
        self.unitless_at: int | None = None
        """Where the first number without a unit stands. Such numbers count in minutes; whether they are, `surely_minutes`
        tells."""
        self._night_places: dict[Amount, int] = {}
        self._unitless: dict[bool, dict[date, float]] = {whole: defaultdict(float) for whole in (True, False)}
        self._unitless_nights: list[float] = []
        self._some_written = False
        self.bounds = TimeBounds(self.limits, self.zone)

    @classmethod
    def empty(cls, unit: str, zone: tzinfo, limits: Limits, categories: Categories | None = None) -> "ReadingBuilder":
        """Nothing yet; places are counted in lines or events."""
        return cls(zone, limits, ImportIssues(unit, limits.problems), categories or Categories.load())

    def machine(self, machine_id: str = "") -> MachineLog:
        """That machine of the file."""
        if machine_id not in self.machines and len(self.machines) >= self.limits.machines:
            raise too_many(pgettext("refusal", "设备"), self.limits.machines)
        return self.machines.setdefault(machine_id, MachineLog())

    def amount(self, day: date | None, of: str, duration: Duration, at: int) -> None:
        """So much on a day; what cannot be is noted instead."""
        if day is not None and isinstance(duration, UnitlessNumber):
            self._note_unitless(at)
            self._unitless[of == WHOLE_DEVICE][day] += max(0.0, duration.number)
        self._some_written |= isinstance(duration, float)
        if of == WHOLE_DEVICE and day is not None and not _is_possible(_in_seconds(duration)):
            self.impossible_days.add(day)
        if amount := self._checked(day, self.names.all[self.names.place(of)], _in_seconds(duration), at):
            self.amounts.append(amount)
            self.places.setdefault(amount, at)

    def night(self, day: date | None, duration: Duration, at: int) -> None:
        """So much between 22:00 and 06:00 on a day."""
        if day is not None and isinstance(duration, UnitlessNumber):
            self._note_unitless(at)
            self._unitless_nights.append(duration.number)
        if amount := self._checked(day, WHOLE_DEVICE, _in_seconds(duration), at):
            self.nights.add(amount)
            self._night_places.setdefault(amount, at)

    def pickups(self, day: date | None, count: str, at: int) -> None:
        """So often picked up or unlocked on a day."""
        number = int(count) if count.isdecimal() and len(count) < 6 else -1
        if day is None or not 0 <= number <= MAX_PICKUPS or not self.limits.holds(day):
            self.problems.note(IssueKind.UNREADABLE, at)
        else:
            self.unlock_counts.add((day, number))

    @property
    def surely_minutes(self) -> bool:
        """Whether the numbers without a unit, which a person wrote, are minutes and can be nothing else."""
        wholes = self._unitless[True]
        days = [*{**self._unitless[False], **wholes}.values()]
        return is_surely_minutes(days, [*wholes.values()], self._unitless_nights, some_written=self._some_written)

    def close(self, *, may_be_sessions: bool = False) -> None:
        """Once everything is gathered: a night that is longer than its day, and two different figures for one thing where
        they are no sessions, are noted. Of such a night nothing is known then."""
        self.amounts = [each for each in self.amounts if each.day not in self.impossible_days]
        self.nights = {each for each in self.nights if each.day not in self.impossible_days}
        by_name: dict[tuple[date, str], set[int]] = defaultdict(set)
        totals: dict[date, int] = defaultdict(int)
        for amount in self.amounts:
            by_name[amount.day, amount.of].add(amount.seconds)
            if len(by_name[amount.day, amount.of]) == 2 and not may_be_sessions:  # noted once, at the second of them
                self.problems.note(IssueKind.CONTRADICTION, self.places[amount])
            totals[amount.day] += amount.seconds
        for night in sorted(self.nights):
            wholes = by_name.get((night.day, WHOLE_DEVICE))
            most = max(wholes) if wholes else totals.get(night.day)
            if night.seconds > NIGHT_SECONDS or (most is not None and night.seconds > most + ROUNDED):
                self.problems.note(IssueKind.NIGHT_EXCEEDS_DAY, self._night_places[night])
                self.nights.discard(night)

    def find_open_days(self) -> set[date]:
        """The days of which the figures are only the least there was."""
        used = {each.day for each in self.amounts if each.seconds}
        told = {each.day for each in (*self.amounts, *self.nights)}
        return {day for day in told if day >= self.limits.open_from or (self.is_table and day not in used)}

    def _note_unitless(self, at: int) -> None:
        self.unitless_at = at if self.unitless_at is None else self.unitless_at

    def _checked(self, day: date | None, of: str, seconds: float | None, at: int) -> Amount | None:
        if day is None or not self.limits.holds(day):
            self.problems.note(IssueKind.NO_MOMENT if day is None else IssueKind.IMPOSSIBLE_DATE, at)
            return None
        if seconds is None or not _is_possible(seconds):
            self.problems.note(IssueKind.IMPOSSIBLE_DURATION, at)
            return None
        return Amount(day, of, round(seconds))

    def has_anything(self) -> bool:
        """Whether the file gave anything that can be used."""
        return bool(
            any(len(each) for each in self.machines.values()) or self.amounts or self.nights or self.unlock_counts
        )


def _is_possible(seconds: float | None) -> bool:
    return seconds is None or 0 <= seconds <= DAY / SECOND


def _in_seconds(duration: Duration) -> float | None:
    return duration.number * Unit.MINUTES.seconds if isinstance(duration, UnitlessNumber) else duration
