"""However a case ends, a minute later nobody of the family owes anything, no reminder waits, and none leaves afterwards."""

from datetime import timedelta

import pytest

from core.clock import local_time
from tests.builders import SimulatedPlan, a_plan, announce_and_serve, start_plan
from tests.cached_plans import cached_copy

SHORT = {"cadence": {"weekly_note": {"on": "Mon"}, "usage_sheet": {"on": "Sun", "by": "21:00"}}}
OTHERWISE = ("death", "no_liability", "corrected_by_higher_office", "change_of_jurisdiction", "objection")


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


def nothing_runs_on(life: SimulatedPlan, *, still_said: frozenset[str] = frozenset()) -> None:
    """A minute later nothing is owed by family or worker and no duty waits to be said; two months later none was said."""
    ended_at = local_time(life.now).strftime("%Y-%m-%d %H:%M:%S")
    life.on(life.now + timedelta(minutes=1))
    for owner in ("minor", "guardian"):
        assert life.items(owner=owner, status="open") == []
        assert life.items(owner=owner, status="not_received") == []
    waiting = {message.event for message in life.messages() if message.state == "created"}
    assert waiting <= {"to_be_told_in_person", "statutory_date_near", "staff_item_due"} | still_said, waiting
    life.on(life.now + timedelta(days=30))
    sent = [
        message
        for message in life.delivered(ended_at)
        if message.to in ("minor", "mother") and message.template not in ("S6", "S16")
    ]
    assert sent == []
    assert life.items(status="missed") == []


@pytest.mark.parametrize("how", OTHERWISE)
def test_an_end_for_another_reason(how: str) -> None:
    life = the_evening_before(objected=how == "objection")
    if how == "no_liability":
        life.act("prosecutor", "doubt_age", claimed_born_on="2010-10-08", source="出生证明")
        life.act("prosecutor", "settle_age", born_on="2010-10-08", reason="核实")
    if how == "death":
        life.act("social_worker", "end_contact", person="minor", because="died")
    life.act("chief_prosecutor", "end_otherwise", how=how, reason="依法")
    assert life.status == ("closed" if how == "change_of_jurisdiction" else "ended_otherwise")
    nothing_runs_on(life)


def test_a_doubt_about_age() -> None:
    life = the_evening_before()
    life.act("prosecutor", "doubt_age", claimed_born_on="2010-10-08", source="出生证明")
    nothing_runs_on(life, still_said=frozenset({"explanation_answered"}))
    assert life.status == "under_supervision", "a doubt decides nothing"


def test_revoked_and_judged() -> None:
    life = the_evening_before()
    life.act("social_worker", "report_incident", incident="x", kind="new_crime", done_on="2026-03-07", facts="再犯")
    life.act("prosecutor", "hear_minor", incident="x", text="承认")
    life.act("prosecutor", "close_incident", incident="x", finding="ground", reason="考验期内再犯")
    life.act("prosecutor", "revoke", incident="x", reason="再犯")
    nothing_runs_on(life)
    life.act("prosecutor", "prosecute")
    life.act("assistant", "record_judgment", sentence_months=8, effective_on=str(life.today))
    life.on(life.now + timedelta(days=3))
    assert life.status == "sealed"


def test_after_non_prosecution_nothing_runs_on() -> None:
    life = announce_and_serve(start_plan(a_plan(weekly=None)), "2026-03-04").on("2026-09-02 10:00")
    life.dismiss_open_items().act("prosecutor", "write_opinion", proposal="non_prosecution")
    life.on("2026-09-03 10:00").act("chief_prosecutor", "decide_non_prosecution")
    nothing_runs_on(life)
