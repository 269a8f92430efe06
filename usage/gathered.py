"""What a reader gathers from one file before it becomes a reading."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo

from usage.categories import Categories
from usage.limits import Limits, too_many
from usage.order import Order
from usage.problems import Problems, Trouble
from usage.stretches import DAY, SECOND, Bounds, Machine, Names, checked_end, micros

WHOLE_DEVICE = ""
"""The name under which a day's total stands."""


@dataclass(frozen=True, order=True, slots=True)
class Amount:
    """So many seconds of an app, or of the whole device, on a local day."""

    day: date
    of: str
    seconds: int


@dataclass
class Gathered:
    """Filled by one reader. Machines are told apart by a mark without meaning ("" where the file names none)."""

    zone: tzinfo
    limits: Limits
    problems: Problems
    categories: Categories = field(default_factory=Categories.load)
    """Which sites are known; of any other nothing is kept."""
    machines: dict[str, Machine] = field(default_factory=dict)
    amounts: set[Amount] = field(default_factory=set)
    nights: set[Amount] = field(default_factory=set)
    unlock_counts: set[tuple[date, int]] = field(default_factory=set)
    spent_fen: set[tuple[date, str, int]] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)
    """SHA-256 of free texts, never the texts."""
    offered: int = 0
    """How many events or lines the file offered."""

    def __post_init__(self) -> None:
        self.names = Names(self.limits)
        self.order = Order()
        first = datetime.combine(self.limits.earliest, time.min, self.zone)
        last = datetime.combine(self.limits.latest, time.min, self.zone) + timedelta(days=1)
        self.bounds = Bounds(self.limits, micros(first), micros(last))

    @classmethod
    def empty(cls, unit: str, zone: tzinfo, limits: Limits, categories: Categories | None = None) -> "Gathered":
        """Nothing yet; places are counted in lines or events."""
        return cls(zone, limits, Problems(unit, limits.problems), categories or Categories.load())

    def machine(self, mark: str = "") -> Machine:
        """That machine of the file."""
        if mark not in self.machines and len(self.machines) >= self.limits.machines:
            raise too_many("设备", "machines", self.limits.machines)
        return self.machines.setdefault(mark, Machine())

    def local(self, moment: datetime) -> int:
        """A moment in microseconds; one without an offset is local."""
        return micros(moment if moment.tzinfo is not None else moment.replace(tzinfo=self.zone))

    def stretch(self, start: int, seconds: object, name: str, at: int) -> None:
        """Something was in front for so long; a stretch that cannot be is noted instead."""
        end = checked_end(start, seconds, at, self.bounds, self.problems)
        if end is not None:
            self.machine().front.add(start, end, self.names.place(name))
            self.order.step(start, end, at)

    def amount(self, day: date | None, of: str, seconds: float | None, at: int) -> None:
        """So much on a day; what cannot be is noted instead."""
        if amount := self._checked(day, self.names.all[self.names.place(of)], seconds, at):
            self.amounts.add(amount)

    def night(self, day: date | None, seconds: float | None, at: int) -> None:
        """So much between 22:00 and 06:00 on a day."""
        if amount := self._checked(day, WHOLE_DEVICE, seconds, at):
            self.nights.add(amount)

    def _checked(self, day: date | None, of: str, seconds: float | None, at: int) -> Amount | None:
        if day is None or not self.bounds.holds_day(day):
            self.problems.note(Trouble.NO_MOMENT if day is None else Trouble.IMPOSSIBLE_DATE, at)
            return None
        if seconds is None or not 0 <= seconds <= DAY / SECOND:
            self.problems.note(Trouble.IMPOSSIBLE_DURATION, at)
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
