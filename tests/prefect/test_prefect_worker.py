"""Stock Prefect workers serve the same pool, and nothing of a case is told to Prefect."""

import os
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from prefect.client.schemas.objects import StateType
from prefect.flows import load_flow_from_entrypoint
from sqlmodel import select

from app import bootstrap
from casework.acting.context import Context
from casework.plan import prefect_runs
from core.errors import NoRecord
from core.settings import Settings
from flows.prefect.client import ENTRYPOINT, NAME, Prefect
from flows.prefect.flow import supervise
from flows.prefect.runner import Runner
from flows.prefect.server import EmbeddedServer
from flows.prefect.waiting import Wait
from models.plan import RunLogEntry
from tests.prefect.conftest import begin_record, open_plan, until
from tests.prefect.fake_scheduling import FakeRecord

ROOT = Path(__file__).parent.parent.parent


def _end(worker: "subprocess.Popen[bytes]") -> None:
    """Asked to stop, and then made to: a stock worker may take its time, and would take up the next test's run."""
    worker.terminate()
    try:
        worker.wait(timeout=5)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()


def printed_command() -> str:
    """The command as the page has it."""
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    [command] = [block.split("```")[0] for block in page.split("```sh\n")[1:] if "worker start" in block]
    return command


def a_folder_to_work_in(place: Path, secret: str) -> Path:
    """As ./run demo leaves it: the program's environment, and the secret of its Prefect server."""
    place.mkdir()
    (place / ".venv").symlink_to(sys.prefix)
    data = place / "data/demo"
    data.mkdir(parents=True)
    (data / "prefect-8461.secret").write_text(f"{secret}\n")
    return data


def start_as_printed(server: EmbeddedServer, place: Path, log: Path, **more: str) -> "subprocess.Popen[bytes]":
    """The printed command in that folder; only the port is that of the tests' own server, and the pool theirs."""
    command = printed_command().replace("http://127.0.0.1:8461/api", server.api_url).replace('"$POOL"', NAME)
    assert server.api_url in command
    assert f"--pool {NAME} " in command
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PREFECT", "SUNWARD"))}
    scratch = place / "scratch"
    scratch.mkdir()
    with log.open("wb") as written:
        return subprocess.Popen(
            ["bash", "-c", command.strip()],
            cwd=place,
            env=environment | {"HOME": str(scratch), "TMPDIR": str(scratch), **more},
            stdout=written,
            stderr=subprocess.STDOUT,
        )


QUICK = {"PREFECT_WORKER_QUERY_SECONDS": "1", "PREFECT_WORKER_PREFETCH_SECONDS": "0"}


@pytest.mark.as_documented
def test_the_command_of_the_page_lives_a_plan_of_the_record(server: EmbeddedServer, tmp_path: Path) -> None:
    """As printed: the plan is lived at its wake, by the worker, in the record that is there, and parks again: neither crashed
    nor completed."""
    data = a_folder_to_work_in(tmp_path / "project", server.secret)
    settings = Settings(data_folder=data)
    context = begin_record(settings)
    open_plan(context)
    [plan] = prefect_runs.list_active_plans(context)
    keys = {file: file.read_bytes() for file in data.rglob("*.key")}
    files = sorted(file.name for file in data.rglob("*"))

    prefect = Prefect(server.api_url, server.secret)
    run = prefect.create(plan.plan_number, 0, Wait(datetime.now(UTC)))
    log = tmp_path / "worker.log"
    worker = start_as_printed(server, tmp_path / "project", log, **QUICK)
    try:
        until(lambda: accounts(context) > 0, 150)
        until(lambda: prefect.seen([run])[run].state_type is StateType.SCHEDULED, 20)
        assert prefect._client.read_work_pool(NAME).type == "process"
    finally:
        _end(worker)
        prefect.forget_plan(plan.plan_number)
        prefect.close()
    assert server.secret not in log.read_text()
    assert {file: file.read_bytes() for file in data.rglob("*.key")} == keys
    assert sorted(file.name for file in data.rglob("*") if not file.name.startswith("record.db-")) == [
        name for name in files if not name.startswith("record.db-")
    ]
    assert list((tmp_path / "project/scratch").rglob("record.db")) == []
    assert list((tmp_path / "project/scratch").rglob("*.key")) == []


def test_a_worker_opens_nothing_that_is_not_there(tmp_path: Path) -> None:
    """Said in words, before a file or folder is made."""
    with pytest.raises(NoRecord, match="SUNWARD_DATA_FOLDER"):
        bootstrap.create_context(Settings(data_folder=tmp_path / "nowhere"), only_existing=True)
    assert list(tmp_path.iterdir()) == []


def accounts(context: Context) -> int:
    """How often a plan of that record was lived by its own run."""
    with context.database.reading() as session:
        return len(session.exec(select(RunLogEntry).where(RunLogEntry.source == "run")).all())


def test_the_deployments_entrypoint_is_the_flow_that_lives_the_record() -> None:
    """Found by module, without retries, results or logs of its own."""
    face = load_flow_from_entrypoint(ENTRYPOINT)
    assert face is supervise
    assert (face.name, face.retries, face.persist_result, face.log_prints) == ("supervise", 0, False, False)


def test_the_text_of_an_error_never_reaches_prefect(
    server: EmbeddedServer, prefect: Prefect, fake_record: FakeRecord, runner: Runner
) -> None:
    """Its database, its log and its folder are searched byte by byte; the reference is there, the words are not."""
    words = "Lin-Xiaomei-13900000000"
    plan = fake_record.a_plan("9D4T-02", due_in=timedelta(0), breaks=words)
    run = prefect.create(plan, 0, Wait(datetime.now(UTC)))
    until(lambda: prefect.seen([run])[run].state_type is StateType.FAILED)
    [(source, reference, kind)] = fake_record.failures(plan)
    assert (source, kind) == ("run", "RuntimeError")
    message = prefect._client.read_flow_run(run).state
    assert message is not None
    assert reference in (message.message or "")

    until(lambda: reference.encode() in everything_in(server.home))
    assert words.encode() not in everything_in(server.home)
    assert words not in dump(server.home / "prefect.db")


def everything_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def dump(database: Path) -> str:
    with sqlite3.connect(database) as opened:
        return "\n".join(opened.iterdump())
