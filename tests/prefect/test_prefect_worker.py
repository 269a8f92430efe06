"""Stock Prefect workers serve the same pool, and nothing of a case is told to Prefect."""

import os
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from prefect.client.schemas.objects import StateType
from prefect.flows import load_flow_from_entrypoint

from flows.parking import supervise
from flows.prefect_client import ENTRYPOINT, POOL, Prefect, Wait
from flows.prefect_server import PrefectServer
from flows.runner import Runner
from tests.prefect.conftest import until
from tests.prefect.small_world import PLACE, World

ROOT = Path(__file__).parent.parent.parent
PREFECT = Path(sys.executable).parent / "prefect"


def _end(worker: "subprocess.Popen[bytes]") -> None:
    """Asked to stop, and then made to: a stock worker may take its time, and would take up the next test's run."""
    worker.terminate()
    try:
        worker.wait(timeout=5)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()


def test_a_stock_worker_picks_up_a_parked_plan_at_its_time_and_it_parks_again(
    server: PrefectServer, world: World, tmp_path: Path
) -> None:
    """Started as anybody would start it; the run is Scheduled afterwards, neither crashed nor completed."""
    prefect = Prefect(server.api_url, "tests.prefect.small_world.supervise")
    plan = world.a_plan("9D4T-01", due_in=timedelta(seconds=3))
    due_at = world.run_of(plan).wake_at
    run = prefect.create(plan, 0, Wait(due_at))
    with (tmp_path / "worker.log").open("wb") as log:
        worker = subprocess.Popen(
            [PREFECT, "worker", "start", "--pool", POOL, "--type", "process", "--name", "stock"],
            cwd=ROOT,
            env=os.environ
            | {
                PLACE: str(world.file),
                "PYTHONPATH": str(ROOT),
                "PREFECT_API_URL": server.api_url,
                "PREFECT_HOME": str(tmp_path / "home"),
                "PREFECT_WORKER_QUERY_SECONDS": "1",
                "PREFECT_WORKER_PREFETCH_SECONDS": "0",
            },
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        until(lambda: world.times_lived(plan) == 1, 60)
        until(lambda: prefect.seen([run])[run].state is StateType.SCHEDULED, 20)
    finally:
        _end(worker)
    call = world.calls(plan)[0]
    assert call.began >= due_at
    assert call.process not in (os.getpid(), worker.pid)
    assert prefect.seen([run])[run].state is StateType.SCHEDULED
    assert prefect._client.read_work_pool(POOL).type == "process"
    Prefect(server.api_url).deployment()
    prefect.close()


def test_the_deployments_entrypoint_is_the_flow_that_lives_the_record() -> None:
    """Found by module, without retries, results or logs of its own."""
    face = load_flow_from_entrypoint(ENTRYPOINT)
    assert face is supervise
    assert (face.name, face.retries, face.persist_result, face.log_prints) == ("supervise", 0, False, False)


def test_the_text_of_an_error_never_reaches_prefect(
    server: PrefectServer, prefect: Prefect, world: World, runner: Runner
) -> None:
    """Its database, its log and its folder are searched byte by byte; the reference is there, the words are not."""
    words = "Lin-Xiaomei-13900000000"
    plan = world.a_plan("9D4T-02", due_in=timedelta(0), breaks=words)
    run = prefect.create(plan, 0, Wait(datetime.now(UTC)))
    until(lambda: prefect.seen([run])[run].state is StateType.FAILED)
    [(lane, reference, kind)] = world.failures(plan)
    assert (lane, kind) == ("run", "RuntimeError")
    message = prefect._client.read_flow_run(run).state
    assert message is not None
    assert reference in (message.message or "")

    until(lambda: reference.encode() in everything_in(server.home))
    until(lambda: b"a verb that breaks" in everything_in(server.home))  # task runs arrive a little later
    assert words.encode() not in everything_in(server.home)
    assert words not in dump(server.home / "prefect.db")


def test_prefect_knows_of_a_run_only_its_plan_number(
    server: PrefectServer, prefect: Prefect, world: World, runner: Runner
) -> None:
    """Name, parameters, tags and labels of a run; and no log line of ours."""
    plan = world.a_plan("9D4T-03", due_in=timedelta(0))
    run = prefect.create(plan, 0, Wait(datetime.now(UTC)))
    until(lambda: len(world.calls(plan)) == 1)
    seen = prefect._client.read_flow_run(run)
    assert (seen.name, seen.parameters, seen.tags) == (plan, {"plan_number": plan}, [])
    with sqlite3.connect(server.home / "prefect.db") as database:
        assert database.execute("SELECT count(*) FROM log WHERE flow_run_id = ?", (str(run),)).fetchone() == (0,)


def everything_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def dump(database: Path) -> str:
    with sqlite3.connect(database) as opened:
        return "\n".join(opened.iterdump())
