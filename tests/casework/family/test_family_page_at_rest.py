"""While the supervision stands still the family's own page says so, and that nothing has to be done meanwhile; it draws no
conclusion of law. Every fact of the table that stops what a family owes."""

import re

import pytest

from casework.checkins.acts import UNABLE
from casework.family.acts import MINOR_DIED
from casework.family.family_page import OwnPage, load_own_page
from casework.family.pauses_view import REMINDERS_PAUSED
from casework.plan.scheduling import quarantine
from casework.shared.facts.fact_rules import FACT_RULES, FactRule, Stops
from casework.shared.rights.read_operations import READ_OWN
from tests.builders import SimulatedPlan, open_view
from tests.casework.fact_scenes import in_use
from tests.casework.shared.test_facts import performed

STOPS_THE_FAMILY = (Stops.FAMILY, Stops.SUPERVISION, Stops.WHILE_UNABLE, Stops.EVERYTHING)
STOPPING = [row for row in FACT_RULES.values() if row.stops in STOPS_THE_FAMILY]
OF_LAW = re.compile("起诉|撤销|纠正|复议|申诉|异议|羁押|拘留|逮捕|年龄|去世|死亡|终结|检察|考察|考验")


def page_of(life: SimulatedPlan, role: str) -> OwnPage:
    return open_view(load_own_page, life.context, life.actor(role), life.number, right=READ_OWN)


@pytest.mark.parametrize("row", STOPPING, ids=lambda row: row.code)
def test_a_page_says_what_rests_and_that_nothing_has_to_be_done(row: FactRule) -> None:
    assert row.family_reads is not None, "the row says nothing to the family"
    assert not OF_LAW.search(row.family_reads.zh)
    life, _before = performed(row)
    if row is UNABLE:
        life.on("2026-03-10 10:00")
    gone = row is MINOR_DIED or life.plan.ended_because == "death"
    page = page_of(life, "mother" if gone else "minor")
    if row.stops is Stops.WHILE_UNABLE:
        assert page.rests == row.family_reads
    elif life.plan.sealed_at is None:
        assert page.stopped is not None
        assert not OF_LAW.search(page.stopped.zh)
        assert page.to_do == []


def test_one_of_the_family_unable_does_not_stop_the_other() -> None:
    life = in_use()
    life.act("social_worker", "record_unable", who="minor", from_on="2026-03-08", to_on="2026-03-20", reason="illness")
    assert page_of(life, "minor").rests is not None
    assert page_of(life, "mother").rests is None
    life.on("2026-03-21 09:00")
    assert page_of(life, "minor").rests is None


def test_while_processing_is_halted_the_page_says_that_no_reminders_come() -> None:
    life = in_use()
    assert page_of(life, "minor").rests is None
    quarantine(life.context, life.number)
    for who in ("minor", "mother"):
        page = page_of(life, who)
        assert (page.stopped, page.rests) == (None, REMINDERS_PAUSED)
        assert page.to_do, "what was agreed can be handed in as usual"
