"""What Prefect's face costs for each processing of a plan, next to a bare run of Prefect, in the same run.

`woken`: a parked run is claimed, called in this process, does what is due in a small world, and parks again. `told`: the
processing is told of afterwards, as a short run with its task, table and log; in the background, many at once. The floor
is a run that Prefect's own API is told of in one call, with nothing under it; the peer, a run that Prefect's own runner
carries out, in a process of its own. Beside the time stands what the server's
process worked for each. Not a test: machines differ and are noisy.

    ./run bench prefect_runs
"""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from uuid import uuid4

from bench.result import Figure, Result, ratio_at_least, value_at_most
from casework.plan.run_reports import ProcessedRun
from core.clock import WallClock
from core.settings import Settings
from flows.prefect_client import Prefect, Wait
from flows.prefect_server import PrefectServer
from flows.runner import Runner
from flows.short_runs import TOLD_AT_ONCE, describe
from models.base import new_id
from tests.prefect.fake_scheduling import FakeRecord, make_fake_flow

RUNS = 100
PARKED = 20
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


def measure(quick: bool) -> Result:
    """The time of each, what the server worked for it, and the ratio to the floor."""
    runs = RUNS // 5 if quick else RUNS
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as folder:
        server = PrefectServer(Settings(data_folder=Path(folder), prefect_port=_free_port()))
        server.start()
        try:
            while not server.ready():
                time.sleep(0.2)
            prefect = Prefect(server.api_url, server.secret)
            figures += _show("floor", server, runs, lambda: _bare(prefect, runs))
            floor = figures[0].value
            with _parked(prefect, Path(folder)) as wake:
                figures += _show("woken", server, runs, lambda: wake(runs), floor)
            woken, by_process = figures[-2].value, _by_prefects_runner(server, prefect, Path(folder), 2 if quick else 8)
            figures.append(Figure("Prefect's own way, a process for each run", by_process, "ms each"))
            figures.append(
                Figure(
                    "woken, in a second", 1000 / woken, "/s", by_process / woken, "Prefect's own", ratio_at_least(10)
                )
            )
            figures.append(Figure("woken, to the next wait", woken / 1000, "s", wanted=value_at_most(0.15)))
            figures += _show("told", server, runs, lambda: _told(prefect, runs), floor)
            prefect.close()
        finally:
            server.stop()
    return Result(figures)


def _show(
    name: str, server: PrefectServer, runs: int, work: Callable[[], object], floor: float | None = None
) -> list[Figure]:
    worked, began = _worked(server), perf_counter()
    work()
    each = (perf_counter() - began) / runs
    server_each = (_worked(server) - worked) / runs
    compared = (each * 1000 / floor, "floor") if floor else ()
    return [
        Figure(name, each * 1000, "ms each", *compared),
        Figure(f"{name}, work of the server", server_each * 1000, "ms of CPU each"),
    ]


def _bare(prefect: Prefect, runs: int) -> None:
    flow = prefect._client.create_flow_from_name("bare")
    for _ in range(runs):
        body = {"flow_id": str(flow), "name": "bare", "state": {"type": "COMPLETED"}, "idempotency_key": str(uuid4())}
        prefect._client._client.post("/flow_runs/", json=body).raise_for_status()


def _told(prefect: Prefect, runs: int) -> None:
    processed = [_processed(number) for number in range(runs)]
    now = datetime.now(UTC)
    for batch in _batches(processed):
        prefect.tell_short_runs([describe(run, WallClock(), now) for run in batch])


@contextlib.contextmanager
def _parked(prefect: Prefect, folder: Path) -> Iterator[Callable[[int], None]]:
    """What wakes plans that are parked, so many times in all, each when the one before it has been called."""
    world = FakeRecord(folder / "world.db")
    runner = Runner(prefect, make_fake_flow(world), at_once=1)
    plans = [world.a_plan(f"B-{number:04}", due_in=timedelta(0)) for number in range(PARKED)]
    runs = [prefect.create(plan, 0, Wait(datetime.now(UTC))) for plan in plans]

    def wait_for_calls(plan: str, calls: int) -> None:
        while len(world.calls(plan)) < calls:
            time.sleep(0.002)

    def wake(times: int) -> None:
        for number in range(times):
            plan, run = plans[number % PARKED], runs[number % PARKED]
            calls = len(world.calls(plan))
            prefect.schedule(run, Wait(datetime.now(UTC), woken=True))
            runner.check_now()
            wait_for_calls(plan, calls + 1)

    runner.start()
    try:
        for plan in plans:
            wait_for_calls(plan, 1)
        yield wake
    finally:
        runner.stop()


_OWN_FLOW = """
from prefect import flow, task

@task
def write():
    pass

@flow
def process():
    write()
"""


def _by_prefects_runner(server: PrefectServer, prefect: Prefect, folder: Path, runs: int) -> float:
    """Milliseconds for each run of a flow with one empty task, begun as Prefect's own runner and its process workers begin
    each: a process that loads the flow and tells of its states."""
    file = folder / "own_flow.py"
    file.write_text(_OWN_FLOW, encoding="utf-8")
    flow = prefect._client.create_flow_from_name("process")
    asked = {"flow_id": str(flow), "state": {"type": "PENDING"}}
    found = [prefect._client._client.post("/flow_runs/", json=asked).raise_for_status().json() for _ in range(runs)]
    given = {"PREFECT_API_URL": server.api_url, "PREFECT_API_AUTH_STRING": server.secret, "DO_NOT_TRACK": "1"}
    given |= {"PREFECT__FLOW_ENTRYPOINT": f"{file}:process", "PREFECT_HOME": str(folder / "home")}
    command = [sys.executable, "-m", "prefect.engine"]
    began = perf_counter()
    for run in found:
        subprocess.run(
            command, env=os.environ | given | {"PREFECT__FLOW_RUN_ID": run["id"]}, check=True, capture_output=True
        )
    each = (perf_counter() - began) * 1000 / runs
    for run in found:
        state = prefect._client._client.get(f"/flow_runs/{run['id']}").raise_for_status().json()["state_type"]
        assert state == "COMPLETED", state
    return each


def _processed(number: int) -> ProcessedRun:
    began = datetime.now(UTC) - timedelta(minutes=number)
    return ProcessedRun(
        id=new_id(began), plan_number=f"T-{number:04}", began_at=began, ended_at=began + timedelta(milliseconds=20),
        lane="run", verbs=("call_for",), parked_until=began + timedelta(days=7), failure_reference=None,
        failure_kind=None,
    )  # fmt: skip


def _batches(runs: list[ProcessedRun]) -> Iterable[list[ProcessedRun]]:
    return (runs[start : start + TOLD_AT_ONCE] for start in range(0, len(runs), TOLD_AT_ONCE))


def _worked(server: PrefectServer) -> float:
    """Seconds of processor time of the server so far."""
    fields = Path(f"/proc/{server.process_id}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_A_SECOND


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
