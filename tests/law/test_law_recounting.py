"""When the holidays of a year are announced, the open limits are counted again and shown before anything moves."""

from datetime import date

import pytest

from law.clocks import get_deadline
from law.recalculation import OpenDeadline, recalculate_deadlines
from law.rulebook import Rulebook
from law.working_days import AnnouncedDay, WorkingDays

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
    assert [moved.days for moved in changes] == [-2, 2, 0], "a worked Saturday brings forward, a holiday puts off"
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
