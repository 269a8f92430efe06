"""How many messages a second leave the outbox, next to a bare smtplib loop and to procrastinate, in the same run.

Every message of ours is claimed, looked at once more, marked as being handed over, handed over, and its answer written
down, each durable before the next: mail to staff, through a real SMTP server on loopback. Procrastinate keeps its queue
on the same PostgreSQL, makes the same mail and hands it over through kept connections, with as many workers; its rows
too say how each job ended, and its triggers keep a history. It writes each job down for itself, where several of our
hands share a transaction, and it looks at nothing before it sends. The floor keeps nothing at all, over one connection.
Of none the first few are measured: what is loaded, prepared and connected only once.
"""

import logging
import smtplib
import tempfile
import threading
import uuid
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from time import perf_counter

import procrastinate
from sqlalchemy import make_url
from sqlmodel import select

from app.bootstrap import Dispatcher
from bench.caseload import create_one
from bench.result import Figure, ratio_at_least
from casework.shared.context import Context
from models.base import new_id
from models.message import Message, MessageState
from models.office import Staff
from notifications.channels.channel import Channel
from notifications.channels.email import EmailChannel
from notifications.channels.inbox import InboxChannel
from notifications.events import Event, Recipient
from notifications.outbox import post_message
from notifications.reminder_policy import ReminderPolicy
from notifications.restore_guard import RestoreGuard
from tests.notifications.loopback import start_provider
from tests.postgresql import OwnServer

SENDER = "sunward@example.test"
MESSAGES, FIRST = 2_500, 10
WORKERS = (1, 4)
"""One at a time; and four, as the background services have it. Procrastinate gets as many, the bare loop is always one."""
MOST_WITH_ONE = 500
"""What one hand carries in a second does not depend on how many wait; all of them are carried by four."""


def measure(quick: bool) -> list[Figure]:
    """Messages a second, and their ratios to the bare loop and to procrastinate with as many hands."""
    logging.disable(logging.WARNING)
    messages = MESSAGES // 10 if quick else MESSAGES
    one = min(messages, MOST_WITH_ONE)
    server = OwnServer(durable=True)
    try:
        found = {workers: _measured(server, one if workers == 1 else messages, workers) for workers in WORKERS}
    finally:
        server.stop()
    return [figure for workers, rates in found.items() for figure in _figures(workers, rates)]


def _measured(server: OwnServer, messages: int, workers: int) -> dict[str, float]:
    """Each contestant once, on databases of its own, with so many hands."""
    rates: dict[str, float] = {}
    with start_provider("smtp") as provider, tempfile.TemporaryDirectory() as folder:
        rates["bare_smtplib_loop"] = _bare(provider.url, messages)
        urls = {"sqlite": f"sqlite:///{folder}/record.db", "postgresql": server.new_database(f"ours_{workers}")}
        for name, url in urls.items():
            context = _waiting(url, Path(folder) / name, messages)
            channels: dict[str, Channel] = {"email": EmailChannel(provider.url, SENDER), "inbox": InboxChannel()}
            guard = RestoreGuard(Path(folder) / f"{name}.mark")
            dispatcher = Dispatcher(
                channels, ReminderPolicy.load(), guard, workers
            )  # as the background services have it
            dispatcher.deliver(context, FIRST)
            began = perf_counter()
            while dispatcher.deliver(context).sent:
                pass
            rates[f"sunward_on_{name}"] = (messages - FIRST) / (perf_counter() - began)
            context.database.dispose()
        queue = _Queue(server.new_database(f"queue_{workers}"), provider.url, messages)
        rates["procrastinate_on_postgresql"] = queue.work(workers)
        assert len(provider.taken()) == 4 * messages, "a mail is missing or was sent twice"
    return rates


def _figures(workers: int, rates: dict[str, float]) -> list[Figure]:
    """The peers first, and ours compared with each of them."""
    wanted = {"bare_smtplib_loop": ratio_at_least(0.7), "procrastinate_on_postgresql": ratio_at_least(1.0)}
    figures = [Figure(f"hands: {workers}, {peer}", rates[peer], "/s") for peer in wanted]
    for our in (contestant for contestant in rates if contestant not in wanted):
        for peer, bound in wanted.items():
            figures.append(Figure(f"hands: {workers}, {our}", rates[our], "/s", rates[our] / rates[peer], peer, bound))
    return figures


def _mail(number: int) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = SENDER, f"staff-{number}@example.test", "请登录查看"
    mail["Message-ID"] = f"<{uuid.uuid4().hex}@example.test>"
    mail["Date"], mail["Auto-Submitted"] = format_datetime(datetime.now(UTC)), "auto-generated"
    mail.set_content("请登录查看。", cte="base64")
    return mail


def _connected(smtp_url: str) -> smtplib.SMTP:
    host, _, port = smtp_url.removeprefix("smtp://").rpartition(":")
    return smtplib.SMTP(host, int(port))


def _bare(smtp_url: str, messages: int) -> float:
    with _connected(smtp_url) as smtp:
        for number in range(FIRST):
            smtp.send_message(_mail(number))
        began = perf_counter()
        for number in range(FIRST, messages):
            smtp.send_message(_mail(number))
        return (messages - FIRST) / (perf_counter() - began)


def _waiting(url: str, keys: Path, messages: int) -> Context:
    """A new record in which so many messages are due, each to somebody else, on one plan."""
    context, number = create_one(url, keys)
    with context.database.transaction() as session:
        now, office = context.clock.now(), session.exec(select(Staff.office_id)).first()
        assert office is not None
        plan_id = context.plan_id(session, number)
        for waiting in session.exec(select(Message).where(Message.state == MessageState.CREATED)):
            waiting.state = MessageState.WITHDRAWN.value  # what opening a plan says is not measured
        for count in range(messages):
            row = new_id(now)
            session.add(Staff(id=row, office_id=office, login=f"s{count}", display_name="-", role="prosecutor",
                              email=f"staff-{count}@example.test"))  # fmt: skip
            post_message(
                session,
                now,
                event=Event.INCIDENT_REPORTED,
                recipient=Recipient.PROSECUTOR,
                recipient_id=row,
                dedupe_key=f"{number}/bench/{count}",
                plan_id=plan_id,
                plan_number=number,
            )
        session.flush()
        for twin in session.exec(select(Message).where(Message.channel == "inbox")):
            twin.state = MessageState.DELIVERED.value  # they would be counted as messages, and cost next to nothing
    return context


class _Queue:
    """The same mails as jobs of procrastinate, done by one worker."""

    def __init__(self, url: str, smtp_url: str, messages: int) -> None:
        address = make_url(url)
        wanted = f"host={address.query['host']} user={address.username} dbname={address.database}"
        self.app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=wanted))
        kept, turn = threading.local(), threading.Lock()
        self.jobs, self.started = messages, 0
        self.began = perf_counter()

        @self.app.task(name="send", pass_context=False)
        def send(number: int) -> None:
            with turn:
                self.started += 1
                if self.started == FIRST + 1:
                    self.began = perf_counter()
            if not hasattr(kept, "smtp"):
                kept.smtp = _connected(smtp_url)
            kept.smtp.send_message(_mail(number))

        with procrastinate.App(connector=procrastinate.SyncPsycopgConnector(conninfo=wanted)).open() as opened:
            opened.schema_manager.apply_schema()
            opened.configure_task("send").batch_defer(*[{"number": number} for number in range(messages)])

    def work(self, workers: int) -> float:
        """Until no job waits."""
        self.app.run_worker(wait=False, concurrency=workers, install_signal_handlers=False, listen_notify=False)
        return (self.jobs - FIRST) / (perf_counter() - self.began)
