"""What a plan owes, day by day: each kind of rhythm at its edges."""

from datetime import date, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from law.duties import generate_every_days, generate_every_months, generate_weekly
from law.working_days import WorkingDays

DAY = st.dates(date(2026, 1, 1), date(2027, 6, 30))


def _days(*days: str) -> list[date]:
    return [date.fromisoformat(day) for day in days]


@given(after=DAY, weekday=st.integers(0, 6), length=st.integers(0, 60))
def test_a_weekly_duty_is_owed_on_every_such_weekday_after_its_beginning_and_to_the_last_day(
    after: date, weekday: int, length: int
) -> None:
    """Counted here in the plainest way: day by day."""
    until = after + timedelta(days=length)
    every = [after + timedelta(days=n) for n in range(1, length + 1)]
    due_items = list(generate_weekly("weekly_note", "minor", weekday, time(20, 0), after, until))
    assert [one.due_on for one in due_items] == [day for day in every if day.weekday() == weekday]
    assert {one.due_time for one in due_items} <= {time(20, 0)}


def test_on_the_last_day_itself_something_is_still_owed(days: WorkingDays) -> None:
    until = date(2026, 9, 14)
    assert [one.due_on for one in generate_every_days("x", "y", 7, until, until, days)] == [until]
    assert list(generate_every_days("x", "y", 7, until + timedelta(days=1), until, days)) == []


def test_nothing_of_the_staff_is_put_off_beyond_the_period_but_brought_forward(days: WorkingDays) -> None:
    """The period ends on Sunday 4 October 2026, in the National Day holiday: the last day worked before is 30 September."""
    due_items = list(
        generate_every_days("worker_contact", "social_worker", 7, date(2026, 10, 2), date(2026, 10, 4), days)
    )
    assert [one.due_on for one in due_items] == _days("2026-09-30")
    a_day_later = generate_every_days("worker_contact", "social_worker", 7, date(2026, 10, 3), date(2026, 10, 4), days)
    assert [one.due_on for one in a_day_later] == _days("2026-09-30")
    rolled_to_the_very_end = list(generate_every_days("x", "y", 7, date(2026, 10, 2), date(2026, 10, 8), days))
    assert [one.due_on for one in rolled_to_the_very_end] == _days("2026-10-08")


def test_the_thirty_first_does_not_become_the_twenty_eighth_for_ever() -> None:
    due_items = list(
        generate_every_months("thought_report", "minor", 1, 31, date(2026, 12, 31), date(2027, 4, 30), None, "art")
    )
    assert [one.due_on for one in due_items] == _days("2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30")
    assert {(one.due_time, one.article, one.owner) for one in due_items} == {(time(20, 0), "art", "minor")}


def test_a_monthly_duty_begins_after_its_beginning_and_ends_with_the_period() -> None:
    """On the 15th: not on the very day it was told, still on the very last one, and every second month where so asked."""
    after, until = date(2026, 3, 15), date(2026, 7, 15)
    monthly = [one.due_on for one in generate_every_months("x", "y", 1, 15, after, until, None, "")]
    assert monthly == _days("2026-04-15", "2026-05-15", "2026-06-15", "2026-07-15")
    other = [one.due_on for one in generate_every_months("x", "y", 2, 15, after, until, None, "")]
    assert other == _days("2026-05-15", "2026-07-15")
    in_the_first_month = [one.due_on for one in generate_every_months("x", "y", 1, 16, after, until, None, "")]
    assert in_the_first_month[0] == date(2026, 3, 16)


def test_the_last_day_of_a_month_asked_for_by_its_number_is_that_day() -> None:
    """The 30th in a month of thirty days, the 28th in February, the 29th where there is none."""
    due = [one.due_on for one in generate_every_months("x", "y", 1, 29, date(2027, 1, 31), date(2027, 4, 30), None, "")]
    assert due == _days("2027-02-28", "2027-03-29", "2027-04-29")
    exact = [
        one.due_on for one in generate_every_months("x", "y", 1, 28, date(2027, 1, 31), date(2027, 2, 28), None, "")
    ]
    assert exact == _days("2027-02-28")
