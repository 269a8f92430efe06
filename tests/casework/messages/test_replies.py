"""Somebody answers a text: it is on record as a fact, somebody is told, and who wants no texts is called."""

import json
import sqlite3
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from standardwebhooks import Webhook

from casework.acting.acts.machine import PROCESS_PLAN
from casework.acting.rights import SYSTEM
from casework.messages.contact_list import load_contact_list
from casework.messages.contact_preferences import store_phone
from casework.messages.replies import ReplyResult, poll_replies, process_replies
from core.clock import WallClock
from core.errors import BadInput, InvalidSignature, KeysAway
from core.i18n import verbatim
from models.person import Person
from models.reply import Reply
from notifications.replies import InboundReply, ReplyMeaning, parse_reply, parse_reply_meaning, read_replies
from tests.builders import MOTHERS_PHONE, PHONE, SimulatedPlan, an_announced_plan
from tests.cached_plans import cached_copy
from tests.notifications.doubles import ScriptedChannel

SECRET = "whsec_bWFkZSB1cCBmb3IgdGhpcyB0ZXN0"


@pytest.mark.parametrize(
    "text",
    [
        "T",
        "t",
        "ＴＤ",
        " 退订。",
        "回T退订",
        "STOP",
        "stop!",
        "别发了",
        "【退订】",
        "回复TD",
        "回复：TD",
        "取消订阅",
        "退訂",
    ],
)
def test_the_bare_word_means_no_more(text: str) -> None:
    assert parse_reply_meaning(text) is ReplyMeaning.STOP


@pytest.mark.parametrize(
    "text", ["", "好的", "今天不能交，想停止一周", "please stop by at six", "T恤收到了", "1", "？"]
)
def test_a_sentence_is_for_a_person(text: str) -> None:
    assert parse_reply_meaning(text) is ReplyMeaning.OTHER


@pytest.mark.parametrize(
    "body",
    [
        {"replies": [{"from": "+86 100 0099 0101", "text": "TD", "id": "r-1"}]},
        [{"phone_number": "10000990101", "content": "TD", "send_time": "2026-03-09 10:00:00", "sequence_id": 1234}],
        {"extend": "01", "mobile": "10000990101", "nationcode": "86", "sign": "向阳", "text": "TD", "time": 1772000000},
    ],
    ids=["a gateway's own", "as Aliyun pushes it", "as Tencent pushes it"],
)
def test_three_ways_of_saying_it_are_read_under_a_signature_alone(body: object) -> None:
    raw, at = json.dumps(body, ensure_ascii=False), WallClock().now()
    signed = {"webhook-id": "r", "webhook-timestamp": str(int(at.timestamp())),
              "webhook-signature": Webhook(SECRET).sign("r", at, raw)}  # fmt: skip
    (reply,) = read_replies(SECRET, signed, raw.encode())
    assert (reply.phone, reply.meaning) == ("10000990101", ReplyMeaning.STOP)
    assert "100" not in repr(reply)
    with pytest.raises(InvalidSignature):
        read_replies(SECRET, signed, raw.encode() + b" ")


@pytest.mark.parametrize(
    "raw", ["[]x", "3", '{"replies": 3}', '{"replies": [{}]}', '{"replies": [{"from": {}}]}', "null"]
)
def test_nonsense_is_refused(raw: str) -> None:
    at = datetime.now(UTC)
    signed = {"webhook-id": "r", "webhook-timestamp": str(int(at.timestamp())),
              "webhook-signature": Webhook(SECRET).sign("r", at, raw)}  # fmt: skip
    with pytest.raises(BadInput):
        read_replies(SECRET, signed, raw.encode())


@cached_copy
def a_week() -> SimulatedPlan:
    return an_announced_plan(delivers=True).on("2026-03-06 10:00")


def minor(life: SimulatedPlan) -> Person:
    (found,) = [one for one in life.rows(Person) if one.role == "minor"]
    return found


def reply(text: str, phone: str = PHONE, provider_id: str = "r-1") -> InboundReply:
    return parse_reply(phone, text, provider_id)


def test_stop_ends_the_texts_and_a_person_calls_about_what_is_owed() -> None:
    life = a_week()
    assert process_replies(life.context, [reply("TD")]) == {ReplyResult.NEW: 1}
    life.on("2026-03-09 15:00")
    assert life.delivered("2026-03-06 10:00", to="minor") == []
    unsent = [(one.template, one.state_reason) for one in life.messages() if one.state == "not_sent"]
    assert set(unsent) >= {("S1", "wants_no_texts"), ("S2", "wants_no_texts")}
    (to_call,) = [
        one for one in load_contact_list(life.context, life.actor("social_worker")) if one.kind == "weekly_note"
    ]
    assert to_call.because_words.zh == "本人不要短信，由人打电话"
    recipients = {
        one.recipient_role for one in life.messages() if one.event == "reply_received" and one.channel == "email"
    }
    assert recipients == {"social_worker", "assistant"}
    (to_ask,) = [
        one for one in load_contact_list(life.context, life.actor("social_worker")) if one.kind == "text_reply"
    ]
    assert (to_ask.relation, to_ask.because) == ("minor", "wants_no_texts")


def test_the_same_reply_reported_twice_is_one_and_start_brings_texts_back() -> None:
    life = a_week()
    assert process_replies(life.context, [reply("TD"), reply("TD")]) == {ReplyResult.NEW: 1, ReplyResult.KNOWN: 1}
    assert process_replies(life.context, [reply("恢复", provider_id="r-2")]) == {ReplyResult.NEW: 1}
    assert process_replies(life.context, [reply("TD")]) == {ReplyResult.KNOWN: 1}  # the first once more, late
    assert minor(life).no_texts_since_at is None
    assert "S1" in life.on("2026-03-09 15:00").texts("2026-03-06 10:00", to="minor")


def test_what_was_written_is_kept_nowhere() -> None:
    life = a_week()
    process_replies(life.context, [reply("我爸又打我了")])
    (row,) = life.rows(Reply)
    assert row.meaning == "other"
    everything = str([line.note for line in life.lines()]) + str([one.model_dump() for one in life.messages()])
    assert "我爸" not in everything + str(row.model_dump())
    assert PHONE not in everything + str(row.model_dump())
    assert minor(life).no_texts_since_at is None
    (to_ask,) = load_contact_list(life.context, life.actor("social_worker"))
    assert to_ask.because == "text_reply"


def test_a_number_of_two_people_speaks_for_both_and_a_strangers_for_nobody() -> None:
    life = a_week()
    with life.context.open_for_update(life.number, SYSTEM, PROCESS_PLAN) as open_plan:
        (mother,) = [one for one in open_plan.people("guardian")]
        store_phone(open_plan, mother, PHONE)
    assert process_replies(life.context, [reply("TD")]) == {ReplyResult.NEW: 2}
    assert all(one.no_texts_since_at for one in life.rows(Person))
    assert process_replies(life.context, [reply("TD", phone="10000990199")]) == {ReplyResult.NOBODYS: 1}


def test_a_worker_writes_down_what_was_said_on_the_phone() -> None:
    life = a_week().act("social_worker", "opt_out", person="mother", event="all_texts")
    (mother,) = [one for one in life.rows(Person) if one.role == "guardian"]
    assert mother.no_texts_since_at == life.now
    life.act("mother", "opt_out", person="mother", event="all_texts", again=True)
    (mother,) = [one for one in life.rows(Person) if one.role == "guardian"]
    assert mother.no_texts_since_at is None


def test_a_provider_that_keeps_replies_is_asked_and_one_that_fails_is_asked_again() -> None:
    class Keeps(ScriptedChannel):
        waiting = [[reply("TD", phone=MOTHERS_PHONE)], []]

        def replies(self) -> list[InboundReply]:
            return self.waiting.pop(0)

    life = a_week()
    provider = Keeps()
    assert poll_replies(life.context, {"text": provider}, []) == 1
    assert poll_replies(life.context, {"text": provider}, []) == 0
    assert poll_replies(life.context, {"text": provider}, []) == 0  # it fails: there is nothing to pop


def test_one_reply_that_cannot_be_taken_takes_no_other_with_it() -> None:
    """The provider says each only once."""

    class Keeps(ScriptedChannel):
        def replies(self) -> list[InboundReply]:
            nothing: Any = None
            return [InboundReply(nothing, ReplyMeaning.STOP, "unreadable"), reply("TD", phone=MOTHERS_PHONE)]

    life = a_week()
    assert poll_replies(life.context, {"text": Keeps()}, []) == 1
    (mother,) = [one for one in life.rows(Person) if one.role == "guardian"]
    assert mother.no_texts_since_at == life.now


def test_a_reply_that_cannot_be_taken_now_is_taken_later_and_before_what_came_after_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whoever wants no more texts has said so once, and the provider says it once."""
    answers = [
        [reply("TD", provider_id="r-1")],
        [reply("恢复", provider_id="r-2"), reply("TD", phone=MOTHERS_PHONE)],
        [],
    ]

    class Keeps(ScriptedChannel):
        def replies(self) -> list[InboundReply]:
            return answers.pop(0)

    life, provider, left = a_week(), Keeps(), list[InboundReply]()

    def away(*_given: object) -> None:
        raise KeysAway(verbatim("away"))

    monkeypatch.setattr("casework.messages.replies.notify", away)
    assert poll_replies(life.context, {"text": provider}, left) == 0
    assert poll_replies(life.context, {"text": provider}, left) == 0
    monkeypatch.undo()
    assert poll_replies(life.context, {"text": provider}, left) == 3
    assert left == []
    assert minor(life).no_texts_since_at is None, "the later word holds"


def test_no_provider_is_asked_while_the_record_takes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    class Keeps(ScriptedChannel):
        def replies(self) -> list[InboundReply]:
            raise AssertionError("asked")

    def away() -> None:
        raise OperationalError(None, None, sqlite3.OperationalError("readonly database"))

    life = a_week()
    monkeypatch.setattr(life.context.database, "ensure_usable", away)
    with pytest.raises(OperationalError):
        poll_replies(life.context, {"text": Keeps()}, [])


def test_whoever_says_stop_a_second_time_through_a_gateway_without_ids_is_heard() -> None:
    """It names neither an id nor a time: the same request sent again is known by its own id."""

    def sent(text: str, number: str) -> list[InboundReply]:
        raw, at = json.dumps({"replies": [{"from": PHONE, "text": text}]}), datetime.now(UTC)
        signed = {"webhook-id": number, "webhook-timestamp": str(int(at.timestamp())),
                  "webhook-signature": Webhook(SECRET).sign(number, at, raw)}  # fmt: skip
        return read_replies(SECRET, signed, raw.encode())

    life = a_week()
    assert process_replies(life.context, sent("TD", "w-1")) == {ReplyResult.NEW: 1}
    assert process_replies(life.context, sent("TD", "w-1")) == {ReplyResult.KNOWN: 1}
    assert process_replies(life.context, sent("恢复", "w-2")) == {ReplyResult.NEW: 1}
    assert process_replies(life.context, sent("TD", "w-3")) == {ReplyResult.NEW: 1}
    assert minor(life).no_texts_since_at == life.now
