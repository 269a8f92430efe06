"""A plan whose processing fails again and again is halted for a person, once, and holds up nobody."""

import logging
from datetime import timedelta

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege, UndefinedTable
from sqlalchemy.exc import ProgrammingError

from casework.plan import scheduling
from casework.plan.halting import release_plan
from casework.plan.scheduling import HALTED_AFTER_FAILURES, due, record_failure
from flows.due_events import Due
from flows.scheduler import OverduePlans
from flows.services import process_in_tick
from flows.supervision import DUE_OPERATIONS, DueOperation
from tests.builders import SimulatedPlan, a_plan, announce_and_serve, at, start_plan


def failing(monkeypatch: pytest.MonkeyPatch, error: Exception) -> SimulatedPlan:
    life = announce_and_serve(
        start_plan(a_plan(cadence={"weekly_note": {"on": "Sun"}}), staff=("administrator jia.admin",)), "2026-03-04"
    )
    life.jumps_to("2026-03-08 17:00")

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setitem(DUE_OPERATIONS, Due.CHECK_IN_DUE, DueOperation("call_for", fail))
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
    messages = [message for message in life.posted() if message.event == "plan_halted"]
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
            record_failure(life.context, life.number, source="tick", reference="ab12cd34", kind=kind)
    assert life.plan.failures == 0


@pytest.mark.parametrize("lacks", [InsufficientPrivilege, UndefinedTable], ids=["a right", "a table"])
def test_what_an_administrator_of_the_database_has_taken_away_halts_no_plan(
    monkeypatch: pytest.MonkeyPatch, lacks: type[psycopg.Error]
) -> None:
    """Else a minute without a right would halt every plan that falls due, and each would wait for a person."""
    life = failing(monkeypatch, ProgrammingError("INSERT", {}, lacks()))
    tick_for(life, 10)
    assert (life.plan.failures, life.plan.quarantined_at) == (0, None)


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
