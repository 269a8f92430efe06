"""Days and moments on a page: with the time of day, for machines too, and wherever a rule wrote one into its text."""

import re
from datetime import date, datetime

from markupsafe import Markup

from core.clock import local_time
from core.dates import format_day, format_day_without_weekday, format_short_day
from core.i18n import Language, _, pgettext

__all__ = [
    "NOT_A_DAY",
    "format_day",
    "format_days_in",
    "format_moment",
    "format_short_day",
    "render_day",
    "render_iso_day",
    "render_moment",
    "render_short_day",
]  # fmt: skip

_AT = pgettext("a day and its time", "{day}{time}")
_ISO_DAY = re.compile(r"(?<![0-9A-Za-z-])(\d{4})-(\d{2})-(\d{2})(?![\d-])")
NOT_A_DAY = _("没有这一天，或者写法不对。请写成2026年6月26日或2026-6-26。")
"""Each example is one that `parse_day` reads. The second stands as it is typed: with 06 it would be written out too."""


def format_moment(language: Language, at: datetime) -> str:
    """The day and the time of day in the office."""
    local = local_time(at)
    return _AT.filled({"day": format_day(language, local.date()), "time": f"{local:%H:%M}"}).in_(language)


def render_day(language: Language, on: date) -> Markup:
    """The day, readable by machines too."""
    return Markup('<time datetime="{}">{}</time>').format(on.isoformat(), format_day(language, on))


def render_short_day(language: Language, on: date, today: date) -> Markup:
    """As `render_day`, without the year where it is that of today."""
    written = format_short_day(language, on) if on.year == today.year else format_day(language, on)
    return Markup('<time datetime="{}">{}</time>').format(on.isoformat(), written)


def render_moment(language: Language, at: datetime) -> Markup:
    """The moment, readable by machines too."""
    return Markup('<time datetime="{}">{}</time>').format(
        local_time(at).isoformat(timespec="minutes"), format_moment(language, at)
    )


def format_days_in(language: Language, text: str) -> str:
    """The text with each day that a rule wrote as 2026-06-26 as people write it: 2026年6月26日, 26 June 2026."""
    return _ISO_DAY.sub(lambda found: _day_alone(language, found), text)


def _day_alone(language: Language, found: re.Match[str]) -> str:
    try:
        return format_day_without_weekday(language, date.fromisoformat(found.group()))
    except ValueError:
        return found.group()  # no day of any calendar: a number that looks like one


def render_iso_day(language: Language, text: str) -> Markup:
    """The day that a record keeps as text."""
    return render_day(language, date.fromisoformat(text))
