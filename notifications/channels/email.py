"""Mail by SMTP.

SMTP has no key by which a server would know a message again, so a connection lost after the text went out leaves the
outcome unknown. The Message-ID is made from the dedupe key: who looks for doubles in a mailbox can find them.
"""

import contextlib
import hashlib
import smtplib
import ssl
import threading
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

from models.message import Message
from notifications.addresses import Address
from notifications.channels.account import make_fingerprint
from notifications.channels.channel import SendOutcome, SendResult
from notifications.render import Rendered

TIMEOUT_SECONDS = 20.0
_NO_SUCH_MAILBOX = (550, 551, 553, 556)
_HAS_BEEN_CLOSED = ("smtp_421", "smtp_SMTPServerDisconnected", "smtp_ConnectionResetError", "smtp_BrokenPipeError")
_NO_LINE = SendResult(SendOutcome.TRY_AGAIN, reason="smtp_no_connection", rests=True)
_TO_ALL = (421, 452, 454)
"""No line free, no room left, no sign-in now: said to whoever calls, whatever the mail."""
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class EmailChannel:
    """Plain-text mail over `smtp://user:password@host:port` (TLS as soon as the server offers it) or `smtps://`.

    Each hand keeps a connection between hand-overs until `rest`. A password is never said without TLS, except to loopback.
    """

    instant = False
    at_once = 1

    def __init__(self, smtp_url: str, sender: str, *, timeout: float = TIMEOUT_SECONDS) -> None:
        address = urlsplit(smtp_url)
        if address.scheme not in ("smtp", "smtps") or not address.hostname:
            raise ValueError("an SMTP address is written smtp://host:port or smtps://host:port")
        self._implicit_tls = address.scheme == "smtps"
        self._host = address.hostname
        self._port = address.port or (465 if self._implicit_tls else 25)
        self._user = unquote(address.username) if address.username else None
        self._password = unquote(address.password or "")
        self._sender = sender
        self._domain = sender.rpartition("@")[2] or "localhost"
        self._timeout = timeout
        self._account = f"smtp/{make_fingerprint(smtp_url)}"
        self._idle: list[smtplib.SMTP] = []
        self._turn = threading.Lock()

    def hand_over(self, message: Message, address: Address, rendered: Rendered) -> SendResult:
        try:
            mail = self._mail(message, address, rendered)
            to = mail["To"].addresses
            fit = len(to) == 1 and bool(to[0].domain) and to[0].addr_spec.isascii()
        except ValueError:
            fit = False
        if not fit:
            return SendResult(SendOutcome.REFUSED, reason="address_unfit")
        with self._turn:
            smtp = self._idle.pop() if self._idle else None
        answer = _NO_LINE if smtp is None else self._carry(smtp, mail)
        if smtp is None or (answer.reason in _HAS_BEEN_CLOSED and answer.outcome == SendOutcome.TRY_AGAIN):
            # Nobody had told us that the kept connection was closed: the mail is surely unsent.
            _hang_up(smtp)
            smtp, answer = self._call()
            if smtp is not None:
                answer = self._carry(smtp, mail)
        if answer.outcome in (SendOutcome.TRY_AGAIN, SendOutcome.UNKNOWN):
            _hang_up(smtp)
        elif smtp is not None:
            with self._turn:
                self._idle.append(smtp)
        return answer

    def account(self, message: Message) -> str:
        return self._account

    def find(self, message: Message) -> SendResult | None:
        return SendResult(SendOutcome.UNKNOWN, reason="hand_over_interrupted")

    def rest(self) -> None:
        with self._turn:
            idle, self._idle = self._idle, []
        for smtp in idle:
            _hang_up(smtp)

    def _mail(self, message: Message, address: Address, rendered: Rendered) -> EmailMessage:
        mail = EmailMessage(policy=SMTP)
        mail["From"] = self._sender
        mail["To"] = address.email or ""
        mail["Subject"] = rendered.subject
        mail["Message-ID"] = message_id(message, self._domain)
        mail["Date"] = format_datetime(message.handing_over_since or message.due_at)
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(rendered.body, charset="utf-8", cte="base64")
        return mail

    def _carry(self, smtp: smtplib.SMTP, mail: EmailMessage) -> SendResult:
        """The mail goes through one SMTP transaction; up to the text itself every failure leaves it surely unsent."""
        try:
            code, reply = smtp.mail(self._sender)
            bounced = False
            if code < 400:
                code, reply = smtp.rcpt(mail["To"].addresses[0].addr_spec)
                # 5.7 is a policy of the server's: nothing is wrong with the address.
                bounced = code in _NO_SUCH_MAILBOX and not reply.startswith(b"5.7.")
            if code >= 400:
                with contextlib.suppress(OSError, smtplib.SMTPException):
                    smtp.rset()
                return SendResult(SendOutcome.BOUNCED, reason=f"smtp_{code}") if bounced else _answer(code)
            code, _ = smtp.docmd("DATA")
            if code != 354:
                return _answer(code)
        except (OSError, smtplib.SMTPException) as failure:
            return SendResult(SendOutcome.TRY_AGAIN, reason=f"smtp_{type(failure).__name__}")
        try:
            text = mail.as_bytes().replace(b"\r\n.", b"\r\n..")
            smtp.send(text.removesuffix(b"\r\n") + b"\r\n.\r\n")
            code, _ = smtp.getreply()
        except (OSError, smtplib.SMTPException) as failure:
            return SendResult(SendOutcome.UNKNOWN, reason=f"smtp_{type(failure).__name__}")
        if code >= 400:
            return _answer(code)
        if code < 200:
            return SendResult(SendOutcome.UNKNOWN, reason="smtp_no_answer")
        return SendResult(SendOutcome.SENT, reference=mail["Message-ID"])

    def _call(self) -> tuple[smtplib.SMTP | None, SendResult]:
        """A connection that is ready for a mail, or why there is none."""
        opened: list[smtplib.SMTP] = []
        try:
            return self._connection(opened), _NO_LINE
        except smtplib.SMTPAuthenticationError:
            reason = "smtp_sign_in_refused"
        except (OSError, smtplib.SMTPException) as failure:
            reason = f"smtp_{type(failure).__name__}"
        for half in opened:
            _hang_up(half)
        return None, SendResult(SendOutcome.TRY_AGAIN, reason=reason, rests=True)

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
        safe = self._implicit_tls or self._host in _LOOPBACK
        if not self._implicit_tls and smtp.has_extn("starttls"):
            smtp.starttls(context=ssl.create_default_context())
            smtp.ehlo()
            safe = True
        if self._user is not None:
            if not safe:
                raise smtplib.SMTPNotSupportedError("the server offers no TLS, so no password is said")
            smtp.login(self._user, self._password)
        return smtp


def _hang_up(smtp: smtplib.SMTP | None) -> None:
    if smtp is not None:
        with contextlib.suppress(OSError, smtplib.SMTPException):
            smtp.quit()


def message_id(message: Message, domain: str) -> str:
    """The same for the same dedupe key, and telling nothing of it."""
    return f"<{hashlib.sha256(message.dedupe_key.encode()).hexdigest()[:40]}@{domain}>"


def _answer(code: int) -> SendResult:
    outcome = SendOutcome.REFUSED if code >= 500 else SendOutcome.TRY_AGAIN
    return SendResult(outcome, reason=f"smtp_{code}", rests=code in _TO_ALL)
