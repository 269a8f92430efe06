"""When a person may be written to: quiet hours, and the hours in which somebody holds a phone. Arithmetic only."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sunward.clock import local_time

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_WEEK = 7 * 24 * 60
_WINDOW = re.compile(r"(\w{3}) (\d\d):(\d\d)-(\w{3}) (\d\d):(\d\d)")


@dataclass(frozen=True)
class QuietHours:
    """From `begin` until `end` on the office's wall clock nobody is written to; may reach over midnight."""

    begin: time
    end: time

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


def first_allowed(
    moment: datetime, quiet: QuietHours | None = None, windows: tuple[PhoneWindow, ...] = ()
) -> datetime | None:
    """The first moment from `moment` on that lies in a window and outside the quiet hours; no windows means always.

    Never earlier than `moment`; later ones fall on a whole minute. None if the two leave no minute of the week.
    """
    if _allowed(moment, quiet, windows):
        return moment
    # Only where a window opens or the quiet hours end can "no" turn into "yes".
    openings = {window.begin for window in windows}
    if quiet is not None:
        openings |= {day * 1440 + quiet.end.hour * 60 + quiet.end.minute for day in range(7)}
    now = _minute_of_week(moment)
    this_minute = moment.replace(second=0, microsecond=0)
    for distance in sorted((opening - now) % _WEEK or _WEEK for opening in openings):
        candidate = this_minute + timedelta(minutes=distance)
        if _allowed(candidate, quiet, windows):
            return candidate
    return None


def _allowed(moment: datetime, quiet: QuietHours | None, windows: tuple[PhoneWindow, ...]) -> bool:
    if quiet is not None and quiet.cover(moment):
        return False
    return not windows or any(window.cover(moment) for window in windows)


def _minute_of_week(moment: datetime) -> int:
    local = local_time(moment)
    return local.weekday() * 1440 + local.hour * 60 + local.minute
