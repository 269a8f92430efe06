"""The last day lies in the National Day holiday and does not roll; the last day for the decision does."""

from datetime import date

import pytest

from core.errors import Refused
from tests.builders import an_announced_plan


def test_an_end_in_a_long_holiday() -> None:
    # ------------------------------------------------------- 5 February 2026: eight months, seven days of review left
    life = an_announced_plan(decided_on="2026-02-05", months=8, days_left=7, told_on="2026-02-06")
    assert life.plan.period_to == date(2026, 10, 4)  # a Sunday in the holiday: a state ends, no act is due
    assert life.plan.final_decision_by == date(2026, 10, 12)  # 11 October is a Sunday; Saturday the 10th is worked

    # ------------------------------------------------------- Sunday 4 October: still the period, holiday or not
    life.skips_to("2026-10-04 23:59:59")
    assert life.status == "under_supervision"
    with pytest.raises(Refused):
        life.dismiss_open_items().act("prosecutor", "write_opinion", proposal="non_prosecution")

    # ------------------------------------------------------- Monday 5 October, a holiday: the period is over all the same
    life.on("2026-10-05 00:00")
    assert life.status == "awaiting_decision"
    assert life.due("final_decision") == date(2026, 10, 12)
    assert life.due("opinion") == date(2026, 10, 10)  # the worked Saturday before the last day

    # ------------------------------------------------------- Thursday 8 October: the first day anybody works
    life.on("2026-10-08 10:00").dismiss_open_items().act("prosecutor", "write_opinion", proposal="non_prosecution")

    # ------------------------------------------------------- Monday 12 October: the chief signs on the last day, and in time
    life.on("2026-10-12 17:50").act("chief_prosecutor", "decide_non_prosecution")
    (line,) = life.lines("decide_non_prosecution")
    assert line.note["in_time"] is True
    assert life.status == "non_prosecuted"


def test_a_last_day_that_passes_is_reported_up_to_the_chief_and_changes_nothing() -> None:
    life = an_announced_plan(decided_on="2026-02-05", months=8, days_left=7, told_on="2026-02-06", delivers=True)
    life.skips_to("2026-10-05 09:00").on("2026-10-08 10:00").dismiss_open_items().act(
        "prosecutor", "write_opinion", proposal="non_prosecution"
    )

    # ------------------------------------------------------- Tuesday 13 October, 09:00: the last day was yesterday
    life.on("2026-10-13 09:00")
    assert {message.to for message in life.delivered("2026-10-13 08:59") if message.template == "E2"} == {
        "prosecutor", "department_head", "chief_prosecutor",
    }  # fmt: skip
    assert life.status == "awaiting_decision"

    # ------------------------------------------------------- Thursday 15 October: decided late is decided; it says that it is late
    life.on("2026-10-15 10:00").act("chief_prosecutor", "decide_non_prosecution")
    (line,) = life.lines("decide_non_prosecution")
    assert line.note["in_time"] is False
