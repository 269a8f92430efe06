"""Nobody is written to more often in a day than the practice allows, and nothing is lost by it."""

from datetime import timedelta
from functools import partial

import pytest

from models.message import MessageState
from notifications.digest_and_limits import MessageLimits
from notifications.dispatcher import DeliveryCounts
from notifications.matrix import Event
from notifications.outbox import load_steps
from notifications.reminder_policy import ReminderPolicy
from tests.notifications.doubles import SimulatedOffice
from tests.records import fresh_record

BOUNDS = MessageLimits(ReminderPolicy.load(), most_a_day=2)


@pytest.fixture
def office() -> SimulatedOffice:
    return SimulatedOffice(fresh_record())


def deliver(office: SimulatedOffice) -> DeliveryCounts:
    return partial(office.deliver, bounds=BOUNDS)()


REMINDERS = (Event.CHECK_IN_DUE, Event.THOUGHT_REPORT_DUE, Event.MILESTONE_FORM_DUE)


def post_three(office: SimulatedOffice) -> None:
    for event in REMINDERS:
        office.post(f"k-{event}", event=event)


def test_the_third_reminder_of_a_day_leaves_the_next_morning(office: SimulatedOffice) -> None:
    """In one round of catching up as well; its row says why it waits."""
    post_three(office)
    assert deliver(office).sent == 2
    (late,) = [m for m in office.messages("text") if m.state != MessageState.SENT]
    assert late.state_reason == "enough_for_today"
    office.clock.advance_by(timedelta(hours=12))
    assert deliver(office).sent == 0
    office.clock.advance_by(timedelta(hours=12))
    assert deliver(office).sent == 1


def test_two_rounds_and_two_dispatchers_count_the_same_texts(office: SimulatedOffice) -> None:
    for event in REMINDERS:
        office.post(f"k-{event}", event=event)
        office.deliver(bounds=BOUNDS)
    assert [m.state for m in office.messages("text")].count(MessageState.SENT) == 2


def test_what_would_be_untrue_tomorrow_is_not_sent_and_says_so(office: SimulatedOffice) -> None:
    post_three(office)
    deliver(office)
    office.post("last", event=Event.CHECK_IN_LAST_DAY)
    deliver(office)
    (last,) = [m for m in office.messages("text") if m.event == Event.CHECK_IN_LAST_DAY]
    assert (last.state, last.state_reason) == (MessageState.NOT_SENT, "enough_for_today")
    with office.database.reading() as session:
        assert load_steps(session, last.id)[-1].reason == "enough_for_today"


@pytest.mark.parametrize(
    "event", [Event.SUBMISSION_RECEIVED, Event.EXPLANATION_ANSWERED, Event.EXPLANATION_ASKED, Event.LEAVE_ANSWERED]
)
def test_an_answer_or_a_question_never_waits_for_a_cap(office: SimulatedOffice, event: Event) -> None:
    post_three(office)
    deliver(office)
    office.post("answer", event=event)
    assert deliver(office).sent == 1


def test_a_manual_message_is_never_held_back_and_does_not_count(office: SimulatedOffice) -> None:
    office.post("by-hand", event=Event.CHECK_IN_DUE, alone=True)
    post_three(office)
    assert deliver(office).sent == 2 + 1
    office.post("again", event=Event.MILESTONE_FORM_DUE, alone=True)
    assert deliver(office).sent == 1
