"""A word by which somebody named something: found by it, told by it, and in the open nowhere."""

import pytest
from sqlmodel import select

from casework.acting.own_codes import get_code, get_word
from casework.acting.performing import perform_as
from casework.corrections.acts import CorrectFact
from casework.incidents.acts import HearMinor
from core.errors import NotFound
from models.decision import Incident
from models.own_code import OwnCode
from models.sealed_texts import find_unreadable
from tests.builders import SimulatedPlan, an_announced_plan, open_view
from tests.cached_plans import cached_copy

WORD = "new-fraud"


@cached_copy
def reported() -> SimulatedPlan:
    """A plan with one incident of that name."""
    life = an_announced_plan(team_works=False).on("2026-03-10 10:00")
    return life.act(
        "prosecutor", "report_incident", incident=WORD, kind="new_crime", done_on="2026-03-08", facts="待核实"
    )


def word_of(life: SimulatedPlan, code: str) -> str:
    return open_view(get_word, life.context, life.actor("prosecutor"), life.number, code)


def test_acts_find_it_by_the_word_and_by_the_code() -> None:
    life = reported()
    (incident,) = life.rows(Incident)
    assert incident.label == life.code(WORD) != WORD
    assert [item.label for item in life.items("incident_review")] == [incident.label]
    for name in (WORD, incident.label):
        perform_as(life.context, life.actor("prosecutor"), life.number, HearMinor, incident=name, text=f"说明{name}")
    with pytest.raises(NotFound):
        perform_as(life.context, life.actor("prosecutor"), life.number, HearMinor, incident="other", text="说明")
    assert word_of(life, incident.label) == WORD
    assert len(life.rows(OwnCode)) == 1, "a word that named nothing is not kept"


def test_the_same_word_on_another_plan_has_another_code() -> None:
    """Nobody can compare plans by what was named alike."""
    vault = reported().context.vault
    assert get_code(vault, "SW-AAAA-AAAA", WORD) != get_code(vault, "SW-BBBB-BBBB", WORD)


@pytest.mark.parametrize("name", ["i-4f1d22aa", "12", "half_time", "phone"])
def test_what_says_nothing_stays_as_it_is(name: str) -> None:
    life = reported()
    assert life.code(name) == name


def test_a_fact_is_corrected_by_the_word_and_a_relation_stays_a_relation() -> None:
    life = reported()
    fields = {"fact": "report_incident", "was_on": life.rows(Incident)[0].done_on, "reason": "日期写错"}
    perform_as(
        life.context, life.actor("prosecutor"), life.number, CorrectFact, which=WORD, done_on="2026-03-07", **fields
    )
    assert life.rows(Incident)[0].done_on.isoformat() == "2026-03-07"


def test_the_doctor_names_texts_that_were_cut_short_or_moved() -> None:
    life = reported()
    with life.context.database.transaction() as session:
        assert find_unreadable(session, life.context.vault) == {}
        one, other = session.exec(select(OwnCode)).one(), session.exec(select(Incident)).one()
        one.document, other.document = one.document[:-1], one.document
        session.add(one)
        session.add(other)
        session.flush()
        found = find_unreadable(session, life.context.vault)
        assert found == {
            (life.number, "own_code", "document"): (str(one.id),),
            (life.number, "incident", "document"): (str(other.id),),
        }
