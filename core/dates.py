"""Days as people here write them: 2026年6月26日（周五）; in English Fri 26 June 2026.

The names of days and months are Babel's (CLDR), never the machine's. The patterns are messages of the catalogue: Babel's own
would write 2026年6月26日星期五 and Friday, June 26, 2026.
"""

from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Literal

from babel.dates import format_date

from core.i18n import CatalogText, Language, Text, locale_of, pgettext

Width = Literal["wide", "abbreviated", "narrow"]
DAY = pgettext("date", "y年M月d日（EEE）")
DAY_WITHOUT_WEEKDAY = pgettext("date", "y年M月d日")
SHORT_DAY = pgettext("date", "M月d日（EEE）")
SHORTEST_DAY = pgettext("date in a text message", "M月d日（EEE）")
MONTH_DAY = pgettext("date", "M月d日")
MONTH = pgettext("date", "M月")
MONTH_AND_YEAR = pgettext("date", "y年M月")


class DayText(Text):
    """A day, written by that pattern in the reader's language."""

    __slots__ = ("_on", "_pattern")

    def __init__(self, on: date, pattern: CatalogText) -> None:
        self._on, self._pattern = on, pattern

    def in_(self, language: Language) -> str:
        """The day in that language."""
        return _written(language, self._on, self._pattern)

    def made_of(self) -> tuple[Any, ...]:
        """The day and its pattern."""
        return self._on, self._pattern


class WeekdayText(Text):
    """The name of a weekday, Monday being 0."""

    __slots__ = ("_weekday", "_width")

    def __init__(self, weekday: int, width: Width) -> None:
        self._weekday, self._width = weekday, width

    def in_(self, language: Language) -> str:
        """The weekday in that language."""
        return str(locale_of(language).days["format"][self._width][self._weekday])

    def made_of(self) -> tuple[Any, ...]:
        """The weekday and its width."""
        return self._weekday, self._width


def days_between(first: date, last: date) -> list[date]:
    """The days from `first` to `last`, both included."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def full_day(on: date) -> DayText:
    """The day with its year and weekday, for a sentence."""
    return DayText(on, DAY)


def short_day(on: date) -> DayText:
    """The day with its weekday, where the year is plain from what stands around it, for a sentence."""
    return DayText(on, SHORT_DAY)


def month_day(on: date) -> DayText:
    """The day without year and weekday, for a sentence."""
    return DayText(on, MONTH_DAY)


def format_day(language: Language, on: date) -> str:
    """The day with its year and weekday."""
    return _written(language, on, DAY)


def format_short_day(language: Language, on: date) -> str:
    """The day with its weekday, where the year is plain from what stands around it."""
    return _written(language, on, SHORT_DAY)


def format_shortest_day(language: Language, on: date) -> str:
    """As `format_short_day`, with the month as short as a text message wants it."""
    return _written(language, on, SHORTEST_DAY)


def format_day_without_weekday(language: Language, on: date) -> str:
    """The day with its year and without its weekday."""
    return _written(language, on, DAY_WITHOUT_WEEKDAY)


def format_month(language: Language, on: date) -> str:
    """The month, short enough to stand under a line."""
    return _written(language, on, MONTH)


def format_month_and_year(language: Language, on: date) -> str:
    """The month with its year."""
    return _written(language, on, MONTH_AND_YEAR)


def weekday_words(weekday: int, width: Width = "abbreviated") -> WeekdayText:
    """The weekday's name, Monday being 0: 周一 and Mon; wide 星期一 and Monday; narrow 一 and M."""
    return WeekdayText(weekday, width)


def _written(language: Language, on: date, pattern: CatalogText) -> str:
    return _formatted(language, on, pattern.in_(language))


@lru_cache(maxsize=1024)
def _formatted(language: Language, on: date, pattern: str) -> str:
    """Of a day that thousands are told on one morning, once."""
    return format_date(on, pattern, locale_of(language))
