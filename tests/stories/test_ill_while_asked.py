"""He let a note go by, was asked how it was, and lay in hospital while there was time to explain; that comes out a week
later. Silence of somebody who could not speak is no miss."""

from casework.acting.rights.read_operations import READ_PLAN
from casework.checkins.attention import count_missed
from tests.builders import SimulatedPlan, an_announced_plan
from tests.cached_plans import cached_copy

NOTE = {"item": "weekly_note", "due_on": "2026-03-09"}


@cached_copy
def missed() -> SimulatedPlan:
    """The note of Monday 9 March did not come; he was asked on Tuesday, and nobody had explained it by Thursday."""
    life = an_announced_plan(delivers=True)
    life.on("2026-03-16 10:00")
    assert life.item("weekly_note", "2026-03-09").status == "missed"
    return life


def in_hospital(life: SimulatedPlan, from_on: str, to_on: str) -> SimulatedPlan:
    life.act("social_worker", "record_unable", who="minor", from_on=from_on, to_on=to_on, reason="hospital")
    return life


def test_found_later_to_have_been_in_hospital_then_it_is_unknown_by_that_one_act() -> None:
    life = in_hospital(missed(), "2026-03-10", "2026-03-14")
    item = life.item("weekly_note", "2026-03-09")
    assert (item.status, item.settled_because) == ("unknown", "away_while_asked")
    line = next(line for line in life.lines("note_unknown") if line.subject_id == item.id)
    assert (line.note["rule"], line.actor_role) == ("VI-11", "social_worker")
    assert life.items("explanation_answer") == []
    with life.context.open_for_reading(life.number, life.actor("prosecutor"), READ_PLAN) as open_plan:
        assert count_missed(open_plan) == 0


def test_well_again_before_he_was_asked_it_stays_a_miss() -> None:
    life = in_hospital(missed(), "2026-03-01", "2026-03-08")
    assert life.item("weekly_note", "2026-03-09").status == "missed"
    in_hospital(life, "2026-03-14", "2026-03-20")
    assert life.item("weekly_note", "2026-03-09").status == "missed"


def test_what_a_person_has_counted_stands_and_is_looked_at_again() -> None:
    life = missed()
    life.act("prosecutor", "answer_explanation", **NOTE, answer="missed", reason="无故")
    life.on("2026-03-17 10:00")
    in_hospital(life, "2026-03-10", "2026-03-14")
    assert life.item("weekly_note", "2026-03-09").status == "missed"
    assert len(life.lines("find_away_while_asked")) == 1
    assert len(life.items("explanation_answer", status="open")) == 1

    life.act("prosecutor", "answer_explanation", **NOTE, answer="unable", reason="住院")
    assert life.item("weekly_note", "2026-03-09").status == "unable"
    assert life.items("explanation_answer", status="open") == []


def test_held_then_and_known_only_later_it_is_unknown_too() -> None:
    life = missed()
    life.act("prosecutor", "record_measure", measure="custody", decided_by="police", from_on="2026-03-11",
             lifted_on="2026-03-13")  # fmt: skip
    assert life.item("weekly_note", "2026-03-09").status == "unknown"


def test_after_a_person_s_answer_a_release_asks_nobody_again() -> None:
    """The custody was known when the prosecutor answered; writing down its end is no news about that note."""
    life = missed()
    custody = {"measure": "custody", "decided_by": "police", "from_on": "2026-03-11"}
    life.act("prosecutor", "record_measure", **custody)
    life.on("2026-03-17 10:00").act("prosecutor", "answer_explanation", **NOTE, answer="missed", reason="无故")
    life.on("2026-03-18 10:00").act("prosecutor", "record_measure", **custody, lifted_on="2026-03-18")
    assert life.item("weekly_note", "2026-03-09").status == "missed"
    assert life.items("explanation_answer", status="open") == []
