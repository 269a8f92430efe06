"""The time limits, each from the fact that starts it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from law import clocks
from law.finding import Confidence, filter_refusals, filter_warnings
from law.rulebook import Rulebook
from law.working_days import WorkingDays

Clock = Callable[[date, WorkingDays, Rulebook], clocks.Deadline]


def reexamination(filed_on: date, days: WorkingDays, rulebook: Rulebook) -> clocks.Deadline:
    return clocks.reexamination_deadline(filed_on, False, days, rulebook)


def complex_reexamination(filed_on: date, days: WorkingDays, rulebook: Rulebook) -> clocks.Deadline:
    return clocks.reexamination_deadline(filed_on, True, days, rulebook)


def general_suggestion(served_on: date, days: WorkingDays, rulebook: Rulebook) -> clocks.Deadline:
    return clocks.suggestion_reply(served_on, days, rulebook, general=True)


SENTENCES: list[tuple[str, Clock, str, str]] = [
    ("decided on the eve of the National Day, service rolls over it", clocks.service_deadline, "09-30", "10-08"),
    ("decided on Monday 28 September, the third day is a holiday", clocks.service_deadline, "09-28", "10-08"),
    ("decided on a Thursday, the third day is a Sunday", clocks.service_deadline, "11-19", "11-23"),
    ("decided on a Monday, nothing rolls", clocks.service_deadline, "11-23", "11-26"),
    ("not announced: five working days, the worked Saturday counted", clocks.announcement_alarm, "09-30", "10-13"),
    ("police received, seven days to ask for reconsideration", clocks.reconsideration_request, "03-05", "03-12"),
    ("reconsideration asked, thirty days to decide", clocks.reconsideration_decision, "03-11", "04-10"),
    ("reconsideration decided, seven days to go higher", clocks.higher_review_request, "04-08", "04-15"),
    ("higher review asked, thirty days", clocks.higher_review_decision, "04-15", "05-15"),
    ("the victim signed on 18 November, the complaint window", clocks.victim_complaint_deadline, "11-18", "11-25"),
    ("a complaint filed, three months", reexamination, "03-11", "06-11"),
    ("a complex complaint filed, six months", complex_reexamination, "03-11", "09-11"),
    ("a suggestion served, one month", clocks.suggestion_reply, "10-12", "11-12"),
    ("a general suggestion served, two months", general_suggestion, "09-14", "11-16"),
    ("access asked on a Monday, three working days are shorter", clocks.access_answer, "11-23", "11-26"),
    ("access asked before a long holiday, seven days roll to the same day", clocks.access_answer, "09-30", "10-08"),
    ("police received the sealing notice, three days", clocks.police_sealing, "11-12", "11-16"),
    ("a certificate asked for, three working days", clocks.certificate_of_no_record, "10-15", "10-20"),
]


@pytest.mark.parametrize(("clock", "started", "due"), [row[1:] for row in SENTENCES], ids=[row[0] for row in SENTENCES])
def test_a_limit_of_2026_ends_on(clock: Clock, started: str, due: str, days: WorkingDays, rulebook: Rulebook) -> None:
    """Started on that day of 2026, the limit ends on this one, and the official holidays of it are known."""
    deadline = clock(date.fromisoformat(f"2026-{started}"), days, rulebook)
    assert deadline.due_on == date.fromisoformat(f"2026-{due}")
    assert not deadline.provisional


def test_a_limit_says_where_it_comes_from(days: WorkingDays, rulebook: Rulebook) -> None:
    """Its counted day, its article, and how sure we are."""
    service = clocks.service_deadline(date(2026, 9, 30), days, rulebook)
    assert service.last_day == date(2026, 10, 3)
    assert service.rolled_to == date(2026, 10, 8)
    assert "471" in service.article
    assert service.confidence is Confidence.V
    assert clocks.police_sealing(date(2026, 11, 12), days, rulebook).confidence is Confidence.K


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


def test_what_is_left_of_the_limit_runs_on_after_the_period(days: WorkingDays, rulebook: Rulebook) -> None:
    """The rule is read at second hand, and the working day before is the safe one."""
    deadline = clocks.final_decision_deadline(date(2026, 10, 4), 7, days, rulebook)
    assert deadline.last_day == date(2026, 10, 11)
    assert deadline.rolled_to == date(2026, 10, 12)
    assert deadline.working_day_before == date(2026, 10, 10), "a worked Saturday"
    assert deadline.confidence is Confidence.V2


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


def test_a_limit_that_was_over_does_not_run_backwards(days: WorkingDays, rulebook: Rulebook) -> None:
    """Nothing is taken from the days after the period."""
    assert clocks.final_decision_deadline(date(2026, 11, 19), -4, days, rulebook).last_day == date(2026, 11, 19)


@pytest.mark.parametrize(
    ("born_on", "announced_on", "ends_on"),
    [
        (date(2008, 11, 20), date(2026, 7, 15), date(2027, 1, 15)),
        (date(2008, 12, 8), date(2026, 10, 15), date(2027, 4, 15)),
        (date(2009, 10, 2), date(2026, 11, 11), date(2027, 10, 2)),
        (date(2008, 4, 22), date(2026, 10, 12), date(2027, 4, 12)),
    ],
)
def test_after_care_ends_on_the_later_of_eighteen_and_six_months(
    born_on: date, announced_on: date, ends_on: date, rulebook: Rulebook
) -> None:
    """Whoever came of age before or during the period gets six months all the same."""
    assert clocks.after_care_end(born_on, announced_on, rulebook) == ends_on


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
