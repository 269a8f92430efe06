"""A real SMTP server on loopback, for tests."""

import contextlib
import socket
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class MailServer:
    """A server that answers as told and keeps what it accepted."""

    def __init__(self) -> None:
        self.accepted: list[bytes] = []
        self.connections = 0
        self.to_rcpt = "250 OK"
        self.to_data = "250 OK"
        self.patience = 1_000
        """So many mails over one connection, then it is "421" for the next."""

    @contextlib.contextmanager
    def open_at(self, host: str = "127.0.0.1") -> Iterator[int]:
        """The port on which it listens."""
        controller = Controller(self, hostname=host, port=free_port())
        controller.start()
        try:
            yield controller.port
        finally:
            controller.stop()

    @property
    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(raw, policy=default) for raw in self.accepted]

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:
        session.mails = getattr(session, "mails", 0) + 1
        if session.mails > self.patience:
            return "421 that is enough for today"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:
        if self.to_rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to_rcpt

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.to_data.startswith("250"):
            assert isinstance(envelope.original_content, bytes)
            self.accepted.append(envelope.original_content)
        return self.to_data


def free_port() -> int:
    """A port of loopback on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
