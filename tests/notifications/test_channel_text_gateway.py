"""Texts over an HTTP gateway: its own answer is read, and what is not known is not claimed."""

import hashlib
import hmac
from collections.abc import Iterator
from datetime import timedelta

import pytest

from core.clock import SimulatedClock
from core.errors import StateConflict
from models.database import Database
from models.message import Message, MessageState
from notifications.channels.channel import SendOutcome, SendResult, make_idempotency_key
from notifications.channels.http_post import JsonPoster
from notifications.channels.text_gateway import GatewayConfig, TextGateway
from notifications.render import render
from tests.notifications.doubles import FAMILY_PHONE, TUESDAY, SimulatedOffice
from tests.notifications.gateway_server import GatewayServer, ScriptedAnswer, json_answer
from tests.notifications.mail_server import free_port

SECRET = "made up for this test"
PATIENCE = 0.3
KEYS = timedelta(hours=1)


@pytest.fixture
def gateway() -> Iterator[GatewayServer]:
    with GatewayServer().open() as opened:
        yield opened


@pytest.fixture
def office(sqlite_database: Database) -> SimulatedOffice:
    return SimulatedOffice(sqlite_database)


def channel(url: str, **terms: object) -> TextGateway:
    return TextGateway(url, GatewayConfig(SECRET, "葵花", **terms), SimulatedClock(TUESDAY), timeout=PATIENCE)  # type: ignore[arg-type]


def a_message(office: SimulatedOffice) -> Message:
    office.post()
    return office.only("text")


def send_one(office: SimulatedOffice, channel: TextGateway) -> SendResult:
    message = a_message(office)
    rendered = render(message.template, "zh-CN", message.variables, code_word="小河")
    return channel.hand_over(message, FAMILY_PHONE, rendered)


def test_a_text_is_its_registered_number_and_its_values_under_a_key_and_a_proof(
    office: SimulatedOffice, gateway: GatewayServer
) -> None:
    """Nothing free is sent, the key tells nothing of the plan, and the body is proved under the shared secret."""
    answer = send_one(office, channel(gateway.url, templates={"S1": "SMS_100001"}))
    assert answer == SendResult(SendOutcome.SENT, reference="G-1")
    (asked,) = gateway.asked
    message = office.only("text")
    assert asked.body == {
        "to": "10012345678",
        "template": "SMS_100001",
        "values": {"code_word": "小河", "day": "12月23日（周三）", "time": "15点30分"},
        "signature": "葵花",
        "reference": make_idempotency_key(message),
    }
    assert asked.headers["idempotency-key"] == make_idempotency_key(message)
    assert message.dedupe_key not in str(asked)
    proof = hmac.new(SECRET.encode(), asked.headers["sunward-time"].encode() + b"." + asked.raw, hashlib.sha256)
    assert asked.headers["sunward-signature"] == f"sha256={proof.hexdigest()}"


@pytest.mark.parametrize(
    ("scripted", "outcome", "reason"),
    [
        (json_answer(errcode=310000, errmsg="no"), SendOutcome.REFUSED, "gateway_310000"),
        (json_answer(code="isv.MOBILE_NUMBER_ILLEGAL"), SendOutcome.REFUSED, "gateway_isv.MOBILE_NUMBER_ILLEGAL"),
        (json_answer(code="给小河的"), SendOutcome.REFUSED, "gateway_without_code"),
        (json_answer(code="E-404"), SendOutcome.BOUNCED, "gateway_E-404"),
        (json_answer(code=0, errcode=7), SendOutcome.REFUSED, "gateway_7"),
        (json_answer(code=429), SendOutcome.TRY_AGAIN, "gateway_429"),
        (json_answer(message="hello"), SendOutcome.UNKNOWN, "gateway_no_code"),
        (ScriptedAnswer(200, b"<html>fine</html>"), SendOutcome.UNKNOWN, "http_no_answer"),
        (ScriptedAnswer(200, b"[0]"), SendOutcome.UNKNOWN, "http_no_answer"),
        (ScriptedAnswer(200, b"{" + b" " * 70_000 + b"}"), SendOutcome.UNKNOWN, "http_no_answer"),
        (ScriptedAnswer(200, b"[" * 60_000), SendOutcome.UNKNOWN, "http_no_answer"),
        (json_answer(429), SendOutcome.TRY_AGAIN, "http_429"),
        (json_answer(503), SendOutcome.TRY_AGAIN, "http_503"),
        (json_answer(401), SendOutcome.TRY_AGAIN, "http_401"),
        (json_answer(302), SendOutcome.TRY_AGAIN, "http_302"),
        (json_answer(code=None), SendOutcome.UNKNOWN, "gateway_no_code"),
        (json_answer(400, code=0), SendOutcome.REFUSED, "http_400"),
        (json_answer(500), SendOutcome.UNKNOWN, "http_500"),
        (json_answer(502), SendOutcome.UNKNOWN, "http_502"),
        (ScriptedAnswer(drop=True), SendOutcome.UNKNOWN, "http_RemoteProtocolError"),
        (ScriptedAnswer(wait=3 * PATIENCE), SendOutcome.UNKNOWN, "http_ReadTimeout"),
        (ScriptedAnswer(200, b'{"code": 0}', drip=PATIENCE / 3), SendOutcome.UNKNOWN, "http_no_answer"),
    ],
)
def test_what_a_gateway_says_and_does_is_what_the_row_says(
    office: SimulatedOffice, gateway: GatewayServer, scripted: ScriptedAnswer, outcome: SendOutcome, reason: str
) -> None:
    """A status of 200 with an error inside is a refusal; taken and then silent is unknown; too many is later."""
    gateway.answers = [scripted]
    answer = send_one(office, channel(gateway.url, codes={"429": "later", "E-404": "no_such_number"}))
    assert answer.outcome == outcome
    assert answer.reason == reason


PATTERN = r"(?P<code>\d+),(?P<id>\d+)"


@pytest.mark.parametrize(
    ("agreed", "body", "outcome", "said"),
    [
        (PATTERN, b"0,12345\r\n", SendOutcome.SENT, "12345"),
        (PATTERN, b"12,0", SendOutcome.REFUSED, "gateway_12"),
        (PATTERN, b"7,0", SendOutcome.BOUNCED, "gateway_7"),
        (PATTERN, b"<html>0,12345</html>", SendOutcome.UNKNOWN, "http_no_answer"),
        (r"(?P<code>[^:]+):.*", "0:提交成功".encode("gb18030"), SendOutcome.SENT, None),
        ("result.code", b'{"code": 9, "result": {"code": "00", "id": "A1"}}', SendOutcome.SENT, "A1"),
        ("results.0.success", b'{"results": [{"success": true}]}', SendOutcome.SENT, None),
        ("results.0.success", b'{"results": [{"success": false}]}', SendOutcome.REFUSED, "gateway_false"),
        ("result.code", b'{"code": 0}', SendOutcome.UNKNOWN, "http_no_answer"),
        ("result.code", b"0,12345", SendOutcome.UNKNOWN, "http_no_answer"),
    ],
)
def test_where_an_answer_says_its_code_is_agreed_with_the_gateway(
    office: SimulatedOffice, gateway: GatewayServer, agreed: str, body: bytes, outcome: SendOutcome, said: str | None
) -> None:
    """A field of JSON, or a pattern that the whole answer fits; any other answer leaves the outcome unknown."""
    gateway.answers = [ScriptedAnswer(200, body)]
    codes = {"00": "taken", "true": "taken", "7": "no_such_number"}
    answer = send_one(office, channel(gateway.url, answer=agreed, codes=codes))
    assert (answer.outcome, answer.reference or answer.reason) == (outcome, said)


@pytest.mark.parametrize("pattern", [r"(\d+)", "(?P<code>"])
def test_a_pattern_without_a_code_is_refused_at_the_start(pattern: str) -> None:
    with pytest.raises(StateConflict, match="SUNWARD_TEXT_GATEWAY_ANSWER"):
        channel("https://gateway.test/", answer=pattern)


def test_nobody_there_is_surely_not_sent(office: SimulatedOffice) -> None:
    answer = send_one(office, channel(f"http://127.0.0.1:{free_port()}/"))
    refused = "[Errno 111] Connection refused"
    assert answer == SendResult(SendOutcome.TRY_AGAIN, reason="http_ConnectError", pauses_account=True, said=refused)


def test_a_lost_answer_is_asked_for_again_under_the_same_key_where_the_gateway_keeps_keys(
    office: SimulatedOffice, gateway: GatewayServer
) -> None:
    gateway.answers = [ScriptedAnswer(drop=True)]
    answer = send_one(office, channel(gateway.url, keys_kept=KEYS))
    assert answer.outcome == SendOutcome.SENT
    assert len(gateway.keys) == 2
    assert len(set(gateway.keys)) == 1


def test_a_process_that_died_inside_may_hand_over_again_only_while_the_key_is_known(office: SimulatedOffice) -> None:
    clock = SimulatedClock(TUESDAY)
    channel = TextGateway("https://gateway.test/", GatewayConfig(SECRET, keys_kept=KEYS), clock)
    message = a_message(office)
    message.handing_over_since = TUESDAY
    clock.advance_by(KEYS - timedelta(seconds=1))
    assert channel.find(message) is None
    clock.advance_by(timedelta(seconds=1))
    assert channel.find(message) == SendResult(SendOutcome.UNKNOWN, reason="hand_over_interrupted")


@pytest.mark.parametrize(
    ("header", "pause"),
    [("600", timedelta(minutes=10)), ("999999999999", timedelta(hours=4)), ("soon", None),
     ("Fri, 31 Dec 9999 23:59:59 GMT", timedelta(hours=4)), ("Wed, 21 Oct 2026 07:28:00 +99999999999999", None),
     ("Wed, 21 Oct 2015 07:28:00 GMT", timedelta(0)), ("-5", None)],
)  # fmt: skip
def test_a_gateway_that_asks_for_a_pause_gets_it(
    office: SimulatedOffice, gateway: GatewayServer, header: str, pause: timedelta | None
) -> None:
    """In seconds or until a moment, whatever nonsense it says: never for longer than some hours, never sooner than ours."""
    gateway.answers = [ScriptedAnswer(429, retry_after=header)]
    assert send_one(office, channel(gateway.url)).not_before == pause
    gateway.answers = [ScriptedAnswer(429, retry_after=header)]
    office.channels["text"] = channel(gateway.url)
    office.deliver()
    office.clock.advance_by(max(pause or timedelta(0), timedelta(seconds=10)) - timedelta(seconds=1))
    office.deliver()
    assert len(gateway.asked) == 2
    office.clock.advance_by(timedelta(seconds=40))
    office.deliver()
    assert (len(gateway.asked), office.only("text").state) == (3, MessageState.SENT)


def test_a_text_nobody_registered_does_not_leave(office: SimulatedOffice, gateway: GatewayServer) -> None:
    answer = send_one(office, channel(gateway.url, templates={"S2": "SMS_100002"}))
    assert answer == SendResult(SendOutcome.REFUSED, reason="template_not_registered")
    assert gateway.asked == []


def test_a_phone_number_never_travels_in_the_open() -> None:
    """Without TLS only loopback is spoken to, and a gateway of which it was said that it is inside."""
    for url in ("http://gateway.test/", "ftp://gateway.test/", "gateway.test"):
        with pytest.raises(StateConflict, match="SUNWARD_TEXT_PROVIDER"):
            JsonPoster(url)
    JsonPoster("http://gateway.test/", plain=True)
