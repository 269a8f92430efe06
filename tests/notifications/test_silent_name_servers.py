"""Name servers that say nothing keep whoever needs them waiting for a while, and no longer."""

import socket
import sys
import threading
from collections.abc import Callable, Iterator
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
from notifications.channels.provider_sdks import AliyunTexts, ProviderAccount, TencentTexts
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


class Kit:
    """In the place of a provider's package: whatever is called of it looks up the provider's name first, as the package does."""

    def __init__(self, *_given: object, **_named: object) -> None:
        pass

    def __getattr__(self, name: str) -> Any:
        def call(*_given: object, **_named: object) -> Any:
            if name.startswith(("query_", "Pull")) and not name.endswith("Request"):
                socket.getaddrinfo(NAME, 443)
            return Kit()

        return call


@pytest.fixture
def packages(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (
        "alibabacloud_dysmsapi20170525.models", "alibabacloud_dysmsapi20170525.client", "alibabacloud_tea_openapi.models",
        "darabonba.runtime", "tencentcloud.sms.v20210111.models", "tencentcloud.common.credential",
        "tencentcloud.common.profile.http_profile", "tencentcloud.common.profile.client_profile",
        "tencentcloud.sms.v20210111.sms_client",
    ):  # fmt: skip
        monkeypatch.setitem(sys.modules, module, Kit())


@pytest.mark.usefixtures("packages")
@pytest.mark.parametrize("provider", [AliyunTexts, TencentTexts])
def test_a_provider_is_asked_what_became_of_a_text_for_a_while_only(
    sqlite_database: Database, name_servers: NameServers, provider: type[AliyunTexts] | type[TencentTexts]
) -> None:
    channel = provider(ProviderAccount("id", "secret", "向阳", {}, endpoint=NAME))
    office = SimulatedOffice(sqlite_database, channels={"text": channel})
    message = office.post()
    assert message is not None
    asked: list[Callable[[], object]] = [lambda: channel.get_status(message, Address(phone="10012345678"), TUESDAY)]
    if isinstance(channel, TencentTexts):
        asked.append(channel.replies)
    for ask in asked:
        began = monotonic()
        with pytest.raises(TimeoutError):
            ask()
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
