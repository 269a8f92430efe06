"""Who is there for the minor after the supervision."""

import pytest
from pydantic import ValidationError

from casework.outcome.after_care import list_own_cards
from core.errors import BadInput
from models.item import Item
from tests.builders import SimulatedPlan, a_plan, an_announced_plan


def test_before_the_end_it_is_asked_of_the_young_and_what_was_accepted_outlives_the_seal_without_the_case() -> None:
    """Of age there is nobody to be asked about; an answer given before is not asked for again."""
    asked = young().skips_to("2026-09-03 10:00")
    assert [item.owner for item in asked.items("helper_answer", status="open")] == ["social_worker"]
    asked.act("social_worker", "record_helper_answer", answer="accepted", helper="表哥", asked_by="minor")
    assert asked.items("helper_answer", status="open") == []
    asked.dismiss_open_items().act("prosecutor", "write_opinion", proposal="non_prosecution")
    asked.dismiss_open_items().act("chief_prosecutor", "decide_non_prosecution")
    asked.act("prosecutor", "announce_outcome", present=["minor", "mother"])
    asked.act("social_worker", "answer_after_care", consent=True)
    (card,) = list_own_cards(asked.context, asked.actor("social_worker"))
    assert (card.helper, card.call) == ("表哥", "芒果")
    answered = young().act("social_worker", "record_helper_answer", answer="not_wished").skips_to("2026-09-03 10:00")
    assert answered.items("helper_answer") == []
    of_age = an_announced_plan(a_plan(born_on="2008-05-01", minor={"identity_number": None}), team_works=False)
    assert of_age.skips_to("2026-09-03 10:00").items("helper_answer") == []


def young() -> SimulatedPlan:
    return an_announced_plan(team_works=False).on("2026-03-06 10:00")


def test_an_answer_holds_nothing_up_and_names_nobody_in_the_open() -> None:
    life = an_announced_plan(team_works=False).on("2026-03-06 10:00")
    before = len(life.rows(Item))
    asked = {"helper": "表哥", "asked_by": "minor"}
    for answer in ("not_reached", "no"):
        life.act("social_worker", "record_helper_answer", answer=answer, **asked)
    life.act("social_worker", "record_helper_answer", answer="not_wished")
    assert len(life.rows(Item)) == before
    assert "表哥" not in str([line.note for line in life.lines("record_helper_answer")])
    with pytest.raises(BadInput):
        life.act("social_worker", "record_helper_answer", answer="accepted", helper="表哥")
    with pytest.raises(ValidationError):
        life.act("social_worker", "record_helper_answer", answer="accepted", helper="表哥", asked_by="prosecutor")
