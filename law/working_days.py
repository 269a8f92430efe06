"""Which days offices work: three layers, the surest first.

1. Days an operator entered from a State Council notice.
2. The published calendar, for the years it covers, with its swapped weekends.
3. For every other year, statutory holidays and weekends. Such an answer is *provisional*: the notice for the year
   is not known here, and a swapped weekend may still move it. Days that a notice may give in lieu are not guessed,
   so that a provisional deadline is rather a day too early than a day too late.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

import chinese_calendar
import holidays

from core.i18n import Bilingual, Text

SATURDAY = 5


class DaySource(StrEnum):
    """Where the answer about a day comes from."""

    ANNOUNCED = "announced"
    PUBLISHED = "published"
    PROVISIONAL = "provisional"


@dataclass(frozen=True)
class AnnouncedDay:
    """A day as the notice has it: worked or free, the notice's number, and the holiday's name where it has one."""

    works: bool
    notice: str
    name: Text | None = None


class WorkingDays:
    """The calendar of an office.

    `announced` are the rows an operator entered. `complete_years` are the years whose notice was entered whole:
    in these every other day is an ordinary weekday or weekend, and nothing is provisional.
    """

    def __init__(
        self, announced: Mapping[date, AnnouncedDay] | None = None, complete_years: Collection[int] = ()
    ) -> None:
        self._announced = dict(announced or {})
        self._complete_years = frozenset(complete_years)
        self._following: dict[date, date] = {}
        """After which day which worked day comes first, as far as it was asked."""

    def replace_announced(self, announced: Mapping[date, AnnouncedDay], complete_years: Collection[int]) -> None:
        """From now on the calendar has these announced days and whole years, and no others."""
        self._announced = dict(announced)
        self._complete_years = frozenset(complete_years)
        self._following = {}  # last: whoever counts just now writes into the old one

    def refresh(self) -> None:
        """What somebody has announced elsewhere is known from now on: by a calendar that asks where it is kept."""

    def copy(self) -> "WorkingDays":
        """Another calendar, which stays as this one is now."""
        return WorkingDays(self._announced, self._complete_years)

    def with_notice(self, year: int, rows: Mapping[date, AnnouncedDay]) -> "WorkingDays":
        """Another calendar: this one with the notice of that year in it, in the place of an older one."""
        others = {day: known for day, known in self._announced.items() if day.year != year}
        return WorkingDays(others | dict(rows), {*self._complete_years, year})

    def source_of_day(self, day: date) -> DaySource:
        """Which layer answers for that day."""
        if day in self._announced or day.year in self._complete_years:
            return DaySource.ANNOUNCED
        return DaySource.PROVISIONAL if _published(day) is None else DaySource.PUBLISHED

    def is_working(self, day: date) -> bool:
        """Whether offices work on that day, by the surest layer that knows."""
        if day in self._announced:
            return self._announced[day].works
        if day.year in self._complete_years:
            return day.weekday() < SATURDAY
        published = _published(day)
        return _works_by_statute(day) if published is None else published

    def is_provisional(self, day: date) -> bool:
        """Whether the notice for that day is unknown here, so that the answer may still change."""
        return self.source_of_day(day) is DaySource.PROVISIONAL

    def knows_year(self, year: int) -> bool:
        """Whether the notice for that year is known, from an operator or from the published calendar."""
        return not self.is_provisional(date(year, 12, 31)) and not self.is_provisional(date(year, 1, 2))

    def holidays_by_statute(self, year: int) -> list[date]:
        """The days of that year that are free by statute, whatever its notice swaps."""
        return sorted(_holidays_of(year, "zh_CN", False))

    def roll_forward(self, day: date) -> date:
        """That day if it is worked, else the first worked day after it (DT-03)."""
        while not self.is_working(day):
            day += timedelta(days=1)
        return day

    def after(self, day: date, count: int) -> date:
        """The `count`-th working day after that day, the day itself not counted. Raises ValueError below one."""
        if count < 1:
            raise ValueError("count working days from one")
        following = self._following
        for _ in range(count):
            if day not in following:
                following[day] = self.roll_forward(day + timedelta(days=1))
            day = following[day]
        return day

    def before(self, day: date) -> date:
        """The last working day before that day."""
        day -= timedelta(days=1)
        while not self.is_working(day):
            day -= timedelta(days=1)
        return day

    def holiday_name(self, day: date) -> Text | None:
        """What the day is called where it is a named holiday and free; None otherwise."""
        if self.is_working(day):
            return None
        if day in self._announced:
            return self._announced[day].name
        with_swaps = self.source_of_day(day) is DaySource.PUBLISHED
        name_zh = _holidays_of(day.year, "zh_CN", with_swaps).get(day)
        name_en = _holidays_of(day.year, "en_US", with_swaps).get(day)
        return Bilingual(name_zh, name_en) if name_zh and name_en else None


@cache
def _published(day: date) -> bool | None:
    """Whether the published calendar has the day as worked; None for a year it does not cover."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None


def _works_by_statute(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in _holidays_of(day.year, "zh_CN", False)


@cache
def _holidays_of(year: int, language: str, with_swaps: bool) -> holidays.HolidayBase:
    return holidays.country_holidays("CN", years=year, language=language, observed=with_swaps)
