"""Counting in months."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import BadInput
from law.months import last_day_of_term, same_day_after

# start, then the end of 6 months: first day counted / not, then of 12 months: first day counted / not
VECTORS = [
    ("2026-01-15", "2026-07-14", "2026-07-15", "2027-01-14", "2027-01-15"),
    ("2026-03-31", "2026-09-29", "2026-09-30", "2027-03-30", "2027-03-31"),
    ("2026-08-31", "2027-02-27", "2027-02-28", "2027-08-30", "2027-08-31"),
    ("2025-08-29", "2026-02-27", "2026-02-28", "2026-08-28", "2026-08-29"),
    ("2026-02-28", "2026-08-30", "2026-08-31", "2027-02-27", "2027-02-28"),
    ("2024-02-29", "2024-08-30", "2024-08-31", "2025-02-27", "2025-02-28"),
]

DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))


@pytest.mark.parametrize(("start", "six_in", "six_out", "twelve_in", "twelve_out"), VECTORS)
def test_a_term_and_a_limit_end_as_the_table_says(
    start: str, six_in: str, six_out: str, twelve_in: str, twelve_out: str
) -> None:
    """Both ways of counting, six and twelve months, over short months and a leap day."""
    begun = date.fromisoformat(start)
    assert last_day_of_term(begun, 6) == date.fromisoformat(six_in)
    assert same_day_after(begun, 6) == date.fromisoformat(six_out)
    assert last_day_of_term(begun, 12) == date.fromisoformat(twelve_in)
    assert same_day_after(begun, 12) == date.fromisoformat(twelve_out)


def test_the_last_day_of_a_month_goes_to_the_last_day_of_a_month() -> None:
    """The criminal courts' rule, where the Civil Code would stay on the 28th."""
    assert same_day_after(date(2027, 2, 28), 6) == date(2027, 8, 31)
    assert same_day_after(date(2028, 2, 28), 6) == date(2028, 8, 28), "in a leap year the 28th is no last day"
    assert same_day_after(date(2026, 4, 30), 1) == date(2026, 5, 31)


def test_no_months_is_the_same_day_and_fewer_is_refused() -> None:
    """Nothing is counted backwards."""
    assert same_day_after(date(2026, 11, 24), 0) == date(2026, 11, 24)
    with pytest.raises(BadInput):
        same_day_after(date(2026, 11, 24), -1)


@given(start=DAYS, months=st.integers(1, 36))
def test_a_limit_lands_in_the_right_month_and_a_later_start_never_ends_earlier(start: date, months: int) -> None:
    """Whatever the day, the target month is exact, and the count never runs backwards."""
    end = same_day_after(start, months)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    assert end.day >= min(start.day, 28)
    assert same_day_after(start + timedelta(days=1), months) >= end


@given(start=DAYS, months=st.integers(1, 36))
def test_a_term_ends_the_day_before_the_limit(start: date, months: int) -> None:
    """The two ways of counting differ by exactly one day."""
    assert same_day_after(start, months) - last_day_of_term(start, months) == timedelta(days=1)
