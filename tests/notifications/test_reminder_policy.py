"""Quiet hours, and the hours in which somebody holds a phone."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.clock import local_time
from notifications.contact_hours import ClassHours, ContactHours, DateRange, PhoneWindow, QuietHours, QuietSchedule

NIGHT_HOURS = QuietHours(time(21, 0), time(8, 0))
NIGHT = QuietSchedule(NIGHT_HOURS)
BOARDER = PhoneWindow.read("Fri 18:00-Sun 16:00")
TUESDAY_NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
TUESDAY_NIGHT = datetime(2026, 11, 24, 14, 30, 12, tzinfo=UTC)


def first_allowed(
    moment: datetime, quiet: QuietSchedule | None = None, windows: tuple[PhoneWindow, ...] = (), **more: Any
) -> datetime | None:
    return ContactHours(quiet, windows, **more).first_allowed_from(moment)


def _local(moment: datetime | None) -> str:
    assert moment is not None
    return f"{local_time(moment):%a %H:%M:%S}"


def test_a_boarder_is_written_to_when_the_school_week_is_over() -> None:
    assert _local(first_allowed(TUESDAY_NOON, NIGHT, (BOARDER,))) == "Fri 18:00:00"


def test_inside_the_window_the_night_still_counts() -> None:
    saturday_night = TUESDAY_NIGHT + timedelta(days=4)
    assert _local(first_allowed(saturday_night, NIGHT, (BOARDER,))) == "Sun 08:00:00"


def test_the_window_is_closed_at_its_end() -> None:
    sunday_four = datetime(2026, 11, 29, 8, 0, tzinfo=UTC)
    assert first_allowed(sunday_four - timedelta(seconds=1), None, (BOARDER,)) == sunday_four - timedelta(seconds=1)
    assert _local(first_allowed(sunday_four, None, (BOARDER,))) == "Fri 18:00:00"


def test_a_window_may_reach_over_the_end_of_the_week() -> None:
    weekend = PhoneWindow.read("Sun 20:00-Mon 07:00")
    monday_six = datetime(2026, 11, 22, 22, 0, tzinfo=UTC)
    assert first_allowed(monday_six, None, (weekend,)) == monday_six


@pytest.mark.parametrize(
    "text", ["Fri 18-Sun 16", "Frei 18:00-Sun 16:00", "Fri 25:00-Sun 16:00", "Fri 18:00-Fri 18:00"]
)
def test_a_window_written_wrongly_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"window|hour"):
        PhoneWindow.read(text)


_minutes = st.integers(0, 7 * 1440 - 1)
_times = st.times(timezones=st.none()).map(lambda clock: clock.replace(second=0, microsecond=0))


@settings(max_examples=40)
@given(
    offset=st.integers(0, 7 * 86_400 - 1),
    quiet=st.none() | st.builds(QuietHours, _times, _times),
    windows=st.lists(st.builds(PhoneWindow, _minutes, _minutes), max_size=3).map(tuple),
)
def test_the_moment_found_is_the_first_that_is_allowed(
    offset: int, quiet: QuietHours | None, windows: tuple[PhoneWindow, ...]
) -> None:
    """Against the slow way: trying every minute of a week."""

    def allowed(moment: datetime) -> bool:
        return not (quiet and quiet.cover(moment)) and (not windows or any(w.cover(moment) for w in windows))

    asked = TUESDAY_NOON + timedelta(seconds=offset)
    minute = asked.replace(second=0)
    later = (minute + timedelta(minutes=step) for step in range(1, 7 * 1440 + 1))
    expected = asked if allowed(asked) else next((moment for moment in later if allowed(moment)), None)
    assert first_allowed(asked, QuietSchedule(quiet) if quiet else None, windows) == expected


def test_whoever_works_at_night_is_written_to_after_the_sleep() -> None:
    sleeps = (PhoneWindow.read("Tue 09:00-Tue 16:30"),)
    assert _local(first_allowed(TUESDAY_NOON, NIGHT, not_at=sleeps)) == "Tue 16:30:00"


def test_nothing_that_can_wait_is_said_on_the_days_of_an_examination() -> None:
    exams = (DateRange.read("2026-11-23/2026-11-25"),)
    assert _local(first_allowed(TUESDAY_NOON, NIGHT, exams=exams)) == "Thu 08:00:00"


def test_a_boarder_holds_the_phone_at_any_hour_once_the_term_is_over() -> None:
    term = (DateRange.read("2026-09-01/2026-11-24"),)
    assert _local(first_allowed(TUESDAY_NOON, NIGHT, (BOARDER,), terms=term)) == "Wed 08:00:00"


CLASSES = (QuietHours.read("08:00-12:00"), QuietHours.read("14:00-17:00"))


@pytest.mark.parametrize(
    ("moment", "terms", "leaves"),
    [
        (datetime(2026, 11, 24, 2, 0, tzinfo=UTC), (), "Tue 12:00:00"),
        (datetime(2026, 11, 24, 6, 30, tzinfo=UTC), (), "Tue 17:00:00"),
        (datetime(2026, 11, 28, 2, 0, tzinfo=UTC), (), "Sat 10:00:00"),
        (datetime(2026, 11, 27, 2, 0, tzinfo=UTC), (), "Fri 10:00:00"),
        (datetime(2026, 8, 4, 2, 0, tzinfo=UTC), (), "Tue 10:00:00"),
        (datetime(2026, 8, 4, 2, 0, tzinfo=UTC), (DateRange.read("2026-08-01/2026-12-31"),), "Tue 12:00:00"),
        (datetime(2026, 11, 24, 2, 0, tzinfo=UTC), (DateRange.read("2026-09-01/2026-11-20"),), "Tue 10:00:00"),
    ],
    ids=["morning", "afternoon", "Saturday", "day off", "holidays", "named term", "after the named term"],
)
def test_a_pupil_is_left_alone_in_class_hours(moment: datetime, terms: tuple[DateRange, ...], leaves: str) -> None:
    classes = ClassHours(CLASSES, terms, lambda day: day == date(2026, 11, 27))
    assert _local(first_allowed(moment, NIGHT, classes=classes)) == leaves


def test_a_weekday_and_a_day_off_may_have_quiet_hours_of_their_own() -> None:
    late = QuietHours.read("21:00-09:30")
    quiet = QuietSchedule(NIGHT_HOURS, {2: late}, QuietHours.read("21:00-11:00"), lambda day: day == date(2026, 11, 26))
    assert _local(first_allowed(TUESDAY_NIGHT, quiet)) == "Wed 09:30:00"
    assert _local(first_allowed(TUESDAY_NIGHT + timedelta(days=1), quiet)) == "Thu 11:00:00"


@pytest.mark.parametrize("text", ["2026-06-09/2026-06-07", "2026-06-07", "7 June/9 June", ""])
def test_days_written_wrongly_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"last day|Invalid isoformat"):
        DateRange.read(text)
