"""The clock stood a year ahead for an hour and was set right: nothing waits for that year."""

from datetime import timedelta

import pytest

from models.database import Database
from models.message import Message, MessageState, move
from notifications.catalogue import Event
from notifications.channels.channel import HandOver, Outcome
from notifications.clock_set_back import take_up_what_was_put_off
from notifications.outbox import steps_of
from notifications.policy import Hours, Quiet, QuietHours
from sunward.clock import SimulatedClock
from tests.notifications.doubles import FAMILY_PHONE, TUESDAY, Answering, Office
from tests.records import fresh_record

AHEAD = timedelta(days=365)


def ahead(*answers: HandOver, database: Database | None = None) -> Office:
    """A text posted by the right clock, and then the clock jumps."""
    office = Office(database or fresh_record(), channels={"text": Answering(list(answers))})
    office.post("k", event=Event.CONTACT_CHANGED, alone=True)
    office.clock.advance_by(AHEAD)
    return office


def set_right(office: Office) -> int:
    office.clock = SimulatedClock(TUESDAY + timedelta(minutes=5))
    with office.database.transaction() as session:
        return take_up_what_was_put_off(session, office.clock.now())


def test_a_claim_of_a_process_that_died_under_that_clock(database: Database) -> None:
    office = ahead(database=database)
    with office.database.transaction() as session:
        message = session.get_one(Message, office.only("text").id)
        message.claimed_by, message.fence = "dead", 1
        message.lease_until = office.clock.now() + timedelta(minutes=3)
        move(session, message, office.clock.now(), MessageState.CLAIMED)
    assert set_right(office) == 1
    assert office.deliver().sent == 1
    with office.database.reading() as session:
        assert "clock_set_back" in [step.reason for step in steps_of(session, office.only("text").id)]


def test_a_pause_that_was_counted_from_that_clock() -> None:
    office = ahead(HandOver(Outcome.TRY_AGAIN, reason="http_503", not_before=timedelta(hours=2)))
    office.deliver()
    assert set_right(office) == 1
    assert office.deliver().sent == 1


def test_what_was_being_handed_over_then_is_not_sent_again_in_silence() -> None:
    office = ahead()
    with office.database.transaction() as session:
        message = session.get_one(Message, office.only("text").id)
        message.claimed_by, message.fence, message.handing_over_since = "dead", 1, office.clock.now()
        message.lease_until = office.clock.now() + timedelta(minutes=3)
        move(session, message, office.clock.now(), MessageState.CLAIMED)
    carrier = office.channels["text"]
    assert isinstance(carrier, Answering)
    carrier.finds = HandOver(Outcome.UNKNOWN, reason="hand_over_interrupted")
    set_right(office)
    office.deliver()
    assert office.only("text").state == MessageState.UNKNOWN
    assert carrier.handed == []


@pytest.mark.parametrize("after", [timedelta(0), timedelta(hours=5)])
def test_what_waits_for_the_morning_by_a_right_clock_waits_on(after: timedelta) -> None:
    office = Office(fresh_record(), channels={"text": Answering()})
    quiet = Hours(Quiet(QuietHours.of_hours(0, 23)))
    office.book.everybody = type(FAMILY_PHONE)(phone="10012345678", hours=quiet)
    office.post("k", event=Event.CONTACT_CHANGED, alone=True)
    office.deliver()
    office.clock.advance_by(after)
    with office.database.transaction() as session:
        assert take_up_what_was_put_off(session, office.clock.now()) == 0
    assert office.deliver().sent == 0
