"""The dispatcher: on time, once, and every message accounted for."""

import uuid
from datetime import time, timedelta

import pytest
from sqlmodel import Session, col, select, update

from models.database import Database
from models.message import Message, MessageState
from notifications.addresses import Address
from notifications.channels.channel import SendOutcome, SendResult
from notifications.channels.memory import MemoryChannel
from notifications.contact_hours import ContactHours, QuietHours, QuietSchedule
from notifications.dispatcher import ATTEMPTS, LEASE, deliver_pending
from notifications.matrix import Event, Recipient
from notifications.outbox import find_next_due, load_steps, withdraw_messages
from tests.notifications.doubles import (
    FAMILY_PHONE,
    MINOR,
    PROSECUTOR,
    STAFF_MAIL,
    TUESDAY,
    ScriptedChannel,
    SimulatedOffice,
    nothing_against,
)


def _try_again(times: int) -> list[SendResult | Exception]:
    return [SendResult(SendOutcome.TRY_AGAIN, reason="smtp_451") for _ in range(times)]


def test_a_message_leaves_at_its_moment_and_not_a_second_before(database: Database) -> None:
    office = SimulatedOffice(database)
    office.post(due_at=TUESDAY + timedelta(hours=1))
    office.clock.advance_by(timedelta(minutes=59, seconds=59))
    assert office.deliver().sent == 0
    office.clock.advance_by(timedelta(seconds=1))
    came_to = office.deliver()
    assert (came_to.sent, came_to.delivered) == (1, 1)
    assert office.only("text").sent_at == TUESDAY + timedelta(hours=1)
    assert office.deliver().sent == 0


def test_the_words_carry_what_was_looked_up_at_the_moment_of_sending(sqlite_database: Database) -> None:
    office = SimulatedOffice(sqlite_database)
    office.post(event=Event.CONTACT_CHANGED)
    office.book.everybody = Address(phone="10012345678", code_word="大山", call_back="0900-8611111")
    office.deliver()
    channel = office.channels["text"]
    assert isinstance(channel, MemoryChannel)
    (sent,) = channel.handed
    assert sent.rendered.body == "【向阳】联系人换了，新电话0900-8611111，收藏的页面不变。约定词大山"


def test_words_that_have_become_untrue_are_not_said(sqlite_database: Database) -> None:
    office = SimulatedOffice(sqlite_database)
    office.post(event=Event.CHECK_IN_LAST_DAY)
    office.clock.advance_by(timedelta(days=1))
    assert office.deliver().expired == 2
    assert office.only("text").state == MessageState.EXPIRED


def test_a_reason_against_it_at_the_moment_of_sending_is_kept_in_the_row(sqlite_database: Database) -> None:
    office = SimulatedOffice(sqlite_database, eligible=lambda session, message: "excused")
    office.post()
    assert office.deliver().not_sent == 2
    assert (office.only("text").state, office.only("text").state_reason) == ("not_sent", "excused")


def test_somebody_without_a_phone_is_not_texted_and_the_row_says_so(sqlite_database: Database) -> None:
    office = SimulatedOffice(sqlite_database)
    office.book.everybody = Address(call_back="0900-8600000")
    office.post()
    office.deliver()
    assert (office.only("text").state, office.only("text").state_reason) == ("not_sent", "no_address")
    assert office.only("inbox").state == MessageState.DELIVERED


def test_at_night_it_waits_for_the_morning_and_stays_the_same_message(database: Database) -> None:
    office = SimulatedOffice(database)
    office.book.everybody = Address(
        phone="10012345678", hours=ContactHours(QuietSchedule(QuietHours(time(21), time(8))))
    )
    office.post(event=Event.CONTACT_CHANGED, due_at=TUESDAY + timedelta(hours=13))
    office.clock.advance_by(timedelta(hours=13))
    came_to = office.deliver()
    assert (came_to.waiting, came_to.delivered) == (1, 1)
    with database.reading() as session:
        assert find_next_due(session) == TUESDAY + timedelta(hours=23)
    office.clock.advance_by(timedelta(hours=10))
    assert office.deliver().sent == 1
    assert office.only("text").attempts == 1


def test_the_same_words_twice_a_day_to_one_person_are_said_once(database: Database) -> None:
    office = SimulatedOffice(database)
    office.post("a")
    office.post("b")
    office.post("c", recipient_id=PROSECUTOR)
    office.deliver()
    states = {message.dedupe_key: message.state_reason or message.state for message in office.messages("text")}
    assert states == {"a/text": "sent", "b/text": "said_already", "c/text": "sent"}


@pytest.mark.parametrize("is_local", [True, False])
def test_of_several_in_one_round_each_is_told_what_it_was_not_told_before(
    sqlite_database: Database, is_local: bool
) -> None:
    """What went before is asked for all of them at once; whoever was told the same words an hour ago is known all the same."""
    office = SimulatedOffice(sqlite_database, channels={"text": ScriptedChannel(is_local=is_local)})
    earlier, *others = people = [uuid.UUID(int=number) for number in (1, 2, 3)]
    office.post("before", recipient_id=earlier)
    office.deliver()
    office.clock.advance_by(timedelta(hours=1))
    for person in people:
        office.post(f"now-{person.int}", recipient_id=person)
    office.deliver()
    states = {message.recipient_id: message.state_reason or message.state for message in office.messages("text")[1:]}
    assert states == {earlier: "said_already", **dict.fromkeys(others, "sent")}
    office.clock.advance_by(timedelta(days=1))
    office.post("d")
    assert office.deliver().sent == 1


def test_a_refusal_takes_the_next_way_as_a_message_of_its_own(database: Database) -> None:
    mail = ScriptedChannel([SendResult(SendOutcome.REFUSED, reason="smtp_550")])
    office = SimulatedOffice(database, channels={"email": mail})
    office.book.everybody = STAFF_MAIL
    office.post(event=Event.STATUTORY_DATE_NEAR, to=Recipient.PROSECUTOR, recipient_id=PROSECUTOR)
    assert office.deliver().refused == 1
    assert office.deliver().sent == 1
    assert (office.only("email").state, office.only("email").state_reason) == ("refused", "smtp_550")
    text = office.only("text")
    assert (text.template, text.dedupe_key, text.state) == ("S23", "plan-item-1/text", "sent")


def test_tries_come_further_and_further_apart_and_end(sqlite_database: Database) -> None:
    mail = ScriptedChannel(_try_again(ATTEMPTS))
    office = SimulatedOffice(sqlite_database, channels={"email": mail})
    office.book.everybody = STAFF_MAIL
    office.post(event=Event.INCIDENT_REPORTED, to=Recipient.PROSECUTOR, recipient_id=PROSECUTOR)
    office.deliver()
    pauses = []
    while office.only("email").state == MessageState.CLAIMED:
        until = office.only("email").lease_until
        assert until is not None
        pauses.append((until - office.clock.now()).total_seconds())
        office.clock.advance_to(until)
        office.deliver()
    assert len(mail.handed) == ATTEMPTS
    assert 15 <= pauses[0] <= 30
    assert max(pauses) <= 1800
    assert 2 * 3600 < sum(pauses) < 6 * 3600
    assert (office.only("email").state, office.only("email").state_reason) == ("refused", "smtp_451")


def test_one_bad_message_holds_up_no_other(sqlite_database: Database) -> None:
    """Whatever fails while a message is prepared, the next one leaves; the bad one ends before a person."""
    office = SimulatedOffice(sqlite_database, channels={"text": ScriptedChannel()})
    bad = office.post("bad")
    assert bad is not None

    def fails_for_one(session: Session, message: Message) -> str | None:
        if message.dedupe_key.startswith("bad"):
            raise KeyError("小河")
        return None

    office.eligible = fails_for_one
    office.post("good", event=Event.CONTACT_CHANGED)
    came_to = office.deliver()
    assert (came_to.sent, came_to.delivered, came_to.waiting) == (1, 1, 2)
    for _ in range(ATTEMPTS):
        office.clock.advance_by(timedelta(minutes=31))
        office.deliver()
    (refused,) = [message for message in office.messages("text") if message.id == bad.id]
    assert (refused.state, refused.state_reason) == ("refused", "error_KeyError")


def test_a_carrier_that_fails_in_an_unforeseen_way_leaves_the_outcome_unknown(sqlite_database: Database) -> None:
    office = SimulatedOffice(sqlite_database, channels={"text": ScriptedChannel([RuntimeError("?")])})
    office.post()
    assert office.deliver().unknown == 1
    office.clock.advance_by(timedelta(days=1))
    assert office.deliver().sent == 0


@pytest.mark.parametrize(
    ("finds", "state", "times_sent"),
    [
        (SendResult(SendOutcome.UNKNOWN, reason="hand_over_interrupted"), "unknown", 0),
        (SendResult(SendOutcome.SENT, reference="7"), "sent", 0),
        (None, "sent", 1),
    ],
    ids=["nobody can tell", "it has it", "it does not have it"],
)
def test_after_a_death_inside_the_hand_over_the_channel_is_asked(
    database: Database, finds: SendResult | None, state: str, times_sent: int
) -> None:
    channel = ScriptedChannel(finds=finds)
    office = SimulatedOffice(database, channels={"text": channel})
    office.post()
    _died(office)
    office.clock.advance_by(LEASE)
    office.deliver()
    assert office.only("text").state == state
    assert len(channel.handed) == times_sent


def test_one_who_slept_through_the_lease_changes_nothing_but_leaves_a_remark(database: Database) -> None:
    office = SimulatedOffice(database)
    second = ScriptedChannel(finds=SendResult(SendOutcome.UNKNOWN, reason="hand_over_interrupted"))

    def sleeps(message: Message) -> None:
        office.clock.advance_by(LEASE + timedelta(seconds=1))
        office.channels["text"] = second
        assert office.deliver().unknown == 1

    office.channels["text"] = ScriptedChannel(during=sleeps)
    office.post()
    assert office.deliver().fenced == 1
    message = office.only("text")
    assert message.state == MessageState.UNKNOWN
    with database.reading() as session:
        assert [step.reason for step in load_steps(session, message.id)][-2:] == [
            "hand_over_interrupted",
            "late_answer_sent",
        ]


def test_what_is_taken_back_while_another_is_handed_over_does_not_leave(database: Database) -> None:
    office = SimulatedOffice(database, channels={"text": ScriptedChannel()})
    first, second = office.post("a"), office.post("b", event=Event.CONTACT_CHANGED)
    assert first is not None
    assert second is not None

    def takes_back_the_other(message: Message) -> None:
        with database.transaction() as session:
            withdraw_messages(session, office.clock.now(), reason="submitted", recipient_id=MINOR)

    channel = ScriptedChannel(during=takes_back_the_other)
    office.channels["text"] = channel
    assert office.deliver().sent == 1
    assert [message.id for message in channel.handed] == [first.id]
    assert {message.dedupe_key: message.state for message in office.messages("text")} == {
        "a/text": "sent",
        "b/text": "withdrawn",
    }


def test_a_round_takes_no_more_than_its_limit(database: Database) -> None:
    office = SimulatedOffice(database)
    for number in range(5):
        office.post(str(number), event=Event.AFTER_CARE_OFFERED, alone=True)
    assert office.deliver(limit=3).sent == 3
    assert office.deliver(limit=3).sent == 2


def test_an_unset_channel_is_said_in_the_row(sqlite_database: Database) -> None:
    office = SimulatedOffice(sqlite_database)
    office.post()
    without_text = {"inbox": office.channels["inbox"]}
    deliver_pending(sqlite_database, office.clock, without_text, office.book, nothing_against)
    assert (office.only("text").state, office.only("text").state_reason) == ("not_sent", "no_channel")


def test_an_address_never_shows_itself(sqlite_database: Database) -> None:
    """An error report or a log line that holds an address shows nothing of it."""
    assert "100" not in repr(FAMILY_PHONE)
    assert "小河" not in str(FAMILY_PHONE)


def _died(office: SimulatedOffice) -> None:
    """Every open text looks as a process leaves it that died while handing it over."""
    now = office.clock.now()
    with office.database.transaction() as session:
        session.exec(
            update(Message)
            .where(col(Message.channel) == "text")
            .values(
                state="claimed",
                lease_until=now + LEASE,
                fence=1,
                handing_over_since=now,
            )
        )
        assert session.exec(select(Message.fence).where(Message.channel == "text")).all()
