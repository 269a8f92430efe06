"""A plan whose processing fails again and again is halted for a person, once, and holds up nobody."""

import logging
from datetime import date, timedelta
from uuid import uuid4

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege, UndefinedTable
from sqlalchemy.exc import ProgrammingError
from sqlmodel import select

from casework.plan import scheduling
from casework.plan.orphan_check import wake_late_plans
from casework.plan.scheduling import (
    HALTED_AFTER_FAILURES,
    PREFECT_LEASE,
    claim_runs_for_server,
    due,
    record_failure,
    release_plan,
)
from core.errors import WrittenByLaterRelease
from flows.due_events import CheckInDue
from flows.scheduler import OverduePlans
from flows.services import process_in_tick
from flows.supervision import DUE_OPERATIONS, DueOperation
from models.item import Item
from models.plan import Plan
from tests.builders import SimulatedPlan, a_plan, announce_and_serve, at, start_plan


def failing(monkeypatch: pytest.MonkeyPatch, error: Exception) -> SimulatedPlan:
    life = announce_and_serve(
        start_plan(a_plan(cadence={"weekly_note": {"on": "Sun"}}), staff=("administrator jia.admin",)), "2026-03-04"
    )
    life.jumps_to("2026-03-08 17:00")

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setitem(DUE_OPERATIONS, CheckInDue, DueOperation("call_for", fail))
    return life


def tick_for(life: SimulatedPlan, minutes: int) -> None:
    overdue = OverduePlans(scheduling, process_in_tick)
    for _ in range(minutes * 12):
        life.jumps_to(life.now + timedelta(seconds=5))
        overdue.once(life.context)


def test_a_plan_that_fails_is_halted_and_its_prosecutor_and_the_administrator_are_notified_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    life = failing(monkeypatch, RuntimeError("text of a case"))
    with caplog.at_level(logging.ERROR):
        tick_for(life, 10)
    assert life.plan.quarantined_at is not None
    assert life.plan.failures == HALTED_AFTER_FAILURES
    messages = [message for message in life.messages() if message.event == "plan_halted"]
    assert {message.recipient_role for message in messages} == {"prosecutor", "assistant", "administrator"}
    assert all(message.created_at == messages[0].created_at for message in messages)
    assert "text of a case" not in caplog.text

    # A person has looked: it starts anew, and what fell due is done.
    monkeypatch.undo()
    release_plan(life.context, life.actor("prosecutor"), life.number)
    tick_for(life, 1)
    assert life.plan.failures == 0
    assert life.lines("call_for") != []


def test_a_short_trouble_halts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    life = failing(monkeypatch, RuntimeError())
    tick_for(life, 1)
    assert 0 < life.plan.failures < HALTED_AFTER_FAILURES
    monkeypatch.undo()
    tick_for(life, 2)
    assert (life.plan.failures, life.plan.failing_since_at, life.plan.quarantined_at) == (0, None, None)


def test_a_disk_that_is_full_halts_no_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the machine has is not the plan's."""
    life = failing(monkeypatch, OSError(28, "No space left on device"))
    tick_for(life, 10)
    assert life.plan.quarantined_at is None
    for kind in ("OperationalError", "PermissionError", "KeyStoreError", "KeysAway", "InternalError"):
        for _ in range(20):
            record_failure(life.context, life.number, lane="tick", reference="ab12cd34", kind=kind)
    assert life.plan.failures == 0


@pytest.mark.parametrize("lacks", [InsufficientPrivilege, UndefinedTable], ids=["a right", "a table"])
def test_what_an_administrator_of_the_database_has_taken_away_halts_no_plan(
    monkeypatch: pytest.MonkeyPatch, lacks: type[psycopg.Error]
) -> None:
    """Else a minute without a right would halt every plan that falls due, and each would wait for a person."""
    life = failing(monkeypatch, ProgrammingError("INSERT", {}, lacks()))
    tick_for(life, 10)
    assert (life.plan.failures, life.plan.quarantined_at) == (0, None)


@pytest.mark.parametrize(
    "later",
    [{"kind": "later"}, {"next_step": "later"}, {"kind": "later", "next_step": "passed"}, {"status": "later"}],
    ids=str,
)
def test_what_only_a_later_release_knows_is_left_to_it_and_halts_no_plan(later: dict[str, str]) -> None:
    """While machines are upgraded one after another, or after a release was taken back: what this program knows is
    done, and the rest once a program knows it."""
    life = announce_and_serve(
        start_plan(a_plan(cadence={"weekly_note": {"on": "Sun"}, "usage_sheet": {"on": "Sun", "by": "21:00"}})),
        "2026-03-04",
    )
    with life.context.database.transaction() as session:
        theirs = select(Item).where(Item.kind == "weekly_note", Item.due_on == date(2026, 3, 8))
        item = session.exec(theirs).one()
        known = {column: getattr(item, column) for column in later}
        for column, code in later.items():
            setattr(item, column, code)
    life.jumps_to("2026-03-08 17:00")
    tick_for(life, 10)
    assert (life.plan.failures, life.plan.quarantined_at) == (0, None)
    asked_for = {message.item_id for message in life.messages() if message.item_id is not None}
    assert item.id not in asked_for
    assert {row.id for row in life.rows(Item) if row.kind == "usage_sheet" and row.due_on == item.due_on} <= asked_for

    with life.context.database.transaction() as session:
        for column, code in known.items():
            setattr(session.get_one(Item, item.id), column, code)
    wake_late_plans(life.context)
    tick_for(life, 15)
    assert item.id in {message.item_id for message in life.messages()}


def _set_status(life: SimulatedPlan, status: str) -> None:
    with life.context.database.transaction() as session:
        session.get_one(Plan, life.plan.id).status = status


def test_a_plan_in_a_status_that_only_a_later_release_knows_is_left_to_it() -> None:
    """Nothing is done to it and nobody is asked; what was to be said to its family waits. Then it goes on."""
    life = announce_and_serve(start_plan(a_plan(cadence={"weekly_note": {"on": "Sun"}})), "2026-03-04")
    life.jumps_to("2026-03-08 16:59")
    before, status = (len(life.messages()), len(life.lines())), life.plan.status
    _set_status(life, "later")
    life.jumps_to("2026-03-08 21:00")
    tick_for(life, 10)
    assert (life.plan.failures, life.plan.quarantined_at, life.plan.status) == (0, None, "later")
    assert (len(life.messages()), len(life.lines())) == before
    with pytest.raises(WrittenByLaterRelease):
        life.act("social_worker", "note", topic="family", text="x")
    _set_status(life, status)
    tick_for(life, 15)
    assert len(life.messages()) > before[0]


def test_an_item_in_a_status_that_only_a_later_release_knows_is_settled_by_nobody_here() -> None:
    life = announce_and_serve(start_plan(a_plan(cadence={"weekly_note": {"on": "Sun"}})), "2026-03-04")
    life.on("2026-03-08 10:00")
    with life.context.database.transaction() as session:
        session.get_one(Item, life.item("weekly_note", "2026-03-08").id).status = "later"
    with pytest.raises(WrittenByLaterRelease):
        life.act("minor", "submit", item="weekly_note", due_on="2026-03-08", text="都好")
    assert life.item("weekly_note", "2026-03-08").status == "later"


def test_a_claim_of_a_clock_ahead_hides_no_plan() -> None:
    life = announce_and_serve(start_plan(), "2026-03-04").on("2026-03-10 12:00")
    with life.context.database.transaction() as session:
        plan = life.context.find(session, life.number)
        plan.wake_at = life.now - timedelta(minutes=1)
        plan.claimed_by, plan.claimed_until = "another machine", life.now + timedelta(seconds=20)
        session.add(plan)
    assert due(life.context, life.now, 10) == []
    with life.context.database.transaction() as session:
        plan = life.context.find(session, life.number)
        plan.claimed_until = at("2026-04-10 12:00")
        session.add(plan)
    assert due(life.context, life.now, 10) == [life.number]
    assert scheduling.claim_plan(life.context, life.number, "this machine").held


def test_of_two_prefect_servers_one_keeps_the_runs() -> None:
    """The other takes over when the first is gone, or at once when it is the first with a new database."""
    life = start_plan()
    first, second, again = uuid4(), uuid4(), uuid4()
    assert claim_runs_for_server(life.context, first, None)
    assert not claim_runs_for_server(life.context, second, None)
    life.jumps_to(life.now + PREFECT_LEASE / 2)
    assert claim_runs_for_server(life.context, first, first)
    life.jumps_to(life.now + PREFECT_LEASE / 2)
    assert not claim_runs_for_server(life.context, second, second)
    assert claim_runs_for_server(life.context, again, first)
    life.jumps_to(life.now + PREFECT_LEASE)
    assert claim_runs_for_server(life.context, second, second)
