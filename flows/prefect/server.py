"""The Prefect server that is used: one that the office runs itself, or ours, a child process on the loopback address.

The child watches its standard input: when the parent is gone, however it went, the pipe closes and the child exits.
"""

import argparse
import contextlib
import logging
import os
import secrets
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from core.clock import WallClock
from core.durable_files import write_over
from core.settings import Settings, sqlite_url
from flows.backoff import Backoff
from flows.prefect.environment import QUIET

log = logging.getLogger(__name__)

ENDED_KEPT = timedelta(days=30)
"""How long Prefect keeps a run that has ended. The record keeps a processing as long as the plan."""
PORT_TAKEN = 3
_OUTPUT = "server.log"


def choose_server(settings: Settings) -> "EmbeddedServer | RemoteServer":
    """The office's own server if its address is set, and otherwise ours beside the program. Either does for any record."""
    if settings.prefect_api_url is None:
        return EmbeddedServer(settings)
    secret = settings.prefect_secret
    return RemoteServer(settings.prefect_api_url, secret.get_secret_value() if secret else "")


@dataclass(frozen=True)
class RemoteServer:
    """A server that the office runs itself: it is neither started nor stopped here."""

    api_url: str
    secret: str
    secret_file: None = None
    """The operator of the server knows its secret."""

    @property
    def page_url(self) -> str:
        """Where a person looks at it."""
        return self.api_url.removesuffix("/api")

    def start(self) -> None:
        """It runs already, or it is missed."""

    def stop(self) -> None:
        """It goes on."""


class EmbeddedServer:
    """A full Prefect server (API, page, background services) beside this process.

    `start` returns at once; the first start migrates its database for some fifteen seconds, and nobody waits for it.
    A server that dies is started again, at growing distances, also when its whole folder is gone.

    Its API asks for `secret`, new for each `EmbeddedServer`. While it runs, the secret is in `secret_file`, for people
    who open its page or start a stock worker.
    """

    def __init__(self, settings: Settings) -> None:
        self.port = settings.prefect_port
        self.page_url = f"http://127.0.0.1:{self.port}"
        self.api_url = f"{self.page_url}/api"
        self.secret = f"sunward:{secrets.token_urlsafe(24)}"
        self.secret_file = settings.prefect_secret_file
        self.home = settings.data_folder.absolute() / "prefect"
        self._child: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()
        self._watcher: threading.Thread | None = None

    def start(self) -> None:
        """The server is being started and will be kept running until `stop`."""
        if self._watcher is not None:
            return
        self.secret_file.parent.mkdir(parents=True, exist_ok=True)
        write_over(self.secret_file, f"{self.secret}\n".encode())
        self._stopping.clear()
        self._watcher = threading.Thread(target=self._keep_running, name="prefect-server-keeper", daemon=True)
        self._watcher.start()

    def stop(self) -> None:
        """The child process has ended, within seven seconds and by force if need be. Its secret is not valid and its
        file is deleted."""
        self._stopping.set()
        self.secret_file.unlink(missing_ok=True)
        child = self._child
        if child is not None:
            _close_input(child)
            try:
                child.wait(timeout=6)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        if self._watcher is not None:
            self._watcher.join(timeout=5)
            self._watcher = None

    def _keep_running(self) -> None:
        patience = Backoff(first=timedelta(seconds=1), most=timedelta(minutes=1))
        while not self._stopping.is_set():
            try:
                why = self._run()
            except OSError as error:  # no room, no folder, no process: it is tried again, and nobody else waits
                why = type(error).__name__
            if self._stopping.is_set():
                return
            log.warning(
                "Prefect's server ended (%s) and is started again. What it said is in %s. Its database holds nothing that the"
                " record lacks: a damaged one can be deleted.",
                why,
                self.home / _OUTPUT,
            )
            self._stopping.wait(patience.failed("server", WallClock().now()).total_seconds())

    def _run(self) -> str:
        """The server has run and ended; why."""
        self._child = child = self._launch()
        if self._stopping.is_set():
            _close_input(child)
        child.wait()
        _close_input(child)
        return f"port {self.port} is taken" if child.returncode == PORT_TAKEN else f"exit {child.returncode}"

    def _launch(self) -> "subprocess.Popen[bytes]":
        self.home.mkdir(parents=True, exist_ok=True)  # somebody may have deleted all of it meanwhile
        with (self.home / _OUTPUT).open("ab") as written:
            # A session of its own: Ctrl-C in the terminal is for the parent, who then stops the child in order.
            return subprocess.Popen(
                [sys.executable, "-m", "flows.prefect.server", "--home", str(self.home), "--port", str(self.port)],
                stdin=subprocess.PIPE,
                stdout=written,
                stderr=subprocess.STDOUT,
                cwd=Path(__file__).parents[2],
                # Not as an argument: those every user of the machine can read.
                env=_without_prefect() | {"PREFECT_SERVER_API_AUTH_STRING": self.secret},
                start_new_session=True,
            )


def _without_prefect() -> dict[str, str]:
    """The environment without what is set there for another Prefect of this machine, such as its database or its Redis."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}


def _close_input(child: "subprocess.Popen[bytes]") -> None:
    if child.stdin is not None:
        with contextlib.suppress(OSError):
            child.stdin.close()


def main(arguments: list[str] | None = None) -> None:
    """The child: serve until standard input closes."""
    parser = argparse.ArgumentParser(prog="python -m flows.prefect.server")
    parser.add_argument("--home", required=True)
    parser.add_argument("--port", type=int, required=True)
    asked = parser.parse_args(arguments)

    # Named as TCP, or asyncio leaves Nagle on and every answer waits 40 ms.
    # Bound before anything slow, so that a taken port is known at once and nobody else's server is mistaken for ours.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", asked.port))
    except OSError:
        sys.exit(PORT_TAKEN)

    os.environ.update(
        QUIET
        | {
            "PREFECT_HOME": asked.home,
            "PREFECT_SERVER_DATABASE_CONNECTION_URL": sqlite_url(Path(asked.home) / "prefect.db", "sqlite+aiosqlite"),
            "PREFECT_API_URL": f"http://127.0.0.1:{asked.port}/api",
            "PREFECT_SERVER_API_PORT": str(asked.port),
            "PREFECT_LOGGING_LEVEL": "WARNING",
            "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
            # Its page comes from the same address; no page of anybody else has business here.
            "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": "",
            # Nothing here has a Prefect schedule, a pause or an automation; looking for them would be for nothing.
            # Past-due runs are processed by the tick, and marking thousands of them late only keeps SQLite locked.
            "PREFECT_SERVER_SERVICES_SCHEDULER_ENABLED": "false",
            "PREFECT_SERVER_SERVICES_LATE_RUNS_ENABLED": "false",
            "PREFECT_SERVER_SERVICES_PAUSE_EXPIRATIONS_ENABLED": "false",
            "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
            # What has ended long ago is deleted by the server itself, with its log.
            "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
            "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(int(ENDED_KEPT.total_seconds())),
        }
        | find_page_folder(Path(asked.home))
    )
    serving: list[Any] = []
    threading.Thread(target=_end_with_parent, args=(serving,), daemon=True).start()
    if not os.environ.get("PREFECT_SERVER_API_AUTH_STRING"):
        sys.exit("Prefect's server is not started without a secret.")
    import uvicorn
    from prefect.server.api import server as api
    from starlette.middleware.trustedhost import TrustedHostMiddleware

    server = uvicorn.Server(
        uvicorn.Config(
            # A foreign name that leads here would make a foreign page one of ours.
            TrustedHostMiddleware(api.create_app(), allowed_hosts=["127.0.0.1", "localhost"]),
            headers=[("Content-Security-Policy", CONTENT_SECURITY_POLICY), ("Referrer-Policy", "no-referrer")],
            log_level="warning",
            access_log=False,
            proxy_headers=False,
            timeout_graceful_shutdown=3,
        )
    )
    serving.append(server)
    try:
        server.run(sockets=[listener])
    except SystemExit:  # uvicorn's code for it is the one by which our parent knows a port that is taken
        sys.exit("Prefect's server could not be started; the reason stands above.")


def find_page_folder(home: Path) -> dict[str, str]:
    """Prefect copies its page beside its own modules at the first start. Where this user cannot write there, as in a program
    that belongs to root or a hardened unit, there would be no page: it is copied into `home`."""
    prefect = find_spec("prefect")
    assert prefect is not None
    assert prefect.origin is not None
    beside = Path(prefect.origin).with_name("server")
    return {} if os.access(beside, os.W_OK) else {"PREFECT_UI_STATIC_DIRECTORY": str(home / "page")}


CONTENT_SECURITY_POLICY = (
    "default-src 'self' data: blob:; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline'; connect-src 'self' ws://127.0.0.1:* ws://localhost:*; "
    "form-action 'self'; frame-ancestors 'none'"
)
"""Prefect's newer page asks an analytics company for its settings whatever the server is told. The browser is told not
to: from this page it reaches this machine and nobody else."""


def _end_with_parent(serving: list[Any]) -> None:
    # Past the stream's buffer: Python aborts at its end where another thread waits with that buffer in its hands.
    with contextlib.suppress(OSError):
        while os.read(0, 1024):
            pass
    for server in serving:
        server.should_exit = True
        # In the middle of its first migration it does not listen. Broken off there, the next start goes on with it.
        threading.Event().wait(4)
    os._exit(0)


if __name__ == "__main__":
    main()
