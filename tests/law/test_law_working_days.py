"""Which days offices work."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.i18n import Bilingual
from law.working_days import AnnouncedDay, DaySource, WorkingDays

WORKED_WEEKENDS_OF_2026 = [
    date(2026, 1, 4),
    date(2026, 2, 14),
    date(2026, 2, 28),
    date(2026, 5, 9),
    date(2026, 9, 20),
    date(2026, 10, 10),
]


def test_exactly_six_weekend_days_of_2026_are_worked(days: WorkingDays) -> None:
    """The published calendar knows the swapped weekends."""
    year = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    assert [day for day in year if day.weekday() >= 5 and days.is_working(day)] == WORKED_WEEKENDS_OF_2026
    assert all(days.source_of_day(day) is DaySource.PUBLISHED for day in year)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 2, 15), date(2026, 2, 23)),
        (date(2026, 5, 1), date(2026, 5, 5)),
        (date(2026, 10, 1), date(2026, 10, 7)),
    ],
)
def test_long_holidays_are_free_and_the_days_around_are_worked(days: WorkingDays, first: date, last: date) -> None:
    """A holiday ends where the notice says, weekday or not."""
    span = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert not any(days.is_working(day) for day in span)
    assert days.roll_forward(first) == last + timedelta(days=1)


def test_a_year_without_a_notice_is_answered_by_statute_and_marked_provisional(days: WorkingDays) -> None:
    """2027 is not published here: its New Year is free all the same, and nobody takes the answer for final."""
    assert not days.is_working(date(2027, 1, 1)), "a Friday, and a statutory holiday"
    assert not days.is_working(date(2027, 2, 8)), "a Monday, the third day of the lunar year"
    assert days.is_working(date(2027, 2, 9)), "days in lieu are not guessed"
    assert days.is_working(date(2027, 3, 2))
    assert days.is_provisional(date(2027, 3, 2))
    assert not days.is_provisional(date(2026, 12, 31))


def test_what_an_operator_entered_stands_above_everything() -> None:
    """A row turns a Sunday into a working day and a Monday into a holiday."""
    rows = {
        date(2027, 1, 3): AnnouncedDay(works=True, notice="notice of 2026"),
        date(2027, 1, 4): AnnouncedDay(works=False, notice="notice of 2026", name=Bilingual("元旦", "New Year")),
        date(2026, 11, 24): AnnouncedDay(works=False, notice="flood"),
    }
    calendar = WorkingDays(rows)
    assert calendar.is_working(date(2027, 1, 3))
    assert not calendar.is_working(date(2027, 1, 4))
    assert calendar.holiday_name(date(2027, 1, 4)) == Bilingual("元旦", "New Year")
    assert not calendar.is_working(date(2026, 11, 24))
    assert calendar.source_of_day(date(2026, 11, 24)) is DaySource.ANNOUNCED
    assert calendar.is_provisional(date(2027, 1, 5)), "one row does not make the whole year known"


def test_working_days_are_counted_after_the_day_itself(days: WorkingDays) -> None:
    """From the eve of the National Day the fifth working day is 13 October, the worked Saturday counted."""
    assert days.after(date(2026, 9, 30), 1) == date(2026, 10, 8)
    assert days.after(date(2026, 9, 30), 5) == date(2026, 10, 13)
    assert days.before(date(2026, 10, 8)) == date(2026, 9, 30)
    with pytest.raises(ValueError, match="from one"):
        days.after(date(2026, 9, 30), 0)


def test_a_holiday_has_a_name_and_a_working_day_has_none(days: WorkingDays) -> None:
    """For the page that explains a rolled date."""
    assert days.holiday_name(date(2026, 10, 1)) == Bilingual("国庆节", "National Day")
    in_lieu = days.holiday_name(date(2026, 10, 6))
    assert in_lieu is not None
    assert "2026-09-20" in in_lieu.zh, "it says for which worked Sunday the day is free"
    assert days.holiday_name(date(2027, 10, 1)) == Bilingual("国庆节", "National Day")
    assert days.holiday_name(date(2026, 10, 10)) is None
    assert days.holiday_name(date(2026, 11, 28)) is None, "an ordinary Saturday"
    assert days.holiday_name(date(2027, 5, 4)) is None, "in lieu of what, only a notice says"


@given(day=st.dates(date(2004, 1, 1), date(2032, 12, 31)), count=st.integers(1, 15))
def test_rolling_and_counting_always_land_on_a_working_day(day: date, count: int) -> None:
    """A rolled day is worked and nothing worked lies before it; counting passes exactly so many working days."""
    calendar = WorkingDays()
    rolled = calendar.roll_forward(day)
    assert calendar.is_working(rolled)
    assert not any(calendar.is_working(day + timedelta(days=n)) for n in range((rolled - day).days))
    end = calendar.after(day, count)
    passed = [day + timedelta(days=n + 1) for n in range((end - day).days)]
    assert sum(calendar.is_working(each) for each in passed) == count
    assert calendar.is_working(end)


def test_a_notice_takes_the_place_of_an_older_one_of_its_year_and_of_no_other() -> None:
    """What was entered for another year stays, and so does the year that was known."""
    other = {date(2028, 1, 3): AnnouncedDay(works=False, notice="of 2027")}
    old = {date(2027, 1, 4): AnnouncedDay(works=False, notice="of 2026")}
    calendar = WorkingDays(other | old, complete_years=[2028])
    new = calendar.with_notice(2027, {date(2027, 1, 5): AnnouncedDay(works=False, notice="of 2026, corrected")})
    assert new.is_working(date(2027, 1, 4)), "the older notice said it was free"
    assert not new.is_working(date(2027, 1, 5))
    assert not new.is_working(date(2028, 1, 3))
    assert (new.knows_year(2027), new.knows_year(2028), new.knows_year(2029)) == (True, True, False)
    assert not calendar.knows_year(2027), "the calendar that was asked is as it was"


def test_what_was_counted_before_a_notice_was_entered_is_counted_anew(days: WorkingDays) -> None:
    """Nothing remembered of the old calendar is said of the new one."""
    new_year, monday = date(2027, 12, 31), date(2028, 1, 3)
    calendar = WorkingDays()
    assert calendar.after(new_year, 1) == monday
    calendar.replace_announced({monday: AnnouncedDay(works=False, notice="2028-1")}, (2028,))
    assert calendar.after(new_year, 1) == date(2028, 1, 4)
    assert calendar.after(new_year, 1) == date(2028, 1, 4)
    calendar.replace_announced({}, ())
    assert calendar.after(new_year, 1) == days.after(new_year, 1) == monday
