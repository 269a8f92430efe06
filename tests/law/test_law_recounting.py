"""When the holidays of a year are announced, the open limits are counted again and shown before anything moves."""

from datetime import date

import pytest

from law.clocks import get_deadline
from law.recalculation import DeadlineChange, OpenDeadline, finding_on_calendar, recalculate_deadlines
from law.rulebook import Rulebook
from law.working_days import AnnouncedDay, WorkingDays
from tests.law.chosen import with_values

UNKNOWN = WorkingDays()
NOTICE = "国办发明电〔2026〕1号"
ANNOUNCED = WorkingDays(
    {
        date(2027, 2, 9): AnnouncedDay(works=False, notice=NOTICE),
        date(2027, 2, 10): AnnouncedDay(works=False, notice=NOTICE),
        date(2027, 1, 30): AnnouncedDay(works=True, notice=NOTICE),
    },
    complete_years=[2027],
)
SERVICE = OpenDeadline("one", "service_days", date(2027, 2, 6))  # three days on is Tuesday 9 February
CERTAIN = OpenDeadline("two", "service_days", date(2027, 3, 1))  # Thursday 4 March, worked either way
CLOSED = OpenDeadline("three", "service_days", date(2026, 11, 23))  # in a year that is known already
EARLIER = OpenDeadline("four", "announcement_alarm_working_days", date(2027, 1, 25))  # five working days


def test_a_limit_that_rolls_over_an_announced_holiday_moves(rulebook: Rulebook) -> None:
    """9 February becomes a holiday: service is due on the 11th, and certain."""
    assert recalculate_deadlines([SERVICE], UNKNOWN, ANNOUNCED, rulebook) == [
        DeadlineChange("one", "service_days", date(2027, 2, 9), date(2027, 2, 11), True, False)
    ]
    assert recalculate_deadlines([SERVICE], UNKNOWN, ANNOUNCED, rulebook)[0].days == 2


def test_a_worked_saturday_brings_a_limit_forward(rulebook: Rulebook) -> None:
    """Five working days from Monday 25 January end on Saturday the 30th, which is worked."""
    (moved,) = recalculate_deadlines([EARLIER], UNKNOWN, ANNOUNCED, rulebook)
    assert (moved.old, moved.new, moved.days) == (date(2027, 2, 1), date(2027, 1, 30), -2)


def test_a_limit_that_only_becomes_certain_is_listed_too(rulebook: Rulebook) -> None:
    """It keeps its day and is no longer provisional."""
    (moved,) = recalculate_deadlines([CERTAIN], UNKNOWN, ANNOUNCED, rulebook)
    assert moved.days == 0
    assert (moved.was_provisional, moved.is_provisional) == (True, False)


def test_what_does_not_change_is_not_in_the_list(rulebook: Rulebook) -> None:
    """A limit in a known year stays out of it; so does everything when nothing is new."""
    assert recalculate_deadlines([CLOSED], UNKNOWN, ANNOUNCED, rulebook) == []
    assert recalculate_deadlines([SERVICE, CERTAIN, CLOSED, EARLIER], UNKNOWN, WorkingDays(), rulebook) == []


def test_the_earliest_new_day_comes_first(rulebook: Rulebook) -> None:
    """Whatever the order asked in; and asking twice gives the same."""
    asked = [CERTAIN, CLOSED, SERVICE, EARLIER]
    changes = recalculate_deadlines(asked, UNKNOWN, ANNOUNCED, rulebook)
    assert [moved.ref for moved in changes] == ["four", "one", "two"]
    assert recalculate_deadlines(asked, UNKNOWN, ANNOUNCED, rulebook) == changes
    same_day = [
        OpenDeadline("b", "service_days", SERVICE.from_day),
        OpenDeadline("a", "service_days", SERVICE.from_day),
    ]
    assert [moved.ref for moved in recalculate_deadlines(same_day, UNKNOWN, ANNOUNCED, rulebook)] == ["a", "b"]


def test_what_is_no_limit_in_days_cannot_be_counted(rulebook: Rulebook) -> None:
    """Hours are another matter."""
    with pytest.raises(ValueError, match="hours"):
        get_deadline("explanation_window_hours", date(2027, 2, 6), UNKNOWN, rulebook)


@pytest.mark.parametrize(
    ("today", "years", "missing"),
    [
        (date(2026, 11, 30), [], None),
        (date(2026, 12, 1), [], "2027"),
        (date(2026, 12, 31), [], "2027"),
        (date(2026, 12, 1), [2027], None),
        (date(2027, 1, 1), [], "2027"),
        (date(2027, 1, 1), [2027], None),
        (date(2027, 12, 1), [2027], "2028"),
        (date(2027, 12, 1), [2027, 2028], None),
    ],
)
def test_the_calendar_is_stale_from_the_first_of_december(
    today: date, years: list[int], missing: str | None, rulebook: Rulebook
) -> None:
    """The coming year must be known by then, and the year itself always."""
    finding = finding_on_calendar(today, WorkingDays(complete_years=years), rulebook)
    assert finding.holds is (missing is None)
    assert not finding.refuses
    if missing:
        assert missing in finding.because.en
        assert missing in finding.because.zh


def test_an_office_may_want_it_a_month_earlier(rulebook: Rulebook) -> None:
    """From 1 November, by its own value."""
    ours = with_values(rulebook, calendar_known_from_month=11)
    assert finding_on_calendar(date(2026, 11, 1), UNKNOWN, ours).warns
    assert finding_on_calendar(date(2026, 10, 31), UNKNOWN, ours).holds


def test_one_row_does_not_make_a_year_known() -> None:
    """Only the whole notice does."""
    one_row = WorkingDays({date(2027, 12, 31): AnnouncedDay(works=True, notice=NOTICE)})
    assert not one_row.knows_year(2027)
    first = WorkingDays({date(2027, 1, 2): AnnouncedDay(works=False, notice=NOTICE)})
    assert not first.knows_year(2027)
    assert ANNOUNCED.knows_year(2027)
    assert UNKNOWN.knows_year(2026)
    assert not UNKNOWN.knows_year(2027)


def test_what_is_known_of_the_holidays_is_said_up_to_a_year() -> None:
    """In November nobody knows next year's yet, and nothing claims to."""
    rulebook = Rulebook.load()
    because = finding_on_calendar(date(2026, 11, 27), WorkingDays(complete_years=frozenset({2026})), rulebook).because
    assert "2026" in because.zh
    assert "2026" in because.en
