"""A referral is an act with its consent and its answer, and waits until somebody has answered it."""

import pytest

from core.errors import BadInput, Refused
from tests.builders import SimulatedPlan, an_announced_plan
from tests.cached_plans import cached_copy

TO = {"referral": "rf1", "kind": "counselling", "unit": "某心理中心", "purpose": "睡不好"}
BOTH = {"minor_consented_on": "2026-03-05", "guardian_consented_on": "2026-03-05"}


@cached_copy
def running() -> SimulatedPlan:
    return an_announced_plan(team_works=False).on("2026-03-06 10:00")


@pytest.mark.parametrize("consent", [{}, {"minor_consented_on": "2026-03-05"}, {"guardian_consented_on": "2026-03-05"}])
def test_without_the_consents_that_age_asks_for_it_is_refused_in_words(consent: dict[str, str]) -> None:
    life = running()
    with pytest.raises(Refused) as refused:
        life.act("social_worker", "refer", **TO, **consent)
    assert "本人和监护人双方的同意" in refused.value.reason.zh
    assert "PIPL" in (refused.value.article or "")
    assert life.items("referral_answer") == []


def test_the_answer_to_a_referral_waits_with_whoever_carries_the_plan_and_blocks_the_opinion() -> None:
    life = running().act("social_worker", "refer", **TO, **BOTH)
    (item,) = life.items("referral_answer", status="open")
    assert (item.owner, str(item.due_on)) == ("social_worker", "2026-03-20")
    life.skips_to("2026-03-19 10:00").on("2026-04-10 10:00")
    assert [line for line in life.lines("bring_up_again") if line.note["kind"] == "referral_answer"]
    life.skips_to("2026-09-03 10:00")
    with pytest.raises(Refused) as refused:
        life.act("prosecutor", "write_opinion", proposal="non_prosecution")
    assert "转介的回复" in refused.value.reason.zh


def test_an_answer_settles_it_and_another_one_stands_beside_the_first() -> None:
    life = running().act("social_worker", "refer", **TO, **BOTH)
    for wrong in ({"outcome": "accepted"}, {"outcome": "declined"}, {"outcome": "no_answer", "first_on": "2026-03-06"}):
        with pytest.raises(BadInput):
            life.act("social_worker", "record_referral_answer", referral="rf1", **wrong)
    life.act("social_worker", "record_referral_answer", referral="rf1", outcome="declined", reason="名额已满")
    assert life.items("referral_answer", status="open") == []
    life.act("social_worker", "record_referral_answer", referral="rf1", outcome="accepted", first_on="2026-03-09")
    assert [line.note.get("corrects") for line in life.lines("record_referral_answer")] == [None, True]
