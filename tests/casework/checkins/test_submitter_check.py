"""Whose note it was: a mark where the plan agrees to one, never a condition, never a count."""

from datetime import date
from typing import Any

import pytest

from casework.acting.rights.read_operations import READ_PLAN
from casework.checkins.submission_content import filter_content
from casework.plan.views.check_ins import get_check_ins
from core.errors import NotAllowed, StateConflict
from models.item import Item, Submission
from models.journal import JournalLine
from models.person import Person
from tests.builders import SimulatedPlan, an_announced_plan, open_view
from tests.cached_plans import cached_copy

WORD = "三只松鼠 Ab"


@cached_copy
def begun() -> SimulatedPlan:
    return an_announced_plan(team_works=False).on("2026-03-09 18:00")


def agreed(way: str) -> SimulatedPlan:
    return begun().act("social_worker", "agree_on_submitter_check", way=way)


def send(life: SimulatedPlan, due_on: str = "2026-03-09", by: str = "minor", **more: Any) -> tuple[Any, str]:
    """A note is handed in. Returns its mark, and what became of its item."""
    life.act(by, "submit", item="weekly_note", due_on=due_on, text="都好", **more)
    (item,) = [row for row in life.rows(Item) if (row.kind, row.due_on) == ("weekly_note", date.fromisoformat(due_on))]
    view = open_view(get_check_ins, life.context, life.actor("prosecutor"), life.number, right=READ_PLAN)
    return view.came[0].content.get("submitter"), item.status


def test_by_default_nothing_is_checked_and_nothing_is_said_of_it() -> None:
    assert send(begun(), own_word="随便") == (None, "on_time")


@pytest.mark.parametrize(
    ("word", "mark"), [("三只 松鼠ａＢ", "code_word"), ("四只松鼠", "not_checked"), (None, "not_checked")]
)
def test_a_note_is_received_in_time_whatever_the_word_was(word: str | None, mark: str) -> None:
    life = agreed("code_word").act("minor", "set_own_word", word=WORD)
    lines = len(life.rows(JournalLine))
    assert send(life, own_word=word) == (mark, "on_time")
    last = [line.note for line in life.rows(JournalLine)[lines:] if line.act == "submit"]
    assert [("confirmed_by" in note, "not_checked" in str(note)) for note in last] == [(mark == "code_word", False)]


def test_the_word_is_nowhere_and_another_one_takes_its_place() -> None:
    life = agreed("code_word").act("minor", "set_own_word", word=WORD)
    kept = [row.own_word for row in life.rows(Person) if row.own_word]
    assert len(kept) == 1
    assert "松鼠" not in str([row.model_dump() for row in (*life.rows(Person), *life.rows(JournalLine))])
    life.act("minor", "set_own_word", word="晴天")
    assert send(life, own_word=WORD)[0] == "not_checked"
    life.act("prosecutor", "agree_on_submitter_check", way="none")
    assert [row.own_word for row in life.rows(Person) if row.own_word] == []
    with pytest.raises(StateConflict):
        life.act("minor", "set_own_word", word="晴天")
    with pytest.raises(NotAllowed):
        life.act("mother", "set_own_word", word="晴天")


def test_a_call_back_is_recorded_beside_the_note_and_changes_nothing_else() -> None:
    life = agreed("call_back")
    assert send(life) == ("not_checked", "on_time")
    life.act(
        "social_worker", "confirm_submitter", item="weekly_note", due_on="2026-03-09", way="call_back", who="班主任"
    )
    life.act("social_worker", "confirm_submitter", item="weekly_note", due_on="2026-03-09", way="talk")
    (row,) = life.rows(Submission)
    assert "班主任" not in str([line.note for line in life.rows(JournalLine)])
    view = open_view(get_check_ins, life.context, life.actor("prosecutor"), life.number, right=READ_PLAN)
    assert (view.came[0].content["submitter"], row.late) == ("call_back", False)
    with pytest.raises(StateConflict):
        life.act("social_worker", "confirm_submitter", item="weekly_note", due_on="2026-03-16", way="talk")


def test_what_a_worker_writes_down_for_the_minor_bears_no_mark() -> None:
    assert send(agreed("code_word"), by="social_worker", told_by_phone=True, told_by="minor")[0] is None
    assert filter_content({"submitter": "由人脸"}) == {}
