"""Name servers that say nothing keep whoever needs them waiting for a while, and no longer."""

import socket
import threading
from collections.abc import Iterator
from time import monotonic
from typing import Any

import pytest

from core import name_lookup
from core.clock import SimulatedClock
from core.name_lookup import look_up
from models.database import Database
from notifications.addresses import Address
from notifications.channels.channel import Channel
from notifications.channels.email import EmailChannel
from notifications.channels.text_gateway import GatewayConfig, TextGateway
from notifications.channels.webhook import WebhookChannel
from notifications.matrix import Event, Recipient
from tests.notifications.doubles import PROSECUTOR, TUESDAY, SimulatedOffice, required

NAME = "far.example.test"
FOR_EVER = 30.0
"""Seconds: so long the system itself waits here."""


class NameServers:
    """They say nothing until they are well."""

    def __init__(self) -> None:
        self.asked = 0
        self._are_well = threading.Event()
        self._known = socket.getaddrinfo

    def getaddrinfo(self, host: str, *given: Any, **named: Any) -> Any:
        if host != NAME:
            return self._known(host, *given, **named)
        self.asked += 1
        if not self._are_well.wait(FOR_EVER):
            raise socket.gaierror(socket.EAI_AGAIN, "no name server has answered")
        return self._known("127.0.0.1", *given, **named)

    def get_well(self) -> None:
        """They answer, and whatever was asked meanwhile has been answered."""
        self._are_well.set()
        for thread in threading.enumerate():
            if thread.name == "look-up":
                thread.join()


@pytest.fixture
def name_servers(monkeypatch: pytest.MonkeyPatch) -> Iterator[NameServers]:
    servers = NameServers()
    monkeypatch.setattr(socket, "getaddrinfo", servers.getaddrinfo)
    monkeypatch.setattr(name_lookup, "LONGEST_SECONDS", 0.2)
    yield servers
    servers.get_well()


CLOCK = SimulatedClock(TUESDAY)


@pytest.mark.parametrize(
    ("way", "channel"),
    [
        ("email", EmailChannel(f"smtp://{NAME}:25", "sunward@example.test")),
        ("text", TextGateway(f"https://{NAME}/", GatewayConfig("made up for this test"), CLOCK)),
        ("webhook", WebhookChannel(CLOCK)),
    ],
)
def test_a_message_waits_for_a_later_round_and_holds_up_this_one_for_a_while_only(
    sqlite_database: Database, name_servers: NameServers, way: str, channel: Channel
) -> None:
    office = SimulatedOffice(sqlite_database, channels={way: channel})
    office.book.everybody = Address(
        email="staff@example.test", phone="10012345678", url=f"https://{NAME}/hook", secret="whsec_" + "a" * 32,
        code_word="小河", call_back="0900-8600000",
    )  # fmt: skip
    if way == "text":
        office.post()
    elif way == "email":
        office.post("m", event=Event.STATUTORY_DATE_NEAR, to=Recipient.PROSECUTOR, recipient_id=PROSECUTOR, alone=True)
    else:
        office.post("w", event=Event.STATUTORY_DATE_NEAR, to=Recipient.OFFICE_SYSTEM, recipient_id=PROSECUTOR,
                    plan_number="SW-AAAA-BBBB", variables=required("W1"))  # fmt: skip
    began = monotonic()
    assert office.deliver().waiting == 1
    assert monotonic() - began < FOR_EVER
    assert name_servers.asked == 1


def test_who_asks_for_the_same_name_meanwhile_asks_nobody_once_more_and_it_is_found_afterwards(
    name_servers: NameServers,
) -> None:
    for _caller in range(3):
        with pytest.raises(TimeoutError):
            look_up(NAME)
    assert name_servers.asked == 1
    name_servers.get_well()
    assert look_up(NAME) == {"127.0.0.1"}


def test_where_no_thread_is_left_the_name_is_looked_up_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def none_left(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", none_left)
    assert look_up("127.0.0.1") == look_up("127.0.0.1") == {"127.0.0.1"}
