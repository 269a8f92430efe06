"""The years that statistics are made of, and until when facts are counted: so that two answers never differ by a few people."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.clock import start_of_day
from core.errors import BadInput, Mistake
from core.i18n import _

FIRST_YEAR = 2013
"""Conditional non-prosecution is law since 1 January 2013."""


@dataclass(frozen=True)
class StatisticsWindow:
    """Decisions of one calendar year, as far as they were on record on `as_of`, the last day of a quarter."""

    from_on: date
    to_on: date
    as_of: date

    @property
    def known_until(self) -> datetime:
        """The moment at which `as_of` is over."""
        return start_of_day(self.as_of + timedelta(days=1))


def get_last_full_quarter(today: date) -> date:
    """The last day of the last full quarter."""
    return date(today.year, today.month - (today.month - 1) % 3, 1) - timedelta(days=1)


def list_years(today: date) -> list[int]:
    """The years that can be asked for, newest first."""
    return list(range(get_last_full_quarter(today).year, FIRST_YEAR - 1, -1))


def get_window(today: date, from_on: date | None, to_on: date | None) -> StatisticsWindow:
    """The year from `from_on` to `to_on`; without either, that of the last full quarter. BadInput for any other days."""
    known = get_last_full_quarter(today)
    if from_on is None and to_on is None:
        from_on, to_on = date(known.year, 1, 1), date(known.year, 12, 31)
    for year in list_years(today):
        if (from_on, to_on) == (date(year, 1, 1), date(year, 12, 31)):
            return StatisticsWindow(date(year, 1, 1), date(year, 12, 31), known)
    wrong = _(
        "只能按整年查看（{first_year}年到{year}年，1月1日到12月31日），数字截至{known}。",
        first_year=FIRST_YEAR,
        year=known.year,
        known=known,
    )
    raise BadInput(wrong, mistakes=[Mistake("from_on", wrong), Mistake("to_on", wrong)])
