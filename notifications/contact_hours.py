"""When a person may be written to: quiet hours, the hours in which somebody holds a phone, the days on which nobody is
to be disturbed. Arithmetic only."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from core.clock import at_local, local_date, local_time

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_WEEK = 7 * 24 * 60
_WINDOW = re.compile(r"(\w{3}) (\d\d):(\d\d)-(\w{3}) (\d\d):(\d\d)")
FARTHEST = 62
"""So many days ahead an hour is looked for in which somebody may be written to."""


@dataclass(frozen=True)
class QuietHours:
    """From `begin` until `end` on the office's wall clock nobody is written to; may reach over midnight."""

    begin: time
    end: time

    @classmethod
    def read(cls, text: str) -> "QuietHours":
        """The hours written as "21:00-08:00". Raises ValueError if they are not written so."""
        begin, _, end = text.partition("-")
        return cls(time.fromisoformat(begin), time.fromisoformat(end))

    @classmethod
    def of_hours(cls, begin: int, end: int) -> "QuietHours":
        return cls(time(begin), time(end))

    def cover(self, moment: datetime) -> bool:
        now = local_time(moment).time()
        if self.begin <= self.end:
            return self.begin <= now < self.end
        return now >= self.begin or now < self.end


@dataclass(frozen=True)
class PhoneWindow:
    """A stretch of every week, in minutes since Monday 00:00 local; may reach over Sunday midnight."""

    begin: int
    end: int

    @classmethod
    def read(cls, text: str) -> "PhoneWindow":
        """The window written as "Fri 18:00-Sun 16:00". Raises ValueError if it is not written so."""
        found = _WINDOW.fullmatch(text.strip())
        if not found or found[1] not in _DAYS or found[4] not in _DAYS:
            raise ValueError('a phone window is written like "Fri 18:00-Sun 16:00"')
        begin, end = (
            _DAYS.index(day) * 1440 + time(int(hour), int(minute)).hour * 60 + int(minute)
            for day, hour, minute in (found.group(1, 2, 3), found.group(4, 5, 6))
        )
        if begin == end:
            raise ValueError("a phone window must have a length")
        return cls(begin, end)

    def cover(self, moment: datetime) -> bool:
        return (_minute_of_week(moment) - self.begin) % _WEEK < (self.end - self.begin) % _WEEK


@dataclass(frozen=True)
class DateRange:
    """A stretch of days, the first and the last included: a school term, an examination."""

    first: date
    last: date

    @classmethod
    def read(cls, text: str) -> "DateRange":
        """The days written as "2026-06-07/2026-06-09". Raises ValueError if they are not, or end before they begin."""
        first, _, last = text.strip().partition("/")
        days = cls(date.fromisoformat(first), date.fromisoformat(last))
        if days.last < days.first:
            raise ValueError("the last day lies before the first")
        return days

    def cover(self, day: date) -> bool:
        return self.first <= day <= self.last


def _never(_day: date) -> bool:
    return False


@dataclass(frozen=True)
class QuietSchedule:
    """The quiet hours of each day: those of every day, unless its weekday or a day off has its own."""

    always: QuietHours
    by_weekday: Mapping[int, QuietHours] = field(default_factory=dict)
    day_off: QuietHours | None = None
    is_off: Callable[[date], bool] = _never

    def of(self, day: date) -> QuietHours:
        if self.day_off is not None and self.is_off(day):
            return self.day_off
        return self.by_weekday.get(day.weekday(), self.always)

    def cover(self, moment: datetime) -> bool:
        return self.of(local_date(moment)).cover(moment)


@dataclass(frozen=True)
class ContactHours:
    """When one person may be written to."""

    quiet: QuietSchedule | None = None
    windows: tuple[PhoneWindow, ...] = ()
    """When this person holds a phone; empty means always."""
    not_at: tuple[PhoneWindow, ...] = ()
    """Hours of every week in which this person sleeps or works."""
    exams: tuple[DateRange, ...] = ()
    """Days on which nothing is said to this person that can wait."""
    terms: tuple[DateRange, ...] = ()
    """The windows hold on these days only, because it is the school that keeps the phone; empty means always."""

    def cover(self, moment: datetime) -> bool:
        """Whether a text may arrive at that moment."""
        day = local_date(moment)
        if self.quiet is not None and self.quiet.cover(moment):
            return False
        if any(one.cover(moment) for one in self.not_at) or any(one.cover(day) for one in self.exams):
            return False
        at_school = not self.terms or any(one.cover(day) for one in self.terms)
        return not (self.windows and at_school) or any(one.cover(moment) for one in self.windows)

    def first_allowed_from(self, moment: datetime) -> datetime | None:
        """The first such moment from then on, never earlier; later ones fall on a whole minute. None if there is none
        within two months."""
        if self.cover(moment):
            return moment
        return next((one for one in self._openings(moment) if one > moment and self.cover(one)), None)

    def from_(self, moment: datetime) -> datetime:
        """The same; the moment itself where there is none."""
        return self.first_allowed_from(moment) or moment

    def _openings(self, moment: datetime) -> Iterator[datetime]:
        """In order, where "no" can turn into "yes": a window opens, quiet hours end, another day begins."""
        today = local_date(moment)
        opens = [(one.begin // 1440, one.begin % 1440) for one in self.windows]
        opens += [(one.end // 1440, one.end % 1440) for one in self.not_at]
        for ahead in range(FARTHEST):
            day = today + timedelta(days=ahead)
            minutes = {minute for weekday, minute in opens if weekday == day.weekday()} | {0}
            if self.quiet is not None:
                end = self.quiet.of(day).end
                minutes.add(end.hour * 60 + end.minute)
            for minute in sorted(minutes):
                yield at_local(day, time(minute // 60, minute % 60))


def _minute_of_week(moment: datetime) -> int:
    local = local_time(moment)
    return local.weekday() * 1440 + local.hour * 60 + local.minute
