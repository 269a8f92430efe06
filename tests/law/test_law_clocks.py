"""The time limits, each from the fact that starts it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from law import clocks
from law.finding import Confidence, filter_refusals, filter_warnings
from law.rulebook import Rulebook
from law.working_days import WorkingDays


def reexamination(filed_on: date, days: WorkingDays, rulebook: Rulebook) -> clocks.Deadline:
    return clocks.reexamination_deadline(filed_on, False, days, rulebook)


def test_a_limit_that_ends_in_an_unannounced_year_is_provisional(days: WorkingDays, rulebook: Rulebook) -> None:
    """A complaint filed on 28 October 2026 is re-examined by 28 January 2027, holidays not yet announced."""
    deadline = clocks.reexamination_deadline(date(2026, 10, 28), False, days, rulebook)
    assert deadline.due_on == date(2027, 1, 28)
    assert deadline.provisional
    assert not clocks.service_deadline(date(2026, 12, 28), days, rulebook).provisional, "ends on 31 December"
    spanning = clocks.announcement_alarm(date(2026, 12, 30), days, rulebook)
    assert spanning.provisional


def test_a_limit_is_provisional_by_the_days_it_was_counted_over(rulebook: Rulebook) -> None:
    """From an unknown December into a known January: working days pass the unknown ones, a plain count ends beyond."""
    calendar = WorkingDays(complete_years=[2028])
    assert clocks.announcement_alarm(date(2027, 12, 30), calendar, rulebook).provisional
    assert not clocks.service_deadline(date(2027, 12, 30), calendar, rulebook).provisional


def test_late_service_is_recorded_with_a_warning(days: WorkingDays, rulebook: Rulebook) -> None:
    """Served on the last day it is kept; a day later it is late, and nothing is refused."""
    service = clocks.service_deadline(date(2026, 9, 30), days, rulebook)
    assert service.kept(date(2026, 10, 8), rulebook).holds
    late = service.kept(date(2026, 10, 9), rulebook)
    assert late.rule == "DE-02"
    assert late.warns
    assert not late.refuses


def test_an_offices_own_date_has_no_rule_to_break(days: WorkingDays, rulebook: Rulebook) -> None:
    """The announcement alarm is practice; asking the law about it is a mistake."""
    alarm = clocks.announcement_alarm(date(2026, 9, 30), days, rulebook)
    assert alarm.confidence is Confidence.P
    with pytest.raises(ValueError, match="own date"):
        alarm.kept(date(2026, 10, 1), rulebook)


def test_before_signing_it_is_said_how_many_days_remain(rulebook: Rulebook) -> None:
    """Three days are few, none is an accident, and a limit already over is said too."""
    on = date(2026, 2, 10)
    assert filter_warnings(clocks.findings_on_days_left(5, on, rulebook)) == []
    few = filter_warnings(clocks.findings_on_days_left(3, on, rulebook))
    assert [finding.rule for finding in few] == ["PB-06"]
    assert "decision: 3." in few[0].because.en
    assert "decision: 1." in filter_warnings(clocks.findings_on_days_left(1, on, rulebook))[0].because.en
    none = filter_warnings(clocks.findings_on_days_left(0, on, rulebook))
    assert [finding.rule for finding in none] == ["PB-06"]
    assert "no day" in none[0].because.en
    assert "Within" in clocks.findings_on_days_left(0, on, rulebook)[0].because.en
    over = filter_warnings(clocks.findings_on_days_left(-1, on, rulebook))
    assert [finding.rule for finding in over] == ["HR-08", "PB-06"]
    assert "was over" in over[0].because.en
    assert filter_refusals(clocks.findings_on_days_left(-1, on, rulebook)) == []


@given(started=st.dates(date(2013, 1, 1), date(2030, 12, 31)))
def test_every_limit_ends_on_a_working_day_and_never_before_it_is_counted(started: date) -> None:
    """A limit of the law lets nobody come to a closed door, and rolling never shortens."""
    days, rulebook = WorkingDays(), Rulebook.load()
    for clock in (clocks.service_deadline, clocks.victim_complaint_deadline, reexamination, clocks.announcement_alarm):
        deadline = clock(started, days, rulebook)
        assert started < deadline.last_day <= deadline.rolled_to
        assert days.is_working(deadline.due_on)
        assert deadline.rolled_to - deadline.last_day <= timedelta(days=10)


@pytest.mark.parametrize(
    ("period_end", "days_left", "opinion_by", "decision_by"),
    [
        # an ordinary end: the opinion on the working day before the last
        ("2026-09-01", 10, "2026-09-10", "2026-09-11"),
        # one day is left: on the first day after the period, which is the last
        ("2026-09-01", 1, "2026-09-02", "2026-09-02"),
        # two are left: on the first day after the period, the decision on the second
        ("2026-09-01", 2, "2026-09-02", "2026-09-03"),
        # none is left: the opinion may not bear a day of the period all the same, nor a Saturday
        ("2026-09-01", 0, "2026-09-02", "2026-09-01"),
        ("2026-08-28", 0, "2026-08-31", "2026-08-28"),
        # over on the eve of the long holiday, three days left: both on the first day after it
        ("2026-09-30", 3, "2026-10-08", "2026-10-08"),
        ("2026-10-02", 3, "2026-10-08", "2026-10-08"),
        # over on a Friday: the next working day is Monday
        ("2026-08-28", 4, "2026-08-31", "2026-09-01"),
    ],
)
def test_the_opinion_has_its_day_after_the_period_on_a_day_worked_and_not_after_the_decision(
    period_end: str, days_left: int, opinion_by: str, decision_by: str, days: WorkingDays, rulebook: Rulebook
) -> None:
    end = date.fromisoformat(period_end)
    deadline = clocks.final_decision_deadline(end, days_left, days, rulebook)
    assert deadline.due_on == date.fromisoformat(decision_by)
    assert deadline.opinion_by(end, days) == date.fromisoformat(opinion_by)
