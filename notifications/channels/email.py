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
from notifications.channels.channel import HandOver, Outcome
from notifications.render import Rendered

TIMEOUT_SECONDS = 20.0
_NO_SUCH_MAILBOX = (550, 551, 553, 556)
_HAS_BEEN_CLOSED = ("smtp_421", "smtp_SMTPServerDisconnected", "smtp_ConnectionResetError", "smtp_BrokenPipeError")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class EmailChannel:
    """Plain-text mail over `smtp://user:password@host:port` (TLS as soon as the server offers it) or `smtps://`.

    One connection is kept between hand-overs until `rest`. A password is never said without TLS, except to loopback.
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
        self._open: smtplib.SMTP | None = None
        self._one_at_a_time = threading.Lock()

    def hand_over(self, message: Message, address: Address, rendered: Rendered) -> HandOver:
        try:
            mail = self._mail(message, address, rendered)
            to = mail["To"].addresses
            fit = len(to) == 1 and bool(to[0].domain) and to[0].addr_spec.isascii()
        except ValueError:
            fit = False
        if not fit:
            return HandOver(Outcome.REFUSED, reason="address_unfit")
        with self._one_at_a_time:
            kept = self._open is not None
            answer = self._carry(mail)
            if kept and answer.reason in _HAS_BEEN_CLOSED and answer.outcome == Outcome.TRY_AGAIN:
                self._hang_up()  # nobody had told us that the kept connection was closed: the mail is surely unsent
                answer = self._carry(mail)
            if answer.outcome in (Outcome.TRY_AGAIN, Outcome.UNKNOWN):
                self._hang_up()
            return answer

    def find(self, message: Message) -> HandOver | None:
        return HandOver(Outcome.UNKNOWN, reason="hand_over_interrupted")

    def rest(self) -> None:
        with self._one_at_a_time:
            self._hang_up()

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

    def _carry(self, mail: EmailMessage) -> HandOver:
        """The mail goes through one SMTP transaction; up to the text itself every failure leaves it surely unsent."""
        try:
            smtp = self._connection()
            code, said = smtp.mail(self._sender)
            bounced = False
            if code < 400:
                code, said = smtp.rcpt(mail["To"].addresses[0].addr_spec)
                # 5.7 is a policy of the server's: nothing is wrong with the address.
                bounced = code in _NO_SUCH_MAILBOX and not said.startswith(b"5.7.")
            if code >= 400:
                with contextlib.suppress(OSError, smtplib.SMTPException):
                    smtp.rset()
                return HandOver(Outcome.BOUNCED, reason=f"smtp_{code}") if bounced else _answer(code)
            code, _ = smtp.docmd("DATA")
            if code != 354:
                return _answer(code)
        except smtplib.SMTPAuthenticationError:
            return HandOver(Outcome.TRY_AGAIN, reason="smtp_sign_in_refused")
        except (OSError, smtplib.SMTPException) as failure:
            return HandOver(Outcome.TRY_AGAIN, reason=f"smtp_{type(failure).__name__}")
        try:
            text = mail.as_bytes().replace(b"\r\n.", b"\r\n..")
            smtp.send(text.removesuffix(b"\r\n") + b"\r\n.\r\n")
            code, _ = smtp.getreply()
        except (OSError, smtplib.SMTPException) as failure:
            return HandOver(Outcome.UNKNOWN, reason=f"smtp_{type(failure).__name__}")
        if code >= 400:
            return _answer(code)
        if code < 200:
            return HandOver(Outcome.UNKNOWN, reason="smtp_no_answer")
        return HandOver(Outcome.SENT, reference=mail["Message-ID"])

    def _connection(self) -> smtplib.SMTP:
        """The kept connection, or a new one."""
        if self._open is not None:
            return self._open
        if self._implicit_tls:
            trust = ssl.create_default_context()
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                self._host, self._port, local_hostname=self._domain, timeout=self._timeout, context=trust
            )
        else:
            smtp = smtplib.SMTP(self._host, self._port, local_hostname=self._domain, timeout=self._timeout)
        self._open = smtp
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

    def _hang_up(self) -> None:
        smtp, self._open = self._open, None
        if smtp is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                smtp.quit()


def message_id(message: Message, domain: str) -> str:
    """The same for the same dedupe key, and telling nothing of it."""
    return f"<{hashlib.sha256(message.dedupe_key.encode()).hexdigest()[:40]}@{domain}>"


def _answer(code: int) -> HandOver:
    return HandOver(Outcome.REFUSED if code >= 500 else Outcome.TRY_AGAIN, reason=f"smtp_{code}")
