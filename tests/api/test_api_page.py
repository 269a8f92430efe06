"""The page on the API: every call of it is copied into a shell, against a server with a case of the invented caseload and
the token that the demonstration prints, and is answered as the page says."""

import json
import re
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import uvicorn

from api.app import AppState, create_app
from app import bootstrap
from app.plan_commands import get_actor
from app.server import CASELOAD, DEMO_NOW, make_demo_token
from casework.acting.context import Context
from casework.plan.opening import open_new_plan
from core.settings import Settings
from flows.demo_history import enrol_staff, read_scenarios
from flows.supervision import process_due_events

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "docs" / "api.md", ROOT / "docs" / "api.zh-CN.md"]
_CALL = re.compile(r"```sh (\d{3})\n(.*?)```", re.S)
_TELLS_STATUS = (
    """curl() { command curl --silent --show-error --max-time 60 --write-out '%{stderr}%{http_code}' "$@"; }\n"""
)
"""The calls stay as they are printed; beside each answer its status is told."""


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Context:
    """One of the cases, opened on the morning on which the demonstration begins."""
    folder = tmp_path_factory.mktemp("demo")
    settings = Settings(data_folder=folder, database_url=None)
    [plan] = [story.plan for story in read_scenarios(ROOT / CASELOAD) if story.name.startswith("12")]
    bootstrap.set_clock(folder, DEMO_NOW)
    opened = replace(bootstrap.create_context(settings), second_factor=False)
    enrol_staff(opened, ROOT / CASELOAD / "staff.toml")
    process_due_events(opened, open_new_plan(opened, get_actor(opened, plan.team.prosecutor), plan), source="tick")
    return opened


@pytest.fixture(scope="module")
def shell(context: Context) -> Iterator[dict[str, str]]:
    """What the demonstration tells a shell, of a server on a port of its own."""
    listener = socket.create_server(("127.0.0.1", 0))
    app = create_app(AppState(context, check_now=lambda: None))
    server = uvicorn.Server(uvicorn.Config(app, http="h11", log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    token, number = make_demo_token(context)
    yield {"URL": f"http://127.0.0.1:{listener.getsockname()[1]}/api/v1", "TOKEN": token, "NUMBER": number}
    server.should_exit = True
    thread.join(30)


def _calls(page: Path) -> list[tuple[str, str]]:
    return _CALL.findall(page.read_text(encoding="utf-8"))


def test_both_pages_have_the_same_calls_and_are_short() -> None:
    """The first two say how a case stands and remind somebody."""
    assert _calls(PAGES[0]) == _calls(PAGES[1])
    assert len(PAGES[0].read_text(encoding="utf-8").split()) <= 500
    headings = re.findall(r"^## (.*)$", PAGES[0].read_text(encoding="utf-8"), re.M)
    assert headings[:2] == ["How does a case stand?", "Remind somebody"]


def test_every_call_of_the_page_is_answered_as_it_says(shell: dict[str, str], tmp_path: Path) -> None:
    bash, curl = shutil.which("bash"), shutil.which("curl")
    if bash is None or curl is None:
        pytest.skip("bash and curl are needed to copy the calls of the page into a shell")
    environment = {**shell, "PATH": f"{Path(curl).parent}:/usr/bin:/bin", "HOME": str(tmp_path)}
    answers = []
    for status, call in _calls(PAGES[0]):
        finished = subprocess.run(
            [bash, "-c", _TELLS_STATUS + call], env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=120,
            check=False,
        )  # fmt: skip
        assert finished.stderr == status, (call, finished.stdout, finished.stderr)
        answers.append(json.loads(finished.stdout))
    plan, listed, reminder, fate, late, missing, events = answers
    assert plan["items"]
    assert plan["processed_next_at"]
    assert {"kind", "due_on", "text", "to"} <= plan["reminders"][0].keys()
    assert listed["next"] is None
    assert shell["NUMBER"] in {one["number"] for one in listed["plans"]}
    assert reminder["leaves_at"]
    assert fate["id"] == reminder["id"]
    assert all((one["id"] is None) != (one["reason"] is None) for one in late["reminders"])
    assert missing["code"] == "not-found"
    assert events["next"]


def test_the_token_of_the_demonstration_is_new_each_time_confirmed_by_a_second_person_and_kept_nowhere(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = make_demo_token(context), make_demo_token(context)
    assert first[0] != second[0]
    assert first[1] == second[1]
    folder = Path(context.database.url.removeprefix("sqlite:///")).parent
    kept = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert second[0].encode() not in kept
    monkeypatch.setattr("casework.staff.api_tokens.MAX_TOKENS", 3)
    for _more in range(3):
        make_demo_token(context)  # as often as it is started
