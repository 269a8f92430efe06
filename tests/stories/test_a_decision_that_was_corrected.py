"""The higher office overturns the decision: supervision stops, the decision that follows is asked for, and nobody concludes
the case on what no longer stands without being told so."""

from typing import Any

import pytest

from tests.builders import SimulatedPlan, a_plan, an_announced_plan
from tests.cached_plans import cached_copy
from tests.casework.fact_scenes import A_BUSY_PLAN


@cached_copy
def overturned() -> SimulatedPlan:
    """A victim complained in time, and on 20 March 2026 the higher office's answer came: corrected."""
    life = an_announced_plan(a_plan(**A_BUSY_PLAN), delivers=True).on("2026-03-10 09:00")
    life.act("clerk", "file_remedy", remedy="victim_complaint", decision_received_on="2026-03-05")
    life.on("2026-03-20 10:00").act("clerk", "record_remedy_answer", remedy="victim_complaint", outcome="corrected")
    return life


def test_non_prosecution_on_it_is_decided_by_a_person_who_was_warned_with_the_article() -> None:
    life = overturned().skips_to("2026-09-03 10:00")
    life.act("prosecutor", "hear_victim", state="heard")
    life.act("prosecutor", "write_opinion", proposal="non_prosecution")
    life.act("chief_prosecutor", "decide_non_prosecution", reason="期满")
    for act in ("write_opinion", "decide_non_prosecution"):
        (line,) = life.lines(act)
        assert "RE-11" in line.note["warnings"], act
    assert [item.status for item in life.items("decision_that_follows")] == ["open"], "what follows is still to be said"


def test_the_decision_that_follows_settles_it_and_the_banner_goes() -> None:
    life = overturned()
    assert life.plan.stopped_by == ["overturned"]
    life.act("chief_prosecutor", "end_otherwise", how="corrected_by_higher_office", reason="依上一级复查决定")
    assert [item.status for item in life.items("decision_that_follows")] == ["done"]
    assert life.plan.stopped_by == []
    assert [item.status for item in life.items("after_correction")] == ["open"]


def test_what_a_change_adds_meanwhile_is_not_owed_either() -> None:
    life = overturned()
    life.act("chief_prosecutor", "change_period", new_end_on="2026-10-15", reason="视情况")
    assert [item for item in life.items(owner="minor") if item.status == "open"] == []


@pytest.mark.parametrize(("did", "values"), [
    ("change_condition", {"condition": "A1", "text": "接受心理辅导4次", "heard": True}),
    ("change_cadence", {"item": "weekly_note", "weekday": "Tue", "from_on": "2026-03-30"}),
])  # fmt: skip
def test_whoever_changes_what_no_longer_stands_is_warned_and_the_family_is_not_told(
    did: str, values: dict[str, Any]
) -> None:
    life = overturned()
    before = len(life.messages())
    life.act("prosecutor", did, reason="视情况", **values)
    (line,) = life.lines(did)
    assert "RE-11" in line.note["warnings"]
    assert len(life.messages()) == before


def test_a_review_before_any_reconsideration_is_recorded_with_a_remark() -> None:
    life = an_announced_plan().on("2026-03-10 09:00")
    life.act("clerk", "file_remedy", remedy="higher_review", decision_received_on="2026-03-05")
    (line,) = life.lines("file_remedy")
    assert line.note["warnings"] == ["RE-12"]
    assert life.items("remedy_answer")[0].status == "open", "a fact is kept whatever it breaks"


def test_the_seven_days_of_a_review_run_from_the_receipt_and_not_from_what_was_typed() -> None:
    """The police received the reconsideration on 20 March: typed as the 30th, the review of 31 March is late all the same."""
    life = an_announced_plan().on("2026-03-10 09:00")
    life.act("clerk", "file_remedy", remedy="reconsideration", decision_received_on="2026-03-05")
    life.on("2026-03-19 09:00").act("chief_prosecutor", "decide_remedy", remedy="reconsideration", outcome="upheld")
    life.on("2026-03-20 15:00").act("clerk", "record_service", to="police", decision="reconsideration")
    life.on("2026-03-31 09:00").act("clerk", "file_remedy", remedy="higher_review", decision_received_on="2026-03-30")
    line = life.lines("file_remedy")[-1]
    assert (line.note["warnings"], line.note["in_time"], line.note["received_on"]) == ([], False, "2026-03-20")
