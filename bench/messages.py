"""How many messages a second leave the outbox, next to a bare smtplib loop and to procrastinate, in the same run.

Every message of ours is claimed, looked at once more, marked as being handed over, handed over, and its answer written
down, each durable before the next: to staff by mail through a real SMTP server on loopback, and to families through a
channel that carries nothing, so that the second one shows what the outbox itself costs. Procrastinate keeps its queue on
the same PostgreSQL, makes the same mail and hands it over through kept connections, with as many workers; its rows too say
how each job ended, and its triggers keep a history. It writes each job down for itself, where several of our hands share
a transaction, and it looks at nothing before it sends. The floor keeps nothing at all, over one connection. Of none the
first few are measured: what is loaded, prepared and connected only once. What each costs in processor time, the server's
apart, says more than its rate on a machine that has other things to do. Not a test: machines differ and are noisy.

    ./run bench messages
"""

import logging
import smtplib
import tempfile
import threading
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, time
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from time import perf_counter, process_time

import procrastinate
from sqlalchemy import make_url
from sqlmodel import col, func, select

from app.bootstrap import Dispatcher
from bench.loopback import start_provider
from bench.result import Figure, Result, ratio_at_least
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
MESSAGES, FIRST = 3000, 10
CHANNELS = ("smtp", "null")
WORKERS = (1, 4)
"""One at a time; and four, as the background services have it. Procrastinate gets as many, the bare loop is always one."""
MOST_WITH_ONE = 500
"""What one hand carries in a second does not depend on how many wait; all of them are carried by four."""
MOST_OF_ITS_QUEUE = 2_500
"""Nor does what procrastinate carries: of more than these its rate is measured over these, so that a run of 10,000 ends
within eight minutes on a machine that is busy with other things."""


@dataclass(frozen=True)
class Rate:
    """What one contestant did."""

    a_second: float
    milliseconds: float
    """Of processor time for each message, of this process alone."""


class Stopwatch:
    """Runs from when it was made."""

    def __init__(self) -> None:
        self._began, self._worked = perf_counter(), process_time()

    def rate(self, messages: int) -> Rate:
        """So many were done since."""
        return Rate(messages / (perf_counter() - self._began), (process_time() - self._worked) / messages * 1000)


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


def measure(quick: bool) -> Result:
    """Messages a second, and their ratios to the bare loop and to procrastinate with as many hands."""
    logging.disable(logging.WARNING)
    messages = MESSAGES // 10 if quick else MESSAGES
    server = OwnServer(durable=True)
    found: dict[str, dict[str, Rate]] = {}
    try:
        for channel in CHANNELS:
            for workers in WORKERS:
                count = messages if workers > 1 else min(messages, MOST_WITH_ONE)
                found[f"{channel}_{workers}"] = _measured(server, channel, count, workers)
    finally:
        server.stop()
    one = min(messages, MOST_WITH_ONE)
    counts = {"one hand": one, "several hands": messages, "of which procrastinate": min(messages, MOST_OF_ITS_QUEUE)}
    return Result([figure for name, rates in found.items() for figure in _figures(name, rates)], counts)


def _measured(server: OwnServer, channel: str, messages: int, workers: int) -> dict[str, Rate]:
    """Each contestant once, on databases of its own, with so many hands."""
    rates: dict[str, Rate] = {}
    with start_provider("smtp") as provider, tempfile.TemporaryDirectory() as folder:
        if channel == "smtp":
            rates["bare_smtplib_loop"] = _bare(provider.url, messages)
        urls = {
            "sqlite": f"sqlite:///{folder}/record.db",
            "postgresql": server.new_database(f"ours_{channel}_{workers}"),
        }
        for name, url in urls.items():
            context = _desk(url, Path(folder) / name)
            _post(context, channel, messages)
            dispatcher = _dispatcher(channel, provider.url, folder, workers)
            dispatcher.deliver(context, FIRST)
            watch = Stopwatch()
            _deliver(dispatcher, context)
            rates[f"sunward_on_{name}"] = watch.rate(messages - FIRST)
            _all_left(context, messages)
            context.database.dispose()
        smtp_url = provider.url if channel == "smtp" else None
        jobs = min(messages, MOST_OF_ITS_QUEUE)
        queue = _Queue(server.new_database(f"queue_{channel}_{workers}"), smtp_url, jobs)
        rates["procrastinate_on_postgresql"] = queue.work(workers)
        if smtp_url:
            assert len(provider.taken()) == 3 * messages + jobs, "a mail is missing or was sent twice"
    return rates


def _figures(name: str, rates: dict[str, Rate]) -> list[Figure]:
    """The peers first, and ours compared with each of them."""
    ours = {contestant: rate for contestant, rate in rates.items() if contestant.startswith("sunward")}
    peers = {contestant: rate for contestant, rate in rates.items() if contestant not in ours}
    wanted = {"bare_smtplib_loop": ratio_at_least(0.7), "procrastinate_on_postgresql": ratio_at_least(1.0)}
    figures = [Figure(f"{name}: {peer}", rate.a_second, "/s") for peer, rate in peers.items()]
    figures += [Figure(f"{name}: {peer}, processor", rate.milliseconds, "ms") for peer, rate in peers.items()]
    for our, rate in ours.items():
        for peer, reached in peers.items():
            ratio, costs = rate.a_second / reached.a_second, rate.milliseconds / reached.milliseconds
            figures.append(Figure(f"{name}: {our}", rate.a_second, "/s", ratio, peer, wanted[peer]))
            figures.append(Figure(f"{name}: {our}, processor", rate.milliseconds, "ms", costs, peer))
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


def _bare(smtp_url: str, messages: int) -> Rate:
    with _connected(smtp_url) as smtp:
        for number in range(FIRST):
            smtp.send_message(_mail(number))
        watch = Stopwatch()
        for number in range(FIRST, messages):
            smtp.send_message(_mail(number))
        return watch.rate(messages - FIRST)


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


def _dispatcher(channel_name: str, smtp_url: str, folder: str, workers: int) -> Dispatcher:
    """As the background services have it."""
    channel: Channel = EmailChannel(smtp_url, SENDER) if channel_name == "smtp" else NullChannel()
    channels: dict[str, Channel] = {"email": channel, "text": channel, "inbox": InboxChannel()}
    marker_file = Path(folder) / f"{uuid.uuid4().hex}.mark"
    return Dispatcher(channels, ReminderPolicy.load(), RestoreGuard(marker_file), workers)


def _deliver(dispatcher: Dispatcher, context: Context) -> None:
    """Round by round, until nothing is due."""
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
        kept, turn = threading.local(), threading.Lock()
        self.jobs, self.begun = messages, 0
        self.watch = Stopwatch()

        @self.app.task(name="send", pass_context=False)
        def send(number: int) -> None:
            with turn:
                self.begun += 1
                if self.begun == FIRST + 1:
                    self.watch = Stopwatch()
            if smtp_url is not None:
                if not hasattr(kept, "smtp"):
                    kept.smtp = _connected(smtp_url)
                kept.smtp.send_message(_mail(number))

        with procrastinate.App(connector=procrastinate.SyncPsycopgConnector(conninfo=wanted)).open() as opened:
            opened.schema_manager.apply_schema()
            opened.configure_task("send").batch_defer(*({"number": number} for number in range(messages)))

    def work(self, workers: int) -> Rate:
        """Until no job waits."""
        self.app.run_worker(wait=False, concurrency=workers, install_signal_handlers=False, listen_notify=False)
        return self.watch.rate(self.jobs - FIRST)
