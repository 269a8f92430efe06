"""A provider that says "too many" rests its account: for every message, for every dispatcher, and for as long as it asks."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from core.clock import WallClock
from models.database import Database
from models.message import MessageState
from notifications.addresses import Address
from notifications.channels.channel import SendResult
from notifications.channels.provider_sdks import read_aliyun, read_tencent
from notifications.channels.text_gateway import GatewayConfig, TextGateway
from notifications.channels.webhook import WebhookChannel
from notifications.matrix import Event, Recipient
from tests.notifications.doubles import PROSECUTOR, SimulatedOffice, required
from tests.notifications.gateway_server import GatewayServer, ScriptedAnswer, json_answer
from tests.records import fresh_record

SECRET = "whsec_bWFkZSB1cCBmb3IgdGhpcyB0ZXN0"


@pytest.fixture
def gateway() -> Iterator[GatewayServer]:
    with GatewayServer().open() as opened:
        yield opened


def an_office(gateway: GatewayServer, database: Database | None = None, **terms: Any) -> SimulatedOffice:
    channel = TextGateway(gateway.url, GatewayConfig("a secret", **terms), WallClock(), timeout=0.5)
    return SimulatedOffice(database or fresh_record(), channels={"text": channel})


def post(office: SimulatedOffice, count: int) -> None:
    for number in range(count):
        office.post(f"k-{number}", event=Event.CONTACT_CHANGED, alone=True)


def states(office: SimulatedOffice) -> list[tuple[str, str | None]]:
    return [(message.state, message.state_reason) for message in office.messages("text")]


def test_too_many_rests_the_account_and_not_the_one_message(gateway: GatewayServer) -> None:
    gateway.answers = [ScriptedAnswer(429, retry_after="600")]
    office = an_office(gateway)
    post(office, 5)
    office.deliver()
    assert len(gateway.asked) == 1
    assert states(office) == [("claimed", "http_429")] + [("claimed", "channel_rests")] * 4
    assert [message.attempts for message in office.messages("text")] == [1, 0, 0, 0, 0]
    office.clock.advance_by(timedelta(minutes=9, seconds=50))
    office.deliver()
    assert len(gateway.asked) == 1
    office.clock.advance_by(timedelta(seconds=11))
    assert office.deliver().sent == 5


@pytest.mark.parametrize(
    ("silence", "keys_kept"),
    [
        (ScriptedAnswer(drop=True), timedelta(0)),
        (ScriptedAnswer(drop=True), timedelta(hours=1)),
        (ScriptedAnswer(wait=1), timedelta(0)),
        (json_answer(502), timedelta(0)),
        (json_answer(text="well received"), timedelta(0)),
    ],
)
def test_a_gateway_that_takes_each_text_and_says_nothing_leaves_one_of_a_round_unknown(
    gateway: GatewayServer, silence: ScriptedAnswer, keys_kept: timedelta
) -> None:
    """The others wait untouched until it is asked again. Each of them would have been for a person to settle."""
    gateway.usual = silence
    office = an_office(gateway, keys_kept=keys_kept)
    for number in range(5):
        office.post(f"k-{number}", event=Event.CONTACT_CHANGED, alone=True, recipient_id=UUID(int=number + 1))
    for round_number in range(2):
        assert office.deliver().unknown == 1
        waiting = [message for message in office.messages("text") if message.state_reason == "channel_rests"]
        assert len(waiting) == 4 - round_number
        assert {message.attempts for message in waiting} == {0}
        office.clock.advance_by(timedelta(seconds=70))
    gateway.usual = json_answer(code=0, id="G-1")
    assert office.deliver().sent == 3


def test_several_threads_leave_as_many_unknown_as_they_are(gateway: GatewayServer, sqlite_database: Database) -> None:
    """Those that are under way at the same time."""
    gateway.usual = ScriptedAnswer(wait=1)
    office = an_office(gateway, sqlite_database)
    for number in range(12):
        office.post(f"k-{number}", event=Event.CONTACT_CHANGED, alone=True, recipient_id=UUID(int=number + 1))
    for pause in (31, 61):
        assert office.deliver(threads=4).unknown == 4
        office.clock.advance_by(timedelta(seconds=pause))
    gateway.usual = json_answer(code=0, id="G-1")
    assert office.deliver(threads=4).sent == 4


def test_every_dispatcher_keeps_the_pause(gateway: GatewayServer, database: Database) -> None:
    """On both databases: it stands in the record."""
    gateway.answers = [ScriptedAnswer(429, retry_after="600")]
    one = an_office(gateway, database)
    post(one, 1)
    one.deliver()
    another = an_office(gateway, database)
    another.clock.advance_to(one.clock.now())
    post(another, 3)
    another.deliver(threads=2)
    assert len(gateway.asked) == 1
    another.clock.advance_by(timedelta(seconds=601))
    assert another.deliver().sent == 3


def test_a_number_that_is_refused_rests_nothing(gateway: GatewayServer) -> None:
    gateway.answers = [json_answer(code=1101), json_answer(code=9), json_answer(code=7)]
    office = an_office(gateway, codes={"1101": "no_such_number", "7": "later"})
    post(office, 5)
    office.deliver()
    assert [state for state, _ in states(office)] == ["bounced", "refused", "claimed", "sent", "sent"]


def test_a_code_for_too_many_inside_a_200_rests_as_well(gateway: GatewayServer) -> None:
    gateway.usual = json_answer(code="flow_control")
    office = an_office(gateway, codes={"flow_control": "too_many"})
    post(office, 3)
    office.deliver()
    assert len(gateway.asked) == 1


def test_without_a_pause_asked_for_each_is_twice_as_long(gateway: GatewayServer) -> None:
    gateway.usual = ScriptedAnswer(429)
    office = an_office(gateway)
    post(office, 3)
    pauses = []
    for asked in range(1, 6):
        began = office.clock.now()
        while len(gateway.asked) < asked:
            office.clock.advance_by(timedelta(seconds=20))
            office.deliver()
        pauses.append((office.clock.now() - began).total_seconds())
    assert len(gateway.asked) == 5
    assert pauses[-1] > 4 * pauses[1]
    gateway.usual = json_answer(code=0)
    office.clock.advance_by(timedelta(hours=1))
    assert office.deliver().sent == 3


def test_a_pause_written_by_a_clock_that_stood_wrong_holds_nobody(gateway: GatewayServer) -> None:
    gateway.answers = [ScriptedAnswer(429, retry_after="600")]
    office = an_office(gateway)
    right = office.clock.now()
    office.clock.advance_by(timedelta(days=400))
    post(office, 1)
    office.deliver()
    office.clock = type(office.clock)(right)
    office.post("another", event=Event.CONTACT_CHANGED, alone=True)
    assert office.deliver().sent >= 1


def test_a_webhook_waits_as_long_as_it_is_asked_to_and_only_its_own_receiver_rests() -> None:
    with GatewayServer(answers=[ScriptedAnswer(503, retry_after="900")], usual=ScriptedAnswer(204)).open() as receiver:
        office = SimulatedOffice(
            fresh_record(), channels={"webhook": WebhookChannel(WallClock(), reach="inside", timeout=0.5)}
        )
        office.book.everybody = Address(url=receiver.url, secret=SECRET)
        others = type(PROSECUTOR)(int=77)
        for number, who in enumerate((PROSECUTOR, PROSECUTOR, others)):
            office.post(str(number), event=Event.STATUTORY_DATE_NEAR, to=Recipient.OFFICE_SYSTEM, recipient_id=who,
                        plan_number="SW-AAAA-BBBB", variables=required("W1"))  # fmt: skip
        office.deliver()
        assert [(one.state, one.state_reason) for one in office.messages("webhook")] == [
            ("claimed", "webhook_503"), ("claimed", "channel_rests"), ("delivered", None),
        ]  # fmt: skip
        office.clock.advance_by(timedelta(minutes=14))
        assert office.deliver().delivered == 0
        office.clock.advance_by(timedelta(minutes=2))
        assert office.deliver().delivered == 2


@pytest.mark.parametrize(
    ("answer", "pauses_account"),
    [
        (read_aliyun("isv.BUSINESS_LIMIT_CONTROL", None), False),
        (read_aliyun("isv.MOBILE_NUMBER_ILLEGAL", None), False),
        (read_aliyun("isv.AMOUNT_NOT_ENOUGH", None), True),
        (read_aliyun("Throttling.User", None), True),
        (read_tencent("LimitExceeded.PhoneNumberDailyLimit", None), False),
        (read_tencent("LimitExceeded.DeliveryFrequencyLimit", None), False),
        (read_tencent("FailedOperation.PhoneNumberInBlacklist", None), False),
        (read_tencent("RequestLimitExceeded", None), True),
        (read_tencent("FailedOperation.InsufficientBalance", None), True),
    ],
)
def test_an_answer_about_one_number_is_distinguished_from_one_about_the_account(
    answer: SendResult, pauses_account: bool
) -> None:
    assert answer.pauses_account is pauses_account


def test_what_lapses_while_the_account_rests_says_so_and_is_not_said_late(gateway: GatewayServer) -> None:
    gateway.answers = [ScriptedAnswer(429, retry_after="14400")]
    office = an_office(gateway)
    office.clock.advance_by(timedelta(hours=12))
    office.post("today", event=Event.CHECK_IN_LAST_DAY)
    office.deliver()
    office.clock.advance_by(timedelta(hours=5))
    office.deliver()
    (message,) = office.messages("text")
    assert (message.state, message.state_reason) == (MessageState.EXPIRED, "words_untrue")
