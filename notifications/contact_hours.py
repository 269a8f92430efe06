"""When a person may be written to: quiet hours, the hours in which somebody holds a phone, the days on which nobody is
to be disturbed. Arithmetic only."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from core.clock import at_local, local_date, local_time, start_of_day

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_WEEK = 7 * 24 * 60
SATURDAY = 5
_WINDOW = re.compile(r"(\w{3}) (\d\d):(\d\d)-(\w{3}) (\d\d):(\d\d)")
_DAY_CALLED = dict(zip("一二三四五六日", _DAYS, strict=True)) | {"天": "Sun"} | {day.lower(): day for day in _DAYS}
_UNTIL = "(?:-|—|–|~|至|到|to)+"
_DAY_AND_TIME = r"(?:周|星期|礼拜)?([一二三四五六日天]|[a-z]{3})(\d{1,2}):(\d\d)"
_ANY_WINDOW = re.compile(f"{_DAY_AND_TIME}{_UNTIL}{_DAY_AND_TIME}")
_DATE = r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
_ANY_DATES = re.compile(f"{_DATE}(?:(?:/|{_UNTIL}){_DATE})?")
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

    @property
    def weekdays(self) -> set[int]:
        """The days of the week with an hour of it, Monday being 0."""
        last = self.begin + (self.end - self.begin) % _WEEK - 1
        return {day % 7 for day in range(self.begin // 1440, last // 1440 + 1)}

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


def normalize_window(text: str) -> str:
    """The window as it is kept, "Fri 18:00-Sun 16:00", however it is written: 周五18:00至周日16:00, with spaces, full-width.
    What is none comes back as it is."""
    found = _ANY_WINDOW.fullmatch(_plain(text))
    if found is None or found[1] not in _DAY_CALLED or found[4] not in _DAY_CALLED:
        return text
    first, first_hour, first_minute, last, last_hour, last_minute = found.groups()
    return f"{_DAY_CALLED[first]} {first_hour:0>2}:{first_minute}-{_DAY_CALLED[last]} {last_hour:0>2}:{last_minute}"


def normalize_dates(text: str) -> str:
    """The days as they are kept, "2027-06-07/2027-06-09", however they are written: 2027年6月7日至2027年6月9日, or one day.
    What are none come back as they are."""
    found = _ANY_DATES.fullmatch(_plain(text))
    if found is None:
        return text
    first, last = found.groups()[:3], found.groups()[3:]
    return "/".join(f"{year}-{month:0>2}-{day:0>2}" for year, month, day in (first, last if last[0] else first))


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


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


ASSUMED_TERMS = (((2, 20), (7, 10)), ((9, 1), (12, 31)), ((1, 1), (1, 20)))
"""First and last month and day of the stretches of a year that count as term where an office has named none."""


@dataclass(frozen=True)
class ClassHours:
    """The hours of a school day in which a pupil's phone is left alone."""

    stretches: tuple[QuietHours, ...]
    terms: tuple[DateRange, ...] = ()
    """The school terms; where none is named, `ASSUMED_TERMS`."""
    is_off: Callable[[date], bool] = _never

    def cover(self, moment: datetime) -> bool:
        """Whether that moment lies in the class hours of a school day: a weekday of the term that is no day off."""
        day = local_date(moment)
        if not any(stretch.cover(moment) for stretch in self.stretches):
            return False
        return day.weekday() < SATURDAY and self._in_term(day) and not self.is_off(day)

    def _in_term(self, day: date) -> bool:
        if self.terms:
            return any(term.cover(day) for term in self.terms)
        return any(first <= (day.month, day.day) <= last for first, last in ASSUMED_TERMS)


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
    classes: ClassHours | None = None
    """When this person is at school; None where they are not."""

    def cover(self, moment: datetime) -> bool:
        """Whether a text may arrive at that moment."""
        day = local_date(moment)
        if self.quiet is not None and self.quiet.cover(moment):
            return False
        if any(one.cover(moment) for one in self.not_at) or any(one.cover(day) for one in self.exams):
            return False
        if self.classes is not None and self.classes.cover(moment):
            return False
        at_school = not self.terms or any(one.cover(day) for one in self.terms)
        return not (self.windows and at_school) or any(one.cover(moment) for one in self.windows)

    def get_hours_a_week(self, day: date) -> float:
        """In how many hours of that week a text may arrive, as on a day of term without examinations."""
        usual = replace(self, exams=(), terms=())
        begin = start_of_day(day)
        return sum(usual.cover(begin + timedelta(minutes=15 * quarter)) for quarter in range(7 * 24 * 4)) / 4

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
        for days_after in range(FARTHEST):
            day = today + timedelta(days=days_after)
            minutes = {minute for weekday, minute in opens if weekday == day.weekday()} | {0}
            if self.quiet is not None:
                end = self.quiet.of(day).end
                minutes.add(end.hour * 60 + end.minute)
            if self.classes is not None:
                minutes |= {stretch.end.hour * 60 + stretch.end.minute for stretch in self.classes.stretches}
            for minute in sorted(minutes):
                yield at_local(day, time(minute // 60, minute % 60))


def _minute_of_week(moment: datetime) -> int:
    local = local_time(moment)
    return local.weekday() * 1440 + local.hour * 60 + local.minute
