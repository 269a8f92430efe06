"""The only reader of real time.

Everything else is told what time it is. Moments are aware and in UTC; days are local dates of the office,
because a deadline of the law ends at midnight in China and not in Greenwich.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

OFFICE_ZONE = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """Whoever can say what time it is."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...

    def today(self) -> date:
        """The present local date of the office."""
        ...


def local_date(moment: datetime) -> date:
    """The office's date at that moment."""
    return moment.astimezone(OFFICE_ZONE).date()


def local_time(moment: datetime) -> datetime:
    """That moment as the office's wall clock shows it (aware, Asia/Shanghai)."""
    return moment.astimezone(OFFICE_ZONE)


def at_local(day: date, clock_time: time) -> datetime:
    """The moment in UTC at which the office's wall clock shows that day and time."""
    return datetime.combine(day, clock_time, tzinfo=OFFICE_ZONE).astimezone(UTC)


def start_of_day(day: date) -> datetime:
    """The moment in UTC at which that day begins in the office."""
    return at_local(day, time(0, 0))


def to_utc(written: datetime | None) -> datetime | None:
    """The moment that somebody wrote down: by the office's wall clock, unless they wrote a zone. None stays None."""
    if written is None:
        return None
    return (written if written.tzinfo else written.replace(tzinfo=OFFICE_ZONE)).astimezone(UTC)


class WallClock:
    """Real time."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def today(self) -> date:
        return local_date(self.now())


class OffsetClock:
    """Real time, moved by a fixed distance: the demonstration's clock, whose story stays true in any year."""

    def __init__(self, offset: timedelta) -> None:
        self.offset = offset

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset

    def today(self) -> date:
        return local_date(self.now())

    def in_real_time(self, moment: datetime) -> datetime:
        """When, on a real clock, this clock will show `moment`."""
        return moment - self.offset


class SimulatedClock:
    """A clock that moves only when told to, and never backwards."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment.astimezone(UTC)

    def now(self) -> datetime:
        return self._moment

    def today(self) -> date:
        return local_date(self._moment)

    def advance_to(self, moment: datetime) -> None:
        """The clock shows `moment`, or what it showed already if that is later."""
        self._moment = max(self._moment, moment.astimezone(UTC))

    def advance_by(self, span: timedelta) -> None:
        self.advance_to(self._moment + span)
