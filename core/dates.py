"""Days as people here write them: 2026年6月26日（周五）; in English Fri 26 June 2026.

The names of days and months are Babel's (CLDR), never the machine's. The patterns are ours: Babel's own would write
2026年6月26日星期五 and Friday, June 26, 2026.
"""

from datetime import date
from types import MappingProxyType
from typing import Literal

from babel import Locale
from babel.dates import format_date

from core.words import Language, Words

Width = Literal["wide", "abbreviated", "narrow"]
_LOCALES = MappingProxyType({"zh-CN": Locale("zh", "CN", "Hans"), "en": Locale("en")})


def format_day(language: Language, on: date) -> str:
    """The day with its year and weekday."""
    return _written(language, on, "y年M月d日（EEE）", "EEE d MMMM y")


def format_short_day(language: Language, on: date) -> str:
    """The day with its weekday, where the year is plain from what stands around it."""
    return _written(language, on, "M月d日（EEE）", "EEE d MMMM")


def format_shortest_day(language: Language, on: date) -> str:
    """As `short_day_in`, with the month as short as a text message wants it."""
    return _written(language, on, "M月d日（EEE）", "EEE d MMM")


def format_day_without_weekday(language: Language, on: date) -> str:
    """The day with its year and without its weekday."""
    return _written(language, on, "y年M月d日", "d MMMM y")


def format_month(language: Language, on: date) -> str:
    """The month, short enough to stand under a line."""
    return _written(language, on, "M月", "MMM")


def format_month_and_year(language: Language, on: date) -> str:
    """The month with its year."""
    return _written(language, on, "y年M月", "MMMM y")


def weekday_words(weekday: int, width: Width = "abbreviated") -> Words:
    """The weekday's name, Monday being 0: 周一 and Mon; wide 星期一 and Monday; narrow 一 and M."""
    zh, en = (locale.days["format"][width][weekday] for locale in _LOCALES.values())
    return Words(zh, en)


def _written(language: Language, on: date, zh: str, en: str) -> str:
    return format_date(on, zh if language == "zh-CN" else en, _LOCALES[language])
