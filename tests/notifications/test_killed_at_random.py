"""Two dispatchers at once on PostgreSQL, killed at random over and over, while what they speak to goes wrong and the clock jumps.

Mails and texts leave through a real SMTP server and a real HTTP gateway on loopback (tests/notifications/loopback.py), of
whose answers a third are trouble. Each dispatcher is a process that is killed by SIGKILL and replaced by the next, whose
clock has been set forward or back; in the middle the machines are off for ten days. When enough have died, the last two
work until the outbox is at its end. Then the books of both servers are held against the rows.
"""

import os
import signal
import time
import uuid
from collections import Counter
from datetime import timedelta
from random import Random

from sqlmodel import col, func, select

from core.clock import OffsetClock, SimulatedClock, WallClock
from models.database import Database
from models.message import OPEN_STATES, Message
from notifications.addresses import Address
from notifications.channels.channel import Channel, make_idempotency_key
from notifications.channels.email import EmailChannel, message_id
from notifications.channels.inbox import InboxChannel
from notifications.channels.text_gateway import GatewayConfig, TextGateway
from notifications.delivery_worker import LEASE
from notifications.dispatcher import deliver_pending
from notifications.matrix import Event, Recipient
from tests.notifications.doubles import AddressBook, SimulatedOffice, nothing_against
from tests.notifications.loopback import MockProvider, start_provider

DOMAIN = "example.test"
ANY_ADDRESS = Address(phone="10012345678", email=f"staff@{DOMAIN}", code_word="小河")
OFF = timedelta(days=10)
WORKERS = 3
"""Each dispatcher hands over so many at the same time, and may die inside each of them."""


MESSAGES, KILLS = 40, 6


def test_whatever_dies_and_whatever_goes_wrong_every_message_is_accounted_for_and_none_is_taken_twice(
    postgresql_database: Database,
) -> None:
    """Slow, refused, dropped, wrong inside 200; clocks set forward and back; ten days off: the outbox comes to its end."""
    url, chance = postgresql_database.url, Random(1)
    _post(url)
    with start_provider("smtp", fault=30) as mail, start_provider("http", fault=30) as texts:
        offset, dead, off = timedelta(), 0, False
        working: list[int] = []
        while dead < KILLS:
            while len(working) < 2:
                # A clock set back must not wake what is asleep, and one set forward must not send what is not due twice.
                offset += chance.choice((timedelta(), LEASE, timedelta(minutes=31), -timedelta(minutes=20)))
                if not off and dead >= KILLS // 2:
                    offset, off = offset + OFF, True
                working.append(_begin(url, mail, texts, offset, seed=chance.getrandbits(30)))
            time.sleep(chance.uniform(0.02, 0.6))
            victim = working.pop(chance.randrange(2))
            os.kill(victim, signal.SIGKILL)
            _, status = os.waitpid(victim, 0)
            dead += os.WIFSIGNALED(status)
        for victim in working:
            os.kill(victim, signal.SIGKILL)
            os.waitpid(victim, 0)
        offset += OFF
        while _open(url):
            offset += LEASE + timedelta(minutes=31)
            for ending in [_begin(url, mail, texts, offset, seed=n, until_idle=True) for n in (1, 2)]:
                assert os.waitpid(ending, 0)[1] == 0, "a dispatcher failed"
        _hold_the_books_against_the_rows(url, mail, texts)


def _post(url: str) -> None:
    database, now = Database(url), WallClock().now()
    office = SimulatedOffice(database, SimulatedClock(now))
    for number in range(MESSAGES):
        later = timedelta(days=5) if number % 4 == 3 else timedelta()  # due while the machines are off
        who = {"recipient_id": uuid.UUID(int=1000 + number), "due_at": now + later}
        if number % 2:
            event = Event.CHECK_IN_LAST_DAY if number % 8 == 7 else Event.CONTACT_CHANGED
            office.post(f"text-{number}", event=event, **who)
        else:
            office.post(f"mail-{number}", event=Event.STATUTORY_DATE_NEAR, to=Recipient.PROSECUTOR, **who)
    database.dispose()


def _begin(
    url: str, mail: MockProvider, texts: MockProvider, offset: timedelta, *, seed: int, until_idle: bool = False
) -> int:
    """A dispatcher of its own process, by its number; it works until it is killed, or until nothing is due."""
    child = os.fork()
    if child:
        return child
    failed = 1
    try:
        clock = OffsetClock(offset)
        database = Database(url)
        terms = GatewayConfig("made up")
        channels: dict[str, Channel] = {
            "email": EmailChannel(mail.url, f"sunward@{DOMAIN}", timeout=5),
            "text": TextGateway(texts.url, terms, clock, timeout=5),
            "inbox": InboxChannel(),
        }
        idle = False
        while not (idle and until_idle):
            came_to = deliver_pending(
                database, clock, channels, AddressBook(ANY_ADDRESS), nothing_against, 20, who=f"d{os.getpid()}",
                chance=Random(seed), workers=WORKERS,
            )  # fmt: skip
            idle = not any(vars(came_to).values())
            if idle and not until_idle:
                time.sleep(0.02)
        failed = 0
    finally:
        os._exit(failed)


def _open(url: str) -> int:
    database = Database(url)
    with database.reading() as session:
        count = session.exec(select(func.count()).where(col(Message.state).in_(OPEN_STATES))).one()
    database.dispose()
    return count


def _reference(row: Message) -> str:
    return message_id(row, DOMAIN) if row.channel == "email" else make_idempotency_key(row)


def _hold_the_books_against_the_rows(url: str, mail: MockProvider, texts: MockProvider) -> None:
    database = Database(url)
    with database.reading() as session:
        rows = session.exec(select(Message).where(Message.channel != "inbox")).all()
        session.expunge_all()
    database.dispose()
    taken = Counter(mail.taken() + texts.taken())
    posted = {row.dedupe_key.rpartition("/")[0] for row in rows}
    assert len(posted) == MESSAGES, f"{MESSAGES - len(posted)} are lost"
    assert not [row for row in rows if row.state in OPEN_STATES], "the outbox is not at its end"
    by_reference = {_reference(row): row for row in rows}
    twice = [name for name, times in taken.items() if times > 1]
    assert not twice, f"{len(twice)} were handed over twice"
    unknown_hands = set(taken) - set(by_reference)
    assert not unknown_hands, f"{len(unknown_hands)} were taken that no row knows of"
    for name, row in by_reference.items():
        if row.state in ("sent", "delivered"):
            assert name in taken, f"a row says {row.state}, and nothing was taken"
        elif row.state != "unknown":
            assert name not in taken, f"a row says {row.state} ({row.state_reason}), and it was taken"
