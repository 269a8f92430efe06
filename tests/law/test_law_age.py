"""Two ways of having an age."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from law.age import (
    age_in_years_and_months,
    birthday,
    has_reached_age,
    is_of_age,
    reached_adulthood_on,
)
from law.rulebook import Rulebook

BORN = st.dates(date(1995, 1, 1), date(2015, 12, 31))


def test_somebody_born_on_the_leap_day_is_of_age_on_28_february(rulebook: Rulebook) -> None:
    """Born 29 February 2008: of age on 28 February 2026, "reached" from 1 March."""
    born_on = date(2008, 2, 29)
    assert birthday(born_on, 18) == date(2026, 2, 28)
    assert birthday(born_on, 20) == date(2028, 2, 29)
    assert is_of_age(born_on, date(2026, 2, 28), rulebook)
    assert not has_reached_age(born_on, 18, date(2026, 2, 28))
    assert reached_adulthood_on(born_on, rulebook) == date(2026, 3, 1)


@given(born_on=BORN, years=st.integers(14, 20))
def test_the_birthday_lies_between_the_two_rules(born_on: date, years: int) -> None:
    """On the birthday the age is complete as people say it, and not yet reached in criminal law."""
    day = birthday(born_on, years)
    assert age_in_years_and_months(born_on, day) == (years, 0)
    assert age_in_years_and_months(born_on, day - timedelta(days=1)) == (years - 1, 11)
    assert not has_reached_age(born_on, years, day)
    assert has_reached_age(born_on, years, day + timedelta(days=1))
