"""A dispatcher killed at any point: afterwards every message is accounted for, and nothing was said twice."""

import multiprocessing
import signal
import uuid
from collections import Counter
from datetime import timedelta
from pathlib import Path
from random import Random
from time import sleep

import pytest
from sqlalchemy import text

from models.database import Database
from notifications.channels.channel import make_idempotency_key
from notifications.channels.email import EmailChannel
from notifications.channels.folder import FolderChannel
from notifications.channels.text_gateway import GatewayConfig, TextGateway
from notifications.dispatcher import LEASE
from notifications.matrix import Event, Recipient
from tests.notifications.doubles import PROSECUTOR, AddressBook, SimulatedOffice
from tests.notifications.dying_dispatcher import ANY_ADDRESS, COMMITS, POINTS, SEND_POINTS, dispatch
from tests.notifications.gateway_server import GatewayServer, ScriptedAnswer, json_answer
from tests.notifications.mail_server import MailServer

MESSAGES = 4

# Each that dies is forked off one that has loaded the program: to load it for every death would take a second.
_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload([dispatch.__module__])


@pytest.mark.parametrize("point", POINTS)
def test_through_the_folder_every_message_arrives_once(sqlite_database: Database, tmp_path: Path, point: str) -> None:
    office = SimulatedOffice(sqlite_database, book=AddressBook(ANY_ADDRESS))
    for number in range(MESSAGES):
        office.post(str(number), event=Event.CONTACT_CHANGED, recipient_id=uuid.UUID(int=100 + number), alone=True)
    outbox = tmp_path / "outbox"
    _killed(sqlite_database.url, str(outbox), point)

    office.channels["text"] = FolderChannel(outbox)
    _carry_on(office)
    assert Counter(message.state for message in office.messages()) == {"sent": MESSAGES, "delivered": MESSAGES}
    names = [file.name for file in outbox.iterdir()]
    assert sorted(names) == sorted(str(message.provider_reference) for message in office.messages("text"))


@pytest.mark.parametrize("point", SEND_POINTS[::2])
def test_through_mail_none_is_sent_twice_and_the_one_that_nobody_can_tell_of_says_so(
    sqlite_database: Database, point: str
) -> None:
    office = SimulatedOffice(sqlite_database, book=AddressBook(ANY_ADDRESS))
    for number in range(MESSAGES):
        to = Recipient.PROSECUTOR
        office.post(str(number), event=Event.INCIDENT_REPORTED, to=to, recipient_id=PROSECUTOR, alone=True)
    server = MailServer()
    with server.open_at() as port:
        _killed(sqlite_database.url, f"smtp://127.0.0.1:{port}", point)
        office.channels["email"] = EmailChannel(f"smtp://127.0.0.1:{port}", "sunward@example.test")
        _carry_on(office)
    assert Counter(message.state for message in office.messages("email")) == {"sent": MESSAGES - 1, "unknown": 1}
    arrived = Counter(str(mail["Message-ID"]) for mail in server.mails)
    assert set(arrived.values()) == {1}
    assert len(arrived) == (MESSAGES if point == "after the hand-over" else MESSAGES - 1)


@pytest.mark.parametrize(
    ("point", "threads"), [*((point, 2) for point in list(COMMITS)[2:6]), ("after the hand-over", 4)]
)
def test_of_several_under_way_no_more_are_unknown_than_there_are_threads_and_none_is_sent_twice(
    postgresql_database: Database, point: str, threads: int
) -> None:
    """Six mails to six people, by a dispatcher that dies while several of them are under way."""
    office = SimulatedOffice(postgresql_database, book=AddressBook(ANY_ADDRESS))
    for number in range(6):
        to, who = Recipient.PROSECUTOR, uuid.UUID(int=100 + number)
        office.post(str(number), event=Event.INCIDENT_REPORTED, to=to, recipient_id=who, alone=True)
    server = MailServer()
    with server.open_at() as port:
        _killed(postgresql_database.url, f"smtp://127.0.0.1:{port}", point, threads)
        office.channels["email"] = EmailChannel(f"smtp://127.0.0.1:{port}", "sunward@example.test")
        _carry_on(office)
    states = Counter(message.state for message in office.messages("email"))
    arrived = Counter(str(mail["Message-ID"]) for mail in server.mails)
    assert states["sent"] + states["unknown"] == 6
    assert states["unknown"] <= threads
    assert set(arrived.values()) == {1}
    assert states["sent"] <= len(arrived) <= 6


@pytest.mark.parametrize("keys_kept", [timedelta(hours=1), timedelta(0)], ids=["keys kept", "no keys"])
@pytest.mark.parametrize("point", SEND_POINTS[::2])
def test_through_a_gateway_a_key_makes_it_once_and_without_one_a_person_settles_it(
    sqlite_database: Database, point: str, keys_kept: timedelta
) -> None:
    """The one that was being handed over is asked for once more under its key, or is unknown and not asked again."""
    office = SimulatedOffice(sqlite_database, book=AddressBook(ANY_ADDRESS))
    for number in range(MESSAGES):
        office.post(str(number), event=Event.CONTACT_CHANGED, recipient_id=uuid.UUID(int=100 + number), alone=True)
    with GatewayServer().open() as gateway:
        _killed(sqlite_database.url, gateway.url + ("#keys" if keys_kept else ""), point)
        office.channels["text"] = TextGateway(gateway.url, GatewayConfig("made up", keys_kept=keys_kept), office.clock)
        _carry_on(office)
        again = 1 if point == "after the hand-over" else 0
        states = Counter(message.state for message in office.messages("text"))
        if keys_kept:
            assert states == {"sent": MESSAGES}
            assert len(gateway.keys) == MESSAGES + again
            assert len(set(gateway.keys)) == MESSAGES
        else:
            assert states == {"sent": MESSAGES - 1, "unknown": 1}
            assert len(gateway.keys) == len(set(gateway.keys)) == MESSAGES - 1 + again


def test_a_gateway_that_does_all_a_gateway_can_do_leaves_every_message_accounted_for(sqlite_database: Database) -> None:
    """Twelve texts; it drops, stalls, answers nonsense, too many, and errors inside 200, in a fixed disorder, and
    two dispatchers take turns. Every key is taken once, every row says what is so, and none is left over."""
    disorder = Random(4)
    kinds = [
        json_answer(code=0, id="G"),
        ScriptedAnswer(drop=True),
        json_answer(429),
        json_answer(503),
        json_answer(502),
        json_answer(code=7),
        ScriptedAnswer(200, b"?"),
    ]
    office = SimulatedOffice(sqlite_database, book=AddressBook(ANY_ADDRESS))
    for number in range(12):
        office.post(str(number), event=Event.CONTACT_CHANGED, recipient_id=uuid.UUID(int=100 + number), alone=True)
    with GatewayServer(answers=[disorder.choice(kinds) for _ in range(18)]).open() as gateway:
        answers = list(gateway.answers)
        terms = GatewayConfig("made up", keys_kept=timedelta(0))
        office.channels["text"] = TextGateway(gateway.url, terms, office.clock)
        for _ in range(18):  # "too many", or nothing that can be understood, rests the account: the others wait
            office.deliver(30)
            office.clock.advance_by(timedelta(minutes=5))
        asked = Counter(gateway.keys)
        last = {key: answer for key, answer in zip(gateway.keys, answers, strict=False)}
    by_key = {make_idempotency_key(message): message for message in office.messages("text")}
    assert set(asked) == set(by_key)
    assert {message.state for message in by_key.values()} <= {"sent", "unknown", "refused"}
    for key, answer in last.items():
        maybe = answer.drop or answer.status == 502 or answer.body == b"?"
        expected = "unknown" if maybe else "refused" if b"7" in answer.body else "sent"
        if answer.status not in (429, 503):
            assert by_key[key].state == expected
    tries = {key: [a for k, a in zip(gateway.keys, answers, strict=False) if k == key] for key in asked}
    assert all(
        one.status in (429, 503) for those in tries.values() for one in those[:-1]
    )  # nothing else is tried again


def _killed(url: str, channel: str, point: str, threads: int = 1) -> None:
    dying = _processes.Process(target=dispatch, args=(url, channel, point, threads))
    dying.start()
    dying.join(60)
    # With several threads fewer commits are needed: the last of them may not come.
    assert dying.exitcode == -signal.SIGKILL or (threads > 1 and dying.exitcode == 0)


_STILL_IN_A_TRANSACTION = """SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
    AND pid <> pg_backend_pid() AND state LIKE 'idle in transaction%'"""


def _carry_on(office: SimulatedOffice) -> None:
    """The next process, as soon as the database has seen that the dead one is gone, and again after that one's lease. Until
    then its rows are locked, and passed over."""
    for _ in range(0 if office.database.is_sqlite else 200):
        with office.database.reading() as session:
            if not session.execute(text(_STILL_IN_A_TRANSACTION)).scalar_one():
                break
        sleep(0.05)
    office.deliver()
    office.clock.advance_by(LEASE + timedelta(seconds=1))
    office.deliver()
