"""A real HTTP server on loopback that plays a provider of texts or a robot, for tests."""

import contextlib
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class ReceivedRequest:
    """One request as it came in, whole."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]
    raw: bytes

    @property
    def body(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.raw)
        return found


@dataclass
class ScriptedAnswer:
    """What the server does: an answer, a silence, a connection dropped after taking the request, a drip."""

    status: int = 200
    body: bytes = b""
    wait: float = 0.0
    drop: bool = False
    drip: float = 0.0
    retry_after: str = ""


def json_answer(status: int = 200, **fields: Any) -> ScriptedAnswer:
    """An answer of JSON."""
    return ScriptedAnswer(status, json.dumps(fields).encode())


@dataclass
class GatewayServer:
    """Answers one after another as told, then as `usual`; keeps what it was asked, and each key's message once."""

    usual: ScriptedAnswer = field(default_factory=lambda: json_answer(code=0, id="G-1"))
    answers: list[ScriptedAnswer] = field(default_factory=list)
    asked: list[ReceivedRequest] = field(default_factory=list)
    url: str = ""

    @property
    def keys(self) -> list[str]:
        return [one.headers["idempotency-key"] for one in self.asked]

    @contextlib.contextmanager
    def open(self) -> Iterator["GatewayServer"]:
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers["Content-Length"]))
                address = urlsplit(self.path)
                headers = {name.lower(): value for name, value in self.headers.items()}
                gateway.asked.append(ReceivedRequest(address.path, dict(parse_qsl(address.query)), headers, raw))
                answer = gateway.answers.pop(0) if gateway.answers else gateway.usual
                with contextlib.suppress(OSError):
                    self._answer(answer)

            def _answer(self, answer: ScriptedAnswer) -> None:
                if answer.drop:
                    self.close_connection = True
                    return
                time.sleep(answer.wait)
                self.send_response(answer.status)
                self.send_header("Content-Length", str(len(answer.body)))
                if answer.retry_after:
                    self.send_header("Retry-After", answer.retry_after)
                self.end_headers()
                if not answer.drip:
                    self.wfile.write(answer.body)
                    return
                for byte in answer.body:
                    self.wfile.write(bytes([byte]))
                    time.sleep(answer.drip)

            def log_message(self, format: str, *args: Any) -> None:
                return None

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        self.url = f"http://127.0.0.1:{server.server_address[1]}/send"
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()
