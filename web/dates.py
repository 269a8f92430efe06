"""Days and moments as people here write them: 2026年6月26日（周五）, 09:12; in English Fri 26 June 2026."""

import re
from datetime import date, datetime

from markupsafe import Markup

from sunward.clock import local_time
from sunward.words import Language

_ISO_DAY = re.compile(r"(?<![0-9A-Za-z-])(\d{4})-(\d{2})-(\d{2})(?![\d-])")
_CHINESE_DAYS = "一二三四五六日"
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def day_in(language: Language, on: date) -> str:
    """The day with its year and weekday."""
    if language == "zh-CN":
        return f"{on.year}年{short_day_in(language, on)}"
    return f"{short_day_in(language, on)} {on.year}"


def short_day_in(language: Language, on: date) -> str:
    """The day with its weekday, where the year is plain from what stands around it."""
    if language == "zh-CN":
        return f"{on.month}月{on.day}日（周{_CHINESE_DAYS[on.weekday()]}）"
    # Not strftime, which would speak the machine's language.
    return f"{_DAYS[on.weekday()]} {on.day} {_MONTHS[on.month - 1]}"


def month_in(language: Language, on: date) -> str:
    """The month, short enough to stand under a line."""
    return f"{on.month}月" if language == "zh-CN" else _MONTHS[on.month - 1][:3]


def month_and_year_in(language: Language, on: date) -> str:
    """The month with its year."""
    return f"{on.year}年{on.month}月" if language == "zh-CN" else f"{_MONTHS[on.month - 1]} {on.year}"


def moment_in(language: Language, at: datetime) -> str:
    """The day and the time of day in the office."""
    local = local_time(at)
    between = "" if language == "zh-CN" else ", "
    return f"{day_in(language, local.date())}{between}{local:%H:%M}"


def marked_day(language: Language, on: date) -> Markup:
    """The day, readable by machines too."""
    return Markup('<time datetime="{}">{}</time>').format(on.isoformat(), day_in(language, on))


def marked_short_day(language: Language, on: date) -> Markup:
    """As `marked_day`, without the year."""
    return Markup('<time datetime="{}">{}</time>').format(on.isoformat(), short_day_in(language, on))


def marked_moment(language: Language, at: datetime) -> Markup:
    """The moment, readable by machines too."""
    return Markup('<time datetime="{}">{}</time>').format(
        local_time(at).isoformat(timespec="minutes"), moment_in(language, at)
    )


def days_written(language: Language, text: str) -> str:
    """The text with each day that a rule wrote as 2026-06-26 as people write it: 2026年6月26日, 26 June 2026."""
    return _ISO_DAY.sub(lambda found: _day_alone(language, found), text)


def _day_alone(language: Language, found: re.Match[str]) -> str:
    year, month, day = (int(part) for part in found.groups())
    if not 1 <= month <= 12:
        return found.group()
    return f"{year}年{month}月{day}日" if language == "zh-CN" else f"{day} {_MONTHS[month - 1]} {year}"


def iso_day(language: Language, text: str) -> Markup:
    """The day that a record keeps as text."""
    return marked_day(language, date.fromisoformat(text))
