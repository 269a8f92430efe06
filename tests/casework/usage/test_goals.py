"""Goals of digital use on a plan's file: agreed on with the minor, measured week by week, ended by people."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from casework.acting.open_plan import OpenPlan
from casework.acting.rights.read_operations import READ_USAGE
from casework.usage.baseline import get_baseline
from casework.usage.goals import GoalStatus, get_goal_courses, get_goals
from casework.usage.view import load_usage
from core.errors import BadInput, StateConflict
from tests.builders import SimulatedPlan, open_view
from tests.cached_plans import cached_copy
from tests.casework.usage.test_usage import a_household
from usage.goal_words import StartSource


def read(life: SimulatedPlan, view: Callable[[OpenPlan], Any]) -> Any:
    return open_view(view, life.context, life.actor("social_worker"), life.number, right=READ_USAGE)


@cached_copy
def with_a_goal() -> SimulatedPlan:
    """Four weeks with forty minutes at night, a goal of twenty from 6 April, then two better weeks and one unknown."""
    life = a_household()
    for week, night in enumerate((40, 40, 40, 40, 15, 15)):
        sunday = date(2026, 3, 8) + timedelta(weeks=week)
        if sunday == date(2026, 4, 5):
            life.on("2026-03-30 10:00").act("social_worker", "agree_on_goal", goal="g1", measure="night_minutes",
                from_on="2026-03-30", to_on="2026-06-28", target=20, who_helps="外婆", words="十点半把手机放客厅")  # fmt: skip
        life.on(f"{sunday + timedelta(days=1)} 08:{week:02}")
        life.act("mother", "submit", item="usage_sheet", minutes=[100 + week] * 7, night_minutes=[night] * 7)
    return life.on("2026-04-20 09:00")


def test_a_goal_begins_where_the_first_weeks_were_and_each_week_is_held_against_it() -> None:
    life = with_a_goal()
    (course,) = read(life, lambda plan: get_goal_courses(plan, date(2026, 4, 19)))
    goal = course.goal
    assert (goal.start, goal.start_source, goal.target, goal.who_helps) == (40, StartSource.BASELINE, 20, "外婆")
    assert goal.status is GoalStatus.RUNNING
    assert [(each.value, each.within, each.known) for each in course.periods] == [
        (15, True, 7), (15, True, 7), (None, None, 0)
    ]  # fmt: skip
    assert course.reading[1].zh == "3周中可以评价2周，其中2周符合约定。"
    assert course.plain[-1].zh == "比开始的时候少了25分钟，值得高兴。"
    later = read(life, lambda plan: get_goal_courses(plan, date(2026, 4, 19), since=date(2026, 4, 13)))
    assert [each.first_on for each in later[0].periods] == [date(2026, 4, 13)]


def test_without_consent_nothing_of_devices_is_in_a_goal_and_its_start_is_deleted_with_the_rest() -> None:
    """The words that people agreed on stay."""
    life = with_a_goal().act("minor", "withdraw_consent")
    for moment in ("2026-04-20 09:00", "2026-05-20 09:00"):
        life.on(moment)
        (course,) = read(life, lambda plan: get_goal_courses(plan, date(2026, 4, 19)))
        assert (course.goal.start, course.goal.start_source) == (None, StartSource.UNKNOWN)
        assert {each.value for each in course.periods} == {None}
        assert course.goal.words == "十点半把手机放客厅"
    life.act("minor", "give_consents", device_data=True)
    life.act("mother", "give_consents", device_data=True)
    assert read(life, get_goals)[0].start is None, "it is deleted, and not only hidden"


def test_a_proposal_of_the_young_person_waits_for_somebody_and_becomes_a_goal() -> None:
    """What no device tells, people say: the last one said of a week counts, and a device's goal takes nothing said."""
    life = a_household("2026-03-08 10:00")
    life.act("minor", "propose_goal", goal="g1", measure="activity_days", target=3, words="想去打球")
    assert [(each.goal, each.status) for each in read(life, get_goals)] == [("g1", GoalStatus.PROPOSED)]
    with pytest.raises(StateConflict):
        life.act("minor", "record_goal_value", goal="g1", value=2)
    life.act(
        "social_worker", "agree_on_goal", goal="g1", measure="activity_days", target=3, to_on="2026-06-01", start=1
    )
    assert [item.status for item in life.items("goal_proposal")] == ["done"]
    life.on("2026-03-15 20:00").act("mother", "record_goal_value", goal="g1", value=3, text="还有周日")
    life.act("minor", "record_goal_value", goal="g1", value=2)
    life.act("mother", "record_goal_value", goal="g1", value=3, text="还有周日")
    with pytest.raises(BadInput):
        life.act("minor", "record_goal_value", goal="g1", value=8)
    (course,) = read(life, lambda plan: get_goal_courses(plan, date(2026, 3, 22)))
    assert (course.goal.words, course.goal.proposed_by) == ("想去打球", "minor")
    assert [(each.value, each.within, each.said) for each in course.periods] == [(3, True, True), (None, None, False)]
    life.act("social_worker", "end_goal", goal="g1", how="reached", reason="自己每周都去")
    assert read(life, get_goals)[0].status is GoalStatus.REACHED
    life.act("social_worker", "agree_on_goal", goal="g2", measure="night_minutes", target=20, to_on="2026-06-01")
    with pytest.raises(BadInput):
        life.act("minor", "record_goal_value", goal="g2", value=8)


def test_a_review_ends_in_something_to_do_and_the_next_begins_with_what_became_of_it() -> None:
    """Its owner has an item by that day; who goes on has none."""
    life = with_a_goal()
    with pytest.raises(BadInput) as refused:
        life.act("social_worker", "close_usage_review", text="谈过了", disposition="family_talk")
    assert {each.place for each in refused.value.mistakes} == {"disposition_owner", "disposition_due_on"}
    life.act("social_worker", "close_usage_review", text="谈过了", disposition="family_talk",
             disposition_text="和外婆约定客厅放手机", disposition_owner="social_worker", disposition_due_on="2026-04-27")  # fmt: skip
    (item,) = life.items("usage_follow_up")
    assert (item.owner, item.due_on, item.status) == ("social_worker", date(2026, 4, 27), "open")
    (review,) = read(life, load_usage).reviews
    assert [(each["assessable"], each["within"]) for each in review.measured] == [(2, 2)]
    previous = read(life, load_usage).previous
    assert (previous.code, previous.waits, previous.text) == ("family_talk", True, "和外婆约定客厅放手机")
    life.on("2026-04-27 10:00").act("social_worker", "record_usage_follow_up", became="partly", text="谈了，外婆想想")
    previous = read(life, load_usage).previous
    assert (previous.became, previous.became_text, previous.waits) == ("partly", "谈了，外婆想想", False)
    assert life.items("usage_follow_up")[0].status == "done"
    life.on("2026-05-20 10:00").act("social_worker", "close_usage_review", text="记录少，先这样")
    assert len(life.items("usage_follow_up")) == 1


def test_the_beginning_is_what_was_agreed_on_and_changes_with_a_reason_only() -> None:
    """Two weeks of the six; a goal keeps its start."""
    life = with_a_goal()
    assert not read(life, get_baseline).agreed
    life.act("social_worker", "fix_usage_baseline", from_on="2026-03-16", to_on="2026-03-29")
    for days in (
        {"from_on": "2026-03-09", "to_on": "2026-03-29"},
        {"from_on": "2026-03-16", "to_on": "2026-03-22", "reason": "太短"},
        {"from_on": "2026-08-24", "to_on": "2026-09-20", "reason": "期满以后"},
    ):
        with pytest.raises(BadInput):
            life.act("social_worker", "fix_usage_baseline", **days)
    assert read(life, get_goals)[0].start == 40, "a goal keeps its start"


def test_the_beginning_that_was_agreed_on_last_counts_whoever_said_it_before_on_that_day() -> None:
    life = with_a_goal()
    first = {"from_on": "2026-03-16", "to_on": "2026-03-29", "reason": "开学以后"}
    life.act("social_worker", "fix_usage_baseline", **first)
    life.act("prosecutor", "fix_usage_baseline", from_on="2026-03-09", to_on="2026-03-29", reason="多看一周")
    life.act("social_worker", "fix_usage_baseline", **first)
    assert read(life, get_baseline).first == date(2026, 3, 16)
