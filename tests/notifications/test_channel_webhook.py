"""Signed webhooks: a number, a code and a day; never into our own network, and sent again under the same id."""

import socket
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from standardwebhooks import Webhook

from core.clock import WallClock
from core.errors import BadInput
from models.database import Database
from models.message import Message
from notifications.addresses import Address
from notifications.channels.ssrf_guard import check_url
from notifications.channels.webhook import WebhookChannel
from notifications.matrix import Event, Recipient
from tests.notifications.doubles import PROSECUTOR, VALUES, SimulatedOffice, required
from tests.notifications.gateway_server import GatewayServer, ScriptedAnswer

SECRET = "whsec_bWFkZSB1cCBmb3IgdGhpcyB0ZXN0"


@pytest.fixture
def gateway() -> Iterator[GatewayServer]:
    with GatewayServer(usual=ScriptedAnswer(204)).open() as opened:
        yield opened


def _office(database: Database, url: str, *, reach: str = "inside") -> SimulatedOffice:
    office = SimulatedOffice(database, channels={"webhook": WebhookChannel(WallClock(), reach=reach, timeout=0.3)})
    office.book.everybody = Address(url=url, secret=SECRET)
    return office


def _plan_date(office: SimulatedOffice, key: str = "plan-date") -> Message:
    office.post(key, event=Event.STATUTORY_DATE_NEAR, to=Recipient.OFFICE_SYSTEM, recipient_id=PROSECUTOR,
                plan_number="SW-AAAA-BBBB", variables=required("W1"))  # fmt: skip
    office.deliver()
    return office.only("webhook")


def test_what_a_webhook_sends_is_signed_and_holds_a_number_a_code_and_a_day(
    sqlite_database: Database, gateway: GatewayServer
) -> None:
    message = _plan_date(_office(sqlite_database, gateway.url))
    assert message.state == "delivered"
    (asked,) = gateway.asked
    verified: dict[str, Any] = Webhook(SECRET).verify(asked.raw, asked.headers)
    assert verified == {
        "specversion": "1.0", "id": VALUES["event_id"], "source": "/api/v1/plans",
        "type": "sunward.statutory_date_near", "time": "2026-11-24T01:00:00Z", "subject": "SW-AAAA-BBBB",
        "datacontenttype": "application/json", "data": {"due_on": "2026-12-23", "kind": None},
    }  # fmt: skip
    assert asked.headers["webhook-id"] == VALUES["event_id"]
    assert asked.headers["content-type"] == "application/cloudevents+json"
    assert asked.headers["host"] == gateway.url.split("/")[2]


@pytest.mark.parametrize(
    ("first", "reason"),
    [
        (ScriptedAnswer(drop=True), "webhook_RemoteProtocolError"),
        (ScriptedAnswer(wait=0.9), "webhook_ReadTimeout"),
        (ScriptedAnswer(500), "webhook_500"),
        (ScriptedAnswer(302), "webhook_302"),
        (ScriptedAnswer(404), "webhook_404"),
    ],
)
def test_whatever_is_not_taken_is_sent_again_under_the_same_id(
    sqlite_database: Database, gateway: GatewayServer, first: ScriptedAnswer, reason: str
) -> None:
    """A receiver knows by the id what it has: so a lost answer is another try and no unknown outcome."""
    gateway.answers = [first]
    office = _office(sqlite_database, gateway.url)
    message = _plan_date(office)
    assert (message.state, message.state_reason) == ("claimed", reason)
    office.clock.advance_by(timedelta(minutes=1))
    office.deliver()
    assert office.only("webhook").state == "delivered"
    assert len({asked.headers["webhook-id"] for asked in gateway.asked}) == 1


def test_a_receiver_that_is_gone_is_not_asked_again(sqlite_database: Database, gateway: GatewayServer) -> None:
    gateway.usual = ScriptedAnswer(410)
    assert _plan_date(_office(sqlite_database, gateway.url)).state == "bounced"


def test_nothing_is_sent_into_our_own_network(
    sqlite_database: Database, gateway: GatewayServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also not by a name that was public when it was registered and points inside today."""
    message = _plan_date(_office(sqlite_database, gateway.url, reach="public"))
    assert (message.state, message.state_reason) == ("refused", "webhook_inside")
    assert gateway.asked == []
    for address in ("10.1.2.3", "169.254.169.254", "::1", "fd00::1", "::ffff:127.0.0.1", "100.64.0.1", "224.0.0.1",
                    "64:ff9b::7f00:1", "2002:7f00:1::", "0.0.0.0"):  # fmt: skip
        leads_to(monkeypatch, "93.184.216.34", address)
        with pytest.raises(BadInput, match=r"."):
            check_url("https://hooks.example.test/x", reach="public")
        check_url("https://hooks.example.test/x", reach="inside")
    leads_to(monkeypatch, "93.184.216.34")
    check_url("https://hooks.example.test/x", reach="public")


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.test/", "http://127.0.0.1.example.test/", "https://user@hooks.example.test/",
        "https:///x", "https://hooks.example.test:99999/", "https://hooks.example.test/#x", "ftp://hooks.example.test/",
        "https://hooks.example.test/ x", "https://hooks.example.test/\n", "https://例.test/", "", "x" * 501,
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    leads_to(monkeypatch, "93.184.216.34")
    with pytest.raises(BadInput):
        check_url(url, reach="inside")


def leads_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """Every name leads there: a test must not depend on any real one."""
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
