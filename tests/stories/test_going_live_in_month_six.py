"""A plan that ran on paper since June is entered on 24 November (case 18): nothing before counts, nobody is flooded."""

from datetime import date

import pytest

from casework.shared.files.parsing import read_plan_path
from casework.shared.files.plan_file import PlanFile
from core.errors import BadInput
from law.working_days import WorkingDays
from models.item import ItemStatus
from tests.builders import CASELOAD, SimulatedPlan, a_plan, start_plan
from tests.cached_plans import cached_copy


def the_file(**more: object) -> PlanFile:
    """Case 18's own file, told on paper, in this system from Tuesday 24 November 2026."""
    plan = read_plan_path(CASELOAD / "18-shuangjiang.toml")
    content = plan.model_dump(mode="json", exclude_none=True)
    content |= {"taken_over_on": "2026-11-24", "announcement": {"on": "2026-06-12", "present": ["minor", "mother"]}}
    content["service"] = [
        {"to": to, "on": "2026-06-12"} for to in ("police", "minor", "legal_representative", "defender")
    ]
    return PlanFile.model_validate(content | more)


@cached_copy
def going_live() -> SimulatedPlan:
    return start_plan(the_file(), team_works=False, delivers=True)


def test_going_live_in_month_six() -> None:
    # ------------------------------------------------------- Tuesday 24 November 2026, 09:00: entered
    life = going_live()
    assert life.status == "under_supervision"
    notes = life.status_counts("weekly_note")
    assert notes == {"before_this_system": 23, "open": 3}
    assert life.plan.final_decision_by == date(2026, 12, 17)

    # ------------------------------------------------------- no text leaves today; T-30 and T-15 are one task
    life.on("2026-11-24 23:59:59")
    assert [message for message in life.delivered() if message.to in ("minor", "mother")] == [
        message for message in life.delivered() if message.template == "S1"
    ]
    tasks = [entry.detail for entry in life.diary("2026-11-24") if entry.detail.get("kind") == "pre_expiry"]
    assert [task["step"] for task in tasks] == ["near_30"]
    assert life.texts(to="department_head") == []
    assert life.items(status=ItemStatus.MISSED) == []

    # ------------------------------------------------------- Wednesday's note is called for the day before, like any other
    assert life.texts(to="minor") == ["S1"]
    life.on("2026-11-25 19:00").act("minor", "submit", item="weekly_note", due_on="2026-11-25")

    # ------------------------------------------------------- and the end is the end
    life.on("2026-12-10 00:00")
    assert life.status == "awaiting_decision"
    assert life.due("final_decision") == date(2026, 12, 17)
    assert life.items("attention") == []


def test_what_lies_before_cannot_be_missed_or_submitted() -> None:
    life = going_live()
    with pytest.raises(Exception, match="before the system was introduced"):
        life.act("minor", "submit", item="weekly_note", due_on="2026-11-18")
    assert life.item("weekly_note", "2026-11-18").status == "before_this_system"


def test_a_plan_taken_over_without_its_announcement_says_so_at_once() -> None:
    # ------------------------------------------------------- nobody wrote down when it was announced
    content = the_file().model_dump(mode="json", exclude_none=True)
    del content["announcement"]
    life = start_plan(PlanFile.model_validate(content), team_works=False, delivers=True)
    assert life.due("announcement") == date(2026, 6, 17), "overdue since June, and told in the first minute"

    # ------------------------------------------------------- until somebody does, nothing is owed, and the prosecutor knows
    life.on("2026-11-25 23:59")
    assert life.texts(to="prosecutor").count("E4") == 1
    assert life.item("weekly_note", "2026-11-25").status == "not_owed_yet"
    life.on("2026-11-26 10:00").act(
        "prosecutor", "announce", present=["minor", "mother"], explained=["period", "rules", "liability"]
    )
    assert life.item("weekly_note", "2026-12-02").status == "open"


def test_a_first_day_in_the_future_would_count_nothing_and_is_a_mistake() -> None:
    plan = the_file(taken_over_on="2026-11-24")
    from casework.plan.plan_examination import examine_plan
    from tests.builders import the_rulebook

    places = [
        mistake.place for mistake in examine_plan(plan, the_rulebook(), date(2026, 11, 23), WorkingDays()).mistakes
    ]
    assert places == ["taken_over_on"]
    before = a_plan(taken_over_on="2026-03-01")
    with pytest.raises(BadInput):
        start_plan(before)


def test_a_plan_entered_after_its_last_day_is_still_decided_by_somebody() -> None:
    # ------------------------------------------------------- entered on 1 December 2026; the last day was 27 November
    plan = read_plan_path(CASELOAD / "15-bailu.toml").model_dump(mode="json", exclude_none=True)
    plan |= {"taken_over_on": "2026-12-01", "announcement": {"on": "2026-05-22", "present": ["minor"]}}
    life = start_plan(PlanFile.model_validate(plan), team_works=False, delivers=True)
    assert life.status == "awaiting_decision"
    assert life.due("final_decision") == date(2026, 11, 27)
    assert "E2" in life.texts(to="chief_prosecutor")
    life.on("2026-12-02 10:00").dismiss_open_items().act("prosecutor", "write_opinion", proposal="non_prosecution")
    life.act("chief_prosecutor", "decide_non_prosecution")
    assert life.lines("decide_non_prosecution")[0].note["in_time"] is False
