"""Five days' detention (case 21): one act excuses what fell into them, and nobody owes afterwards what piled up."""

from datetime import date

from models.decision import Incident
from tests.builders import load_example


def test_five_days_away() -> None:
    # ------------------------------------------------------- Tuesday 13 October 2026, 14:30: note on Friday, sheet on Monday
    life = load_example("21", "2026-10-13 14:30", delivers=True)
    assert life.item("weekly_note", "2026-10-16").status == "open"
    assert life.item("usage_sheet", "2026-10-19").status == "open"

    # ------------------------------------------------------- the prosecutor enters it once, from the 13th to the 18th
    life.act("prosecutor", "record_unable", who="family", from_on="2026-10-13", to_on="2026-10-18", reason="detained")
    assert [line.note["who"] for line in life.lines("record_unable")][-2:] == ["minor", "guardian"]
    assert life.item("weekly_note", "2026-10-16").status == "unable"
    assert life.item("usage_sheet", "2026-10-19").status == "open", "he is out again when it is due"
    life.act("prosecutor", "report_incident", incident="fight", kind="public_security", done_on="2026-10-12",
             found_on="2026-10-13", facts="与人打架，行政拘留五日")  # fmt: skip
    assert life.status == "under_supervision"

    # ------------------------------------------------------- Thursday to Sunday: no text leaves to anybody of the family
    life.add_habit("minor", "weekly_note")
    life.add_habit("guardian", "usage_sheet")
    life.on("2026-10-19 09:00")
    assert [
        message for message in life.delivered("2026-10-13 14:30") if message.to in ("minor", "father", "mother")
    ] == []

    # ------------------------------------------------------- Monday 19 October: nothing has piled up, no digest of the week
    open_now = [item for item in life.items(status="open") if item.owner in ("minor", "guardian")]
    assert min(item.due_on for item in open_now) == date(2026, 10, 19)
    assert life.items(status="not_received") == []

    # ------------------------------------------------------- Thursday 22 October: called for as in any week
    life.on("2026-10-22 17:00")
    assert life.texts("2026-10-19", to="minor") == ["S1"]

    # ------------------------------------------------------- the decision of the police counts as one, and changes nothing
    (incident,) = life.rows(Incident)
    assert incident.status == "under_review"
    assert not life.plan.attention_open
    assert life.plan.final_decision_by == date(2027, 1, 22)

    # ------------------------------------------------------- 5 November: heard before, closed with a talk
    life.act("prosecutor", "hear_minor", incident="fight", text="对方先动手")
    life.on("2026-11-05 15:20").act(
        "prosecutor",
        "close_incident",
        incident="fight",
        finding="lesser_response",
        response="talk",
        reason="一次，后果不重",
    )
    assert life.status == "under_supervision"
    assert life.status_counts("incident_review") == {"done": 1}


def test_what_comes_in_late_from_a_time_of_being_unable_is_kept_and_changes_nothing() -> None:
    life = load_example("21", "2026-10-13 14:30", delivers=True)
    life.act("prosecutor", "record_unable", from_on="2026-10-13", to_on="2026-10-18", reason="detained")
    life.on("2026-10-20 10:00").act("minor", "submit", item="weekly_note", due_on="2026-10-16", text="补一份")
    assert life.item("weekly_note", "2026-10-16").status == "unable"
    assert life.item("weekly_note", "2026-10-16").received_at == life.now
