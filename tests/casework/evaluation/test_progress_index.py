"""The progress index: off unless switched on before, explained before it is shown, and read by nothing that decides."""

import ast
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from casework.evaluation.evaluation_view import load_evaluation
from casework.evaluation.index_entries import load_index_entries
from casework.evaluation.progress import load_own_progress
from casework.evaluation.progress_index import IndexView, load_index_setting, set_index
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_EVALUATION, READ_OWN
from core.errors import BadInput, NotAllowed, Refused
from evaluation.index import DEFAULT_WEIGHTS, IndexPart, calculate_index
from evaluation.shares import ValueRange
from flows.rehearsal import create_staff
from models.database import Database
from models.evaluation import IndexSetting
from tests.builders import SimulatedPlan, a_plan, an_office, announce_and_serve, enrol, open_view, start_plan_in
from tests.sources import parse_where

ROOT = Path(__file__).parents[3]
MAY_READ = {
    "casework/evaluation/progress_index.py", "casework/evaluation/index_entries.py", "casework/evaluation/evaluation_view.py", "casework/evaluation/progress.py",
    "casework/evaluation/acts.py", "api/routes/evaluation.py", "web/pages/evaluation.py", "web/pages/statistics.py",
    "web/pages/progress.py",
}  # fmt: skip
THE_INDEX = ("evaluation.index", "casework.evaluation.progress_index", "casework.evaluation.index_entries")


def a_life_with_the_index(database: Database, *, sheets: bool = False) -> SimulatedPlan:
    """An office that had switched it on an hour before the plan was opened; with `sheets`, one of the phone each Sunday."""
    context = an_office(database, "2026-03-02 08:00")
    plan = a_plan(cadence={"usage_sheet": {"on": "Sun", "by": "21:00", "owner": "minor"}} if sheets else {})
    create_staff(context, plan)
    enrol(context, plan.case.office, "chief_prosecutor gui.chief_prosecutor")
    life_chief = _staff(context, "gui.chief_prosecutor")
    set_index(context, life_chief, switched_on=True, reason="试用")
    context.clock.advance_to(context.clock.now().replace(hour=1))  # type: ignore[attr-defined]
    return announce_and_serve(start_plan_in(context, plan), "2026-03-04")


def _staff(context, login: str) -> Actor:  # type: ignore[no-untyped-def]
    from casework.staff.staffing import get_staff_actor

    with context.database.reading() as session:
        return Actor.of_staff(get_staff_actor(session, login))


def index_for(life: SimulatedPlan, by: str = "social_worker") -> IndexView | None:
    return open_view(load_evaluation, life.context, life.actor(by), life.number, right=READ_EVALUATION).index


def test_the_index_is_shown_to_nobody_before_it_was_explained_and_never_after_it_was_declined(
    sqlite_database: Database,
) -> None:
    life = a_life_with_the_index(sqlite_database)
    life.on("2026-03-09 12:00").act("minor", "submit", item="weekly_note", due_on="2026-03-09")
    assert index_for(life) is None
    assert open_view(load_own_progress, life.context, life.actor("minor"), life.number, right=READ_OWN).index is None
    life.act("social_worker", "explain_index")
    life.act("social_worker", "explain_index")
    view = index_for(life)
    assert view is not None
    assert (view.low, view.high, view.of) == (30, 30, 30)
    assert [part.part for part in view.parts if part.low is None] == [
        IndexPart.DIGITAL, IndexPart.STUDY_OR_WORK, IndexPart.FAMILY, IndexPart.COUNSELLING,
    ]  # fmt: skip
    assert open_view(load_own_progress, life.context, life.actor("minor"), life.number, right=READ_OWN).index == view
    assert open_view(load_own_progress, life.context, life.actor("mother"), life.number, right=READ_OWN).index is None
    life.act("minor", "comment_on_progress", text="我不想要数字", no_number=True)
    assert index_for(life) is None
    assert open_view(load_own_progress, life.context, life.actor("minor"), life.number, right=READ_OWN).index is None
    assert open_view(
        load_own_progress, life.context, life.actor("minor"), life.number, right=READ_OWN
    ).sentences  # and nothing else is lost by it


def test_every_point_says_where_it_came_from_and_what_if_it_fell(sqlite_database: Database) -> None:
    life = a_life_with_the_index(sqlite_database, sheets=True)
    life.act("social_worker", "explain_index")
    life.act("social_worker", "record_situation", subject="school_or_work", state="in_work", from_on="2026-03-04")
    life.act("social_worker", "rate_needs", time="start", family=1, attitude=1)
    weeks = [90, 90, 90, 90, 90, 200, 200]
    life.add_habit("minor", "weekly_note")
    for sunday, minutes in (("2026-03-08", weeks), ("2026-03-15", weeks), ("2026-03-22", weeks), ("2026-03-29", weeks),
                            ("2026-04-05", [each // 2 for each in weeks])):  # fmt: skip
        life.on(f"{sunday} 20:00").act("minor", "submit", item="usage_sheet", due_on=sunday, minutes=minutes)
    life.on("2026-04-06 18:00").act("social_worker", "record_progress", condition="A1", amount=1)
    life.on("2026-04-07 12:00")
    view = index_for(life)
    assert view is not None
    parts = {part.part: part for part in view.parts}
    assert parts[IndexPart.COMPLIANCE].low == 30
    digital = parts[IndexPart.DIGITAL].entries
    assert [entry.words.zh for entry in digital][-1] == (
        "到4月5日一周的用网时间：每天约60分钟，没有约定上限，是起点的50%，计100%"
    )
    assert parts[IndexPart.DIGITAL].low == 25
    assert {str(entry.on) for entry in parts[IndexPart.STUDY_OR_WORK].entries} == {"2026-04-01"}
    assert (parts[IndexPart.FAMILY].low, parts[IndexPart.FAMILY].high) == (8, 8)
    for part in view.parts:
        for entry in part.entries:
            assert entry.on <= life.today
            assert entry.words.zh
    only = parts[IndexPart.STUDY_OR_WORK].entries[0]
    assert only.if_it_fell is None  # without it the part could not be assessed
    note = parts[IndexPart.COMPLIANCE].entries[0]
    assert note.if_it_fell == 0.0
    assert [[share.percent for share in step.shares] for step in view.week_steps][1] == [100] * 4
    moved = {each.part: each for each in view.moved}
    assert any("每周小结：按时" in words.zh for words in moved[IndexPart.COMPLIANCE].new)
    assert view.since == date(2026, 3, 8)


def test_an_agreed_limit_says_where_a_week_stands_before_its_change_does(sqlite_database: Database) -> None:
    """The same halved week: within 100 minutes a day, above 45, far above 30; a goal says it where no limit does."""
    life = a_life_with_the_index(sqlite_database, sheets=True)
    for sunday in ("2026-03-08", "2026-03-15", "2026-03-22", "2026-03-29", "2026-04-05"):
        minutes = [60 if sunday == "2026-04-05" else 120] * 7
        life.on(f"{sunday} 20:00").act("minor", "submit", item="usage_sheet", due_on=sunday, minutes=minutes)
    life.on("2026-04-07 12:00")
    life.act("social_worker", "agree_on_goal", goal="less", measure="school_day_minutes", target=45, start=120,
             from_on="2026-03-30", to_on="2026-08-30")  # fmt: skip
    for limit, brings in ((None, 0.75), (100, 1.0), (45, 0.75), (30, 0.5)):
        if limit is not None:
            agreed = {"school_day_minutes": limit, "free_day_minutes": limit}
            life.act("prosecutor", "agree_on_usage", from_on="2026-03-30", **agreed)
        with life.context.open_for_reading(life.number, life.actor("social_worker"), READ_EVALUATION) as open_plan:
            week = [entry for entry in load_index_entries(open_plan) if entry.part is IndexPart.DIGITAL][-1]
        assert week.value == ValueRange(brings, brings), limit


def test_a_shared_phone_and_a_withdrawn_consent_lose_nothing(sqlite_database: Database) -> None:
    life = a_life_with_the_index(sqlite_database)
    life.act("social_worker", "explain_index")
    life.on("2026-03-09 12:00").act("minor", "submit", item="weekly_note", due_on="2026-03-09")
    before = index_for(life)
    life.act("minor", "give_consents", device_data=True)
    life.act("minor", "withdraw_consent")
    assert before is not None
    after = index_for(life)
    assert after is not None
    assert (after.low, after.high, after.of) == (before.low, before.high, before.of)


def test_the_rules_of_a_count_are_not_made_while_it_runs(sqlite_database: Database) -> None:
    """What is chosen after a plan began is for later ones; switched off, no number is shown any more."""
    life = a_life_with_the_index(sqlite_database)
    life.act("social_worker", "explain_index")
    chief = life.actor("chief_prosecutor")
    other = {**DEFAULT_WEIGHTS.of, IndexPart.COMPLIANCE: 40, IndexPart.DIGITAL: 15}
    set_index(life.context, chief, switched_on=True, reason="少看手机", weights=other)
    view = index_for(life)
    assert view is not None
    assert {part.part: part.weight for part in view.parts} == dict(DEFAULT_WEIGHTS.of)
    assert load_index_setting(life.context, chief).weights == other
    set_index(life.context, chief, switched_on=False, reason="不再使用")
    assert index_for(life) is None


def test_a_plan_that_began_before_never_has_one(sqlite_database: Database) -> None:
    context = an_office(sqlite_database, "2026-03-02 09:00")
    life = announce_and_serve(start_plan_in(context, a_plan()), "2026-03-04")
    set_index(context, life.actor("chief_prosecutor"), switched_on=True, reason="试用")
    with pytest.raises(Refused, match="before this plan began"):
        life.act("social_worker", "explain_index")
    assert index_for(life) is None


def test_who_switches_it_on_and_how(sqlite_database: Database) -> None:
    life = announce_and_serve(start_plan_in(an_office(sqlite_database, "2026-03-02 09:00"), a_plan()), "2026-03-04")
    for role in ("prosecutor", "social_worker", "minor"):
        with pytest.raises(NotAllowed):
            set_index(life.context, life.actor(role), switched_on=True, reason="试用")
    chief = life.actor("chief_prosecutor")
    for wrong in ({IndexPart.DIGITAL: 100}, {**DEFAULT_WEIGHTS.of, IndexPart.DIGITAL: 35, IndexPart.COMPLIANCE: 20}):
        with pytest.raises(BadInput):
            set_index(life.context, chief, switched_on=True, reason="试用", weights=wrong)
    with pytest.raises(BadInput):
        set_index(life.context, chief, switched_on=True, reason="很" * 401)
    set_index(life.context, chief, switched_on=True, reason="试用")
    set_index(life.context, chief, switched_on=True, reason="试用")
    with life.context.database.reading() as session:
        assert len(session.exec(select(IndexSetting)).all()) == 1


def test_nothing_that_decides_reads_the_index() -> None:
    """Only its own views, their routes and pages import it; law cannot, and no verb that changes a legal position does."""
    readers = set()
    for package in ("law", "models", "notifications", "casework", "flows", "core", "app", "serving", "api", "web"):
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(parse_where(path, "|".join(name.rpartition(".")[2] for name in THE_INDEX))):
                named = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                if isinstance(node, ast.ImportFrom):
                    named = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
                if any(name in THE_INDEX for name in named):
                    readers.add(path.relative_to(ROOT).as_posix())
    assert readers <= MAY_READ
    assert "casework/evaluation/evaluation_view.py" in readers
    assert calculate_index([], DEFAULT_WEIGHTS).points is None
