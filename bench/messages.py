"""How many messages a second leave the outbox, next to procrastinate in the same run.

Every message of ours is checked and marked, handed over, and its answer written down, each durable before the next: mail
to staff, through a real SMTP server on loopback. Procrastinate keeps its queue on the same PostgreSQL, makes the same mail
and hands it over through kept connections, with as many workers; its rows too say how each job ended, and its triggers
keep a history. It writes each job down for itself, where several of our threads share a transaction, and it checks nothing
before it sends. Of neither the first few are measured: what is loaded, prepared and connected only once.

Besides, the minutes until the texts of so many plans that were due at one moment are with a text gateway on loopback.
"""

import contextlib
import logging
import multiprocessing
import smtplib
import tempfile
import threading
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from time import perf_counter
from typing import Any

import procrastinate
from sqlalchemy import make_url
from sqlmodel import select

from app.bootstrap import Dispatcher
from bench.caseload import create_due, create_one, open_context, process_in
from bench.result import Figure, ratio_at_least, value_at_most
from casework.acting.context import Context
from flows.services import DELIVERY_THREADS
from models.base import new_id
from models.message import Message, MessageState
from models.office import Staff
from notifications.channels.channel import Channel
from notifications.channels.email import EmailChannel
from notifications.channels.inbox import InboxChannel
from notifications.channels.text_gateway import GatewayConfig, TextGateway
from notifications.events import Event, Recipient
from notifications.outbox import post_message
from notifications.reminder_policy import ReminderPolicy
from notifications.restore_guard import RestoreGuard
from tests.crash.providers import open_providers
from tests.notifications.mail_server import free_port
from tests.postgresql import OwnServer

SENDER = "sunward@example.test"
MESSAGES, FIRST = 2_500, 10
PLANS = 13_000


def measure(quick: bool) -> list[Figure]:
    """Mails a second, and their ratios to procrastinate with as many threads; and the minutes of the texts."""
    logging.disable(logging.WARNING)
    server = OwnServer(durable=True)
    try:
        figures = _mails(server, MESSAGES // 10 if quick else MESSAGES)
    finally:
        server.stop()
    return [*figures, _texts(PLANS // 100 if quick else PLANS)]


@contextlib.contextmanager
def _providers() -> Iterator[tuple[str, str, Callable[[], Counter[str]]]]:
    """A mail server and a text gateway in a process of their own: their addresses, and how often each message was taken."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_provide, args=(theirs,), daemon=True)
    process.start()
    mail, texts = ours.recv()

    def taken() -> Counter[str]:
        ours.send("taken")
        counted: Counter[str] = ours.recv()
        return counted

    try:
        yield mail, texts, taken
    finally:
        process.kill()


def _provide(connection: Any) -> None:
    with open_providers(free_port(), free_port()) as (mail, texts):
        connection.send((mail.url, texts.url))
        while connection.recv():
            connection.send(mail.taken + texts.taken)


def _mails(server: OwnServer, messages: int) -> list[Figure]:
    """Each contestant once, on databases of its own."""
    rates: dict[str, float] = {}
    with _providers() as (mail_url, _texts_url, taken), tempfile.TemporaryDirectory() as folder:
        urls = {"SQLite": f"sqlite:///{folder}/record.db", "PostgreSQL": server.new_database("ours")}
        for name, url in urls.items():
            context = _waiting(url, Path(folder) / name, messages)
            channels: dict[str, Channel] = {"email": EmailChannel(mail_url, SENDER), "inbox": InboxChannel()}
            guard = RestoreGuard(Path(folder) / f"{name}.mark", context.database)
            dispatcher = Dispatcher(channels, ReminderPolicy.load(), guard, DELIVERY_THREADS)
            dispatcher.deliver(context, FIRST)
            began = perf_counter()
            while dispatcher.deliver(context).sent:
                pass
            rates[name] = (messages - FIRST) / (perf_counter() - began)
            context.database.dispose()
        peer = "procrastinate on PostgreSQL"
        rate = _Queue(server.new_database("queue"), mail_url, messages).work(DELIVERY_THREADS)
        assert taken().total() == 3 * messages, "a mail is missing or was sent twice"
    ours = [
        Figure(f"mails, {name}", each, "/s", each / rate, peer, ratio_at_least(1.2)) for name, each in rates.items()
    ]
    return [Figure(f"mails, {peer}", rate, "/s"), *ours]


def _texts(plans: int) -> Figure:
    """What is to be said to so many families is posted first, and then nothing but delivery is measured, on SQLite."""
    with _providers() as (_mail_url, texts_url, taken), tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/record.db"
        moment = create_due(url, Path(folder), plans)
        process_in(url, Path(folder), moment, 1, deliver=False)
        context = open_context(url, Path(folder), moment)
        gateway = TextGateway(texts_url, GatewayConfig("made up"), context.clock)
        dispatcher = Dispatcher({"text": gateway, "inbox": InboxChannel()}, threads=DELIVERY_THREADS)
        began = perf_counter()
        while any(vars(dispatcher.deliver(context)).values()):
            pass
        minutes = (perf_counter() - began) / 60
        context.database.dispose()
        assert Counter(taken().values()) == {1: plans}, "a text is missing or was sent twice"
    return Figure(f"{plans} texts, SQLite", minutes, "min", wanted=value_at_most(5))


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
    """The same mails as jobs of procrastinate."""

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
