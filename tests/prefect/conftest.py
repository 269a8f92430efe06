"""One Prefect server for all tests in this folder: it takes half a minute's work to start."""

import base64
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app import bootstrap
from app.plan_commands import get_actor
from app.server import DEMO_NOW
from casework.acting.context import Context
from casework.plan.opening import open_new_plan
from casework.shared.files.parsing import read_plan_path
from casework.shared.files.plan_file import PlanFile
from core.settings import Settings
from flows.demo_history import enrol_staff
from flows.later_events import split_later_events
from flows.prefect.client import Prefect
from flows.prefect.runner import Runner
from flows.prefect.server import EmbeddedServer
from tests.crash.prefect_apart import answers
from tests.prefect.fake_scheduling import FakeRecord, make_fake_flow

CASELOAD = Path(__file__).parents[2] / "examples/caseload"


def begin_record(settings: Settings) -> Context:
    """A record on its own clock with the offices of the sample caseload, and no plan."""
    bootstrap.set_clock(settings.data_folder, DEMO_NOW)
    context = bootstrap.create_context(settings)
    enrol_staff(context, CASELOAD / "staff.toml")
    return context


def open_plan(context: Context, name: str = "12-dashu") -> PlanFile:
    """A plan of the sample caseload is in the record."""
    plan, _later = split_later_events(read_plan_path(CASELOAD / f"{name}.toml"))
    open_new_plan(context, get_actor(context, plan.team.prosecutor), plan)
    return plan


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def until(what: Callable[[], object], seconds: float = 20) -> None:
    """Waits until it holds; fails when it does not within so many seconds."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)


def auth_header(secret: str) -> dict[str, str]:
    """What a request to Prefect's API carries to be answered."""
    return {"Authorization": f"Basic {base64.b64encode(secret.encode()).decode()}"}


def process_id(server: EmbeddedServer) -> int | None:
    """The server's process while it lives."""
    child = server._child
    return child.pid if child is not None and child.poll() is None else None


def is_ready(server: EmbeddedServer) -> bool:
    """Whether that process lives and its API answers, and its database with it."""
    return process_id(server) is not None and answers(f"{server.api_url}/ready")


_started: list[EmbeddedServer] = []


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedServer:
    """In a folder of any name, started where the shell names another Prefect's database, path and Redis."""
    folder = tmp_path_factory.mktemp("server") / "a?b%41"
    started = EmbeddedServer(Settings(data_folder=folder, port=free_port() - 1))
    with pytest.MonkeyPatch.context() as shell:
        shell.setenv("PREFECT_API_DATABASE_CONNECTION_URL", f"sqlite+aiosqlite:///{folder.parent / 'foreign.db'}")
        shell.setenv("PREFECT_SERVER_API_BASE_PATH", "/elsewhere")
        shell.setenv("PREFECT_MESSAGING_BROKER", "no_such_module.messaging")
        started.start()
        _started.append(started)
        until(lambda: is_ready(started), 90)
    return started


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """After the last test of this folder the server is stopped: its services work on when nobody asks, to the end of the run."""
    if nextitem is None or Path(__file__).parent not in nextitem.path.parents:
        while _started:
            _started.pop().stop()


@pytest.fixture
def prefect(server: EmbeddedServer) -> Iterator[Prefect]:
    until(lambda: is_ready(server), 60)
    connection = Prefect(server.api_url, server.secret)
    yield connection
    connection.close()


@pytest.fixture
def fake_record(tmp_path: Path) -> FakeRecord:
    return FakeRecord(tmp_path / "world.db")


@pytest.fixture
def idle_runner(prefect: Prefect, fake_record: FakeRecord) -> Iterator[Runner]:
    """A runner that has not been started; stopped at the end all the same."""
    runner = Runner(prefect, make_fake_flow(fake_record), look_every_seconds=0.25)
    yield runner
    assert runner.stop()


@pytest.fixture
def runner(idle_runner: Runner) -> Runner:
    idle_runner.start()
    return idle_runner
