"""In which unit the numbers of a table are. Where the table does not say it, it is worked out only if no other unit is
possible; else whoever hands it in is asked. It is never guessed."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import median

from core.errors import Mistake, UnitRequired
from core.i18n import Text, _, listed

SECONDS_OF_A_DAY = 24 * 3600
SECONDS_OF_A_NIGHT = 8 * 3600
MOST_HOURS = 18
"""Nobody's ordinary day is longer: larger numbers are not hours."""
FEWEST_MINUTES = 12
"""A whole day with fewer, among days with many, may be a number of hours."""
FEWEST_SECONDS = 600
"""A device that is used less than this on its ordinary day is hardly handed in: smaller numbers are not seconds."""


class Unit(StrEnum):
    """What the numbers of a table may count."""

    MILLISECONDS = "milliseconds"
    SECONDS = "seconds"
    MINUTES = "minutes"
    HOURS = "hours"

    @classmethod
    def named(cls, code: str) -> "Unit | None":
        """The unit of that code; None for any other text."""
        return cls(code) if code in set(cls) else None

    @property
    def seconds(self) -> float:
        """The seconds of one."""
        return {"milliseconds": 0.001, "seconds": 1.0, "minutes": 60.0, "hours": 3600.0}[self]


class UnitFrom(StrEnum):
    """Where it is said in which unit a number is."""

    CELL = "cell"
    HEADING = "heading"
    ABOVE = "above"
    PROGRAM = "program"
    """The program that wrote the file always counts so, by its own description."""
    SAID = "said"
    """Whoever handed the file in said so."""
    SUPPOSED = "supposed"
    """It is written nowhere: this is one of the units that are possible, and somebody chooses."""
    ONLY_POSSIBLE = "only_possible"
    """It is written nowhere; any other unit would make impossible days."""


UnitNote = tuple[UnitFrom, Unit | None]
"""Where units of a file were found, and which one; None where each cell has its own."""

NAMES: dict[Unit, Text] = {
    Unit.MILLISECONDS: _("毫秒"),
    Unit.SECONDS: _("秒"),
    Unit.MINUTES: _("分钟"),
    Unit.HOURS: _("小时"),
}


def unit_of(seconds: float) -> Unit | None:
    """The unit of which one has so many seconds."""
    return next((unit for unit in Unit if unit.seconds == seconds), None)


@dataclass(frozen=True, slots=True)
class UnitlessNumber:
    """A duration as a mere number, whose unit is written nowhere."""

    number: float


Duration = float | UnitlessNumber | None
"""Seconds; or a number whose unit is not known; or None for what is no duration."""


class Units:
    """Gathers the numbers without a unit, by day, and says which units they can be of."""

    def __init__(self) -> None:
        self.first_at: int | None = None
        """Where the first number without a unit stands."""
        self._numbers: list[float] = []
        self._wholes: dict[date, float] = {}
        self._parts: dict[date, float] = defaultdict(float)
        self._nights: dict[date, float] = {}
        self._written: dict[date, float] = {}
        self._some_written = False

    def take_day(self, day: date, number: float, at: int, *, whole: bool = False, night: bool = False) -> None:
        """Such a number for that day: of the whole device, of its night, or else of an app."""
        self.first_at = at if self.first_at is None else self.first_at
        self._numbers.append(number)
        if night:
            self._nights[day] = number
        elif whole:
            self._wholes[day] = number
        else:
            self._parts[day] += max(0.0, number)

    def written(self, day: date, seconds: float, *, whole: bool) -> None:
        """A duration of that day whose unit is written."""
        self._some_written = True
        if whole:
            self._written[day] = seconds

    def unit(self, *, by_hand: bool) -> Unit | None:
        """The only unit that they can be of; None where there are several, or none. `by_hand`: people write such tables,
        who count minutes or hours."""
        by_day = [each for each in {**self._parts, **self._wholes}.values() if each > 0]
        if not by_day and not any(self._nights.values()):
            return Unit.MINUTES  # nought is nought
        if by_day and median(by_day) * 60 > SECONDS_OF_A_DAY:
            return Unit.SECONDS if self._possible(Unit.SECONDS) and median(by_day) >= FEWEST_SECONDS else None
        if not by_hand:
            return None
        maybe_seconds = bool(by_day) and median(by_day) >= FEWEST_SECONDS
        if maybe_seconds or self._maybe_hours(by_day) or not self._possible(Unit.MINUTES):
            return None
        return Unit.MINUTES

    @property
    def has_a_whole(self) -> bool:
        """Whether whole days are told, or some durations with their unit: nobody but a person writes such a table."""
        return bool(self._wholes) or self._some_written

    def _maybe_hours(self, by_day: list[float]) -> bool:
        if any(not number.is_integer() for number in self._numbers):
            return True
        wholes = [each for each in self._wholes.values() if each > 0]
        if wholes and min(wholes) <= FEWEST_MINUTES:
            return True
        return self._possible(Unit.HOURS) and (not by_day or median(by_day) <= MOST_HOURS)

    def _possible(self, unit: Unit) -> bool:
        """Whether no day would be longer than it can be, nor a night whose day has another unit."""
        for day in self._wholes.keys() | self._parts.keys() | self._nights.keys():
            whole = self._wholes[day] * unit.seconds if day in self._wholes else self._written.get(day)
            most = SECONDS_OF_A_DAY if whole is None else min(whole, SECONDS_OF_A_DAY)
            if self._wholes.get(day, 0) * unit.seconds > SECONDS_OF_A_DAY:
                return False
            if day not in self._wholes and self._parts.get(day, 0) * unit.seconds > most:
                return False
            if day not in self._wholes and self._nights.get(day, 0) * unit.seconds > min(most, SECONDS_OF_A_NIGHT):
                return False
        return True


def unit_required(at: int) -> UnitRequired:
    """The refusal that asks in which unit the numbers are; `at` is the first line with such a number."""
    return UnitRequired(
        _(
            "表里的数字没有写单位，看不出是哪一种。请选择“数字的单位”（{units}）后重新提交，或在表头写明单位。",
            units=listed(NAMES.values()),
        ),
        mistakes=[Mistake(f"line {at}", _("第{at}行：没有单位。", at=at))],
    )
