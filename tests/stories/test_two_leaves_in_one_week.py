"""Two leaves that overlap, one asked for afterwards: nobody is asked to explain why they were where they might be."""

from datetime import date

import pytest

from casework.leave.family_leave_view import list_asked_leaves, list_own_leaves
from tests.builders import SimulatedPlan, an_announced_plan, open_view
from tests.cached_plans import cached_copy


@cached_copy
def at_home() -> SimulatedPlan:
    life = an_announced_plan(delivers=True)
    return life.on("2026-03-09 10:00")


def asks(life: SimulatedPlan, leave: str, from_on: str, to_on: str, **more: str) -> str:
    life.act(
        "minor", "ask_leave", leave=leave, from_on=from_on, to_on=to_on, destination="外婆家", reason="照顾外婆", **more
    )
    findings = life.lines("ask_leave")[-1].note["warnings"]
    remark = list_own_leaves(life.context, life.actor("minor"), life.number)[0].remark
    return remark.zh if findings and remark else ""


def grants(life: SimulatedPlan, *leaves: str) -> None:
    for leave in leaves:
        life.act("prosecutor", "decide_leave", leave=leave, approved=True)


def returns(life: SimulatedPlan) -> list[tuple[date, str]]:
    return [(item.due_on, item.status) for item in life.items("return_check")]


@pytest.mark.parametrize("order", [("long", "short"), ("short", "long")])
def test_a_return_within_another_leave_is_not_due(order: tuple[str, str]) -> None:
    life = at_home()
    assert asks(life, "long", "2026-03-11", "2026-03-20") == ""
    assert "重叠" in asks(life, "short", "2026-03-13", "2026-03-15", companions="和母亲")
    seen = open_view(list_asked_leaves, life.context, life.actor("prosecutor"), life.number)
    assert [(one.destination, one.reason, one.companions) for one in seen] == [
        ("外婆家", "照顾外婆", "和母亲"), ("外婆家", "照顾外婆", None)]  # fmt: skip

    grants(life, *order)
    open_returns = [day for day, status in returns(life) if status == "open"]
    assert open_returns == [date(2026, 3, 20)]
    life.on("2026-03-20 16:59")
    assert "S8" not in life.texts("2026-03-09 10:00", to="minor")
    life.on("2026-03-20 17:00")
    assert life.texts("2026-03-20 16:59", to="minor") == ["S8"]

    life.act("prosecutor", "decide_leave", leave="long", approved=False, reason="改期")
    assert [day for day, status in returns(life) if status == "open"] == []


def test_the_longer_leave_taken_back_leaves_the_return_of_the_shorter() -> None:
    life = at_home()
    asks(life, "long", "2026-03-11", "2026-03-20")
    asks(life, "short", "2026-03-13", "2026-03-15")
    grants(life, "short", "long")
    life.act("prosecutor", "decide_leave", leave="long", approved=False, reason="改期")
    assert [day for day, status in returns(life) if status == "open"] == [date(2026, 3, 15)]


def test_days_that_are_over_or_asked_for_twice_are_said_to_the_asker_and_nobody_explains() -> None:
    life = at_home()
    assert "已经过去" in asks(life, "past", "2026-03-06", "2026-03-08")
    asks(life, "once", "2026-03-12", "2026-03-13")
    assert "申请过一次" in asks(life, "twice", "2026-03-12", "2026-03-13")
    grants(life, "past", "once", "twice")
    assert [day for day, status in returns(life) if status == "open"] == [date(2026, 3, 13)]
    life.add_habit("minor", "return_check")
    life.add_habit("minor", "weekly_note")
    life.on("2026-03-16 12:00")
    assert "S4" not in life.texts("2026-03-09 10:00", to="minor")


def test_a_return_that_was_missed_is_not_due_once_a_leave_beyond_it_is_granted() -> None:
    """Asked for afterwards: nobody was to be back by then, so nothing is missed."""
    life = at_home()
    asks(life, "short", "2026-03-11", "2026-03-13")
    grants(life, "short")
    life.add_habit("minor", "weekly_note")
    life.on("2026-03-18 10:00")
    assert returns(life) == [(date(2026, 3, 13), "missed")]
    asks(life, "long", "2026-03-12", "2026-03-20")
    grants(life, "long")
    assert returns(life) == [(date(2026, 3, 13), "cancelled"), (date(2026, 3, 20), "open")]
