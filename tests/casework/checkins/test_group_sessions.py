"""A session for several minors: each plan has its own record, it counts for who came, and to be absent is no breach."""

import pytest

from core.errors import BadInput
from models.dated_session import DatedSession
from models.item import Item
from tests.builders import SimulatedPlan, a_plan, an_announced_plan

CLASS = {"topic": "防骗课堂", "held_on": "2026-03-05"}


def in_unit(unit: str) -> dict[str, object]:
    return {"kind": "A5", "text": "参加防骗课堂", "measure": "每次签到", "evidence": "签到单", "confirmed_by": "social_worker",
            "amount": 12, "unit": unit}  # fmt: skip


def done_of(life: SimulatedPlan) -> list[int]:
    return [row.amount for row in life.rows(DatedSession) if row.taken_back_at is None]


@pytest.mark.parametrize(("unit", "amount"), [("hours", 3), ("times", 1)])
def test_who_came_has_it_counted_in_the_unit_of_the_condition(unit: str, amount: int) -> None:
    life = an_announced_plan(a_plan(condition=[in_unit(unit)]))
    life.on("2026-03-06 10:00").act(
        "social_worker", "record_group_session", **CLASS, came=True, hours=3, condition="A5"
    )
    assert done_of(life) == [amount]
    life.act("social_worker", "record_group_session", **CLASS, came=True, hours=3, condition="A5")
    assert done_of(life) == [amount], "sent again, it is the same session"


def test_who_did_not_come_has_nothing_counted_and_nothing_missed() -> None:
    life = an_announced_plan(a_plan(condition=[in_unit("hours")]))
    before = {(item.kind, item.due_on, item.status) for item in life.rows(Item)}
    life.on("2026-03-06 10:00").act("social_worker", "record_group_session", **CLASS, hours=3, condition="A5")
    assert done_of(life) == []
    assert {(item.kind, item.due_on, item.status) for item in life.rows(Item)} == before
    (line,) = life.lines("record_group_session")
    assert line.note["came"] is False


def test_a_condition_in_hours_needs_hours_and_one_in_yuan_is_none() -> None:
    life = an_announced_plan(a_plan(condition=[in_unit("hours")])).on("2026-03-06 10:00")
    with pytest.raises(BadInput, match="times or in hours"):
        life.act("social_worker", "record_group_session", **CLASS, came=True, condition="A5")
    assert life.lines("record_group_session") == []
