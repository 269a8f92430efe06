"""The record is the truth and Prefect its face: whatever happens to a run, the next looks put it right."""

import os
import shutil
import signal
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from prefect.client.schemas.actions import WorkPoolUpdate
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterName
from prefect.client.schemas.objects import StateType
from prefect.states import Cancelled, Paused, Running
from pydantic import SecretStr
from sqlmodel import select

from casework.plan import prefect_runs
from casework.settings.health import POOL_PAUSED
from core.settings import Settings
from flows.prefect.client import Prefect
from flows.prefect.reconciliation import Reconciliation
from flows.prefect.runner import Runner
from flows.prefect.server import EmbeddedServer
from flows.process_parts import EVERY_PART, ensure_fit_for
from flows.scheduler import JobScheduler, OverduePlans, PeriodicJob
from flows.services import BackgroundServices
from models.installation import load_installation_name
from models.journal import JournalLine
from tests.builders import a_plan, start_plan
from tests.prefect.conftest import begin_record, free_port, is_ready, open_plan, process_id, until
from tests.prefect.fake_scheduling import FakeRecord

FAR = timedelta(days=30)


@pytest.fixture
def reconciliation(prefect: Prefect, fake_record: FakeRecord, idle_runner: Runner) -> Reconciliation:
    return Reconciliation(prefect, fake_record, idle_runner, lease=timedelta(seconds=2), sweep_passes=2)


def passes(
    reconciliation: Reconciliation, fake_record: FakeRecord, holds: Callable[[], object], seconds: float = 20
) -> None:
    """Goes a pass each quarter of a second until it holds."""

    def one_pass() -> object:
        reconciliation.once(fake_record)
        time.sleep(0.25)
        return holds()

    until(one_pass, seconds)


def run_of(fake_record: FakeRecord, plan: str) -> UUID:
    run = fake_record.run_of(plan).flow_run_id
    assert run is not None
    return run


def is_parked(prefect: Prefect, fake_record: FakeRecord, plan: str) -> bool:
    """Whether the plan's run waits for the plan's wake."""
    run = fake_record.run_of(plan)
    seen = prefect.seen([run.flow_run_id]).get(run.flow_run_id) if run.flow_run_id else None
    return (
        seen is not None
        and seen.state_type is StateType.SCHEDULED
        and seen.next_scheduled_start_time is not None
        and abs(seen.next_scheduled_start_time - run.wake_at) < timedelta(seconds=2)
    )


def test_a_plan_without_a_run_gets_one_parked_until_its_wake(
    prefect: Prefect, fake_record: FakeRecord, reconciliation: Reconciliation
) -> None:
    """And a pass in which nothing changed repairs nothing."""
    plan = fake_record.a_plan("2F8M-01", due_in=FAR)
    assert reconciliation.once(fake_record) == 1
    assert is_parked(prefect, fake_record, plan)
    assert [reconciliation.once(fake_record) for _ in range(3)] == [0, 0, 0]


@pytest.mark.parametrize("moved", [timedelta(days=-10), timedelta(days=10)], ids=["too late", "too early"])
def test_a_run_parked_at_the_wrong_time_is_moved(
    prefect: Prefect, fake_record: FakeRecord, reconciliation: Reconciliation, moved: timedelta
) -> None:
    """The record's wake moved; so does the parked run."""
    plan = fake_record.a_plan(f"2F8M-02{moved.days}", due_in=FAR)
    reconciliation.once(fake_record)
    run = run_of(fake_record, plan)
    fake_record.wake(plan, fake_record.clock.now() + FAR + moved)
    reconciliation.once(fake_record)
    assert is_parked(prefect, fake_record, plan)
    assert run_of(fake_record, plan) == run


def test_somebody_acted_and_the_run_is_awake_within_seconds(
    prefect: Prefect, fake_record: FakeRecord, reconciliation: Reconciliation, idle_runner: Runner
) -> None:
    """A parked plan whose record says "now" is lived by its own run."""
    plan = fake_record.a_plan("2F8M-03", due_in=FAR)
    reconciliation.once(fake_record)
    idle_runner.start()
    fake_record.wake(plan)
    passes(reconciliation, fake_record, lambda: fake_record.times_processed(plan) == 1, 5)
    assert fake_record.calls(plan)[0].source == "run"
    passes(reconciliation, fake_record, lambda: is_parked(prefect, fake_record, plan), 5)


def test_a_deleted_run_is_replaced(prefect: Prefect, fake_record: FakeRecord, reconciliation: Reconciliation) -> None:
    """Deleted in Prefect by hand, the plan has a new run by the end of the sweep."""
    plan = fake_record.a_plan("2F8M-04", due_in=FAR)
    reconciliation.once(fake_record)
    first = run_of(fake_record, plan)
    prefect.forget_plan(plan)
    passes(reconciliation, fake_record, lambda: run_of(fake_record, plan) != first)
    assert is_parked(prefect, fake_record, plan)
    assert fake_record.run_of(plan).generation == 1


def test_a_run_paused_by_a_person_is_parked_again(
    prefect: Prefect, fake_record: FakeRecord, reconciliation: Reconciliation
) -> None:
    """Nobody stops a legal clock by pausing a run in Prefect."""
    plan = fake_record.a_plan("2F8M-06", due_in=FAR)
    reconciliation.once(fake_record)
    prefect._client.set_flow_run_state(run_of(fake_record, plan), Paused(), force=True)
    passes(reconciliation, fake_record, lambda: is_parked(prefect, fake_record, plan))


def test_a_plan_that_always_fails_gets_new_runs_later_and_later(
    prefect: Prefect, fake_record: FakeRecord, reconciliation: Reconciliation, idle_runner: Runner
) -> None:
    """In four seconds it fails twice, not fifteen times; its failures stand in the record by type only."""
    idle_runner.on_end = reconciliation.refresh
    idle_runner.start()
    plan = fake_record.a_plan("2F8M-07", due_in=timedelta(0), breaks="the aunt of Xiaoming called")
    end = time.monotonic() + 4
    while time.monotonic() < end or (len(fake_record.failures(plan)) < 2 and time.monotonic() < end + 20):
        reconciliation.once(fake_record)
        time.sleep(0.25)
    failures = fake_record.failures(plan)
    assert 2 <= len(failures) <= 3
    assert {(source, kind) for source, _, kind in failures} == {("run", "RuntimeError")}
    fake_record.close(plan)


def test_a_run_whose_process_was_killed_is_replaced_and_one_of_ours_is_left_alone(
    prefect: Prefect, fake_record: FakeRecord, reconciliation: Reconciliation, idle_runner: Runner
) -> None:
    """SIGKILL leaves the run Running for ever in Prefect; when its lease is over, a new run goes on."""
    plan = fake_record.a_plan("2F8M-08", due_in=FAR)
    reconciliation.once(fake_record)
    first = run_of(fake_record, plan)
    prefect._client.set_flow_run_state(first, Running(), force=True)
    fake_record.wake(plan)
    fake_record._change("UPDATE plan SET takes = 2.75")
    idle_runner.start()
    passes(reconciliation, fake_record, lambda: run_of(fake_record, plan) != first)
    assert prefect.seen([first])[first].state_type is StateType.CRASHED
    # The new run takes longer than the lease, but we know that we execute it.
    second = run_of(fake_record, plan)
    passes(reconciliation, fake_record, lambda: is_parked(prefect, fake_record, plan))
    assert run_of(fake_record, plan) == second


def test_prefect_went_back_by_moments_and_no_earlier_run_waits_beside_the_new_one(
    prefect: Prefect, fake_record: FakeRecord, reconciliation: Reconciliation
) -> None:
    """As after a power failure: the run that the record names is lost, and that the one before had ended."""
    plan = fake_record.a_plan("2F8M-12", due_in=FAR)
    reconciliation.once(fake_record)
    first = run_of(fake_record, plan)
    fake_record.record_run(None, plan, uuid4(), 1)
    passes(reconciliation, fake_record, lambda: is_parked(prefect, fake_record, plan))
    assert prefect.seen([first]) == {}


def test_a_closed_plan_and_a_sealed_one_leave_no_run(
    prefect: Prefect, fake_record: FakeRecord, reconciliation: Reconciliation, idle_runner: Runner
) -> None:
    """All generations are gone from Prefect."""
    closed, sealed = fake_record.a_plan("2F8M-09", due_in=FAR), fake_record.a_plan("2F8M-10", due_in=FAR)
    reconciliation.once(fake_record)
    reconciliation.once(fake_record)
    idle_runner.start()
    of_closed, first = run_of(fake_record, closed), run_of(fake_record, sealed)
    prefect._client.set_flow_run_state(first, Cancelled(), force=True)
    passes(reconciliation, fake_record, lambda: run_of(fake_record, sealed) != first)
    second = run_of(fake_record, sealed)
    fake_record.close(closed)
    fake_record.seal(sealed)
    passes(reconciliation, fake_record, lambda: prefect.seen([of_closed, first, second]) == {})
    assert fake_record.run_of(sealed).flow_run_id is None


def test_prefect_killed_and_its_whole_folder_deleted_delays_no_deadline_and_runs_return(
    server: EmbeddedServer,
    prefect: Prefect,
    fake_record: FakeRecord,
    reconciliation: Reconciliation,
    idle_runner: Runner,
) -> None:
    """Plans that fall due while Prefect is gone are lived by the tick at most five seconds late, each once."""
    idle_runner.start()
    due = [fake_record.a_plan(f"2F8M-2{number}", due_in=timedelta(seconds=3 + number)) for number in range(4)]
    due_at = {plan: fake_record.run_of(plan).wake_at for plan in due}
    parked = fake_record.a_plan("2F8M-30", due_in=FAR)
    reconciliation.once(fake_record)
    before = run_of(fake_record, parked)

    process = process_id(server)
    assert process is not None
    os.kill(process, signal.SIGKILL)
    shutil.rmtree(server.home)

    overdue = OverduePlans(fake_record, lambda _context, number: fake_record.process_due(number, source="tick"))
    second = timedelta(seconds=1)
    timetable = JobScheduler(
        fake_record, [PeriodicJob("overdue", second, overdue.once), PeriodicJob("faces", second, reconciliation.once)]
    )
    timetable.start()
    try:
        until(lambda: all(fake_record.calls(plan) for plan in due))
        assert reconciliation.availability.away
        for plan in due:
            processed = [call for call in fake_record.calls(plan) if call.was_due]
            assert len(processed) == 1
            assert timedelta(0) <= processed[0].began - due_at[plan] < timedelta(seconds=5)

        until(lambda: is_ready(server) and all(is_parked(prefect, fake_record, plan) for plan in [*due, parked]), 90)
        assert run_of(fake_record, parked) != before
        assert not reconciliation.availability.away
        # And they wake as before.
        fake_record.wake(parked, datetime.now(UTC))
        until(lambda: any(call.source == "run" for call in fake_record.calls(parked)))
    finally:
        timetable.stop()


def test_a_prefect_that_does_not_answer_is_not_called_well(tmp_path: Path) -> None:
    """The health page goes by the rounds' beats: nobody answers on that port, so this round has none."""
    context = start_plan(a_plan()).context
    services = BackgroundServices(Settings(data_folder=tmp_path, port=free_port() - 1), context)
    rounds = {each.name: each for each in services.scheduler.jobs}
    for name in ("tick", "prefect"):
        rounds[name].act(context)
    assert set(services.heartbeats.last_runs) == {"tick"}
    assert services.prefect is not None
    services.prefect.prefect.close()


def test_a_plan_whose_rows_cannot_be_read_keeps_no_other_from_its_run(
    prefect: Prefect, fake_record: FakeRecord, reconciliation: Reconciliation, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, well = fake_record.a_plan("2F8M-21", due_in=FAR), fake_record.a_plan("2F8M-22", due_in=FAR)
    awaited = fake_record.get_awaited_kind

    def awaited_unless_broken(context: object, number: str) -> str | None:
        if number == broken:
            raise KeyError("nonsense")
        return awaited(context, number)

    monkeypatch.setattr(fake_record, "get_awaited_kind", awaited_unless_broken)
    passes(reconciliation, fake_record, lambda: is_parked(prefect, fake_record, well))
    assert fake_record.run_of(broken).flow_run_id is None
    monkeypatch.undo()
    passes(reconciliation, fake_record, lambda: is_parked(prefect, fake_record, broken))


def test_a_run_that_somebody_replaces_is_ended_and_a_new_one_waits(
    prefect: Prefect, fake_record: FakeRecord, reconciliation: Reconciliation, idle_runner: Runner
) -> None:
    """Two processes that see it at once make one new run, and the old one is not left beside it."""
    plan = fake_record.a_plan("2F8M-24", due_in=FAR)
    reconciliation.once(fake_record)
    old = run_of(fake_record, plan)
    second = Reconciliation(prefect, fake_record, idle_runner, lease=timedelta(seconds=2), sweep_passes=2)
    second.once(fake_record)
    fake_record.replace(plan)
    start = threading.Barrier(2)

    def look(one: Reconciliation) -> None:
        start.wait()
        one.once(fake_record)

    both = [threading.Thread(target=look, args=(one,)) for one in (reconciliation, second)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    passes(reconciliation, fake_record, lambda: is_parked(prefect, fake_record, plan))
    new = run_of(fake_record, plan)
    assert new != old
    open_runs = [run for run in prefect._runs(named(plan)) if run.state_type is not StateType.CANCELLED]
    assert [run.id for run in open_runs] == [new]
    assert prefect.seen([old])[old].state_type is StateType.CANCELLED
    assert [reconciliation.once(fake_record) for _ in range(3)] == [0, 0, 0]


def test_replaced_while_prefect_is_away_it_is_done_when_prefect_answers(
    prefect: Prefect, fake_record: FakeRecord, reconciliation: Reconciliation
) -> None:
    plan = fake_record.a_plan("2F8M-25", due_in=FAR)
    reconciliation.once(fake_record)
    old = run_of(fake_record, plan)
    fake_record.replace(plan)
    reconciliation.prefect = away = Prefect("http://127.0.0.1:9/api", "sunward:none", patience_seconds=0.2)
    assert reconciliation.once(fake_record) == 0
    assert reconciliation.availability.away
    assert run_of(fake_record, plan) == old
    away.close()
    reconciliation.prefect = prefect
    passes(reconciliation, fake_record, lambda: run_of(fake_record, plan) != old)
    assert is_parked(prefect, fake_record, plan)
    assert prefect.seen([old])[old].state_type is StateType.CANCELLED


def test_an_offices_own_server_keeps_the_runs_of_a_record_in_a_file(
    server: EmbeddedServer, prefect: Prefect, tmp_path: Path
) -> None:
    """Nothing is started beside the program. A paused pool is among what the pages are told."""
    settings = Settings(data_folder=tmp_path, prefect_api_url=server.api_url, prefect_secret=SecretStr(server.secret))
    ensure_fit_for(EVERY_PART, settings)
    services = BackgroundServices(settings, begin_record(settings))
    open_plan(services.context)
    assert services.prefect is not None
    at_server = services.prefect.prefect
    [keep_right] = [job.act for job in services.scheduler.jobs if job.name == "prefect"]
    keep_right(services.context)
    [plan] = prefect_runs.list_active_plans(services.context)
    assert plan.flow_run_id is not None
    assert at_server.seen([plan.flow_run_id])[plan.flow_run_id].state_type is StateType.SCHEDULED
    assert "prefect" in services.heartbeats.last_runs
    for paused in (True, False):
        prefect._client.update_work_pool(at_server.name, WorkPoolUpdate(is_paused=paused))
        services.prefect.reconciliation._registers.reset()
        keep_right(services.context)
        assert (POOL_PAUSED in services.heartbeats.last_runs) == paused
    other = {"entrypoint": "evil.py:supervise", "pull_steps": [{"prefect.deployments.steps.run_shell_script": {}}],
             "job_variables": {"command": "x"}, "path": "/elsewhere"}  # fmt: skip
    prefect._client._client.patch(f"/deployments/{at_server.deployment()}", json=other).raise_for_status()
    services.prefect.reconciliation._registers.reset()
    keep_right(services.context)
    there = prefect._client.read_deployment(at_server.deployment())
    assert (there.entrypoint, there.pull_steps, there.path) == (at_server.entrypoint, [], None)
    assert "command" not in there.job_variables
    services.prefect.reconciliation._registers.reset()
    keep_right(services.context)
    with services.context.database.reading() as session:
        [line] = session.exec(select(JournalLine).where(JournalLine.act == "put_deployment_right")).all()
    assert line.note == {"changed": ["entrypoint", "path", "pull_steps", "job_variables"]}
    services.prefect._reports.stop()
    at_server.close()
    assert at_server.name == f"sunward-{load_installation_name(services.context.database)}"
    assert list(tmp_path.glob("prefect*")) == []
    services.context.database.dispose()


def named(plan: str) -> FlowRunFilter:
    return FlowRunFilter(name=FlowRunFilterName(any_=[plan]))
