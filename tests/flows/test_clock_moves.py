"""The demonstration's clock is moved on: what falls due on the way is processed at its own moment, as if the time had
passed."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from app.bootstrap import load_clock
from casework.acting.context import Context
from casework.checkins.outages import record_heartbeat
from core.clock import ClockStep, StoredClock, local_time
from core.errors import StateConflict
from flows.clock_moves import ClockMover, compute_target
from flows.scheduler import PeriodicJob
from models.outage import Outage
from tests.builders import SimulatedPlan, at
from tests.flows.moved_clock import TUESDAY, a_life, on_a_stored_clock, what_happened


def what_left(life: SimulatedPlan) -> set[tuple[str, str, str, str]]:
    return {
        (one.event, one.recipient_role, one.channel, f"{local_time(one.due_at):%m-%d %H:%M}") for one in life.messages()
    }


def test_a_week_that_was_moved_over_is_like_a_week_that_passed(tmp_path: Path) -> None:
    """The same lines at the same minutes, the same messages, and nobody was away."""
    passed, moved = a_life(delivers=True), a_life(delivers=True)
    before = len(moved.lines())
    context, mover = on_a_stored_clock(moved, tmp_path)
    record_heartbeat(context)
    for day in range(7):
        assert mover.clock.ask_for(context.clock.now() + timedelta(days=1), seen=day)
        assert mover.once(context) >= 24
    record_heartbeat(context)
    passed.on("2026-03-17 12:00")
    assert what_happened(moved, before) == what_happened(passed, before)
    assert len(what_happened(moved, before)) > 5
    assert what_left(moved) == what_left(passed)
    with context.database.reading() as session:
        assert session.exec(select(Outage)).all() == []


def test_every_process_sees_the_move_and_nobody_can_turn_it_back(tmp_path: Path) -> None:
    context, mover = on_a_stored_clock(a_life(), tmp_path)
    elsewhere = StoredClock(tmp_path / "clock.json")
    elsewhere.ask_for(at("2026-03-11 08:00"))
    assert mover.clock.wanted == at("2026-03-11 08:00")
    mover.once(context)
    assert elsewhere.wanted is None
    assert at("2026-03-11 08:00") <= elsewhere.now() < at("2026-03-11 08:05")
    elsewhere.ask_for(at("2026-03-01 08:00"))
    mover.once(context)
    assert elsewhere.now() >= at("2026-03-11 08:00")
    assert elsewhere.wanted is None
    real = elsewhere.in_real_time(at("2026-03-12 08:00"))
    assert real - mover.clock.in_real_time(at("2026-03-11 08:00")) == timedelta(days=1)


@pytest.mark.parametrize(
    ("step", "shows"), [(ClockStep.HOUR, "2026-03-10 13:00"), (ClockStep.DAY, "2026-03-11 12:00"), (ClockStep.MONDAY, "2026-03-16 09:00")]
)  # fmt: skip
def test_each_step_leads_where_it_says(tmp_path: Path, step: ClockStep, shows: str) -> None:
    context, _mover = on_a_stored_clock(a_life(), tmp_path)
    assert timedelta(0) <= compute_target(context, step) - at(shows) < timedelta(minutes=1)


def test_a_round_that_fails_on_the_way_does_not_stop_the_clock(tmp_path: Path) -> None:
    context, mover = on_a_stored_clock(a_life(), tmp_path)

    def fails(_context: Context) -> None:
        raise RuntimeError

    broken = ClockMover(mover.clock, [PeriodicJob("broken", timedelta(seconds=1), fails)])
    mover.clock.ask_for(at("2026-03-11 09:00"))
    broken.once(context)
    assert context.clock.now() >= at("2026-03-11 09:00")


def test_what_was_asked_for_before_a_power_cut_is_carried_out_afterwards(tmp_path: Path) -> None:
    context, mover = on_a_stored_clock(a_life(), tmp_path)
    mover.clock.ask_for(at("2026-03-11 09:00"))
    again = replace(context, clock=StoredClock(tmp_path / "clock.json"))
    with again.database.reading() as session:
        assert session.exec(select(Outage)).all() == []
    assert isinstance(again.clock, StoredClock)
    assert ClockMover(again.clock, mover.rounds).once(again) > 0
    assert again.clock.now() >= at("2026-03-11 09:00")


@pytest.mark.parametrize("content", ["", "null", "{}", '{"showed": "x", "at": 1}'])
def test_a_clock_file_that_says_nothing_stops_no_clock_that_runs_and_is_told_of_at_a_start(
    tmp_path: Path, content: str
) -> None:
    clock = StoredClock.begin(tmp_path / "clock.json", at(TUESDAY))
    clock.file.write_text(content)
    assert timedelta(0) <= clock.now() - at(TUESDAY) < timedelta(minutes=1)
    with pytest.raises(StateConflict, match=r"clock\.json"):
        load_clock(tmp_path)
