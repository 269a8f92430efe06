"""Counting in months."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import BadInput
from law.months import last_day_of_term, same_day_after

DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))


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
    """Whatever the day, the target month is exact, the count never runs backwards, and a term ends the day before."""
    end = same_day_after(start, months)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    assert end.day >= min(start.day, 28)
    assert same_day_after(start + timedelta(days=1), months) >= end
    assert end - last_day_of_term(start, months) == timedelta(days=1)
