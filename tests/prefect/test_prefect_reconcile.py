"""The record is the truth and Prefect its face: whatever happens to a run, the next looks put it right."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from prefect.client.schemas.objects import StateType
from prefect.states import Cancelled, Failed, Paused, Running

from core.settings import Settings
from flows.prefect_client import Prefect, PrefectRun, Wait
from flows.prefect_server import PrefectServer
from flows.reconcile import Reconciliation
from flows.runner import Runner
from flows.scheduler import JobScheduler, OverduePlans, PeriodicJob
from flows.services import BackgroundServices
from tests.builders import a_plan, start_plan
from tests.prefect.conftest import free_port, until
from tests.prefect.fake_scheduling import FAKE_RECORD_FILE, FakeRecord, at_once

ROOT = Path(__file__).parent.parent.parent
FAR = timedelta(days=30)


@pytest.fixture
def reconciliation(prefect: Prefect, world: FakeRecord, idle_runner: Runner) -> Reconciliation:
    return Reconciliation(prefect, world, idle_runner, lease=timedelta(seconds=3), sweep_passes=2)


def passes(reconciliation: Reconciliation, world: FakeRecord, holds: Callable[[], object], seconds: float = 20) -> None:
    """Goes a pass each fifth of a second until it holds."""

    def one_pass() -> object:
        reconciliation.once(world)
        time.sleep(0.15)
        return holds()

    until(one_pass, seconds)


def run_of(world: FakeRecord, plan: str) -> UUID:
    run = world.run_of(plan).flow_run_id
    assert run is not None
    return run


def is_parked(prefect: Prefect, world: FakeRecord, plan: str) -> bool:
    """Whether the plan's run waits for the plan's wake."""
    run = world.run_of(plan)
    seen = prefect.seen([run.flow_run_id]).get(run.flow_run_id) if run.flow_run_id else None
    return (
        seen is not None
        and seen.state is StateType.SCHEDULED
        and seen.scheduled_for is not None
        and abs(seen.scheduled_for - run.wake_at) < timedelta(seconds=2)
    )


def test_a_plan_without_a_run_gets_one_parked_until_its_wake(
    prefect: Prefect, world: FakeRecord, reconciliation: Reconciliation
) -> None:
    """And a pass in which nothing changed repairs nothing."""
    plan = world.a_plan("2F8M-01", due_in=FAR)
    assert reconciliation.once(world) == 1
    assert is_parked(prefect, world, plan)
    assert [reconciliation.once(world) for _ in range(3)] == [0, 0, 0]


@pytest.mark.parametrize("moved", [timedelta(days=-10), timedelta(days=10)], ids=["too late", "too early"])
def test_a_run_parked_at_the_wrong_time_is_moved(
    prefect: Prefect, world: FakeRecord, reconciliation: Reconciliation, moved: timedelta
) -> None:
    """The record's wake moved; so does the parked run."""
    plan = world.a_plan(f"2F8M-02{moved.days}", due_in=FAR)
    reconciliation.once(world)
    run = run_of(world, plan)
    world.wake(plan, world.clock.now() + FAR + moved)
    reconciliation.once(world)
    assert is_parked(prefect, world, plan)
    assert run_of(world, plan) == run


def test_somebody_acted_and_the_run_is_awake_within_seconds(
    prefect: Prefect, world: FakeRecord, reconciliation: Reconciliation, idle_runner: Runner
) -> None:
    """A parked plan whose record says "now" is lived by its own run."""
    plan = world.a_plan("2F8M-03", due_in=FAR)
    reconciliation.once(world)
    idle_runner.start()
    world.wake(plan)
    passes(reconciliation, world, lambda: world.times_processed(plan) == 1, 5)
    assert world.calls(plan)[0].lane == "run"
    passes(reconciliation, world, lambda: is_parked(prefect, world, plan), 5)


def test_a_deleted_run_is_replaced(prefect: Prefect, world: FakeRecord, reconciliation: Reconciliation) -> None:
    """Deleted in Prefect by hand, the plan has a new run by the end of the sweep."""
    plan = world.a_plan("2F8M-04", due_in=FAR)
    reconciliation.once(world)
    first = run_of(world, plan)
    prefect.delete(first)
    passes(reconciliation, world, lambda: run_of(world, plan) != first)
    assert is_parked(prefect, world, plan)
    assert world.run_of(plan).generation == 1


@pytest.mark.parametrize("ended", ["cancelled", "failed"])
def test_a_run_that_ended_before_its_plan_is_replaced(
    prefect: Prefect, world: FakeRecord, reconciliation: Reconciliation, ended: str
) -> None:
    """Cancelled by a stopped worker, or failed: a new generation goes on."""
    plan = world.a_plan(f"2F8M-05-{ended}", due_in=FAR)
    reconciliation.once(world)
    first = run_of(world, plan)
    prefect._client.set_flow_run_state(first, Cancelled() if ended == "cancelled" else Failed(), force=True)
    passes(reconciliation, world, lambda: run_of(world, plan) != first)
    assert is_parked(prefect, world, plan)


def test_a_run_paused_by_hand_is_parked_again(
    prefect: Prefect, world: FakeRecord, reconciliation: Reconciliation
) -> None:
    """Nobody stops a legal clock by pausing a run in Prefect."""
    plan = world.a_plan("2F8M-06", due_in=FAR)
    reconciliation.once(world)
    prefect._client.set_flow_run_state(run_of(world, plan), Paused(), force=True)
    passes(reconciliation, world, lambda: is_parked(prefect, world, plan))


def test_a_plan_that_always_fails_gets_new_runs_later_and_later(
    prefect: Prefect, world: FakeRecord, reconciliation: Reconciliation, idle_runner: Runner
) -> None:
    """In six seconds it fails two or three times, not thirty; its failures stand in the record by type only."""
    idle_runner.on_end = reconciliation.refresh
    idle_runner.start()
    plan = world.a_plan("2F8M-07", due_in=timedelta(0), breaks="the aunt of Xiaoming called")
    end = time.monotonic() + 6
    while time.monotonic() < end or (len(world.failures(plan)) < 2 and time.monotonic() < end + 20):
        reconciliation.once(world)
        time.sleep(0.1)
    failures = world.failures(plan)
    assert 2 <= len(failures) <= 4
    assert {(lane, kind) for lane, _, kind in failures} == {("run", "RuntimeError")}
    world.close(plan)


def test_a_run_that_parks_while_it_is_looked_at_has_not_lost_its_process(
    prefect: Prefect, world: FakeRecord, idle_runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen executing, and at its end before anybody asked whose it was."""
    reconciliation = Reconciliation(prefect, world, idle_runner, lease=timedelta(0), sweep_passes=1)
    plan = world.a_plan("2F8M-11", due_in=FAR)
    reconciliation.once(world)
    run = run_of(world, plan)
    prefect._client.set_flow_run_state(run, Running(), force=True)
    look, ended = prefect.seen, []

    def look_and_then_it_parks(ids: Iterable[UUID]) -> dict[UUID, PrefectRun]:
        found = look(ids)
        if not ended and found[run].state is StateType.RUNNING:
            prefect.schedule(run, Wait(world.run_of(plan).wake_at))
            ended.append(run)
        return found

    monkeypatch.setattr(prefect, "seen", look_and_then_it_parks)
    reconciliation.once(world)
    assert ended == [run_of(world, plan)]
    assert look([run])[run].state is StateType.SCHEDULED


def test_a_run_whose_process_was_killed_is_replaced_and_one_of_ours_is_left_alone(
    server: PrefectServer, prefect: Prefect, world: FakeRecord, reconciliation: Reconciliation, idle_runner: Runner
) -> None:
    """SIGKILL leaves the run Running for ever in Prefect; when its lease is over, a new run goes on."""
    plan = world.a_plan("2F8M-08", due_in=timedelta(0), takes=600)
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.prefect.fake_scheduling", server.api_url],
        cwd=ROOT,
        env=os.environ | {FAKE_RECORD_FILE: str(world.file), "PREFECT_API_AUTH_STRING": server.secret},
    )
    reconciliation.once(world)
    first = run_of(world, plan)
    try:
        until(lambda: prefect.seen([first])[first].state is StateType.RUNNING, 40)
    finally:
        program.send_signal(signal.SIGKILL)
        program.wait()
    world._change("UPDATE plan SET takes = 4.5")
    idle_runner.start()
    passes(reconciliation, world, lambda: run_of(world, plan) != first)
    assert prefect.seen([first])[first].state is StateType.CRASHED
    # The new run takes longer than the lease, but we know that we execute it.
    second = run_of(world, plan)
    passes(reconciliation, world, lambda: is_parked(prefect, world, plan))
    assert run_of(world, plan) == second


def test_a_closed_plan_lets_its_run_end_and_a_sealed_one_leaves_no_run(
    prefect: Prefect, world: FakeRecord, reconciliation: Reconciliation, idle_runner: Runner
) -> None:
    """Closed by the tick, the parked run completes at once. Sealed, all generations are gone from Prefect."""
    closed, sealed = world.a_plan("2F8M-09", due_in=FAR), world.a_plan("2F8M-10", due_in=FAR)
    reconciliation.once(world)
    reconciliation.once(world)
    idle_runner.start()
    of_closed, first = run_of(world, closed), run_of(world, sealed)
    prefect._client.set_flow_run_state(first, Cancelled(), force=True)
    passes(reconciliation, world, lambda: run_of(world, sealed) != first)
    second = run_of(world, sealed)
    world.close(closed)
    world.seal(sealed)
    passes(reconciliation, world, lambda: prefect.seen([first, second]) == {})
    passes(reconciliation, world, lambda: prefect.seen([of_closed])[of_closed].state is StateType.COMPLETED)
    assert world.run_of(sealed).flow_run_id is None


def test_prefect_killed_and_its_whole_folder_deleted_delays_no_deadline_and_runs_return(
    server: PrefectServer, prefect: Prefect, world: FakeRecord, reconciliation: Reconciliation, idle_runner: Runner
) -> None:
    """Plans that fall due while Prefect is gone are lived by the tick at most five seconds late, each once."""
    idle_runner.start()
    due = [world.a_plan(f"2F8M-2{number}", due_in=timedelta(seconds=3 + number)) for number in range(4)]
    due_at = {plan: world.run_of(plan).wake_at for plan in due}
    parked = world.a_plan("2F8M-30", due_in=FAR)
    reconciliation.once(world)
    before = run_of(world, parked)

    process = server.process_id
    assert process is not None
    os.kill(process, signal.SIGKILL)
    shutil.rmtree(server.home)

    overdue = OverduePlans(world, lambda context, number: world.process_due(number, at_once, lane="tick"))
    second = timedelta(seconds=1)
    timetable = JobScheduler(
        world, [PeriodicJob("overdue", second, overdue.once), PeriodicJob("faces", second, reconciliation.once)]
    )
    timetable.start()
    try:
        until(lambda: all(world.calls(plan) for plan in due))
        assert reconciliation.unreachable
        for plan in due:
            lived = [call for call in world.calls(plan) if call.was_due]
            assert len(lived) == 1
            assert timedelta(0) <= lived[0].began - due_at[plan] < timedelta(seconds=5)

        until(lambda: server.ready() and all(is_parked(prefect, world, plan) for plan in [*due, parked]), 90)
        assert run_of(world, parked) != before
        assert not reconciliation.unreachable
        # And they wake as before.
        world.wake(parked, datetime.now(UTC))
        until(lambda: any(call.lane == "run" for call in world.calls(parked)))
    finally:
        timetable.stop()


def test_a_prefect_that_does_not_answer_is_not_called_well(tmp_path: Path) -> None:
    """The health page goes by the rounds' beats: nobody answers on that port, so this round has none."""
    context = start_plan(a_plan()).context
    household = BackgroundServices(Settings(data_folder=tmp_path, prefect_port=free_port()), context)
    rounds = {each.name: each for each in household.scheduler.jobs}
    for name in ("tick", "prefect"):
        rounds[name].act(context)
    assert set(household.heartbeats.last) == {"tick"}
    household.prefect.close()


def test_a_plan_whose_rows_cannot_be_read_keeps_no_other_from_its_run(
    prefect: Prefect, world: FakeRecord, reconciliation: Reconciliation, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, well = world.a_plan("2F8M-21", due_in=FAR), world.a_plan("2F8M-22", due_in=FAR)
    awaited = world.get_awaited_kind

    def awaited_unless_broken(context: object, number: str) -> str | None:
        if number == broken:
            raise KeyError("nonsense")
        return awaited(context, number)

    monkeypatch.setattr(world, "get_awaited_kind", awaited_unless_broken)
    passes(reconciliation, world, lambda: is_parked(prefect, world, well))
    assert world.run_of(broken).flow_run_id is None
    monkeypatch.undo()
    passes(reconciliation, world, lambda: is_parked(prefect, world, broken))


def test_while_another_server_keeps_the_runs_this_one_leaves_them_alone(
    prefect: Prefect, world: FakeRecord, reconciliation: Reconciliation, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = world.a_plan("2F8M-23", due_in=FAR)
    monkeypatch.setattr(world, "claim_runs_for_server", lambda context, server_id, formerly: False)
    assert [reconciliation.once(world) for _ in range(3)] == [0, 0, 0]
    assert reconciliation.owned_by_other_server
    assert world.run_of(plan).flow_run_id is None
