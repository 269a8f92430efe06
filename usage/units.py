"""In which unit the numbers of a table are. Where a typed sheet does not say it, they are minutes if they can be nothing
else; in any other case somebody is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from core.errors import BadInput, Mistake
from core.i18n import Text, _, listed

MINUTES_OF_A_DAY = 24 * 60
HOURS_OF_A_NIGHT = 8
MAX_HOURS = 18
"""Nobody's ordinary day is longer: larger numbers are not hours."""
FEWEST_MINUTES = 12
"""A whole day with fewer, among days with many, may be a number of hours."""


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


NAMES: dict[Unit, Text] = {
    Unit.MILLISECONDS: _("毫秒"),
    Unit.SECONDS: _("秒"),
    Unit.MINUTES: _("分钟"),
    Unit.HOURS: _("小时"),
}


@dataclass(frozen=True, slots=True)
class UnitlessNumber:
    """A duration as a mere number, whose unit is written nowhere."""

    number: float


Duration = float | UnitlessNumber | None
"""Seconds; or a number whose unit is not known; or None for what is no duration."""


def is_surely_minutes(
    days: Sequence[float], wholes: Sequence[float], nights: Sequence[float], *, some_written: bool
) -> bool:
    """Whether the numbers of a sheet that a person wrote without a unit are minutes: whole numbers, those of days too large
    for hours. `wholes` are those of whole days; without any, and `some_written` with their unit, it is a program's table."""
    used, whole = [each for each in days if each > 0], [each for each in wholes if each > 0]
    if not used and not any(nights):
        return True  # nought is nought
    if not all(each.is_integer() for each in (*used, *nights)) or not (whole or some_written):
        return False
    if not used:
        return max(nights) > HOURS_OF_A_NIGHT
    return min(whole, default=MAX_HOURS) > FEWEST_MINUTES and MAX_HOURS < median(used) <= MINUTES_OF_A_DAY


def unit_required(at: int) -> BadInput:
    """The refusal that asks in which unit the numbers are; `at` is the first line with such a number."""
    return BadInput(
        _(
            "表里的数字没有写单位，看不出是哪一种。请选择“数字的单位”（{units}）后重新提交，或在表头写明单位。",
            units=listed(NAMES.values()),
        ),
        mistakes=[Mistake(f"line {at}", _("第{at}行：没有单位。", at=at))],
    )
