"""What a reader gathers from one file before it becomes a reading."""

from dataclasses import dataclass, field
from datetime import date, tzinfo

from core.i18n import pgettext
from usage.categories import Categories
from usage.import_issues import ImportIssues, IssueKind
from usage.limits import Limits, too_many
from usage.machine_log import DAY, SECOND, AppNames, MachineLog, TimeBounds

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
        self.unsure_days: set[date] = set()
        """Days that may not have been over when they were written down."""
        self.places: dict[Amount, int] = {}
        """Where each figure stands first."""
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

    def amount(self, day: date | None, of: str, seconds: float | None, at: int) -> None:
        """So much on a day; what cannot be is noted instead."""
        if of == WHOLE_DEVICE and day is not None and not _is_possible(seconds):
            self.impossible_days.add(day)
        if amount := self._checked(day, self.names.all[self.names.place(of)], seconds, at):
            self.amounts.append(amount)
            self.places.setdefault(amount, at)

    def night(self, day: date | None, seconds: float | None, at: int) -> None:
        """So much between 22:00 and 06:00 on a day."""
        if amount := self._checked(day, WHOLE_DEVICE, seconds, at):
            self.nights.add(amount)

    def pickups(self, day: date | None, count: str, at: int) -> None:
        """So often picked up or unlocked on a day."""
        number = int(count) if count.isdecimal() and len(count) < 6 else -1
        if day is None or not 0 <= number <= MAX_PICKUPS or not self.limits.holds(day):
            self.problems.note(IssueKind.UNREADABLE, at)
        else:
            self.unlock_counts.add((day, number))

    def close(self) -> None:
        """Once everything is gathered: of a day whose told whole cannot be nothing is kept."""
        self.amounts = [each for each in self.amounts if each.day not in self.impossible_days]
        self.nights = {each for each in self.nights if each.day not in self.impossible_days}

    def find_open_days(self) -> set[date]:
        """The days of which the figures are only the least there was."""
        used = {each.day for each in self.amounts if each.seconds}
        told = {each.day for each in (*self.amounts, *self.nights)}
        return {day for day in told if day >= self.limits.open_from or day not in used or day in self.unsure_days}

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
