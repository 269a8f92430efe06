"""A mail server and a text gateway on loopback, each in a process of its own, which write down what they have taken.

    with start_provider("smtp") as provider: ...    smtp://127.0.0.1:PORT
    with start_provider("http", fault=30) as provider: ...

`trouble` is how many of a hundred requests go wrong: the server is slow, has no time, refuses, drops the connection
after it has taken the message, or answers 200 with an error inside. The gateway knows no keys: what it takes twice
stands in its book twice.
"""

import contextlib
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.notifications.mail_server import free_port

SLOW_SECONDS = 0.5


@dataclass(frozen=True)
class MockProvider:
    """Where it listens, and its book."""

    url: str
    _book: Path

    def taken(self) -> list[str]:
        """The reference of every message taken, in order, one line each time."""
        return self._book.read_text().splitlines()


@contextlib.contextmanager
def start_provider(kind: str, *, fault: int = 0, seed: int = 1) -> Iterator[MockProvider]:
    """The server is up until the end."""
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "book"
        book.touch()
        command = [sys.executable, "-m", "tests.notifications.loopback", kind, str(book), str(fault), str(seed)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout is not None
            yield MockProvider(server.stdout.readline().strip(), book)
            server.communicate()  # it ends when nobody holds the other end of its input


class DeliveryLog:
    """What was taken, and what goes wrong next."""

    def __init__(self, place: Path, fault: int, seed: int) -> None:
        self._taken = place.open("a", buffering=1)
        self._chance = Random(seed)
        self._trouble = fault

    def next_trouble(self) -> str | None:
        if self._chance.random() * 100 >= self._trouble:
            return None
        return self._chance.choice(("slow", "no_time", "refused", "dropped", "error_inside"))

    def take(self, reference: str) -> None:
        self._taken.write(reference + "\n")


class MailHandler:
    """Answers each mail for itself."""

    def __init__(self, book: DeliveryLog) -> None:
        self._book = book

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.original_content, bytes)
        reference = str(message_from_bytes(envelope.original_content)["Message-ID"]).strip()
        fault = self._book.next_trouble()
        if fault in ("no_time", "error_inside"):
            return "451 come back later"
        if fault == "refused":
            return "554 not this one"
        if fault == "slow":
            time.sleep(SLOW_SECONDS)
        self._book.take(reference)
        if fault == "dropped":
            assert server.transport is not None
            server.transport.abort()
        return "250 taken"


class GatewayHandler(BaseHTTPRequestHandler):
    """Answers each text for itself."""

    protocol_version = "HTTP/1.1"
    book: DeliveryLog

    def do_POST(self) -> None:
        body: dict[str, Any] = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        fault = self.book.next_trouble()
        match fault:
            case "no_time":
                return self._answer(503, {})
            case "refused":
                return self._answer(400, {})
            case "error_inside":
                return self._answer(200, {"code": "isv.TEMPLATE"})
            case "slow":
                time.sleep(SLOW_SECONDS)
        self.book.take(body["reference"])
        if fault == "dropped":
            self.close_connection = True
            return None
        return self._answer(200, {"code": 0, "id": "G"})

    def _answer(self, status: int, words: dict[str, Any]) -> None:
        raw = json.dumps(words).encode()
        with contextlib.suppress(OSError):
            self.wfile.write(
                f"HTTP/1.1 {status} X\r\nContent-Length: {len(raw)}\r\nContent-Type: application/json\r\n\r\n".encode()
                + raw
            )

    def log_message(self, format: str, *args: Any) -> None:
        return None


def serve(kind: str, place: str, fault: str, seed: str) -> None:
    """Tells its address, and serves until its input ends."""
    book = DeliveryLog(Path(place), int(fault), int(seed))
    if kind == "smtp":
        controller = Controller(MailHandler(book), hostname="127.0.0.1", port=free_port())
        controller.start()
        sys.stdout.write(f"smtp://127.0.0.1:{controller.port}\n")
        sys.stdout.flush()
        sys.stdin.read()
        controller.stop()
    else:
        GatewayHandler.book = book
        server = ThreadingHTTPServer(("127.0.0.1", 0), GatewayHandler)
        server.daemon_threads = True
        sys.stdout.write(f"http://127.0.0.1:{server.server_address[1]}/send\n")
        sys.stdout.flush()
        threading.Thread(target=server.serve_forever, daemon=True).start()
        sys.stdin.read()


if __name__ == "__main__":
    serve(*sys.argv[1:])
