"""Prefect's own server, kept as a child process on the loopback address.

The child watches its standard input: when the parent is gone, however it went, the pipe closes and the child exits.
"""

import argparse
import base64
import contextlib
import gc
import logging
import os
import secrets
import socket
import subprocess
import sys
import threading
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from core.clock import WallClock
from core.durable_files import write_over
from core.settings import Settings, sqlite_url
from flows.backoff import Backoff
from flows.prefect_environment import QUIET, api_url, page_url

log = logging.getLogger(__name__)

ENDED_KEPT = timedelta(days=30)
"""So long a run that has ended can be found in Prefect. In the record a processing stays as long as the plan does."""
PORT_TAKEN = 3
_OUTPUT = "server.log"
CORRUPT_AFTER = 3
"""So many starts in a row that never answered, and the database is set aside: all it holds can be made anew."""


class PrefectServer:
    """A full Prefect server (API, page, background services) beside this process.

    `start` returns at once; the first start migrates its database for some fifteen seconds, and nobody waits for it.
    A server that dies is started again, at growing distances, also when its whole folder is gone. With `prefect_api_url` set, a server run elsewhere is
    asked instead and nothing is started.

    Its API asks for `secret`, new for each `PrefectServer`. While it runs, the secret lies in `prefect_secret_file`, for
    whoever looks at its page or starts a stock worker.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.api_url = api_url(settings)
        self.secret = get_external_secret(settings) or f"sunward:{secrets.token_urlsafe(24)}"
        self.page_url = page_url(settings)
        self.home = settings.data_folder.absolute() / "prefect"
        self._child: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()
        self._keeper: threading.Thread | None = None

    @property
    def process_id(self) -> int | None:
        """The child's process id while it lives."""
        child = self._child
        return child.pid if child is not None and child.poll() is None else None

    def start(self) -> None:
        """The server is being started and will be kept running until `stop`."""
        if self.settings.prefect_api_url or self._keeper is not None:
            return
        self.settings.data_folder.mkdir(parents=True, exist_ok=True)
        write_over(self.settings.prefect_secret_file, f"{self.secret}\n".encode())
        self._stopping.clear()
        self._keeper = threading.Thread(target=self._store_address, name="prefect-server-keeper", daemon=True)
        self._keeper.start()

    def ready(self) -> bool:
        """Whether the API answers and its database with it. Never waits longer than two seconds."""
        if not self.settings.prefect_api_url and self.process_id is None:
            return False
        try:
            with urlopen(Request(f"{self.api_url}/ready", headers=auth_header(self.secret)), timeout=2) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError, ValueError):
            return False

    def stop(self) -> None:
        """The child has ended; within seven seconds, by force if need be. Its secret opens nothing any more and is gone."""
        self._stopping.set()
        if not self.settings.prefect_api_url:
            self.settings.prefect_secret_file.unlink(missing_ok=True)
        child = self._child
        if child is not None:
            _close_input(child)
            try:
                child.wait(timeout=6)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        if self._keeper is not None:
            self._keeper.join(timeout=5)
            self._keeper = None

    def _store_address(self) -> None:
        patience = Backoff(first=timedelta(seconds=1), most=timedelta(minutes=1))
        never_answered = 0
        while not self._stopping.is_set():
            try:
                self._child = child = self._launch()
            except OSError as error:  # no room, no folder, no process: it is tried again, and nobody else waits
                log.error("Prefect's server cannot be started (%s); it is tried again.", type(error).__name__)
                self._stopping.wait(patience.failed("server", WallClock().now()).total_seconds())
                continue
            if self._stopping.is_set():
                _close_input(child)
            answered = self._watch(child)
            _close_input(child)
            if self._stopping.is_set():
                return
            if child.returncode == PORT_TAKEN:
                answered = False  # what answered there was somebody else's
                log.warning("Port %s is taken; Prefect's server waits for it.", self.settings.prefect_port)
            else:
                log.warning(
                    "Prefect's server ended (exit %s) and is started again. What it said is in %s.",
                    child.returncode,
                    self._keep_output(),
                )
                never_answered = 0 if answered else never_answered + 1
            if never_answered >= CORRUPT_AFTER:
                self._set_database_aside()
                never_answered = 0
            if answered:
                patience.succeeded("server")
            pause = patience.failed("server", WallClock().now())
            self._stopping.wait(pause.total_seconds())

    def _launch(self) -> "subprocess.Popen[bytes]":
        port = str(self.settings.prefect_port)
        self.home.mkdir(parents=True, exist_ok=True)  # somebody may have deleted all of it meanwhile
        with (self.home / _OUTPUT).open("wb") as written:
            # A session of its own: Ctrl-C in the terminal is for the parent, who then stops the child in order.
            return subprocess.Popen(
                [sys.executable, "-m", "flows.prefect_server", "--home", str(self.home), "--port", port],
                stdin=subprocess.PIPE,
                stdout=written,
                stderr=subprocess.STDOUT,
                cwd=Path(__file__).parent.parent,
                # Not as an argument: those every user of the machine can read.
                env=_without_prefect() | _retention() | {"PREFECT_SERVER_API_AUTH_STRING": self.secret},
                start_new_session=True,
            )

    def _watch(self, child: "subprocess.Popen[bytes]") -> bool:
        """Waits until the child has ended; returns whether it ever answered."""
        answered = False
        while True:
            try:
                child.wait(timeout=None if answered else 1)
                return answered
            except subprocess.TimeoutExpired:
                answered = self.ready()

    def _keep_output(self) -> Path:
        """Where the words of the server that has ended lie; the next one writes over its own file."""
        kept = self.home / "server.ended.log"
        with contextlib.suppress(OSError):  # somebody may have deleted all of it
            (self.home / _OUTPUT).replace(kept)
        return kept

    def _set_database_aside(self) -> None:
        log.error(
            "Prefect's server has ended %s times before it answered. Its database, which may be damaged, is set aside and made"
            " anew from the record.",
            CORRUPT_AFTER,
        )
        for file in self.home.glob("prefect.db*"):
            file.rename(file.with_name(f"set-aside-{file.name}"))


def _without_prefect() -> dict[str, str]:
    """The environment without what is set there for another Prefect of this machine, such as its database or its Redis."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}


def _retention() -> dict[str, str]:
    """What has ended long ago is deleted by the server itself, with its log."""
    return {
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(int(ENDED_KEPT.total_seconds())),
    }


def auth_header(secret: str) -> dict[str, str]:
    """What a request to Prefect's API carries to be answered."""
    return {"Authorization": f"Basic {base64.b64encode(secret.encode()).decode()}"}


def get_external_secret(settings: Settings) -> str | None:
    """The secret of a Prefect server run elsewhere; None where none was set."""
    elsewhere = settings.prefect_secret if settings.prefect_api_url else None
    return elsewhere.get_secret_value() if elsewhere else None


def _close_input(child: "subprocess.Popen[bytes]") -> None:
    if child.stdin is not None:
        with contextlib.suppress(OSError):
            child.stdin.close()


def main(arguments: list[str] | None = None) -> None:
    """The child: serve until standard input closes."""
    parser = argparse.ArgumentParser(prog="python -m flows.prefect_server")
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
        }
        | find_room_for_page(Path(asked.home))
    )
    serving: list[Any] = []
    threading.Thread(target=_end_with_parent, args=(serving,), daemon=True).start()
    if not os.environ.get("PREFECT_SERVER_API_AUTH_STRING"):
        sys.exit("Prefect's server is not started without a secret.")
    gc.set_threshold(50_000, 10, 10)  # what loads stays, and is not looked through again and again meanwhile
    import uvicorn
    from prefect.server.api import server as api

    server = uvicorn.Server(
        uvicorn.Config(
            restrict_to_localhost(api.create_app()),
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


def find_room_for_page(home: Path) -> dict[str, str]:
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


def restrict_to_localhost(app: Any) -> Any:
    """The same application, whose pages reach nobody outside, and which answers to this machine's name only: a foreign
    name that leads here would make a foreign page one of ours."""
    from starlette.middleware.trustedhost import TrustedHostMiddleware

    app = TrustedHostMiddleware(app, allowed_hosts=["127.0.0.1", "localhost"])

    async def with_policy(scope: Any, receive: Any, send: Any) -> None:
        async def send_with_policy(message: Any) -> None:
            if message["type"] == "http.response.start":
                headers = [
                    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
                    (b"referrer-policy", b"no-referrer"),
                ]
                message = {**message, "headers": [*message.get("headers", []), *headers]}
            await send(message)

        await app(scope, receive, send_with_policy if scope["type"] == "http" else send)

    return with_policy


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
