"""A call, a sheet of paper and words passed on are as good as a text: they prove, they ask, and they are listed."""

from datetime import date, timedelta
from typing import Any

import pytest

from casework.acting.performing import perform_as
from casework.messages.acts import RecordCall, RecordPaperNotice
from casework.messages.calls import CallOutcome
from casework.messages.contact_list import ContactTask, load_contact_list
from casework.messages.reason_labels import reason_label
from core.clock import SimulatedClock
from core.errors import BadInput, NotAllowed, Refused
from models.message import Message
from models.office import Role
from tests.builders import SimulatedPlan, a_plan, an_announced_plan, at
from tests.cached_plans import cached_copy

KEYPAD = {"device": "keypad", "reach": ["call", "paper"]}
MONDAY = "2026-03-09"


@cached_copy
def by_phone(until: str = f"{MONDAY} 15:00") -> SimulatedPlan:
    """A boy with a keypad phone, told and served, until that moment; his note is due on Monday at 20:00."""
    return an_announced_plan(a_plan(minor=KEYPAD), delivers=True).on(until)


def calls(life: SimulatedPlan, by: str = "social_worker") -> list[ContactTask]:
    return [one for one in load_contact_list(life.context, life.actor(by)) if one.kind == "weekly_note"]


def call(life: SimulatedPlan, outcome: CallOutcome, **more: Any) -> None:
    due_on = life.item("weekly_note", MONDAY).due_on
    perform_as(life.context, life.actor("social_worker"), life.number, RecordCall, item="weekly_note", due_on=due_on,
       outcome=outcome, **more)  # fmt: skip
    life.process_due()


def test_whoever_cannot_be_texted_is_on_the_list_with_a_number_and_neutral_words() -> None:
    life = by_phone("2026-03-08 16:59")
    assert calls(life) == []
    (entry,) = calls(life.on("2026-03-08 17:30"))
    assert (entry.plan_number, entry.relation, entry.because, entry.asks) == (life.number, "minor", "no_address", False)
    assert entry.phone == "10000990101"
    assert "约定词" in entry.text
    assert "10000990101" not in repr(entry)


def test_a_text_on_a_phone_of_ones_own_needs_no_call_and_one_on_a_shared_phone_does() -> None:
    own = an_announced_plan(delivers=True).on("2026-03-08 17:30")
    assert calls(own) == []
    shared = an_announced_plan(device="shared", delivers=True).on("2026-03-08 17:30")
    assert [one.because for one in calls(shared)] == ["shared"]


def test_after_an_outage_nobody_is_called_whom_the_last_word_reaches() -> None:
    """The earlier text was taken back for the later one: that is no reason to call."""
    life = an_announced_plan(delivers=True).on("2026-03-08 16:00")
    clock = life.context.clock
    assert isinstance(clock, SimulatedClock)
    clock.advance_to(at(f"{MONDAY} 15:00"))
    life.process_due()
    states = {one.event: one.state_reason for one in _by_channel(life, "text") if one.event.startswith("check_in")}
    assert states["check_in_due"] == "overtaken"
    assert calls(life) == []


def test_a_call_that_reached_him_counts_as_a_text_would_and_silence_after_it_may_be_missed() -> None:
    """Spoken to before it was due, asked by a call, and two days to explain: then it stands as not done."""
    life = by_phone()
    call(life, CallOutcome.REACHED)
    assert calls(life) == []
    life.on("2026-03-10 11:00")
    assert life.item("weekly_note", MONDAY).status == "not_received"
    (entry,) = calls(life)
    assert entry.asks
    life.on("2026-03-11 15:00")
    call(life, CallOutcome.REACHED)
    life.on("2026-03-13 14:59")
    assert life.item("weekly_note", MONDAY).status == "not_received"  # 48 hours from the call, not from the morning
    life.on("2026-03-13 15:01")
    assert life.item("weekly_note", MONDAY).status == "missed"


def test_reminded_by_a_call_and_never_asked_is_unknown() -> None:
    life = by_phone()
    call(life, CallOutcome.REACHED)
    assert life.on("2026-03-13").item("weekly_note", MONDAY).status == "unknown"


@pytest.mark.parametrize("outcome", [CallOutcome.NOT_REACHED, CallOutcome.CALL_BACK, CallOutcome.WRONG_NUMBER])
def test_a_call_that_did_not_reach_him_proves_nothing_and_stays_on_the_list(outcome: CallOutcome) -> None:
    life = by_phone()
    call(life, outcome)
    (entry,) = calls(life)
    assert (entry.tries, entry.last) == (1, reason_label(outcome.value))
    assert life.on("2026-03-13").item("weekly_note", MONDAY).status == "unknown"


def test_a_wrong_number_is_reported_to_those_who_can_find_the_right_one() -> None:
    life = by_phone()
    call(life, CallOutcome.WRONG_NUMBER)
    assert "E8" in life.texts(f"{MONDAY} 15:00", to="assistant")


def test_a_call_noted_after_its_day_does_not_turn_a_reminder_into_a_question() -> None:
    """He was told on Monday; written down on Tuesday, it is still only the reminder."""
    life = by_phone()
    call(life, CallOutcome.REACHED)
    life.on("2026-03-10 11:00")
    call(life, CallOutcome.REACHED, called_at=at(f"{MONDAY} 16:00"))
    assert {m.event for m in _by_channel(life, "call")} == {"check_in_due"}
    assert life.on("2026-03-13").item("weekly_note", MONDAY).status == "unknown"


def test_a_month_s_sheet_given_to_him_lets_him_know_of_every_monday_on_it() -> None:
    life = by_phone("2026-03-06 10:00")
    number = perform_as(life.context, life.actor("social_worker"), life.number, RecordPaperNotice, who=Role.MINOR,
                          until_on=date(2026, 3, 31))  # fmt: skip
    assert number == len(_by_channel(life, "paper")) >= 4
    life.on("2026-03-08 17:30")
    assert calls(life) == []
    life.on("2026-03-10 11:00")
    assert life.item("weekly_note", MONDAY).status == "not_received"  # asked, and no longer unknown at once


@pytest.mark.parametrize(("device", "seen", "status"), [
    ("own", False, "not_received"), ("shared", False, "unknown"), ("shared", True, "not_received"),
])  # fmt: skip
def test_passed_on_by_a_person_is_as_good_as_a_text_and_seen_is_better(device: str, seen: bool, status: str) -> None:
    plan = a_plan(minor={"device": device, "reach": ["call"]})
    life = an_announced_plan(plan, delivers=True).on(f"{MONDAY} 16:10")
    due_on = life.item("weekly_note", MONDAY).due_on
    perform_as(life.context, life.actor("social_worker"), life.number, RecordCall, item="weekly_note", due_on=due_on,
               called_at=at(f"{MONDAY} 16:05"), outcome="seen" if seen else "passed_on")  # fmt: skip
    (row,) = _by_channel(life, "passed_on")
    assert row.sent_at == at(f"{MONDAY} 16:05")
    assert life.on("2026-03-10 11:00").item("weekly_note", MONDAY).status == status


def test_texts_held_back_in_a_crisis_become_calls() -> None:
    life = an_announced_plan(delivers=True)
    life.on("2026-03-06 10:00").act("prosecutor", "pause_messages", until_on="2026-03-20", reason="心理危机")
    assert [one.because for one in calls(life.on("2026-03-08 17:30"))] == ["messages_paused"]


def test_whoever_is_unable_is_on_no_list_and_is_not_to_be_pressed() -> None:
    life = by_phone("2026-03-08 17:30")
    life.act("prosecutor", "record_unable", who="minor", from_on="2026-03-08", to_on="2026-03-12", reason="hospital")
    assert calls(life) == []
    with pytest.raises(Refused):
        perform_as(life.context, life.actor("social_worker"), life.number, RecordCall, item="weekly_note",
                    due_on=date(2026, 3, 16), outcome=CallOutcome.REACHED)  # fmt: skip


def test_a_call_is_made_by_the_plan_s_own_people_and_in_the_past() -> None:
    life = by_phone("2026-03-08 17:30")
    for when in (life.now + timedelta(minutes=1), life.now - timedelta(days=8)):
        with pytest.raises(BadInput):
            call(life, CallOutcome.REACHED, called_at=when)
    call(life, CallOutcome.NOT_REACHED)
    with pytest.raises(Refused):
        call(life, CallOutcome.NOT_REACHED)  # the same call, written down twice
    for by in ("clerk", "minor"):
        with pytest.raises(NotAllowed):
            perform_as(life.context, life.actor(by), life.number, RecordCall, item="weekly_note",
                        due_on=date(2026, 3, 9), outcome=CallOutcome.REACHED)  # fmt: skip
    assert load_contact_list(life.context, life.actor("department_head")) == []


def test_calls_are_no_messages_that_a_machine_could_send_again() -> None:
    life = by_phone()
    for outcome, minute in ((CallOutcome.NOT_REACHED, 1), (CallOutcome.REACHED, 2)):
        life.on(f"{MONDAY} 15:0{minute}")
        call(life, outcome)
    before = [(m.state, m.steps) for m in _by_channel(life, "call")]
    life.on("2026-03-13")
    assert [(m.state, m.steps) for m in _by_channel(life, "call")] == before
    assert [line.note["outcome"] for line in life.lines("record_call")] == ["not_reached", "reached"]


def _by_channel(life: SimulatedPlan, channel: str) -> list[Message]:
    return [message for message in life.messages() if message.channel == channel]
