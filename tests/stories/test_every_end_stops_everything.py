"""A case that ends by a death, or by the objection of both: a minute later nobody of the family owes anything, no text waits,
and none leaves afterwards. (What each fact stops of what is owed: tests/casework/shared/test_facts.py.)"""

from datetime import timedelta

import pytest

from core.clock import local_time
from tests.builders import SimulatedPlan, a_plan, announce_and_serve, start_plan
from tests.cached_plans import cached_copy

SHORT = {"cadence": {"weekly_note": {"on": "Mon"}, "usage_sheet": {"on": "Sun", "by": "21:00"}}}


@cached_copy
def the_evening_before(*, objected: bool = False) -> SimulatedPlan:
    """Sunday 8 March 2026, 22:30: notes are owed, reminders went out, and an answer waits for the morning to be told."""
    life = start_plan(a_plan(**SHORT))
    if objected:
        life.on("2026-03-04 08:30")
        life.act("minor", "object", objection_by="minor", against="decision", text="不同意")
        life.act("mother", "object", objection_by="legal_representative", against="decision", text="不同意")
    announce_and_serve(life, "2026-03-04").on("2026-03-08 22:30")
    if objected:  # both objected: nothing is owed any more by that alone
        assert life.items(owner="minor", status="open") == []
        return life
    assert life.items(owner="minor", status="open")
    assert "S1" in life.texts(to="minor")
    life.act("minor", "explain", item="weekly_note", due_on="2026-03-09", text="病了")
    life.act(
        "assistant", "answer_explanation", item="weekly_note", due_on="2026-03-09", answer="excused", reason="属实"
    )
    assert {m.state for m in life.messages() if m.event == "explanation_answered"} == {"created"}
    return life


def nothing_runs_on(life: SimulatedPlan) -> None:
    """A minute later nothing is owed by family or worker and no duty waits to be said; twelve days later none was said."""
    ended_at = local_time(life.now).strftime("%Y-%m-%d %H:%M:%S")
    life.on(life.now + timedelta(minutes=1))
    for owner in ("minor", "guardian"):
        assert life.items(owner=owner, status="open") == []
        assert life.items(owner=owner, status="not_received") == []
    waiting = {message.event for message in life.messages() if message.state == "created"}
    assert waiting <= {"to_be_told_in_person", "statutory_date_near", "staff_item_due"}, waiting
    life.on(life.now + timedelta(days=12))
    sent = [
        message
        for message in life.delivered(ended_at)
        if message.to in ("minor", "mother") and message.template not in ("S6", "S16")
    ]
    assert sent == []
    assert life.items(status="missed") == []


@pytest.mark.parametrize("how", ["death", "objection"])
def test_an_end_for_another_reason(how: str) -> None:
    life = the_evening_before(objected=how == "objection")
    if how == "death":
        life.act("social_worker", "end_contact", person="minor", because="died")
    life.act("chief_prosecutor", "end_otherwise", how=how, reason="依法")
    assert life.status == "ended_otherwise"
    nothing_runs_on(life)
