"""What the family's own page says while one of them is unable, or processing is halted. (What it says of each fact that
stops what they owe: tests/casework/shared/test_facts.py.)"""

from casework.acting.rights.read_operations import READ_OWN
from casework.family.family_page import OwnPage, load_own_page
from casework.family.pauses_view import REMINDERS_PAUSED
from casework.plan.halting import quarantine
from tests.builders import SimulatedPlan, open_view
from tests.casework.fact_scenes import in_use


def page_of(life: SimulatedPlan, role: str) -> OwnPage:
    return open_view(load_own_page, life.context, life.actor(role), life.number, right=READ_OWN)


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
