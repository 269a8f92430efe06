"""What Prefect's face costs for each processing of a plan, next to a bare run of Prefect, in the same run.

`woken`: a parked run is claimed, called in this process, does what is due in a small world, and parks again. `told`: the
processing is told of afterwards, as a short run with its task, table and log; in the background, many at once. The floor
is a run that Prefect's own API is told of in one call, with nothing under it. Beside the time stands what the server's
process worked for each. Not a test: machines differ and are noisy.

    ./run bench                                     with the other benches
    .venv/bin/python -m bench.prefect_runs
"""

import os
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from uuid import uuid4

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
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Prints the time of each, what the server worked for it, and the ratio to the floor."""
    with tempfile.TemporaryDirectory() as folder:
        server = PrefectServer(Settings(data_folder=Path(folder), prefect_port=_free_port()))
        server.start()
        try:
            while not server.ready():
                time.sleep(0.2)
            prefect = Prefect(server.api_url, server.secret)
            floor = _show("floor", server, lambda: _bare(prefect))
            _show("woken", server, lambda: _woken(prefect, Path(folder)), floor)
            _show("told", server, lambda: _told(prefect), floor)
            prefect.close()
        finally:
            server.stop()


def _show(name: str, server: PrefectServer, work: Callable[[], object], floor: float | None = None) -> float:
    worked, began = _worked(server), perf_counter()
    work()
    each = (perf_counter() - began) / RUNS
    server_each = (_worked(server) - worked) / RUNS
    ratio = f"   ratio {each / floor:6.3f}" if floor else ""
    sys.stdout.write(f"{name:<6}{each * 1000:8.1f} ms each, the server {server_each * 1000:6.1f} ms of work{ratio}\n")
    sys.stdout.flush()
    return each


def _bare(prefect: Prefect) -> None:
    flow = prefect._client.create_flow_from_name("bare")
    for _ in range(RUNS):
        body = {"flow_id": str(flow), "name": "bare", "state": {"type": "COMPLETED"}, "idempotency_key": str(uuid4())}
        prefect._client._client.post("/flow_runs/", json=body).raise_for_status()


def _told(prefect: Prefect) -> None:
    runs = [_processed(number) for number in range(RUNS)]
    now = datetime.now(UTC)
    for batch in _batches(runs):
        prefect.tell_short_runs([describe(run, WallClock(), now) for run in batch])


def _woken(prefect: Prefect, folder: Path) -> None:
    world = FakeRecord(folder / "world.db")
    runner = Runner(prefect, make_fake_flow(world), at_once=1)
    plans = [world.a_plan(f"B-{number:04}", due_in=timedelta(0)) for number in range(20)]
    runs = [prefect.create(plan, 0, Wait(datetime.now(UTC))) for plan in plans]
    runner.start()
    for _ in range(RUNS // len(plans)):
        for plan, run in zip(plans, runs, strict=True):
            calls = len(world.calls(plan))
            prefect.schedule(run, Wait(datetime.now(UTC), woken=True))
            runner.check_now()
            while len(world.calls(plan)) == calls:
                time.sleep(0.002)
    runner.stop()


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


if __name__ == "__main__":
    main()
