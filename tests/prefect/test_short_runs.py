"""An engineer finds each processing of a plan in Prefect, as a short run with true times; of the case, nothing."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.request import Request, urlopen

import pytest
from prefect.client.schemas.filters import FlowRunFilter
from prefect.client.schemas.objects import FlowRun, StateType, WorkPoolStatus

from casework.plan.run_reports import SHORT_RUNS_KEPT, ProcessedRun
from core.clock import Clock, OffsetClock, WallClock
from flows.prefect_client import DEPLOYMENT, FLOW, POOL, WORKER, Prefect, Wait, describe_shift
from flows.prefect_server import PrefectServer, auth_header
from flows.runner import Runner
from flows.short_run import PROCESS_FLOW
from flows.short_runs import ShortRuns, describe
from models.base import new_id
from tests.prefect.conftest import until
from tests.prefect.fake_scheduling import FakeRecord

YESTERDAY = timedelta(days=1)


def a_run(plan: str, ago: timedelta = YESTERDAY, clock: Clock | None = None, **more: Any) -> ProcessedRun:
    """A processing that took 31 milliseconds, so long ago by that clock."""
    began = (clock or WallClock()).now() - ago
    run = ProcessedRun(
        id=new_id(began), plan_number=plan, began_at=began, ended_at=began + timedelta(milliseconds=31), lane="tick",
        verbs=("call_for",), parked_until=began + timedelta(days=7), failure_reference=None, failure_kind=None,
    )  # fmt: skip
    return replace(run, **more)


def tell(prefect: Prefect, *runs: ProcessedRun, clock: Clock | None = None) -> list[FlowRun]:
    """The runs as Prefect has them, after it was told of them."""
    prefect.tell_short_runs([describe(run, clock or WallClock(), datetime.now(UTC)) for run in runs])
    return [prefect._client.read_flow_run(run.id) for run in runs]


def asked(server: PrefectServer, path: str, body: dict[str, Any]) -> Any:
    request = Request(
        f"{server.api_url}{path}", json.dumps(body).encode(),
        auth_header(server.secret) | {"Content-Type": "application/json"},
    )  # fmt: skip
    with urlopen(request, timeout=10) as answer:
        return json.load(answer)


def test_a_processing_of_yesterday_stands_at_yesterday_and_took_as_long_as_it_took(prefect: Prefect) -> None:
    run = a_run("3K7P-01")
    [seen] = tell(prefect, run)
    assert seen.state is not None
    assert (seen.state.type, seen.name) == (StateType.COMPLETED, "3K7P-01")
    assert (seen.start_time, seen.end_time) == (run.began_at, run.ended_at)
    assert seen.total_run_time == timedelta(milliseconds=31)
    assert prefect._client.read_flow(seen.flow_id).name == PROCESS_FLOW
    assert set(seen.tags) == {"plan:3K7P-01", "by-the-periodic-check"}


def test_what_was_done_stands_under_it_as_tasks_with_a_table_and_a_log(server: PrefectServer, prefect: Prefect) -> None:
    run = a_run("3K7P-02", verbs=("call_for", "settle_unheard"))
    tell(prefect, run)
    of_run = {"flow_runs": {"id": {"any_": [str(run.id)]}}}
    tasks = asked(server, "/task_runs/filter", of_run)
    assert {(task["name"], task["state_type"]) for task in tasks} == {
        ("call_for", "COMPLETED"),
        ("settle_unheard", "COMPLETED"),
    }
    [table] = asked(server, "/artifacts/filter", {"artifacts": {"flow_run_id": {"any_": [str(run.id)]}}})
    facts = {row["what"]: row["value"] for row in json.loads(table["data"])}
    assert facts["operation 2"] == "settle_unheard"
    assert facts["seconds"] == "0.031"
    log = asked(server, "/logs/filter", {"logs": {"flow_run_id": {"any_": [str(run.id)]}}})
    assert {line["message"] for line in log} == {f"{what}: {value}" for what, value in facts.items()}


def test_a_processing_that_failed_is_failed_with_its_reference(server: PrefectServer, prefect: Prefect) -> None:
    run = a_run("3K7P-03", failure_reference="ab12cd34", failure_kind="ValueError", verbs=("call_for", "refer"))
    [seen] = tell(prefect, run)
    assert seen.state is not None
    assert seen.state.type is StateType.FAILED
    assert "ab12cd34" in (seen.state.message or "")
    tasks = asked(server, "/task_runs/filter", {"flow_runs": {"id": {"any_": [str(run.id)]}}})
    assert {(task["name"], task["state_type"]) for task in tasks} == {("call_for", "COMPLETED"), ("refer", "FAILED")}


def test_told_twice_a_run_is_there_once(prefect: Prefect) -> None:
    run = a_run("3K7P-04")
    tell(prefect, run)
    tell(prefect, run)
    assert len(prefect._client.read_flow_runs(flow_run_filter=named("3K7P-04"))) == 1


def test_a_server_run_elsewhere_is_told_in_its_own_way(prefect: Prefect) -> None:
    """It dates the run when it is told, so that its message says what is true."""
    prefect._keeps_true_times = False
    run = a_run("3K7P-05")
    for _ in range(2):
        prefect.tell_short_runs([describe(run, WallClock(), datetime.now(UTC))])
    [seen] = prefect._client.read_flow_runs(flow_run_filter=named("3K7P-05"))
    assert seen.state is not None
    assert seen.state.type is StateType.COMPLETED
    assert "0.031" in (seen.state.message or "")
    prefect.forget_plan("3K7P-05")


def test_sealed_everything_of_the_plan_is_gone(server: PrefectServer, prefect: Prefect) -> None:
    """The run that waited, the short ones, tasks, tables, log; of another plan nothing is."""
    parked = prefect.create("3K7P-06", 0, Wait(datetime.now(UTC) + YESTERDAY))
    runs = [a_run("3K7P-06"), a_run("3K7P-06")]
    tell(prefect, *runs, a_run("3K7P-07"))
    ids = [str(run.id) for run in runs]
    prefect.forget_plan("3K7P-06")
    assert prefect.seen([parked, *(run.id for run in runs)]) == {}
    assert asked(server, "/task_runs/filter", {"task_runs": {"flow_run_id": {"any_": ids}}}) == []
    assert asked(server, "/artifacts/filter", {"artifacts": {"flow_run_id": {"any_": ids}}}) == []
    until(lambda: asked(server, "/logs/filter", {"logs": {"flow_run_id": {"any_": ids}}}) == [])
    assert len(prefect._client.read_flow_runs(flow_run_filter=named("3K7P-07"))) == 1


def test_in_a_demonstration_the_times_are_real_and_the_shift_is_said(prefect: Prefect) -> None:
    clock = OffsetClock(timedelta(days=123, hours=4))
    run = a_run("3K7P-08", timedelta(seconds=5), clock)
    [seen] = tell(prefect, run, clock=clock)
    assert seen.end_time is not None
    assert timedelta(0) < datetime.now(UTC) - seen.end_time < timedelta(seconds=30)
    assert "demonstration" in seen.tags
    assert seen.state is not None
    assert "+123" in (seen.state.message or "")


def test_of_a_clock_that_was_moved_on_the_real_time_is_told() -> None:
    """Processed on the way to next month, it was over a moment ago; it did not begin a month ago."""
    now = datetime.now(UTC)
    run = a_run("3K7P-09", timedelta(days=31))
    told = describe(run, WallClock(), now, looked_at=now - timedelta(seconds=2))
    assert now - timedelta(seconds=3) < told.began_at < told.ended_at <= now
    across = replace(run, ended_at=run.began_at + timedelta(days=31))
    told = describe(across, WallClock(), now, looked_at=now - timedelta(seconds=2))
    assert now - timedelta(seconds=3) < told.began_at <= told.ended_at <= now


def test_an_offices_clock_has_no_shift_to_tell() -> None:
    assert describe_shift(timedelta(seconds=1)) is None
    behind = describe_shift(timedelta(days=-3, hours=-2))
    assert behind is not None
    assert "−3" in behind.zh


@pytest.fixture
def executing(prefect: Prefect, runner: Runner) -> Runner:
    prefect.deployment()
    return runner


def test_pool_queue_and_deployment_are_ready_while_our_runner_serves_them(
    server: PrefectServer, prefect: Prefect, executing: Runner
) -> None:
    def ready() -> bool:
        [queue] = asked(server, f"/work_pools/{POOL}/queues/filter", {})
        deployment = prefect._client.read_deployment_by_name(f"{FLOW}/{DEPLOYMENT}")
        pool = prefect._client.read_work_pool(POOL)
        return (pool.status, queue["status"], deployment.status) == (WorkPoolStatus.READY, "READY", "READY")

    until(ready)
    workers = asked(server, f"/work_pools/{POOL}/workers/filter", {})
    assert [worker["status"] for worker in workers if worker["name"] == WORKER] == ["ONLINE"]


def test_the_server_itself_deletes_what_ended_long_ago(server: PrefectServer) -> None:
    with urlopen(Request(f"{server.api_url}/admin/settings", headers=auth_header(server.secret)), timeout=5) as answer:
        vacuum = json.load(answer)["server"]["services"]["db_vacuum"]
    assert set(vacuum["enabled"]) == {"events", "flow_runs"}
    assert vacuum["retention_period"] == f"P{SHORT_RUNS_KEPT.days}D"


class FakeRunLog:
    """Answers what `casework.plan.run_reports` answers."""

    def __init__(self, *runs: ProcessedRun) -> None:
        self.runs = list(runs)
        self.sealed: set[str] = set()

    def list_untold_runs(self, context: object, since: datetime, limit: int) -> list[ProcessedRun]:
        return [run for run in self.runs if run.began_at >= since][:limit]

    def mark_runs_told(self, context: object, runs: list[ProcessedRun]) -> set[str]:
        self.runs = [run for run in self.runs if run not in runs]
        return {run.plan_number for run in runs} & self.sealed


def test_what_is_sealed_while_it_is_told_is_forgotten_again(prefect: Prefect, fake_record: FakeRecord) -> None:
    run_log = FakeRunLog(a_run("3K7P-10"), a_run("3K7P-11"))
    run_log.sealed = {"3K7P-10"}
    ids = [run.id for run in run_log.runs]
    assert ShortRuns(prefect, run_log).once(fake_record) == 2
    assert set(prefect.seen(ids)) == {ids[1]}


def test_with_prefect_away_it_is_told_later(fake_record: FakeRecord, prefect: Prefect) -> None:
    away = Prefect("http://127.0.0.1:9/api", "sunward:none", patience_seconds=0.2)
    run_log = FakeRunLog(a_run("3K7P-12"))
    [run] = run_log.runs
    assert ShortRuns(away, run_log).once(fake_record) == 0
    assert run_log.runs == [run]
    assert ShortRuns(prefect, run_log).once(fake_record) == 1
    assert prefect.seen([run.id])[run.id].state is StateType.COMPLETED
    away.close()


def named(plan: str) -> FlowRunFilter:
    return FlowRunFilter.model_validate({"name": {"any_": [plan]}})
