"""How many messages a second leave the outbox, next to a bare smtplib loop and to procrastinate, in the same run.

Every message of ours is claimed, looked at once more, marked as being handed over, handed over, and its answer written
down, each durable before the next: to staff by mail through a real SMTP server on loopback, and to families through a
channel that carries nothing, so that the second one shows what the outbox itself costs. Procrastinate keeps its queue on
the same PostgreSQL, makes the same mail and hands it over through kept connections; it looks at nothing and keeps no
history. The floor keeps nothing at all. Not a test: machines differ and are noisy. One JSON object is printed.

    ./run bench                                           with the other benches, 300 messages
    .venv/bin/python -m bench.messages --messages 10000
"""

import argparse
import json
import logging
import smtplib
import sys
import tempfile
import threading
import uuid
from collections.abc import Callable
from datetime import time
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from time import perf_counter

import procrastinate
from sqlalchemy import URL, create_engine, make_url, text
from sqlmodel import col, func, select

from app.bootstrap import Dispatcher
from bench.loopback import start_provider
from casework.plan.opening import open_new_plan
from casework.shared.context import Context
from casework.shared.files.parsing import read_plan_path
from casework.shared.files.plan_file import AnnouncementPart
from core.clock import SimulatedClock, at_local
from flows.rehearsal import create_staff, get_opener
from law.rulebook import Rulebook
from law.working_days import WorkingDays
from models.base import new_id
from models.database import Database
from models.message import Message, MessageState
from models.office import Staff
from models.person import Person
from models.schema import migrate
from models.vault import Vault
from notifications.addresses import Address
from notifications.channels.channel import Channel, SendOutcome, SendResult
from notifications.channels.email import EmailChannel
from notifications.channels.inbox import InboxChannel
from notifications.events import Event, Recipient
from notifications.outbox import post_message
from notifications.reminder_policy import ReminderPolicy
from notifications.render import Rendered
from notifications.restore_guard import RestoreGuard
from tests.postgresql import OwnServer

SENDER = "sunward@example.test"
TEN = time(10, 0)
CHANNELS = ("smtp", "null")
WORKERS = (1, 4)
"""One at a time; and four, as the background services have it. Procrastinate gets as many, the bare loop is always one."""
MOST_WITH_ONE = 500
"""What one hand carries in a second does not depend on how many wait; all of them are carried by four."""
MOST_OF_ITS_QUEUE = 2_500
"""Nor does what procrastinate carries: of more than these its rate is measured over these, so that a run of 10,000 ends
within eight minutes on a machine that is busy with other things."""


class NullChannel:
    """Takes everything at once and carries it nowhere."""

    instant = False
    at_once = 1

    def hand_over(self, message: Message, address: Address, rendered: Rendered) -> SendResult:
        return SendResult(SendOutcome.SENT)

    def find(self, message: Message) -> SendResult | None:
        return None

    def rest(self) -> None:
        return None


def main(messages: int) -> None:
    """Prints messages a second, and their ratios, as one JSON object."""
    logging.disable(logging.WARNING)
    server = OwnServer(durable=True)
    found: dict[str, dict[str, float]] = {}
    try:
        for channel in CHANNELS:
            for workers in WORKERS:
                count = messages if workers > 1 else min(messages, MOST_WITH_ONE)
                found[f"{channel}_{workers}"] = _measured(server, channel, count, workers)
    finally:
        server.stop()
    ratios = {name: _ratios(rates) for name, rates in found.items()}
    one = min(messages, MOST_WITH_ONE)
    counts = {"one_hand": one, "several_hands": messages, "of_which_procrastinate": min(messages, MOST_OF_ITS_QUEUE)}
    result = {"messages": counts, "a_second": found, "ratios": ratios}
    sys.stdout.write(json.dumps(result, indent=2) + "\n")


def _measured(server: OwnServer, channel: str, messages: int, workers: int) -> dict[str, float]:
    """Each contestant once, on databases of its own, with so many hands."""
    rates: dict[str, float] = {}
    with start_provider("smtp") as provider, tempfile.TemporaryDirectory() as folder:
        if channel == "smtp":
            rates["bare_smtplib_loop"] = _rate(messages, partial(_bare, provider.url, messages))
        urls = {"sqlite": f"sqlite:///{folder}/record.db", "postgresql": _new(server.url, f"ours_{channel}_{workers}")}
        for name, url in urls.items():
            context = _desk(url, Path(folder) / name)
            _post(context, channel, messages)
            rates[f"sunward_on_{name}"] = _rate(
                messages, partial(_deliver, context, channel, provider.url, folder, workers)
            )
            _all_left(context, messages)
            context.database.dispose()
        smtp_url = provider.url if channel == "smtp" else None
        jobs = min(messages, MOST_OF_ITS_QUEUE)
        queue = _Queue(_new(server.url, f"queue_{channel}_{workers}"), smtp_url, jobs)
        rates["procrastinate_on_postgresql"] = _rate(jobs, partial(queue.work, workers))
        if smtp_url:
            assert len(provider.taken()) == 3 * messages + jobs, "a mail is missing or was sent twice"
    return rates


def _ratios(rates: dict[str, float]) -> dict[str, float]:
    ours = {name: rate for name, rate in rates.items() if name.startswith("sunward")}
    others = {name: rate for name, rate in rates.items() if not name.startswith("sunward")}
    return {f"{our}/{other}": round(one / two, 3) for our, one in ours.items() for other, two in others.items()}


def _rate(messages: int, act: Callable[[], object]) -> float:
    began = perf_counter()
    act()
    return round(messages / (perf_counter() - began), 1)


def _mail(number: int) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = SENDER, f"staff-{number}@example.test", "请登录查看"
    mail["Message-ID"] = f"<{uuid.uuid4().hex}@example.test>"
    mail.set_content("请登录查看。", cte="base64")
    return mail


def _connected(smtp_url: str) -> smtplib.SMTP:
    host, _, port = smtp_url.removeprefix("smtp://").rpartition(":")
    return smtplib.SMTP(host, int(port))


def _bare(smtp_url: str, messages: int) -> None:
    with _connected(smtp_url) as smtp:
        for number in range(messages):
            smtp.send_message(_mail(number))


def _new(address: URL, name: str) -> str:
    """A new database on that server."""
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
    return address.set(database=name).render_as_string(hide_password=False)


def _desk(url: str, keys: Path) -> Context:
    database = Database(url)
    migrate(database)
    plan = read_plan_path(Path("examples") / "caseload" / "25-yuanxiao.toml")
    clock = SimulatedClock(at_local(plan.decision.on, TEN))
    return Context(database, clock, Vault(keys, bytes(32)), Rulebook.load(), WorkingDays(), archive_key=bytes(32))


def _post(context: Context, channel: str, messages: int) -> None:
    """The messages are due: each to somebody else, on one plan."""
    plan = read_plan_path(Path("examples") / "caseload" / "25-yuanxiao.toml")
    plan = plan.model_copy(update={"announcement": AnnouncementPart(on=plan.decision.on, present=["minor", "mother"])})
    create_staff(context, plan)
    number = open_new_plan(context, get_opener(context, plan), plan)
    with context.database.transaction() as session:
        now, office = context.clock.now(), session.exec(select(Staff.office_id)).first()
        assert office is not None
        plan_id = context.plan_id(session, number)
        for waiting in session.exec(select(Message).where(Message.state == MessageState.CREATED)):
            waiting.state = MessageState.WITHDRAWN.value  # what opening a plan says is not measured
        for count in range(messages):
            row = new_id(now)
            if channel == "smtp":
                session.add(Staff(id=row, office_id=office, login=f"s{count}", display_name="-", role="prosecutor",
                                  email=f"staff-{count}@example.test"))  # fmt: skip
            else:
                words = context.vault.seal_document(plan_id, "person.document", row, {"phone": "10012345678"})
                session.add(Person(id=row, plan_id=plan_id, role="guardian", relation="mother", document=words,
                                   device="own", reach=["sms"]))  # fmt: skip
            post_message(
                session,
                now,
                event=Event.INCIDENT_REPORTED if channel == "smtp" else Event.CONTACT_CHANGED,
                recipient=Recipient.PROSECUTOR if channel == "smtp" else Recipient.GUARDIAN,
                recipient_id=row,
                dedupe_key=f"{number}/bench/{count}",
                plan_id=plan_id,
                plan_number=number,
            )
        session.flush()
        for twin in session.exec(select(Message).where(Message.channel == "inbox")):
            twin.state = MessageState.DELIVERED.value  # they would be counted as messages, and cost next to nothing


def _deliver(context: Context, channel_name: str, smtp_url: str, folder: str, workers: int = 1) -> None:
    """The jobs of the background services, until nothing is due."""
    channel: Channel = EmailChannel(smtp_url, SENDER) if channel_name == "smtp" else NullChannel()
    channels: dict[str, Channel] = {"email": channel, "text": channel, "inbox": InboxChannel()}
    marker_file = Path(folder) / f"{uuid.uuid4().hex}.mark"
    dispatcher = Dispatcher(channels, ReminderPolicy.load(), RestoreGuard(marker_file), workers)
    while dispatcher.deliver(context).sent:
        pass


def _all_left(context: Context, messages: int) -> None:
    with context.database.reading() as session:
        left = session.exec(
            select(func.count()).where(col(Message.state) == MessageState.SENT, Message.channel != "inbox")
        ).one()
    assert left == messages, f"{left} of {messages} have left"


class _Queue:
    """The same mails as jobs of procrastinate, done by one worker."""

    def __init__(self, url: str, smtp_url: str | None, messages: int) -> None:
        address = make_url(url)
        wanted = f"host={address.query['host']} user={address.username} dbname={address.database}"
        self.app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=wanted))
        kept = threading.local()

        @self.app.task(name="send", pass_context=False)
        def send(number: int) -> None:
            if smtp_url is not None:
                if not hasattr(kept, "smtp"):
                    kept.smtp = _connected(smtp_url)
                kept.smtp.send_message(_mail(number))

        with procrastinate.App(connector=procrastinate.SyncPsycopgConnector(conninfo=wanted)).open() as opened:
            opened.schema_manager.apply_schema()
            opened.configure_task("send").batch_defer(*({"number": number} for number in range(messages)))

    def work(self, workers: int) -> None:
        """Until no job waits."""
        self.app.run_worker(wait=False, concurrency=workers, install_signal_handlers=False, listen_notify=False)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--messages", type=int, default=300)
    main(parser.parse_args().messages)
