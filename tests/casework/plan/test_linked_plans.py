"""Others did it too: two plans of one case know of each other for who may see both, and for nobody else."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from casework.acting.rights.read_operations import READ_PLAN
from casework.family.own_copy import load_own_copy
from casework.plan.bulk import GroupSessionAll, preview_bulk_action
from casework.plan.linked_plans import LinkedPlanView, load_linked_plans
from core.errors import BadInput, NotFound
from models.database import Database
from models.entry import Entry
from models.journal import JournalLine
from tests.builders import SimulatedPlan, a_plan, an_office, open_view, start_plan_in

TEAM = {role: f"gui.{role}" for role in (
    "prosecutor", "assistant", "social_worker", "department_head", "chief_prosecutor", "deputy", "clerk",
)}  # fmt: skip


KEEP_AWAY = {
    "kind": "A3",
    "text": "不得接触特定的人",
    "measure": "社工核实",
    "evidence": "记录",
    "confirmed_by": "prosecutor",
}


@pytest.fixture
def three(sqlite_template: Path, tmp_path: Path) -> list[SimulatedPlan]:
    """Two of one team, and one of another office."""
    shutil.copy(sqlite_template, tmp_path / "record.db")
    context = an_office(Database(f"sqlite:///{tmp_path / 'record.db'}"), "2026-03-02 09:00")

    def begun(office: str, prefix: str, name: str, *more: dict[str, Any], **team: str) -> SimulatedPlan:
        members = {role: login.replace("gui", prefix) for role, login in TEAM.items()} | team
        plan = a_plan(case={"office": office}, team=members, minor={"name": name}, condition=list(more))
        return start_plan_in(context, plan, team_works=False).on("2026-03-06 10:00")

    return [
        begun("癸县", "gui", "甲芽", KEEP_AWAY),
        begun("癸县", "gui", "乙芽", social_worker="gui.another"),
        begun("壬县", "ren", "丙芽"),
    ]


def seen_by(life: SimulatedPlan, role: str) -> list[LinkedPlanView]:
    return open_view(load_linked_plans, life.context, life.actor(role), life.number, right=READ_PLAN)


def test_each_plan_shows_the_other_to_who_may_see_both_and_to_nobody_else(three: list[SimulatedPlan]) -> None:
    first, second, _third = three
    first.act("prosecutor", "link_plan", other=second.number)
    assert [each.number for each in seen_by(first, "prosecutor")] == [second.number]
    assert [each.name for each in seen_by(second, "prosecutor")] == ["甲芽"]
    assert seen_by(first, "social_worker") == []
    for life, other, name in ((first, second, "乙芽"), (second, first, "甲芽")):
        copy = str(load_own_copy(life.context, life.actor("minor")))
        lines: list[Any] = [line.note for line in life.rows(JournalLine)]
        for hidden in (other.number, name):
            assert hidden not in copy
            assert hidden not in str(lines)
    first.act("prosecutor", "link_plan", other=second.number)
    assert [len(life.rows(Entry)) for life in (first, second)] == [1, 1]


def test_a_sealed_plan_is_shown_no_more_and_a_revoked_one_asks_for_a_look(three: list[SimulatedPlan]) -> None:
    first, second, _third = three
    first.act("prosecutor", "link_plan", other=second.number)
    with first.context.database.transaction() as session:
        first.context.find(session, second.number).status = "revoked"
    assert [each.look for each in seen_by(first, "prosecutor")] == [True]
    assert first.status == "under_supervision"
    with first.context.database.transaction() as session:
        first.context.find(session, second.number).sealed_at = first.now
    assert seen_by(first, "prosecutor") == []


def test_a_plan_that_is_not_theirs_or_the_plan_itself_is_not_linked(three: list[SimulatedPlan]) -> None:
    first, _second, third = three
    for other, error in ((third.number, NotFound), ("SW-NONE-0000", NotFound), (first.number, BadInput)):
        with pytest.raises(error):
            first.act("prosecutor", "link_plan", other=other)
    assert [life.rows(Entry) for life in (first, third)] == [[], []]


def test_before_a_session_for_several_it_is_remarked_who_is_of_one_case(three: list[SimulatedPlan]) -> None:
    first, second, third = three
    numbers = (first.number, second.number, third.number)
    session = GroupSessionAll("防骗课堂", first.now.date(), 2, "", None, came=numbers, absent=())

    def remarks() -> list[str]:
        return [words.zh for words in preview_bulk_action(first.context, first.actor("prosecutor"), session).remarks]

    (keeps_away,) = remarks()
    assert first.number in keeps_away
    first.act("prosecutor", "link_plan", other=second.number)
    assert [all(number in remark for number in (first.number, second.number)) for remark in remarks()].count(True) == 1
