"""A gateway's signed receipts as they come in, and a person who says what became of a message."""

import json
from typing import Any

from standardwebhooks import Webhook

from api.app import AppState, create_app
from app.bootstrap import Dispatcher, create_memory_channels
from core.clock import WallClock
from models.message import Message
from notifications.channels.channel import SendOutcome, SendResult, make_idempotency_key
from serving.rate_limit import TRIES_PER_MINUTE
from tests.api.front import Front, Visitor
from tests.api.two_offices import TwoOffices
from tests.notifications.doubles import ScriptedChannel

SECRET = "whsec_bWFkZSB1cCBmb3IgdGhpcyB0ZXN0"


def _gateway(offices: TwoOffices, secret: str | None) -> Visitor:
    return Visitor(Front("api", lambda: create_app(AppState(offices.context, receipts_secret=secret))))


def _tell(
    offices: TwoOffices,
    receipts: Any,
    secret: str | None = SECRET,
    signed_with: str = SECRET,
    what: str = "receipts",
    client: Visitor | None = None,
) -> Any:
    client = client or _gateway(offices, secret)
    body, at = json.dumps({what: receipts}), WallClock().now()
    headers = {
        "webhook-id": "r",
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(signed_with).sign("r", at, body),
    }
    return client.post(f"/api/v1/{what}", content=body, headers=headers)


def _sent_manually(offices: TwoOffices) -> Message:
    offices.as_("gui.social_worker").post(
        f"/api/v1/plans/{offices.number}/reminders", json={"text": "call_back_asked", "to": "guardian"}
    )
    channel = ScriptedChannel([SendResult(SendOutcome.SENT, reference="G-1")])
    Dispatcher(create_memory_channels() | {"text": channel}).deliver(offices.context)
    (message,) = [row for row in offices.messages("call_back_asked") if row.channel == "text"]
    return message


def test_a_signed_receipt_is_taken_and_an_unsigned_one_is_not(offices: TwoOffices) -> None:
    message = _sent_manually(offices)
    receipts = [
        {"reference": make_idempotency_key(message), "state": "delivered", "id": "G-1"},
        {"reference": "x", "state": "failed"},
        {"reference": "y", "state": "queued"},
        7,
    ]
    assert _tell(offices, receipts, secret=None).status_code == 404
    assert _tell(offices, receipts, signed_with="whsec_b3RoZXI=").status_code == 401
    answer = _tell(offices, receipts)
    assert (answer.status_code, answer.json()) == (200, {"new": 1, "known": 0, "later": 0, "nobodys": 1, "unread": 2})
    assert [row.state for row in offices.messages("call_back_asked") if row.channel == "text"] == ["delivered"]


def test_who_signs_wrongly_again_and_again_is_heard_no_more_for_a_minute(offices: TwoOffices) -> None:
    client = _gateway(offices, SECRET)
    answers = [
        _tell(offices, [], signed_with="whsec_b3RoZXI=", client=client).status_code for _ in range(TRIES_PER_MINUTE + 1)
    ]
    assert answers == [401] * TRIES_PER_MINUTE + [429]


def test_a_signed_reply_is_taken_and_an_unsigned_one_is_not(offices: TwoOffices) -> None:
    replies = [{"from": "+86 100 0099 0199", "text": "退订", "id": "r-1"}]
    assert _tell(offices, replies, secret=None, what="replies").status_code == 404
    assert _tell(offices, replies, signed_with="whsec_b3RoZXI=", what="replies").status_code == 401
    answer = _tell(offices, replies, what="replies")
    assert (answer.status_code, answer.json()) == (200, {"new": 0, "known": 0, "nobodys": 1})
