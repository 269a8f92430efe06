"""A finished case is checked against its record: yes, no, not on record, and what only a person can tell is left open."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from casework.acting.rights.read_operations import READ_PAPER
from casework.documents.case_volume import load_volume
from casework.documents.create import draft_paper
from casework.documents.quality_check import QUALITY_SHEETS, QUESTIONS, Answer, CheckedLine, load_quality_check
from core.errors import NotAllowed, StateConflict
from documents.papers import PAPERS_BY_CODE
from law.quality_check import QualitySheet, load_quality_lines
from tests.builders import SimulatedPlan, an_announced_plan, open_view, serve_all
from tests.cached_plans import cached_copy
from tests.casework.documents.test_papers import make, text_in

YES, NO, UNKNOWN, NONE = Answer.YES, Answer.NO, Answer.NOT_ON_RECORD, Answer.NOT_INVOLVED


@cached_copy
def a_decided_case() -> SimulatedPlan:
    """Not prosecuted at the end of the period, and not told so yet; of two reported breaches one was heard, and nobody did
    anything about the other."""
    life = an_announced_plan(team_works=False).on("2026-03-10 10:00")
    for label in ("x", "y"):
        life.act(
            "prosecutor",
            "report_incident",
            incident=label,
            kind="supervision_rules",
            done_on="2026-03-09",
            facts="晚归",
        )
    life.act("prosecutor", "hear_minor", incident="x", text="末班车没了")
    life.act("prosecutor", "close_incident", incident="x", finding="lesser_response", response="talk", reason="提醒")
    life.skips_to("2026-09-03 10:00").dismiss_open_items().act(
        "prosecutor", "write_opinion", proposal="non_prosecution"
    )
    return life.on("2026-09-04 10:30").dismiss_open_items().act("chief_prosecutor", "decide_non_prosecution")


def a_finished_case() -> SimulatedPlan:
    """The same case, told to the minor; the receipts are still out."""
    return a_decided_case().on("2026-09-04 15:00").act("prosecutor", "announce_outcome", present=["minor"])


def answers(life: SimulatedPlan, sheet: QualitySheet = "handler") -> Mapping[str | None, CheckedLine]:
    lines = open_view(load_quality_check, life.context, life.actor("prosecutor"), life.number, sheet, right=READ_PAPER)
    return {each.line.asks: each for each in lines}


EXPECTED = {
    "announced": YES, "heard_minor": YES, "heard_victim": NONE, "decided_in_time": YES, "dates_of_law_kept": YES,
    "conditions_there": YES, "conditions_done": NO, "breaches_heard": NO, "end_decided_by_another": YES, "defended": UNKNOWN,
    "opinion_written": UNKNOWN, "outcome_announced": YES, "property_settled": NONE, "sealing_notice_made": UNKNOWN,
    "first_decision_served": YES, "other_papers_served": NO, "minor_asked_about_conditions": UNKNOWN,
    "questioned_with_adult": UNKNOWN, "remedies_answered": NONE,
}  # fmt: skip


def test_the_record_answers_what_it_knows_and_nothing_else() -> None:
    """Compared with the file by hand: counsel and questioning were never told to the record, which is not a no."""
    found = answers(a_finished_case())
    assert {asks: found[asks].answer for asks in EXPECTED} == EXPECTED
    assert found["breaches_heard"].source == "/check-ins#incidents-title"
    assert found["breaches_heard"].line.article.startswith("本院做法")


def test_a_line_for_a_person_is_left_open() -> None:
    found = answers(a_finished_case())
    assert (found[None].answer, found[None].source, found[None].words) == (None, None, None)


def test_what_is_made_good_is_answered_anew() -> None:
    life = a_finished_case()
    make(life, "sealing_notice", addressee="公安机关")
    serve_all(life, "non_prosecution")
    life.act("prosecutor", "record_plan_answer", occasion="opening", answer="yes")
    found = answers(life)
    asked = ("sealing_notice_made", "other_papers_served", "minor_asked_about_conditions")
    assert [found[asks].answer for asks in asked] == [YES, YES, YES]


def test_the_handler_and_the_department_have_a_sheet_each_in_the_inner_volume() -> None:
    """The prosecutor makes one, the department's head the other; neither has a grade or points, nor lies in the volume that
    a defender reads, nor in the pack."""
    life = a_finished_case()
    own, department = make(life, "quality_self_check"), make(life, "quality_department_check", by="department_head")
    for made in (own, department):
        text = text_in(life, made)
        assert "否（履行）" in text
        assert "归入检察内卷" in text
        assert "只见到转述" in text
        assert not {"得分", "合格", "优秀"} & set(text.split())
    assert "案卡填录" in text_in(life, own)
    assert "案卡填录" not in text_in(life, department)
    with pytest.raises(NotAllowed):
        make(life, "quality_department_check")
    volume = open_view(load_volume, life.context, life.actor("department_head"), life.number, right=READ_PAPER)
    assert {each.paper for each in volume.kept if each.inner} == set(QUALITY_SHEETS)
    assert not any(PAPERS_BY_CODE[code].in_pack for code in QUALITY_SHEETS)


def test_made_again_from_an_unchanged_record_it_is_the_same_sheet() -> None:
    """It is asked for from the decision on: the seal, which follows the announcement, leaves nobody time."""
    life = a_decided_case()
    volume = open_view(load_volume, life.context, life.actor("prosecutor"), life.number, right=READ_PAPER)
    assert "quality_self_check" in {each.paper for each in volume.wanted}
    first = make(life, "quality_self_check")
    assert make(life.on("2026-09-07 09:00"), "quality_self_check").version == first.version


def test_a_case_that_goes_on_is_not_checked() -> None:
    life = an_announced_plan(team_works=False).on("2026-03-10 10:00")
    with pytest.raises(StateConflict):
        draft_paper(life.context, life.actor("prosecutor"), life.number, paper="quality_self_check")


def test_every_line_of_the_program_has_its_question() -> None:
    assert {line.asks for line in load_quality_lines()} == {None, *QUESTIONS}


def test_an_office_adds_lines_of_its_own_after_these(tmp_path: Path) -> None:
    own = tmp_path / "quality_check.toml"
    own.write_text(
        '[sections.court]\nzh = "出庭"\nen = "In court"\n'
        '[[line]]\nsection = "court"\nzh = "已移送"\nen = "Sent on"\n'
        '[[line]]\nsection = "person"\nzh = "已当面宣布"\nen = "Announced"\nasks = "announced"\nsheet = "department"\n'
    )
    life = a_finished_case()
    life.context.quality_lines = load_quality_lines(own)
    added = [*load_quality_lines(own)][-2:]
    assert [line.words.zh for line in added] == ["已移送", "已当面宣布"]
    assert added[0].article == "本院做法"
    assert "已移送" in text_in(life, make(life, "quality_self_check"))
    assert text_in(life, make(life, "quality_department_check", by="department_head")).count("已当面宣布") == 2


@pytest.mark.parametrize("wrong", [
    'section = "elsewhere"\nzh = "甲"\nen = "A"',
    'section = "person"\nzh = "甲"',
    'section = "person"\nzh = "甲"\nen = "A"\nasks = "guilty"',
    'section = "person"\nzh = "甲"\nen = "A"\nsource = "CPL art 1"',
    'section = "person"\nzh = "甲"\nen = "A"\nsheet = "court"',
])  # fmt: skip
def test_a_wrong_line_is_named_by_its_place(tmp_path: Path, wrong: str) -> None:
    own = tmp_path / "quality_check.toml"
    own.write_text(f"[[line]]\n{wrong}\n")
    with pytest.raises(ValueError, match=r"line\[1\]"):
        load_quality_lines(own)
