"""What a plan owes, by whom and by when: the calendar of duties, computed before anybody signs it.

The law fixes that a minor reports as required (CPL art 283(3)(2)) and accepts education (art. 283(3)(4)); how often
is the plan's own. A duty of the office's staff that would fall on a day off falls on the next working day; a duty of
the family keeps its day, because a family's week is the same every week.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Protocol

from law.applied import applies
from law.articles import cite
from law.months import same_day_after

REPORTING = cite("activity_report")
EDUCATION = cite("education")
CONDITIONS = cite("OB-02")
SUPERVISING = cite("supervising_organ")

OFFICE_DAY_ENDS = time(18, 0)


class DayCalendar(Protocol):
    """A calendar that knows which days are worked."""

    def is_working(self, day: date) -> bool: ...

    def roll_forward(self, day: date) -> date: ...


@dataclass(frozen=True)
class DueItem:
    """One thing that somebody owes on one day."""

    kind: str
    owner: str
    due_on: date
    due_time: time
    article: str
    label: str = ""


def generate_weekly(
    kind: str, owner: str, weekday: int, by: time, after: date, until: date, article: str = REPORTING
) -> Iterator[DueItem]:
    """Owed on every such weekday (Monday is 0) after `after`, up to and including `until`."""
    day = after + timedelta(days=1)
    day += timedelta(days=(weekday - day.weekday()) % 7)
    while day <= until:
        yield DueItem(kind, owner, day, by, article)
        day += timedelta(weeks=1)


def generate_every_days(
    kind: str, owner: str, length: int, first: date, until: date, days: DayCalendar, article: str = SUPERVISING
) -> Iterator[DueItem]:
    """Owed every `length` days from `first` on, each moved to a working day, none after `until`."""
    day = first
    while day <= until:
        yield DueItem(kind, owner, _worked(day, until, days), OFFICE_DAY_ENDS, article)
        day += timedelta(days=length)


@applies("DT-04")
def generate_every_months(
    kind: str, owner: str, months: int, on_day: int, after: date, until: date, days: DayCalendar | None, article: str
) -> Iterator[DueItem]:
    """Owed every so many months on that day of the month (or the month's last), after `after` and up to `until`.

    Each is counted from the beginning, so that the thirty-first does not become the twenty-eighth for ever.
    With `days` it is moved to a working day; without, it keeps its own.
    """
    anchor = date(after.year, after.month, 1)
    step = 0
    while True:
        month = same_day_after(anchor, step)
        step += months
        day = _day_of_month(month, on_day)
        if day > until:
            return
        if day <= after:
            continue
        due = _worked(day, until, days) if days else day
        yield DueItem(kind, owner, due, OFFICE_DAY_ENDS if days else time(20, 0), article)


def _day_of_month(month: date, on_day: int) -> date:
    last = same_day_after(month.replace(day=1), 1) - timedelta(days=1)
    return last if on_day >= last.day else month.replace(day=on_day)


def _worked(day: date, until: date, days: DayCalendar) -> date:
    """The day, or the first working day after it; if that lies beyond the period, the last one before."""
    rolled = days.roll_forward(day)
    if rolled <= until:
        return rolled
    while not days.is_working(day):
        day -= timedelta(days=1)
    return day
