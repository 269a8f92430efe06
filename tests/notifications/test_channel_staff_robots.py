"""Robots of staff groups: counts only, and the code in the body is the answer."""

import base64
import hashlib
import hmac
from collections.abc import Iterator

import pytest

from core.clock import SimulatedClock
from models.message import Message
from notifications.addresses import Address
from notifications.channels.channel import SendOutcome, SendResult
from notifications.channels.chat_webhooks import CHAT_PROVIDERS, ChatWebhookChannel
from notifications.render import Rendered
from tests.notifications.doubles import TUESDAY
from tests.notifications.gateway_server import GatewayServer, ScriptedAnswer, json_answer

SECRET = "made up for this test"
COUNTS = Rendered("", "【向阳】今日待办3项，其中今天到期1项，请登录查看。", "")
TAKEN = {
    "dingtalk": json_answer(errcode=0, errmsg="ok"),
    "wecom": json_answer(errcode=0, errmsg="ok"),
    "feishu": json_answer(StatusCode=0, StatusMessage="success", code=0, msg="success"),
}
REFUSED = {
    "dingtalk": (json_answer(errcode=310000, errmsg="keywords not in content"), "dingtalk_310000"),
    "wecom": (json_answer(errcode=93000, errmsg="invalid webhook url"), "wecom_93000"),
    "feishu": (json_answer(code=19024, msg="Key Words Not Found"), "feishu_19024"),
}
TOO_FAST = {
    "dingtalk": json_answer(errcode=130101),
    "wecom": json_answer(errcode=45009),
    "feishu": json_answer(code=11232),
}


@pytest.fixture
def gateway() -> Iterator[GatewayServer]:
    with GatewayServer().open() as opened:
        yield opened


def sent_by(make: str, gateway: GatewayServer, answer: ScriptedAnswer, template: str = "S22") -> SendResult:
    gateway.answers = [answer]
    robot = ChatWebhookChannel(make, f"{gateway.url}?key=k1", SimulatedClock(TUESDAY), secret=SECRET, timeout=0.3)
    return robot.hand_over(Message(template=template, dedupe_key="d"), Address(), COUNTS)


@pytest.mark.parametrize("make", CHAT_PROVIDERS)
def test_a_count_is_said_once_it_is_taken(make: str, gateway: GatewayServer) -> None:
    assert sent_by(make, gateway, TAKEN[make]) == SendResult(SendOutcome.SENT)
    (asked,) = gateway.asked
    assert asked.query["key"] == "k1"
    assert COUNTS.body in (asked.body.get("text") or asked.body["content"]).values()


@pytest.mark.parametrize("make", CHAT_PROVIDERS)
def test_two_hundred_with_an_error_inside_is_a_refusal(make: str, gateway: GatewayServer) -> None:
    answer, reason = REFUSED[make]
    assert sent_by(make, gateway, answer) == SendResult(SendOutcome.REFUSED, reason=reason)


@pytest.mark.parametrize("make", CHAT_PROVIDERS)
def test_too_fast_is_later_and_silence_is_unknown(make: str, gateway: GatewayServer) -> None:
    assert sent_by(make, gateway, TOO_FAST[make]).outcome == SendOutcome.TRY_AGAIN
    assert sent_by(make, gateway, json_answer(429)).outcome == SendOutcome.TRY_AGAIN
    assert sent_by(make, gateway, json_answer(msg="fine")).outcome == SendOutcome.UNKNOWN
    assert sent_by(make, gateway, ScriptedAnswer(drop=True)).outcome == SendOutcome.UNKNOWN


@pytest.mark.parametrize("make", CHAT_PROVIDERS)
@pytest.mark.parametrize("template", ["S1", "S10", "E4", "S23"])
def test_a_group_hears_counts_and_nothing_else(make: str, template: str, gateway: GatewayServer) -> None:
    assert sent_by(make, gateway, TAKEN[make], template) == SendResult(SendOutcome.REFUSED, reason="counts_only")
    assert gateway.asked == []


def test_each_webhook_signs_as_its_maker_asks(gateway: GatewayServer) -> None:
    """DingTalk and Feishu sign the time with the secret, each in its own order; WeCom knows only the key."""

    def signed(key: str, text: str) -> str:
        return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()

    seconds = str(int(TUESDAY.timestamp()))
    for make in CHAT_PROVIDERS:
        sent_by(make, gateway, TAKEN[make])
    dingtalk, wecom, feishu = gateway.asked
    assert dingtalk.query["timestamp"] == f"{seconds}000"
    assert dingtalk.query["sign"] == signed(SECRET, f"{seconds}000\n{SECRET}")
    assert wecom.query == {"key": "k1"}
    assert feishu.body["sign"] == signed(f"{seconds}\n{SECRET}", "")
