"""The minor's answer to the plan: yes, no and why, or could not be asked and why."""

from datetime import date

import pytest

from casework.acting.rights.read_operations import READ_PLAN
from casework.family.plan_answer import find_unanswered, load_plan_answers
from core.errors import BadInput
from models.item import Item
from tests.builders import SimulatedPlan, an_announced_plan, open_view
from tests.cached_plans import cached_copy


@pytest.fixture
@cached_copy
def life() -> SimulatedPlan:
    return an_announced_plan(team_works=False).on("2026-03-06 10:00")


def talks(life: SimulatedPlan) -> list[tuple[str, str]]:
    return [(row.owner, row.kind) for row in life.rows(Item) if row.kind in ("talk_asked", "objection_answer")]


def test_a_no_is_owed_a_talk_and_is_no_objection(life: SimulatedPlan) -> None:
    no = {"occasion": "opening", "answer": "no", "reason": "十点回家太早"}
    for _ in range(2):
        life.act("social_worker", "record_plan_answer", **no)
    assert talks(life) == [("prosecutor", "talk_asked")]
    assert "十点" not in str([line.note for line in life.lines("record_plan_answer")])


def test_yes_and_could_not_be_asked_start_nothing_and_stand_on_the_plan(life: SimulatedPlan) -> None:
    life.act("social_worker", "record_plan_answer", occasion="opening", answer="not_asked", reason="住院，没能见到")
    life.on("2026-03-08 10:00").act("prosecutor", "record_plan_answer", occasion="change", answer="yes")
    assert talks(life) == []
    said = open_view(load_plan_answers, life.context, life.actor("prosecutor"), life.number, right=READ_PLAN)
    assert [(each.occasion, each.answer, each.reason) for each in said] == [
        ("opening", "not_asked", "住院，没能见到"), ("change", "yes", None),
    ]  # fmt: skip


@pytest.mark.parametrize("answer", ["no", "not_asked"])
def test_a_reason_belongs_to_every_answer_but_yes(life: SimulatedPlan, answer: str) -> None:
    with pytest.raises(BadInput):
        life.act("social_worker", "record_plan_answer", occasion="opening", answer=answer)


def test_what_nobody_asked_about_is_missing_until_the_next_answer(life: SimulatedPlan) -> None:
    def missing(*changed_on: date) -> list[date | None]:
        answers = open_view(load_plan_answers, life.context, life.actor("prosecutor"), life.number, right=READ_PLAN)
        return find_unanswered(answers, changed_on)

    assert missing() == [None]
    life.act("social_worker", "record_plan_answer", occasion="opening", answer="not_asked", reason="住院，没能见到")
    assert missing() == []
    assert missing(date(2026, 3, 1), date(2026, 3, 8)) == [date(2026, 3, 8)]
    life.on("2026-03-08 10:00").act("prosecutor", "record_plan_answer", occasion="change", answer="yes")
    assert missing(date(2026, 3, 1), date(2026, 3, 8)) == []
