"""A mail server and a text gateway on loopback, which keep a book of what they take, and can be made to misbehave."""

import contextlib
import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

MODES = ("well", "slow", "hung", "lying")
SLOW_SECONDS = 1.5
HUNG_SECONDS = 30.0
"""Longer than the program waits for an answer."""


@dataclass
class Provider:
    """One of them: its address, how it behaves just now, and its book."""

    chance: Random
    mode: str = "well"
    url: str = ""
    keeps_keys: bool = False
    """Whether it knows a key again, and takes a message only once under it."""
    taken: Counter[str] = field(default_factory=Counter)
    """How often each message was taken, by its reference."""
    lied: set[str] = field(default_factory=set)
    """Those about which it said what was not so: nobody can know better than it said."""
    _alone: threading.Lock = field(default_factory=threading.Lock)

    def take(self, reference: str) -> str:
        """What becomes of the message, by the mode: taken, refused, dropped (taken, and nobody is told), nonsense (the
        same), denied (taken, and said not to be), claimed (said to be taken, and is not)."""
        mode, answer = self.mode, "taken"
        if mode == "slow":
            time.sleep(self.chance.uniform(0.2, SLOW_SECONDS))
        elif mode == "hung":
            time.sleep(HUNG_SECONDS)
            answer = "dropped"
        elif mode == "lying":
            answer = self.chance.choice(("taken", "dropped", "nonsense", "denied", "claimed", "refused"))
        with self._alone:
            if answer in ("denied", "claimed"):
                self.lied.add(reference)
            if answer not in ("claimed", "refused") and not (self.keeps_keys and self.taken[reference]):
                self.taken[reference] += 1
        return answer


class _Mail:
    def __init__(self, provider: Provider) -> None:
        self._provider = provider

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        import asyncio

        assert isinstance(envelope.original_content, bytes)
        name = str(message_from_bytes(envelope.original_content)["Message-ID"]).strip().strip("<>").partition("@")[0]
        answer = await asyncio.get_running_loop().run_in_executor(None, self._provider.take, name)
        match answer:
            case "refused" | "denied":
                return "554 not this one"
            case "nonsense":
                return "199 what was that"
            case "dropped":
                if server.transport is not None:
                    server.transport.abort()
        return "250 taken"


class _Texts(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    provider: Provider

    def do_POST(self) -> None:
        body: dict[str, Any] = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        answer = self.provider.take(body["reference"])
        if answer == "dropped":
            self.close_connection = True
            return
        words = {"code": 0, "id": "G"} if answer in ("taken", "claimed") else {"code": "isv.TEMPLATE"}
        raw = b"<html>" if answer == "nonsense" else json.dumps(words).encode()
        head = f"HTTP/1.1 200 X\r\nContent-Length: {len(raw)}\r\nContent-Type: application/json\r\n\r\n"
        with contextlib.suppress(OSError):
            self.wfile.write(head.encode() + raw)

    def log_message(self, format: str, *args: Any) -> None:
        return None


@contextlib.contextmanager
def open_providers(chance: Random, mail_port: int, texts_port: int) -> Iterator[tuple[Provider, Provider]]:
    """Both listen until the end: mail, and texts."""
    mail = Provider(chance, url=f"smtp://127.0.0.1:{mail_port}")
    texts = Provider(chance, url=f"http://127.0.0.1:{texts_port}/send")
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
