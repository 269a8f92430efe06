"""A message waits for a later round where no name server answers."""

import socket
from typing import Any

import pytest

from core.clock import SimulatedClock
from models.database import Database
from notifications.addresses import Address
from notifications.channels.channel import Channel
from notifications.channels.email import EmailChannel
from notifications.channels.text_gateway import GatewayConfig, TextGateway
from notifications.channels.webhook import WebhookChannel
from notifications.matrix import Event, Recipient
from tests.notifications.doubles import PROSECUTOR, TUESDAY, SimulatedOffice, required

NAME = "far.example.test"
CLOCK = SimulatedClock(TUESDAY)


@pytest.mark.parametrize(
    ("way", "channel"),
    [
        ("email", EmailChannel(f"smtp://{NAME}:25", "sunward@example.test")),
        ("text", TextGateway(f"https://{NAME}/", GatewayConfig("made up for this test"), CLOCK)),
        ("webhook", WebhookChannel(CLOCK)),
    ],
)
def test_a_message_waits_for_a_later_round(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch, way: str, channel: Channel
) -> None:
    def say_nothing(*_asked: Any, **_named: Any) -> Any:
        raise socket.gaierror(socket.EAI_AGAIN, "no name server has answered")

    monkeypatch.setattr(socket, "getaddrinfo", say_nothing)
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
    assert office.deliver().waiting == 1
