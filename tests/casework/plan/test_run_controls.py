"""What people do about a plan's run: halt it for review, resume it, have it processed at once; each with a reason."""

from datetime import timedelta

import pytest
from sqlmodel import select

from casework.acting.rights import Actor
from casework.plan.run_controls import CONTROLS, RunControl, control_run
from casework.plan.scheduling import due
from core.errors import BadInput, NotAllowed, StateConflict
from flows.supervision import process_due_events
from models.item import Item
from models.office import Staff
from tests.builders import SimulatedPlan, enrol, start_plan
from tests.cached_plans import cached_copy


@pytest.fixture
def life() -> SimulatedPlan:
    return parked()


@cached_copy
def parked() -> SimulatedPlan:
    """A plan that was processed at noon, and parked."""
    life = start_plan(team_works=False).on("2026-03-03 12:00")
    process_due_events(life.context, life.number, source="tick")
    return life


def _control(life: SimulatedPlan, control: RunControl, who: str = "prosecutor", reason: str = "先核对日程") -> None:
    control_run(life.context, life.actor(who), life.number, control, reason)


def test_a_run_that_a_person_halts_stands_as_one_that_the_program_halted(life: SimulatedPlan) -> None:
    """It is not processed, its prosecutor has to look, and facts are recorded all the same."""
    _control(life, RunControl.HALT)
    assert life.plan.quarantined_at is not None
    assert due(life.context, life.now + timedelta(hours=1), 5) == []
    with life.context.database.reading() as session:
        kinds = [
            item.kind for item in session.exec(select(Item).where(Item.plan_id == life.plan.id)) if item.label == ""
        ]
    assert kinds.count("plan_halted") == 1
    assert [line.actor_role for line in life.lines("halt_run")] == ["prosecutor"]
    life.act("prosecutor", "announce", present=["minor", "mother"], explained=["period", "rules", "liability"])
    assert life.plan.announced_on == life.now.date()


def test_it_is_resumed_in_the_same_way_as_any_halted_run(life: SimulatedPlan) -> None:
    _control(life, RunControl.HALT)
    _control(life, RunControl.RESUME, "department_head")
    assert life.plan.quarantined_at is None
    assert life.plan.wake_at == life.now
    assert len(life.lines("release_quarantine")) == 1


def test_halted_twice_it_is_halted_once(life: SimulatedPlan) -> None:
    _control(life, RunControl.HALT)
    _control(life, RunControl.HALT, "department_head")
    assert len(life.lines("halt_run")) == 1


def test_processing_now_sets_the_next_time_to_this_moment(life: SimulatedPlan) -> None:
    assert life.plan.wake_at is not None
    assert life.plan.wake_at > life.now
    _control(life, RunControl.PROCESS_NOW)
    assert life.plan.wake_at == life.now
    assert due(life.context, life.now, 5) == [life.number]
    assert len(life.lines("process_now")) == 1


def test_a_halted_plan_is_not_processed_by_a_way_round(life: SimulatedPlan) -> None:
    _control(life, RunControl.HALT)
    with pytest.raises(StateConflict):
        _control(life, RunControl.PROCESS_NOW)
    assert life.lines("process_now") == []


@pytest.mark.parametrize("control", RunControl)
def test_nothing_is_done_without_a_reason_or_by_whoever_is_not_in_charge(
    life: SimulatedPlan, control: RunControl
) -> None:
    before = (len(life.lines()), life.plan.quarantined_at, life.plan.wake_at)
    for reason in ("", "。", "长" * 2001):
        with pytest.raises(BadInput):
            _control(life, control, reason=reason)
    assert (len(life.lines()), life.plan.quarantined_at, life.plan.wake_at) == before
    for who in ("assistant", "social_worker", "chief_prosecutor", "clerk", "minor", "mother"):
        with pytest.raises(NotAllowed):
            _control(life, control, who)
    assert (life.plan.quarantined_at, life.plan.wake_at) == before[1:]


def test_no_token_of_a_device_and_no_program_controls_a_run() -> None:
    for control in CONTROLS.values():
        assert {role.value for role in control.right.by} <= {"prosecutor", "department_head", "administrator"}


def test_an_administrator_replaces_no_run_of_another_office(life: SimulatedPlan) -> None:
    enrol(life.context, "丑区", "administrator chou.admin")
    with life.context.database.reading() as session:
        other = Actor.of_staff(session.exec(select(Staff).where(Staff.login == "chou.admin")).one())
    with pytest.raises(NotAllowed):
        control_run(life.context, other, life.number, RunControl.REPLACE, "试一次")
    assert life.plan.generation == 0


def test_replacing_the_run_asks_for_the_next_one_and_changes_nothing_of_the_plan(life: SimulatedPlan) -> None:
    """Halted or not: what is due, when, and who has to look stays as it is."""
    for generation in (1, 2):
        before = (life.plan.wake_at, life.plan.quarantined_at, life.plan.flow_run_id)
        _control(life, RunControl.REPLACE)
        assert life.plan.generation == generation
        assert (life.plan.wake_at, life.plan.quarantined_at, life.plan.flow_run_id) == before
        assert [line.actor_role for line in life.lines("replace_run")] == ["prosecutor"] * generation
        _control(life, RunControl.HALT)
