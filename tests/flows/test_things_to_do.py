"""Whoever signs in to the demonstration first has something to do: among its cases are one late, one halted, one whose
texts come back, and decisions that wait."""

from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from app.server import CASELOAD, DEMO_NOW
from casework.shared.context import Context
from casework.shared.items.follow_ups import PLAN_HALTED, UNDELIVERED
from core.settings import Settings
from flows import demo_history
from flows.demo_history import (
    HALTED_PLAN,
    TROUBLES_TAKE,
    UNREACHED_PLAN,
    DemoHistory,
    add_troubles,
    create_demo_outbox,
    enrol_staff,
    read_scenarios,
)
from models.item import Item
from models.message import Message
from models.plan import Plan, RunLogEntry
from models.proposal import Proposal


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Context:
    """The past of the three cases of the visitor's office in which something waits."""
    from app import bootstrap

    stories = [one for one in read_scenarios(CASELOAD) if one.name[:2] in ("09", "20", "23")]
    folder: Path = tmp_path_factory.mktemp("demo")
    context = bootstrap.create_seeding_context(Settings(data_folder=folder), min(story.begins for story in stories))
    enrol_staff(context, CASELOAD / "staff.toml")
    history = DemoHistory(context, create_demo_outbox(context))
    history.process_due(stories, DEMO_NOW - TROUBLES_TAKE)
    add_troubles(context)
    history.process_due([], DEMO_NOW)
    return context


def _items(session: Session, number: str, kind: str) -> list[Item]:
    found = select(Item).join(Plan, col(Plan.id) == col(Item.plan_id)).where(Plan.number == number, Item.kind == kind)
    return list(session.exec(found))


def test_it_is_nine_in_the_morning(context: Context) -> None:
    assert context.clock.now() == DEMO_NOW


def test_one_is_halted_with_what_failed(context: Context) -> None:
    with context.database.reading() as session:
        plan = session.exec(select(Plan).where(Plan.number == HALTED_PLAN)).one()
        assert plan.quarantined_at is not None
        assert [item.status for item in _items(session, HALTED_PLAN, PLAN_HALTED)] == ["open"]
        failures = session.exec(select(RunLogEntry.failure_kind).where(RunLogEntry.plan_id == plan.id)).all()
        assert [kind for kind in failures if kind] == ["ValueError"] * 5


def test_one_has_not_been_heard_from_and_is_asked_how_it_was(context: Context) -> None:
    with context.database.reading() as session:
        notes = _items(session, "SW-JPCM-4246", "weekly_note")
        assert [str(item.due_on) for item in notes if item.status == "not_received"] == ["2026-11-22"]


def test_the_texts_of_one_come_back_and_somebody_is_told(context: Context) -> None:
    with context.database.reading() as session:
        back = session.exec(select(Message.plan_number).where(Message.state == "bounced")).all()
        assert set(back) == {UNREACHED_PLAN}
        assert [item.status for item in _items(session, UNREACHED_PLAN, UNDELIVERED)] != []


def test_one_decision_waits_for_the_head_and_one_for_the_chief(context: Context) -> None:
    with context.database.reading() as session:
        open_ = session.exec(select(Proposal).where(Proposal.status == "open")).all()
        numbers = {session.get_one(Plan, one.plan_id).number: one.countersigned_by is not None for one in open_}
        assert numbers == {"SW-JPCM-4246": False, "SW-CGBQ-HE8V": True}


def test_the_failing_provider_and_the_halted_plan_are_of_the_visitor_s_office(context: Context) -> None:
    """Whoever signs in as 甲区 finds them: they are plans of that office."""
    by_number = {story.plan.number: story.plan.case.office for story in demo_history.read_scenarios(CASELOAD)}
    assert {by_number[number] for number in (HALTED_PLAN, UNREACHED_PLAN)} == {"甲区"}
