"""Receipts only bring a message forward, and nothing is believed that is not signed."""

import json
from datetime import timedelta
from types import SimpleNamespace

import pytest
from standardwebhooks import Webhook

from core.clock import WallClock
from core.errors import BadInput, InvalidSignature
from models.database import Database
from models.message import MessageState
from notifications.channels.channel import DeliveryReceipt, SendOutcome, SendResult, make_idempotency_key
from notifications.channels.provider_receipts import read_aliyun_details, read_tencent_statuses
from notifications.delivery_receipts import ReceiptResult, apply_receipt
from notifications.matrix import Event, Recipient
from notifications.outbox import load_steps
from notifications.signed_receipts import read_signed_receipts
from tests.notifications.doubles import PROSECUTOR, STAFF_MAIL, TUESDAY, ScriptedChannel, SimulatedOffice

SECRET = "whsec_bWFkZSB1cCBmb3IgdGhpcyB0ZXN0"
SENT = SendResult(SendOutcome.SENT, reference="G-1")
LOST = SendResult(SendOutcome.UNKNOWN, reason="http_ReadTimeout")
NOT_NOW = SendResult(SendOutcome.TRY_AGAIN, reason="http_503")


def _sent(database: Database, *answers: SendResult) -> SimulatedOffice:
    office = SimulatedOffice(database, channels={"text": ScriptedChannel(list(answers))})
    office.post(event=Event.AFTER_CARE_OFFERED)
    for _ in answers:
        office.deliver()
        office.clock.advance_by(timedelta(minutes=31))
    return office


def _apply_receipt(
    office: SimulatedOffice, outcome: SendOutcome, *, channel: str = "text", reference: str | None = None
) -> ReceiptResult:
    key = make_idempotency_key(office.only(channel))
    with office.database.transaction() as session:
        return apply_receipt(session, office.clock.now(), DeliveryReceipt(key, outcome, reference, "gateway_7"))


def _steps(office: SimulatedOffice) -> list[str | None]:
    with office.database.reading() as session:
        return [step.reason for step in load_steps(session, office.only("text").id)]


def test_a_receipt_brings_forward_once_and_a_later_word_undoes_nothing(database: Database) -> None:
    office = _sent(database, SENT)
    assert _apply_receipt(office, SendOutcome.DELIVERED, reference="G-1") is ReceiptResult.NEW
    assert _apply_receipt(office, SendOutcome.DELIVERED, reference="G-1") is ReceiptResult.KNOWN
    assert _apply_receipt(office, SendOutcome.SENT) is ReceiptResult.KNOWN
    assert _apply_receipt(office, SendOutcome.BOUNCED) is ReceiptResult.KNOWN
    assert _apply_receipt(office, SendOutcome.BOUNCED) is ReceiptResult.KNOWN
    message = office.only("text")
    assert (message.state, message.sent_at) == (MessageState.DELIVERED, TUESDAY)
    assert _steps(office).count("late_receipt_bounced") == 1


def test_a_lost_answer_is_found_again_by_its_key_with_the_moment_of_the_hand_over(sqlite_database: Database) -> None:
    """Unknown no more: and what was said in time was said in time, however late we hear of it."""
    office = _sent(sqlite_database, LOST)
    assert office.only("text").state == MessageState.UNKNOWN
    assert _apply_receipt(office, SendOutcome.DELIVERED, reference="G-9") is ReceiptResult.NEW
    message = office.only("text")
    assert (message.state, message.sent_at, message.provider_reference) == ("delivered", TUESDAY, "G-9")


def test_a_try_that_was_thought_lost_and_arrived_is_the_last(database: Database) -> None:
    office = _sent(database, NOT_NOW)
    assert _apply_receipt(office, SendOutcome.BOUNCED) is ReceiptResult.KNOWN
    assert office.only("text").state == MessageState.CLAIMED
    assert _apply_receipt(office, SendOutcome.DELIVERED) is ReceiptResult.NEW
    office.clock.advance_by(timedelta(hours=1))
    assert office.deliver().sent == 0
    assert office.only("text").state == MessageState.DELIVERED


def test_what_comes_back_of_an_earlier_try_says_nothing_of_the_later_one(sqlite_database: Database) -> None:
    office = _sent(sqlite_database, NOT_NOW, SENT)
    assert _apply_receipt(office, SendOutcome.BOUNCED, reference="G-0") is ReceiptResult.KNOWN
    assert office.only("text").state == MessageState.SENT
    assert "earlier_try_bounced" in _steps(office)
    assert _apply_receipt(office, SendOutcome.BOUNCED, reference="G-1") is ReceiptResult.NEW
    assert office.only("text").state == MessageState.BOUNCED


def test_what_is_being_handed_over_is_left_alone(database: Database) -> None:
    office = SimulatedOffice(database)
    came_to: list[ReceiptResult] = []
    office.channels["text"] = ScriptedChannel(
        [SENT], during=lambda _: came_to.append(_apply_receipt(office, SendOutcome.DELIVERED))
    )
    office.post(event=Event.AFTER_CARE_OFFERED)
    assert office.deliver().sent == 1
    assert came_to == [ReceiptResult.LATER]
    assert _apply_receipt(office, SendOutcome.DELIVERED) is ReceiptResult.NEW


def test_mail_that_comes_back_takes_the_next_way_and_a_strangers_key_none(sqlite_database: Database) -> None:
    office = SimulatedOffice(sqlite_database, channels={"email": ScriptedChannel([SENT])})
    office.book.everybody = STAFF_MAIL
    office.post(event=Event.STATUTORY_DATE_NEAR, to=Recipient.PROSECUTOR, recipient_id=PROSECUTOR)
    office.deliver()
    assert _apply_receipt(office, SendOutcome.BOUNCED, channel="email") is ReceiptResult.NEW
    assert office.deliver().sent == 1
    assert office.only("text").template == "S23"
    with sqlite_database.transaction() as session:
        assert (
            apply_receipt(session, TUESDAY, DeliveryReceipt("f" * 40, SendOutcome.DELIVERED)) is ReceiptResult.NOBODYS
        )


def _signed(body: bytes, *, age: timedelta = timedelta(), secret: str = SECRET) -> dict[str, str]:
    at = WallClock().now() - age
    return {
        "webhook-id": "r-1",
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign("r-1", at, body.decode()),
    }


def test_signed_receipts_are_read() -> None:
    receipts = [
        {"reference": "k", "state": "failed", "code": "空号 7", "id": 9},
        {"reference": "l", "state": "delivered"},
    ]
    body = json.dumps({"receipts": receipts}).encode()
    assert read_signed_receipts(SECRET, _signed(body), body).receipts == [
        DeliveryReceipt("k", SendOutcome.BOUNCED, "9", "gateway_7"),
        DeliveryReceipt("l", SendOutcome.DELIVERED),
    ]


def test_a_state_that_nobody_knows_takes_no_other_receipt_with_it() -> None:
    receipts = [
        {"reference": "k", "state": "queued"},
        {"state": "failed"},
        None,
        {"reference": "l", "state": "DELIVERED"},
    ]
    body = json.dumps({"receipts": receipts}).encode()
    read = read_signed_receipts(SECRET, _signed(body), body)
    assert (read.receipts, read.unread) == ([DeliveryReceipt("l", SendOutcome.DELIVERED)], 3)


def test_nothing_is_believed_that_is_not_signed_with_our_secret_just_now() -> None:
    body = b'{"receipts": []}'
    good = _signed(body)
    other = _signed(body, secret="whsec_b3RoZXI=")
    for headers, sent in (
        ({}, body),
        (good, b'{"receipts": [ ]}'),
        (other, body),
        (_signed(body, age=timedelta(minutes=6)), body),
        (_signed(body, age=timedelta(minutes=-6)), body),
        (good | {"webhook-signature": "nonsense"}, body),
        (good | {"webhook-signature": "v1,***"}, body),
        (good | {"webhook-id": "r-2"}, body),
        (good, b"\xff\xfe"),
    ):
        with pytest.raises(InvalidSignature):
            read_signed_receipts(SECRET, headers, sent)
    for nonsense in (b"[]", b"{}", b'{"receipts": 3}', b"words"):
        with pytest.raises(BadInput):
            read_signed_receipts(SECRET, _signed(nonsense), nonsense)


def test_what_the_two_clouds_say_when_asked() -> None:
    """Found by our key; one that waits for the operator has been taken, and another's text is not ours."""
    details = [SimpleNamespace(out_id=key, send_status=status, err_code=code)
               for key, status, code in (("other", 3, "DELIVERED"), ("k", 2, "MK:0001"), ("w", 1, None))]  # fmt: skip
    assert read_aliyun_details(details, "k", "B") == DeliveryReceipt("k", SendOutcome.BOUNCED, "B", "aliyun_MK0001")
    assert read_aliyun_details(details, "w", None) == DeliveryReceipt("w", SendOutcome.SENT)
    assert read_aliyun_details(details, "unheard", None) is None
    statuses = [SimpleNamespace(SessionContext=key, SerialNo=number, ReportStatus=status, Description=words)
                for key, number, status, words in (("", "N1", "SUCCESS", ""), ("k", "N2", "FAIL", "UNDELIV 空号"))]  # fmt: skip
    assert read_tencent_statuses(statuses, "x", "N1") == DeliveryReceipt("x", SendOutcome.DELIVERED, "N1")
    assert read_tencent_statuses(statuses, "k", None) == DeliveryReceipt(
        "k", SendOutcome.BOUNCED, "N2", "tencent_UNDELIV"
    )
    assert read_tencent_statuses(statuses, "y", None) is None


def test_the_key_of_a_hand_over_stands_in_the_row_from_before_it(sqlite_database: Database) -> None:
    office = SimulatedOffice(sqlite_database)
    seen: list[str | None] = []
    office.channels["text"] = ScriptedChannel(during=lambda message: seen.append(office.only("text").handed_over_as))
    office.post(event=Event.AFTER_CARE_OFFERED)
    office.deliver()
    assert seen == [make_idempotency_key(office.only("text"))]
