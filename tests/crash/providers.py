"""A mail server and a text gateway on loopback, which keep a book of what they take."""

import contextlib
import json
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Provider:
    """One of them: its address, and its book."""

    url: str = ""
    taken: Counter[str] = field(default_factory=Counter)
    """How often each message was taken, by its reference."""
    _alone: threading.Lock = field(default_factory=threading.Lock)

    def take(self, reference: str) -> None:
        with self._alone:
            self.taken[reference] += 1


class _Mail:
    def __init__(self, provider: Provider) -> None:
        self._provider = provider

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.original_content, bytes)
        name = str(message_from_bytes(envelope.original_content)["Message-ID"]).strip().strip("<>").partition("@")[0]
        self._provider.take(name)
        return "250 taken"


class _Texts(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    provider: Provider

    def do_POST(self) -> None:
        body: dict[str, Any] = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.provider.take(body["reference"])
        raw = json.dumps({"code": 0, "id": "G"}).encode()
        head = f"HTTP/1.1 200 X\r\nContent-Length: {len(raw)}\r\nContent-Type: application/json\r\n\r\n"
        with contextlib.suppress(OSError):
            self.wfile.write(head.encode() + raw)

    def log_message(self, format: str, *args: Any) -> None:
        return None


@contextlib.contextmanager
def open_providers(mail_port: int, texts_port: int) -> Iterator[tuple[Provider, Provider]]:
    """Both listen until the end: mail, and texts."""
    mail = Provider(url=f"smtp://127.0.0.1:{mail_port}")
    texts = Provider(url=f"http://127.0.0.1:{texts_port}/send")
    controller = Controller(_Mail(mail), hostname="127.0.0.1", port=mail_port)
    controller.start()
    handler = type("Texts", (_Texts,), {"provider": texts})
    server = ThreadingHTTPServer(("127.0.0.1", texts_port), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield mail, texts
    finally:
        server.shutdown()
        server.server_close()
        controller.stop()
