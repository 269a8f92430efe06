"""A text that was refused or whose fate is unknown comes before a person, once, and is never sent again by itself."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app.bootstrap import Dispatcher
from casework.messages.contact_list import load_contact_list
from casework.messages.undelivered import notify_of_undelivered
from models.base import new_id
from models.message import Message, MessageState
from models.plan import Plan
from notifications.channels.channel import SendOutcome, SendResult
from notifications.channels.inbox import InboxChannel
from notifications.channels.memory import MemoryChannel
from tests.builders import SimulatedPlan, a_plan, an_announced_plan, start_plan_in
from tests.cached_plans import cached_copy
from tests.notifications.doubles import ScriptedChannel


@cached_copy
def a_sunday() -> SimulatedPlan:
    return an_announced_plan(delivers=True).on("2026-03-08 16:59")


def a_week_with(answer: SendResult) -> SimulatedPlan:
    """The text of Sunday 17:00 meets that answer; everything later is taken."""
    life = a_sunday()
    channels = {"text": ScriptedChannel([answer]), "email": MemoryChannel(), "inbox": InboxChannel()}
    life.mail.dispatcher = Dispatcher(channels)
    return life.on("2026-03-08 17:01")


def notified(life: SimulatedPlan) -> list[str]:
    life.mail.posted = True
    life.process_due()
    return sorted(message.to for message in life.delivered("2026-03-08 17:00") if message.template == "E8")


@pytest.mark.parametrize("outcome", [SendOutcome.UNKNOWN, SendOutcome.REFUSED])
def test_worker_and_assistant_are_notified_once_and_it_is_a_call_of_today(outcome: SendOutcome) -> None:
    life = a_week_with(SendResult(outcome, reason="gateway_7"))
    assert notify_of_undelivered(life.context) == 1
    assert notify_of_undelivered(life.context) == 0
    assert notified(life) == ["assistant", "social_worker"]
    (entry,) = [
        one for one in load_contact_list(life.context, life.actor("social_worker")) if one.kind == "weekly_note"
    ]
    assert entry.because == "gateway_7"
    texts = [m for m in life.messages() if m.channel == "text" and m.event == "check_in_due"]
    assert [(m.state, m.attempts) for m in texts] == [(outcome.value, 1)]


def test_what_left_or_waits_or_had_a_reason_is_nobody_s_trouble() -> None:
    for answer in (SendResult(SendOutcome.SENT), SendResult(SendOutcome.TRY_AGAIN, reason="http_429")):
        assert notify_of_undelivered(a_week_with(answer).context) == 0
    hushed = an_announced_plan(delivers=True)
    hushed.on("2026-03-06 10:00").act("prosecutor", "pause_messages", until_on="2026-03-20", reason="心理危机")
    assert notify_of_undelivered(hushed.on("2026-03-10").context) == 0


def test_the_journal_says_that_a_person_was_asked_for_what_could_not_be_sent() -> None:
    life = a_week_with(SendResult(SendOutcome.UNKNOWN, reason="http_ReadTimeout"))
    notify_of_undelivered(life.context)
    (line,) = life.lines("tell_of_given_up")
    assert (line.note["state"], line.note["notified"]) == ("unknown", 2)


def test_what_was_in_hand_when_the_office_was_switched_off_for_a_long_holiday_comes_before_a_person() -> None:
    """Nine days later it is of unknown outcome, and days older than what the machine gives up otherwise."""
    life = a_week_with(SendResult(SendOutcome.UNKNOWN, reason="hand_over_interrupted"))
    life.rehearsal.clock.advance_by(timedelta(days=9))
    assert notify_of_undelivered(life.context) == 1
    assert notify_of_undelivered(life.context) == 0


def test_a_plan_that_cannot_be_written_to_keeps_no_other_s_texts_from_a_person() -> None:
    life = a_week_with(SendResult(SendOutcome.UNKNOWN, reason="gateway_7"))
    other = start_plan_in(life.context, a_plan("2026-03-06"), team_works=False)
    with life.context.database.transaction() as session:
        found = session.exec(select(Message).where(Message.state == MessageState.UNKNOWN.value)).one()
        theirs = {"id": new_id(life.now), "plan_id": other.plan.id, "plan_number": other.number, "item_id": None}
        session.add(Message(**(found.model_dump() | theirs | {"dedupe_key": "theirs", "handed_over_as": None})))
        session.get_one(Plan, life.plan.id).status = "nonsense"
    with pytest.raises(ValueError, match="nonsense"):
        notify_of_undelivered(life.context)
    assert len(other.lines("tell_of_given_up")) == 1
