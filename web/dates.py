"""Days and moments on a page: with the time of day, for machines too, and wherever a rule wrote one into its text."""

import re
from datetime import date, datetime

from markupsafe import Markup

from sunward.clock import local_time
from sunward.dates import day_alone_in, day_in, short_day_in
from sunward.words import Language

__all__ = [
    "day_in", "days_written", "iso_day", "marked_day", "marked_moment", "marked_short_day", "moment_in", "short_day_in",
]  # fmt: skip

_ISO_DAY = re.compile(r"(?<![0-9A-Za-z-])(\d{4})-(\d{2})-(\d{2})(?![\d-])")


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
    try:
        return day_alone_in(language, date.fromisoformat(found.group()))
    except ValueError:
        return found.group()  # no day of any calendar: a number that looks like one


def iso_day(language: Language, text: str) -> Markup:
    """The day that a record keeps as text."""
    return marked_day(language, date.fromisoformat(text))
