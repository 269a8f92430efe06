"""The probation period: bounds, written and computed end, changes."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from law.finding import Finding, filter_refusals, filter_warnings
from law.months import last_day_of_term, same_day_after
from law.period import (
    days_left,
    findings_on_new_end,
    findings_on_period,
    half_time,
    has_ended,
    steps_before,
    working_end,
)
from law.rulebook import Rulebook


def rules(findings: list[Finding]) -> list[str]:
    return [finding.rule for finding in findings]


def test_the_finding_says_what_was_written_and_what_would_be_allowed(rulebook: Rulebook) -> None:
    """Whoever is refused sees the number of months they wrote and the range of ends."""
    start = date(2026, 1, 15)
    because = filter_refusals(findings_on_period(start, date(2027, 2, 14), start, 13, rulebook))[0].because
    assert "written as 13 months" in because.en
    assert "2026-07-14 to 2027-01-15" in because.en
    changed = findings_on_new_end(start, date(2026, 7, 14), date(2026, 9, 14), date(2026, 6, 1), rulebook)
    assert "written as" not in changed[0].because.en


@pytest.mark.parametrize(
    ("end", "months", "refused"),
    [
        (date(2026, 7, 13), 6, True),
        (date(2026, 7, 14), 6, False),
        (date(2027, 2, 14), 13, True),
        (date(2026, 6, 14), 5, True),
        (date(2026, 9, 14), 13, True),
        (date(2026, 9, 14), 5, True),
        (date(2026, 1, 14), 6, True),
    ],
)
def test_the_bounds_are_six_and_twelve_months(end: date, months: int, refused: bool, rulebook: Rulebook) -> None:
    """Both the written dates and the written number of months lie within them."""
    start = date(2026, 1, 15)
    assert bool(filter_refusals(findings_on_period(start, end, start, months, rulebook))) is refused


def test_an_end_that_neither_way_of_counting_gives_is_said_to_be_so(rulebook: Rulebook) -> None:
    """Eight months long but written as six: within the bounds, and clearly a mistake to look at."""
    start = date(2026, 1, 15)
    odd = filter_warnings(findings_on_period(start, date(2026, 9, 14), start, 6, rulebook))
    assert rules(odd) == ["DT-07"]
    assert "neither" in odd[0].because.en
    assert (
        "neither" not in filter_warnings(findings_on_period(start, date(2026, 7, 15), start, 6, rulebook))[0].because.en
    )


def test_reminders_count_from_the_earlier_of_the_written_and_the_computed_end() -> None:
    """Written 31 December, computed 30 December: thirty days before is 30 November."""
    end = working_end(date(2026, 3, 31), date(2026, 12, 31), 9)
    assert end == date(2026, 12, 30)
    assert steps_before(end, (30, 14, 7, 1)) == (
        date(2026, 11, 30),
        date(2026, 12, 16),
        date(2026, 12, 23),
        date(2026, 12, 29),
    )
    assert working_end(date(2026, 3, 31), date(2026, 12, 29), 9) == date(2026, 12, 29)


def test_the_last_day_belongs_to_the_period() -> None:
    """Nothing is over before midnight."""
    end = date(2026, 12, 9)
    assert days_left(end, date(2026, 11, 24)) == 15
    assert days_left(end, end) == 0
    assert not has_ended(end, end)
    assert has_ended(end, date(2026, 12, 10))
    assert days_left(end, date(2026, 12, 20)) == 0


@given(start=st.dates(date(2013, 1, 1), date(2060, 1, 1)), months=st.integers(1, 18), drift=st.integers(-3, 3))
def test_the_bounds_hold_if_either_way_of_counting_lets_them_hold(start: date, months: int, drift: int) -> None:
    """For every start, length and slip of the pen, PB-01 is the union of both rules."""
    rulebook = Rulebook.load()
    end = last_day_of_term(start, months) + timedelta(days=drift)
    bounds = findings_on_period(start, end, start, min(max(months, 6), 12), rulebook)[1]
    first_counted = last_day_of_term(start, 6) <= end <= last_day_of_term(start, 12)
    first_not_counted = same_day_after(start, 6) <= end <= same_day_after(start, 12)
    assert bounds.rule == "PB-01"
    assert bounds.holds is (first_counted or first_not_counted)


@given(start=st.dates(date(2013, 1, 1), date(2060, 1, 1)), length=st.integers(1, 400))
def test_the_middle_splits_a_period_into_halves(start: date, length: int) -> None:
    """As many days before the middle as from it on, or one fewer."""
    end = start + timedelta(days=length - 1)
    before = (half_time(start, end) - start).days
    after = (end - half_time(start, end)).days + 1
    assert before + after == length
    assert after - before in (0, 1)


def test_a_change_on_the_very_last_day_is_a_reading_and_on_the_eve_is_none(rulebook: Rulebook) -> None:
    """It is not refused: the day belongs to the period until midnight; the day after, it is."""
    start, end, later = date(2026, 1, 15), date(2026, 7, 14), date(2026, 8, 14)

    def outcome(changed_on: date) -> tuple[list[str], list[str], bool]:
        findings = findings_on_new_end(start, end, later, changed_on, rulebook)
        (change,) = (finding for finding in findings if finding.rule == "PB-03")
        return rules(filter_refusals(findings)), rules(filter_warnings(findings)), change.is_reading

    assert outcome(date(2026, 7, 13)) == ([], [], False)
    assert outcome(end) == ([], ["PB-03"], True)
    assert outcome(date(2026, 7, 15)) == (["PB-07"], [], False)
    (change,) = (f for f in findings_on_new_end(start, end, end, end, rulebook) if f.rule == "PB-03")
    assert "old one" in change.because.en
    (change,) = (f for f in findings_on_new_end(start, end, later, end, rulebook) if f.rule == "PB-03")
    assert "very last day" in change.because.en
    (change,) = (f for f in findings_on_new_end(start, end, later, start, rulebook) if f.rule == "PB-03")
    assert "moves from" in change.because.en
