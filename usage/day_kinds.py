"""What kind of day it is: a school day or a free one."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from law.working_days import WorkingDays


class DayKind(StrEnum):
    """Compared only with their like."""

    SCHOOL_DAY = "school_day"
    FREE_DAY = "free_day"


class DayKinds:
    """The calendar of one person: the public one, and the holidays of their school."""

    def __init__(self, calendar: WorkingDays, school_holidays: Sequence[tuple[date, date]] = ()) -> None:
        """`school_holidays` are first and last days."""
        self._calendar = calendar
        self._school_holidays = tuple(school_holidays)

    @property
    def knows_school_holidays(self) -> bool:
        """Whether any are known. Without them a weekday in the holidays is taken for a school day."""
        return bool(self._school_holidays)

    def kind(self, day: date) -> DayKind:
        """A day worked by the public calendar is a school day, make-up days too, outside the school's holidays."""
        if any(first <= day <= last for first, last in self._school_holidays):
            return DayKind.FREE_DAY
        return DayKind.SCHOOL_DAY if self._calendar.is_working(day) else DayKind.FREE_DAY
