"""A dispatcher killed at any point: afterwards every message is accounted for, and nothing was said twice."""

import signal
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from models.database import Database
from notifications.catalogue import Event, Recipient
from notifications.channels.email import EmailChannel
from notifications.channels.folder import FolderChannel
from notifications.dispatcher import LEASE
from tests.notifications.doubles import PROSECUTOR, AddressBook, Office
from tests.notifications.dying_dispatcher import EVERYBODY, HAND_OVERS, POINTS
from tests.notifications.post_office import PostOffice

HOUSE = Path(__file__).parents[2]
MESSAGES = 4


@pytest.mark.parametrize("point", POINTS)
def test_through_the_folder_every_message_arrives_once(database: Database, tmp_path: Path, point: str) -> None:
    office = Office(database, book=AddressBook(EVERYBODY))
    for number in range(MESSAGES):
        office.post(str(number), event=Event.CONTACT_CHANGED, alone=True)
    outbox = tmp_path / "outbox"
    _killed(database.url, str(outbox), point)

    office.channels["text"] = FolderChannel(outbox)
    _carry_on(office)
    assert Counter(message.state for message in office.messages()) == {"sent": MESSAGES, "delivered": MESSAGES}
    names = [file.name for file in outbox.iterdir()]
    assert sorted(names) == sorted(str(message.provider_reference) for message in office.messages("text"))


@pytest.mark.parametrize("point", HAND_OVERS[::2])
def test_through_mail_none_is_sent_twice_and_the_one_that_nobody_can_tell_of_says_so(
    sqlite_database: Database, point: str
) -> None:
    office = Office(sqlite_database, book=AddressBook(EVERYBODY))
    for number in range(MESSAGES):
        to = Recipient.PROSECUTOR
        office.post(str(number), event=Event.INCIDENT_REPORTED, to=to, recipient_id=PROSECUTOR, alone=True)
    server = PostOffice()
    with server.open_at() as port:
        _killed(sqlite_database.url, f"smtp://127.0.0.1:{port}", point)
        office.channels["email"] = EmailChannel(f"smtp://127.0.0.1:{port}", "sunward@example.test")
        _carry_on(office)
    assert Counter(message.state for message in office.messages("email")) == {"sent": MESSAGES - 1, "unknown": 1}
    arrived = Counter(str(mail["Message-ID"]) for mail in server.mails)
    assert set(arrived.values()) == {1}
    assert len(arrived) == (MESSAGES if point == "after the hand-over" else MESSAGES - 1)


def _killed(url: str, carrier: str, point: str) -> None:
    command = [sys.executable, "-m", "tests.notifications.dying_dispatcher", url, carrier, point]
    ended = subprocess.run(command, cwd=HOUSE, capture_output=True, check=False, timeout=60)
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()


def _carry_on(office: Office) -> None:
    """The next process, at once and again after the dead one's lease."""
    office.deliver()
    office.clock.advance_by(LEASE + timedelta(seconds=1))
    office.deliver()
