"""Whether a process without pages lives and is ready: a small page of its own, for whoever keeps it running."""

import contextlib
import json
import threading
from collections.abc import Iterator, Mapping
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import SQLAlchemyError

from casework.shared.context import Context
from core.errors import KeysAway
from core.settings import Settings
from models.postgresql_server import waits_for_a_standby
from models.running_process import load_running, newest_beats

if TYPE_CHECKING:
    from flows.services import BackgroundServices


def load_beats(context: Context) -> Mapping[str, datetime]:
    """When each round was last gone by any process that shares the record."""
    with context.database.reading() as session:
        return newest_beats(load_running(session, context.clock.now()))


def find_troubles(context: Context, services: "BackgroundServices") -> list[str]:
    """Why the process is not ready: the record cannot be reached or written or has other tables, the keys are away, this
    machine's clock is wrong, commits wait for a standby that is away, or a round of its own is late."""
    from models.schema import is_current

    try:
        context.database.ensure_usable()
        troubles = [] if is_current(context.database) else ["tables"]
    except SQLAlchemyError:
        return ["record"]
    try:
        context.vault.ensure_keys_at_hand()
    except KeysAway:
        troubles.append("keys")
    if not context.database.shared_clock.is_right:
        troubles.append("clock")
    if waits_for_a_standby(context.database):
        troubles.append("standby")
    return troubles + services.late_rounds()


@contextlib.contextmanager
def listen_for_health(settings: Settings, context: Context, services: "BackgroundServices") -> Iterator[None]:
    """`/health/live` and `/health/ready` are answered at the health port, if one is set, while the context is open."""
    if settings.health_port is None:
        yield
        return

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path not in ("/health/live", "/health/ready"):
                self.send_error(404)
                return
            troubles = find_troubles(context, services) if self.path == "/health/ready" else []
            body: dict[str, Any] = {"parts": sorted(services.parts), "ready": not troubles, "not_ready": troubles}
            if self.path == "/health/live":
                body = {"alive": True}
            content = json.dumps(body).encode()
            # Whoever asked may not have waited: while the record does not answer, neither do we, and nobody is left to tell.
            with contextlib.suppress(ConnectionError):
                self.send_response(503 if troubles else 200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing: it is asked every few seconds."""

    server = ThreadingHTTPServer((settings.health_host, settings.health_port), Answers)
    threading.Thread(target=server.serve_forever, name="health", daemon=True).start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
