"""An engineer finds each processing of a plan in Prefect, as a run with its operations and true times; of the case, nothing."""

import json
import logging
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.request import Request, urlopen
from uuid import uuid4

import pytest
from prefect.client.schemas.filters import FlowRunFilter
from prefect.client.schemas.objects import FlowRun, StateType
from sqlmodel import select

from casework.plan.prefect_runs import record_forgotten, record_run
from casework.plan.scheduling import record_failure
from flows.prefect import processing_reports
from flows.prefect.client import NAME, Prefect
from flows.prefect.processing_reports import ProcessingReports
from flows.prefect.server import ENDED_KEPT, EmbeddedServer
from flows.prefect.waiting import Wait
from flows.supervision import process_due_events
from models.plan import RunLogEntry
from tests.builders import SimulatedPlan, announce_and_serve, start_plan
from tests.prefect.conftest import auth_header, until


@pytest.fixture
def life(prefect: Prefect) -> SimulatedPlan:
    """A plan with a run in Prefect, on which something is due."""
    life = announce_and_serve(start_plan(), "2026-03-04").on("2026-03-08 16:00").jumps_to("2026-03-08 17:00")
    record_run(life.context, life.number, uuid4(), 0)
    prefect.forget_plan(life.number)
    return life


@pytest.fixture
def reports(prefect: Prefect, life: SimulatedPlan) -> ProcessingReports:
    return ProcessingReports(prefect, life.now)


def named(plan: str) -> FlowRunFilter:
    return FlowRunFilter.model_validate({"name": {"any_": [plan]}})


def shown(prefect: Prefect, life: SimulatedPlan) -> list[FlowRun]:
    """What Prefect shows of the plan, in its order."""
    found = prefect._client.read_flow_runs(flow_run_filter=named(life.number))
    return sorted(found, key=lambda run: run.expected_start_time or datetime.now(UTC))


def process(life: SimulatedPlan) -> RunLogEntry:
    process_due_events(life.context, life.number, source="tick")
    with life.context.database.reading() as session:
        return session.exec(select(RunLogEntry).order_by(RunLogEntry.id.desc()).limit(1)).one()  # type: ignore[attr-defined]


def fail(life: SimulatedPlan) -> None:
    life.jumps_to(life.now + timedelta(minutes=1))
    record_failure(life.context, life.number, source="run", reference="ab12cd34", kind="ValueError")


def asked(server: EmbeddedServer, path: str, body: dict[str, Any]) -> Any:
    request = Request(
        f"{server.api_url}{path}", json.dumps(body).encode(),
        auth_header(server.secret) | {"Content-Type": "application/json"},
    )  # fmt: skip
    with urlopen(request, timeout=10) as answer:
        return json.load(answer)


def test_what_was_processed_is_seen_once_with_its_operations_and_true_times(
    server: EmbeddedServer, prefect: Prefect, life: SimulatedPlan, reports: ProcessingReports
) -> None:
    entry = process(life)
    reports.tell(life.context)
    reports.tell(life.context)
    [run] = shown(prefect, life)
    assert run.state is not None
    assert (run.state.type, set(run.tags)) == (
        StateType.COMPLETED, {NAME, f"plan:{life.number}", "periodic-check"}
    )  # fmt: skip
    assert prefect._client.read_flow(run.flow_id).name == "process-plan"
    assert run.expected_start_time == entry.began_at
    assert run.parameters["began_at"] == "2026-03-08 17:00:00+08:00"
    assert (run.state.message or "").startswith("17:00:00.000000 – 17:00:00.000000: ")
    of_run = {"flow_runs": {"id": {"any_": [str(run.id)]}}}
    tasks = asked(server, "/task_runs/filter", of_run)
    assert [(task["name"], task["state_type"]) for task in tasks] == [("call_for", "COMPLETED")]
    lines = asked(server, "/logs/filter", {"logs": {"flow_run_id": {"any_": [str(run.id)]}}})
    assert {datetime.fromisoformat(line["timestamp"]) for line in lines} == {entry.began_at}


def test_a_processing_that_failed_is_failed_with_its_reference(
    prefect: Prefect, life: SimulatedPlan, reports: ProcessingReports
) -> None:
    process(life)
    reports.tell(life.context)
    fail(life)
    reports.tell(life.context)
    states = [run.state for run in shown(prefect, life)]
    assert [state.type for state in states if state] == [StateType.COMPLETED, StateType.FAILED]
    assert states[1] is not None
    assert "ab12cd34" in (states[1].message or "")


def test_of_a_plan_that_is_sealed_while_it_is_told_nothing_stays(
    prefect: Prefect, life: SimulatedPlan, reports: ProcessingReports, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell = processing_reports._report

    def sealed_meanwhile(*given: Any, **named: Any) -> None:
        tell(*given, **named)
        record_forgotten(life.context, life.number)

    monkeypatch.setattr(processing_reports, "_report", sealed_meanwhile)
    process(life)
    reports.tell(life.context)
    assert shown(prefect, life) == []
    process(life)
    reports.tell(life.context)
    assert shown(prefect, life) == []


def test_with_prefect_away_nobody_waits_and_one_line_says_so(
    life: SimulatedPlan, caplog: pytest.LogCaptureFixture
) -> None:
    away = Prefect("http://127.0.0.1:9/api", "sunward:none", patience_seconds=0.2)
    reports = ProcessingReports(away, life.now)
    with caplog.at_level(logging.WARNING, processing_reports.__name__):
        for _ in range(2):
            process(life)
            reports.tell_soon(life.context)
            until(lambda: not reports._thread.is_alive())
            life.jumps_to(life.now + timedelta(days=7))
    reports.stop()
    away.close()
    assert len(caplog.records) == 1
    assert life.number not in caplog.text


def test_sealed_every_run_of_the_plan_is_gone(
    server: EmbeddedServer, prefect: Prefect, life: SimulatedPlan, reports: ProcessingReports
) -> None:
    """The one that waited and those of its processings, with tasks and log; of another plan none is."""
    prefect.create(life.number, 0, Wait(datetime.now(UTC) + timedelta(days=1)))
    other = prefect.create("3K7P-07", 0, Wait(datetime.now(UTC) + timedelta(days=1)))
    process(life)
    reports.tell(life.context)
    ids = [str(run.id) for run in shown(prefect, life)]
    assert len(ids) == 2
    prefect.forget_plan(life.number)
    assert shown(prefect, life) == []
    assert asked(server, "/task_runs/filter", {"task_runs": {"flow_run_id": {"any_": ids}}}) == []
    until(lambda: asked(server, "/logs/filter", {"logs": {"flow_run_id": {"any_": ids}}}) == [])
    assert set(prefect.seen([other])) == {other}
    prefect.forget_plan("3K7P-07")


def test_the_server_itself_deletes_what_ended_long_ago(server: EmbeddedServer) -> None:
    with urlopen(Request(f"{server.api_url}/admin/settings", headers=auth_header(server.secret)), timeout=5) as answer:
        vacuum = json.load(answer)["server"]["services"]["db_vacuum"]
    assert set(vacuum["enabled"]) == {"events", "flow_runs"}
    assert vacuum["retention_period"] == f"P{ENDED_KEPT.days}D"
