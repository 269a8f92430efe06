"""Prefect's server beside the program: it comes by itself, says nothing to anybody, and leaves no orphan."""

import json
import os
import subprocess
import sys
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from core.file_permissions import restrict_existing_files
from core.settings import Settings
from flows.prefect.server import EmbeddedServer, find_page_folder
from flows.services import BackgroundServices
from tests.builders import a_plan, start_plan
from tests.crash.program import forked
from tests.prefect.conftest import auth_header, free_port, is_ready, process_id, until

ROOT = Path(__file__).parent.parent.parent


def start_and_tell(folder: Path, port: int, tells: Connection) -> None:
    """This process has started a server, and lives on."""
    server = EmbeddedServer(Settings(data_folder=folder, port=port - 1))
    server.start()
    until(lambda: server._child is not None)
    tells.send(process_id(server))
    time.sleep(600)


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_server_outlives_no_parent_even_one_killed(tmp_path: Path) -> None:
    """SIGKILL the parent: its child sees its standard input close and exits within seconds, also while it starts."""
    from_parent, tells = forked.Pipe(duplex=False)
    parent = forked.Process(target=start_and_tell, args=(tmp_path, free_port(), tells))
    parent.start()
    child = from_parent.recv()
    assert is_running(child)
    parent.kill()
    parent.join()
    until(lambda: not is_running(child), 10)


def test_starting_returns_at_once_and_a_server_in_its_first_seconds_can_be_stopped(tmp_path: Path) -> None:
    """Pages and reminders do not wait for Prefect, nor does Ctrl-C."""
    services = BackgroundServices(Settings(data_folder=tmp_path, port=free_port() - 1), start_plan(a_plan()).context)
    assert services.prefect is not None
    server = services.prefect.server
    assert isinstance(server, EmbeddedServer)
    services.start()
    assert not is_ready(server)
    until(lambda: process_id(server) is not None)
    services.stop()
    assert process_id(server) is None


def test_what_a_server_said_before_it_ended_is_kept_and_the_log_says_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """As where the folder for temporary files is full: the reason is in its own words alone, which the next start leaves."""
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\necho 'database or disk is full'\nexit 6\n")
    broken.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(broken))
    server = EmbeddedServer(Settings(data_folder=tmp_path / "data", port=free_port() - 1))
    server.start()
    try:
        until(lambda: caplog.text.count("is started again") > 1)
    finally:
        server.stop()
    kept = server.home / "server.log"
    assert str(kept) in caplog.text
    assert kept.read_text().count("disk is full") > 1


def test_somebody_elses_server_on_the_port_is_not_taken_for_ours(server: EmbeddedServer, tmp_path: Path) -> None:
    """The port is taken: ours is not ready, whoever answers there."""
    second = EmbeddedServer(Settings(data_folder=tmp_path, port=server.port - 1))
    second.start()
    until(lambda: second._child is not None and second._child.poll() is not None, 20)
    assert is_ready(server)
    assert not is_ready(second)
    second.stop()


def test_the_page_shows_no_advertising_and_reports_nothing(server: EmbeddedServer) -> None:
    """As set before Prefect was imported, in the child as well as here."""
    with urlopen(Request(f"{server.api_url}/admin/settings", headers=auth_header(server.secret)), timeout=5) as answer:
        text = answer.read().decode()
    assert '"analytics_enabled":false' in text
    assert '"show_promotional_content":false' in text
    assert '"enable_orchestration_telemetry":false' in text
    with urlopen(server.page_url, timeout=5) as page:
        assert b"<html" in page.read()


def test_the_page_is_kept_where_it_can_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside Prefect's modules; in the data folder where the program belongs to somebody else."""
    assert find_page_folder(tmp_path) == {}
    monkeypatch.setattr(os, "access", lambda folder, _how: not str(folder).endswith("prefect/server"))
    assert find_page_folder(tmp_path) == {"PREFECT_UI_STATIC_DIRECTORY": str(tmp_path / "page")}


def test_the_page_reaches_nobody_outside(server: EmbeddedServer) -> None:
    """Whatever the page's scripts ask for, the browser may only reach this machine."""
    with urlopen(f"{server.page_url}/", timeout=10) as answer:
        policy = answer.headers["Content-Security-Policy"]
    allowed = {source for rule in policy.split(";") for source in rule.split()[1:]}
    outside = {
        source
        for source in allowed
        if "://" in source and not source.startswith(("ws://127.0.0.1:", "ws://localhost:"))
    }
    assert "default-src 'self'" in policy
    assert "connect-src 'self'" in policy
    assert outside == set()
    assert "*" not in allowed


def test_the_environment_is_right_before_prefect_is_imported(tmp_path: Path) -> None:
    """Whatever the shell says."""
    asked = (
        "import flows.prefect.flow, os; from prefect.settings import get_current_settings as s; s = s();"
        "print(os.environ['DO_NOT_TRACK'], s.server.analytics_enabled, s.server.ui.show_promotional_content,"
        "s.cloud.enable_orchestration_telemetry, s.telemetry.enable_resource_metrics,"
        "s.server.ephemeral.enabled, s.logging.to_api.enabled, s.results.persist_by_default, s.client.max_retries, s.home)"
    )
    shell = {key: value for key, value in os.environ.items() if not key.startswith("PREFECT")}
    shell |= {"PREFECT_SERVER_ANALYTICS_ENABLED": "true", "SUNWARD_DATA_FOLDER": str(tmp_path)}
    text = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, env=shell, capture_output=True, text=True, check=True
    )
    assert text.stdout.split() == ["1", *["False"] * 7, "0", str(tmp_path / "prefect")]


def test_what_the_shell_says_to_another_prefect_is_not_said_to_ours(server: EmbeddedServer) -> None:
    """Ours keeps to its own folder."""
    assert [place.name for place in server.home.parents[1].iterdir()] == [server.home.parent.name]


def test_every_route_of_prefects_api_asks_for_the_secret(server: EmbeddedServer) -> None:
    """Tried without one and with a wrong one. Only whether it is up is told to anybody."""
    with urlopen(Request(f"{server.page_url}/openapi.json", headers=auth_header(server.secret)), timeout=30) as answer:
        paths = json.load(answer)["paths"]
    routes = [
        (method.upper(), path.removeprefix("/api").replace("{", "").replace("}", ""))
        for path, verbs in paths.items()
        for method in verbs
    ]
    assert len(routes) > 150
    opened = {
        (method, path)
        for method, path in routes
        for headers in ({}, auth_header("sunward:wrong"))
        if _status(f"{server.api_url}{path}", method, headers) != 401
    }
    assert opened == {("GET", "/health"), ("GET", "/ready")}
    assert _status(f"{server.api_url}/admin/version", "GET", auth_header(server.secret)) == 200


def test_a_page_of_anybody_else_gets_no_leave_from_prefect(server: EmbeddedServer) -> None:
    """Neither asked before nor after; and a foreign name for this machine is not answered at all."""
    evil = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    for method, headers in (("OPTIONS", evil), ("GET", evil | auth_header(server.secret))):
        with _asked(f"{server.api_url}/admin/version", method, headers) as answer:
            assert answer.headers["Access-Control-Allow-Origin"] is None
    assert _status(server.page_url, "GET", {"Host": "evil.example"}) == 400


def test_the_secret_is_for_its_owner_alone_and_new_at_each_start(server: EmbeddedServer) -> None:
    """In a file nobody else can read, in no argument of a process, in no log."""
    kept = server.secret_file
    assert kept.read_text().strip() == server.secret
    assert kept.stat().st_mode & 0o777 == 0o600
    arguments = Path(f"/proc/{process_id(server)}/cmdline").read_bytes()
    assert b"flows.prefect.server" in arguments
    assert server.secret.encode() not in arguments
    assert server.secret not in (server.home / "server.log").read_text()
    assert EmbeddedServer(Settings(data_folder=server.home.parent)).secret != server.secret


ANOTHER_USER = """
import json, os, sys, urllib.error, urllib.request
secret, process, folder, api = sys.argv[1:]
def reads(place):
    try:
        return len(open(place, "rb").read())
    except OSError:
        return None
def asks(path, method, body=None):
    request = urllib.request.Request(api + path, body, {"Content-Type": "application/json"}, method=method)
    try:
        return urllib.request.urlopen(request, timeout=30).status
    except urllib.error.HTTPError as refused:
        return refused.code
asks("/admin/version", "GET")  # what is loaded for that is loaded while it may be
os.setgroups([]); os.setgid(65534); os.setuid(65534)
print(json.dumps({
    "secret": reads(secret), "environment": reads(f"/proc/{process}/environ"), "memory": reads(f"/proc/{process}/maps"),
    "database": reads(folder + "/prefect.db"), "runs": asks("/flow_runs/filter", "POST", b"{}"),
    "deployment": asks("/deployments/", "POST", b"{}"), "settings": asks("/admin/settings", "GET"),
}))
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can try it as another user")
def test_another_user_of_this_machine_learns_nothing_and_starts_nothing(server: EmbeddedServer) -> None:
    """As that user, with all that such a user can do: neither the secret nor what Prefect knows, no run, no deployment."""
    home = server.home.resolve()
    restrict_existing_files(home)  # as every start does
    before = {folder: folder.stat().st_mode for folder in home.parents[:-1]}
    try:
        for folder, mode in before.items():  # the way there is open, as it is where a service has its data
            folder.chmod(mode | 0o011)
        asked = [server.secret_file, process_id(server), home, server.api_url]
        found = json.loads(
            subprocess.run(
                [sys.executable, "-c", ANOTHER_USER, *map(str, asked)], capture_output=True, text=True, check=True
            ).stdout
        )
    finally:
        for folder, mode in before.items():
            folder.chmod(mode)
    unread = dict.fromkeys(("secret", "environment", "memory", "database"))
    assert found == unread | dict.fromkeys(("runs", "deployment", "settings"), 401)


def _status(address: str, method: str, headers: dict[str, str]) -> int:
    with _asked(address, method, headers) as answer:
        return int(answer.status)


def _asked(address: str, method: str, headers: dict[str, str]) -> Any:
    try:
        return urlopen(Request(address, method=method, headers=headers), timeout=30)
    except HTTPError as refused:
        return refused
