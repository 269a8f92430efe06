"""The clock stood a year ahead for an hour and was set right: nothing waits for that year."""

from datetime import timedelta

import pytest

from core.clock import SimulatedClock
from models.database import Database
from models.message import Message, MessageState, set_state
from notifications.channels.channel import SendOutcome, SendResult
from notifications.clock_rollback import reschedule_postponed
from notifications.contact_hours import ContactHours, QuietHours, QuietSchedule
from notifications.matrix import Event
from notifications.outbox import load_steps
from tests.notifications.doubles import FAMILY_PHONE, TUESDAY, ScriptedChannel, SimulatedOffice
from tests.records import fresh_record

JUMP = timedelta(days=365)


def after_a_jump(*answers: SendResult, database: Database | None = None) -> SimulatedOffice:
    """A text posted by the right clock, and then the clock jumps."""
    office = SimulatedOffice(database or fresh_record(), channels={"text": ScriptedChannel(list(answers))})
    office.post("k", event=Event.CONTACT_CHANGED, alone=True)
    office.clock.advance_by(JUMP)
    return office


def set_right(office: SimulatedOffice) -> int:
    office.clock = SimulatedClock(TUESDAY + timedelta(minutes=5))
    with office.database.transaction() as session:
        return reschedule_postponed(session, office.clock.now())


def test_a_claim_of_a_process_that_died_under_that_clock(database: Database) -> None:
    office = after_a_jump(database=database)
    with office.database.transaction() as session:
        message = session.get_one(Message, office.only("text").id)
        message.fence = 1
        message.lease_until = office.clock.now() + timedelta(minutes=3)
        set_state(session, message, office.clock.now(), MessageState.CLAIMED)
    assert set_right(office) == 1
    assert office.deliver().sent == 1
    with office.database.reading() as session:
        assert "clock_set_back" in [step.reason for step in load_steps(session, office.only("text").id)]


def test_a_pause_that_was_counted_from_that_clock() -> None:
    office = after_a_jump(SendResult(SendOutcome.TRY_AGAIN, reason="http_503", not_before=timedelta(hours=2)))
    office.deliver()
    assert set_right(office) == 1
    assert office.deliver().sent == 1


def test_what_was_being_handed_over_then_is_not_sent_again_in_silence() -> None:
    office = after_a_jump()
    with office.database.transaction() as session:
        message = session.get_one(Message, office.only("text").id)
        message.fence, message.handing_over_since = 1, office.clock.now()
        message.lease_until = office.clock.now() + timedelta(minutes=3)
        set_state(session, message, office.clock.now(), MessageState.CLAIMED)
    channel = office.channels["text"]
    assert isinstance(channel, ScriptedChannel)
    channel.finds = SendResult(SendOutcome.UNKNOWN, reason="hand_over_interrupted")
    set_right(office)
    office.deliver()
    assert office.only("text").state == MessageState.UNKNOWN
    assert channel.handed == []


@pytest.mark.parametrize("after", [timedelta(0), timedelta(hours=5)])
def test_what_waits_for_the_morning_by_a_right_clock_waits_on(after: timedelta) -> None:
    office = SimulatedOffice(fresh_record(), channels={"text": ScriptedChannel()})
    quiet = ContactHours(QuietSchedule(QuietHours.of_hours(0, 23)))
    office.book.everybody = type(FAMILY_PHONE)(phone="10012345678", hours=quiet)
    office.post("k", event=Event.CONTACT_CHANGED, alone=True)
    office.deliver()
    office.clock.advance_by(after)
    with office.database.transaction() as session:
        assert reschedule_postponed(session, office.clock.now()) == 0
    assert office.deliver().sent == 0
