"""Mail by SMTP.

SMTP has no key by which a server would know a message again, so a connection lost after the text went out leaves the
outcome unknown. The Message-ID is made from the dedupe key: who looks for doubles in a mailbox can find them.
"""

import contextlib
import hashlib
import re
import smtplib
import ssl
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from core.errors import BadInput
from core.i18n import _
from models.message import Message
from notifications.addresses import Address
from notifications.channels.channel import Channel, SendOutcome, SendResult, make_fingerprint, name_fault
from notifications.render import Rendered

TIMEOUT_SECONDS = 20.0
_NO_SUCH_MAILBOX = (550, 551, 553, 556)
_HAS_BEEN_CLOSED = ("smtp_421", "smtp_SMTPServerDisconnected", "smtp_ConnectionResetError", "smtp_BrokenPipeError")
_NO_LINE = SendResult(SendOutcome.TRY_AGAIN, reason="smtp_no_connection", pauses_account=True)
_TO_ALL = (421, 452, 454, 530)
"""No line free, no room left, no sign-in now or none at all: an answer to every client, whatever the mail."""
_PLAIN_ADDRESS = re.compile(r"[\w%+-]+(\.[\w%+-]+)*@[\w-]+(\.[\w-]+)*", re.ASCII)
_WRITTEN_SO = _("SUNWARD_SMTP_URL 要写成 smtp://主机:端口 或者 smtps://主机:端口。")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class EmailChannel(Channel):
    """Plain-text mail over `smtp://user:password@host:port` (TLS as soon as the server offers it) or `smtps://`.

    Each thread keeps a connection between hand-overs until `close`. A password is never said without TLS, except to loopback.
    """

    def __init__(
        self, smtp_url: str, sender: str, *, timeout: float = TIMEOUT_SECONDS, tell: Callable[[str], None] | None = None
    ) -> None:
        try:
            address = urlsplit(smtp_url)
            named_port, self._host = address.port, address.hostname or ""
        except ValueError:
            raise BadInput(_WRITTEN_SO) from None
        if address.scheme not in ("smtp", "smtps") or not self._host:
            raise BadInput(_WRITTEN_SO)
        self._implicit_tls = address.scheme == "smtps"
        self._port = named_port or (465 if self._implicit_tls else 25)
        self._user = unquote(address.username) if address.username else None
        self._password = unquote(address.password or "")
        self._sender = sender
        self._from = smtplib.quoteaddr(sender)
        self._domain = sender.rpartition("@")[2] or "localhost"
        self._timeout = timeout
        self._told = tell
        self.mark = f"smtp/{make_fingerprint(smtp_url)}"
        self._idle: list[smtplib.SMTP] = []
        self._turn = threading.Lock()

    def hand_over(self, message: Message, address: Address, rendered: Rendered) -> SendResult:
        reference = message_id(message, self._domain)
        try:
            to = _only_mailbox(address.email or "")
            mail = self._mail(message, to, reference, rendered)
        except ValueError:
            return SendResult(SendOutcome.REFUSED, reason="address_unfit")
        with self._turn:
            smtp = self._idle.pop() if self._idle else None
        answer = _NO_LINE if smtp is None else self._carry(smtp, to, mail)
        if smtp is None or (answer.reason in _HAS_BEEN_CLOSED and answer.outcome == SendOutcome.TRY_AGAIN):
            # Nobody had told us that the kept connection was closed: the mail is surely unsent.
            _hang_up(smtp)
            smtp, answer = self._call()
            if smtp is not None:
                answer = self._carry(smtp, to, mail)
        if answer.outcome in (SendOutcome.TRY_AGAIN, SendOutcome.UNKNOWN):
            _hang_up(smtp)
        elif smtp is not None:
            with self._turn:
                self._idle.append(smtp)
        return replace(answer, reference=reference) if answer.outcome == SendOutcome.SENT else answer

    def close(self) -> None:
        with self._turn:
            idle, self._idle = self._idle, []
        for smtp in idle:
            _hang_up(smtp)

    def _mail(self, message: Message, to: str, reference: str, rendered: Rendered) -> bytes:
        """The text as it goes over the line, up to its last line."""
        date = format_datetime(message.handing_over_since or message.due_at)
        of_this_mail = f"To: {to}\r\nMessage-ID: {reference}\r\nDate: {date}\r\n"
        return of_this_mail.encode("ascii") + _rest_of_mail(self._sender, rendered.subject, rendered.body)

    def _carry(self, smtp: smtplib.SMTP, to: str, mail: bytes) -> SendResult:
        """The mail goes through one SMTP transaction; up to the text itself every failure leaves it surely unsent."""
        try:
            replies = _say(smtp, [f"MAIL FROM:{self._from}", f"RCPT TO:<{to}>", "DATA"])
            for code, reply in replies:
                self._tell(code, reply)
            if code >= 400:
                with contextlib.suppress(OSError, smtplib.SMTPException):
                    smtp.rset()
                # 5.7 is a policy of the server's: nothing is wrong with the address.
                bounced = len(replies) == 2 and code in _NO_SUCH_MAILBOX and not reply.startswith(b"5.7.")
                return SendResult(SendOutcome.BOUNCED, reason=f"smtp_{code}") if bounced else _answer(code, reply)
            if code != 354:
                return _answer(code, reply)
        except (OSError, smtplib.SMTPException) as failure:
            return SendResult(SendOutcome.TRY_AGAIN, reason=f"smtp_{type(failure).__name__}")
        try:
            smtp.send(mail + b".\r\n")
            code, reply = smtp.getreply()
        except (OSError, smtplib.SMTPException) as failure:
            return SendResult(SendOutcome.UNKNOWN, reason=f"smtp_{type(failure).__name__}")
        self._tell(code, reply)
        if code >= 400:
            return _answer(code, reply)
        if code < 200:
            return SendResult(SendOutcome.UNKNOWN, reason="smtp_no_answer")
        return SendResult(SendOutcome.SENT)

    def _call(self) -> tuple[smtplib.SMTP | None, SendResult]:
        """A connection that is ready for a mail, or why there is none."""
        opened: list[smtplib.SMTP] = []
        try:
            return self._connection(opened), _NO_LINE
        except smtplib.SMTPAuthenticationError as failure:
            reason, said = "smtp_sign_in_refused", _words(failure.smtp_code, failure.smtp_error)
        except smtplib.SMTPNotSupportedError as failure:
            reason, said = "smtp_sign_in_not_offered", str(failure)
        except (OSError, smtplib.SMTPException, ValueError) as failure:  # ValueError: its challenge is no Base64
            reason, said = f"smtp_{name_fault(failure)}", str(failure)
        for half in opened:
            _hang_up(half)
        return None, SendResult(SendOutcome.TRY_AGAIN, reason=reason, pauses_account=True, said=said)

    def _connection(self, opened: list[smtplib.SMTP]) -> smtplib.SMTP:
        if self._implicit_tls:
            trust = ssl.create_default_context()
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                self._host, self._port, local_hostname=self._domain, timeout=self._timeout, context=trust
            )
        else:
            smtp = smtplib.SMTP(self._host, self._port, local_hostname=self._domain, timeout=self._timeout)
        opened.append(smtp)
        smtp.ehlo_or_helo_if_needed()
        self._tell(250, smtp.ehlo_resp or smtp.helo_resp or b"", before=f"{self._host}:{self._port} ")
        safe = self._implicit_tls or self._host in _LOOPBACK
        if not self._implicit_tls and smtp.has_extn("starttls"):
            self._tell(*smtp.starttls(context=ssl.create_default_context()), before="STARTTLS ")
            smtp.ehlo()
            safe = True
        if self._user is not None:
            if not safe:
                raise smtplib.SMTPNotSupportedError("the server offers no TLS, so no password is said")
            self._tell(*smtp.login(self._user, self._password), before="AUTH ")
        return smtp

    def _tell(self, code: int, reply: bytes, before: str = "") -> None:
        if self._told is not None:
            self._told(before + _words(code, reply.splitlines()[0] if reply else b""))


@lru_cache(maxsize=512)
def _rest_of_mail(sender: str, subject: str, body: str) -> bytes:
    """What is the same in every mail that says this, ready to be sent: put together once, since that takes as long as
    the whole conversation with the server."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender
    mail["Subject"] = subject
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(body, charset="utf-8", cte="base64")
    return mail.as_bytes().replace(b"\r\n.", b"\r\n..")


def _only_mailbox(written: str) -> str:
    """The address itself. Raises ValueError unless exactly one is written there, and one that this protocol can carry."""
    if _PLAIN_ADDRESS.fullmatch(written):
        return written
    mail = EmailMessage(policy=SMTP)
    mail["To"] = written
    found = mail["To"].addresses
    if len(found) != 1 or not found[0].domain or not found[0].addr_spec.isascii():
        raise ValueError("not one address")
    return str(found[0].addr_spec)


def _say(smtp: smtplib.SMTP, commands: Sequence[str]) -> list[tuple[int, bytes]]:
    """The server's replies, up to the first that refuses. Where it takes several commands at once (PIPELINING, RFC 2920)
    they are said together, which spares a round trip for each; should it then want the text of a mail that it refused, it
    is given an empty one, which is for nobody."""
    replies: list[tuple[int, bytes]] = []
    if smtp.has_extn("pipelining"):
        smtp.send("".join(f"{command}\r\n" for command in commands))
        replies = [smtp.getreply() for _command in commands]
        refused = next((place for place, (code, _) in enumerate(replies) if code >= 400), None)
        if refused is not None and replies[-1][0] == 354:
            smtp.docmd(".")
        return replies if refused is None else replies[: refused + 1]
    for command in commands:
        replies.append(smtp.docmd(command))
        if replies[-1][0] >= 400:
            break
    return replies


def _hang_up(smtp: smtplib.SMTP | None) -> None:
    if smtp is not None:
        with contextlib.suppress(OSError, smtplib.SMTPException):
            smtp.quit()


def message_id(message: Message, domain: str) -> str:
    """The same for the same dedupe key, and telling nothing of it."""
    return f"<{hashlib.sha256(message.dedupe_key.encode()).hexdigest()[:40]}@{domain}>"


def _answer(code: int, reply: bytes) -> SendResult:
    to_all = code in _TO_ALL
    outcome = SendOutcome.REFUSED if code >= 500 and not to_all else SendOutcome.TRY_AGAIN
    said = _words(code, reply) if to_all else ""  # another one may name whom the mail was for
    return SendResult(outcome, reason=f"smtp_{code}", pauses_account=to_all, said=said)


def _words(code: int, reply: bytes | str) -> str:
    return f"{code} {reply if isinstance(reply, str) else reply.decode(errors='replace')}"
