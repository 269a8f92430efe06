"""Grandmother brings a birth paper (case 28): counting stops in the same hour, and nobody decides but a person."""

from datetime import date

import pytest

from core.errors import BadInput
from models.decision import Decision
from tests.builders import SimulatedPlan, an_announced_plan, load_example
from tests.cached_plans import cached_copy


@cached_copy
def the_paper() -> SimulatedPlan:
    """Monday 23 November 2026, 10:20: born on 8 October 2010, it says; then he was fifteen, and not liable."""
    life = load_example("28", "2026-11-23 10:20", delivers=True)
    life.add_habit("minor", "weekly_note")
    return life.act("prosecutor", "doubt_age", claimed_born_on="2010-10-08", source="奶奶带来的出生纸")


def test_the_birth_paper() -> None:
    life = the_paper()

    # ------------------------------------------------------- the same hour: nothing is owed, nothing about duties is said
    assert life.plan.age_doubted_at == life.now
    assert [item for item in life.items(status="open") if item.owner in ("minor", "guardian")] == []
    assert life.texts("2026-11-23 10:20", to="prosecutor") == ["E4"]
    waiting = [m.event for m in life.messages() if m.state == "created"]
    assert waiting == []

    # ------------------------------------------------------- nobody settles it by Wednesday: it goes one step up
    life.on("2026-11-26 09:00")
    assert life.texts("2026-11-26", to="department_head") == ["E2"]

    # ------------------------------------------------------- it decides nothing, and every date of the law stands
    assert life.status == "under_supervision"
    assert (life.plan.period_to, life.plan.final_decision_by) == (date(2027, 5, 11), date(2027, 5, 18))
    life.on("2026-12-20 12:00")
    assert [message for message in life.delivered("2026-11-23 10:20") if message.to in ("minor", "grandmother")] == []
    assert life.items(status="missed") == []

    # ------------------------------------------------------- the paper is right: no liability; the chief ends the case
    life.act("prosecutor", "settle_age", born_on="2010-10-08", reason="出生医学证明核实")
    life.act("chief_prosecutor", "end_otherwise", how="no_criminal_fact", reason="行为时未满十六周岁")
    assert life.status == "ended_otherwise"
    assert [row.kind for row in life.rows(Decision)] == ["conditional_non_prosecution", "end_otherwise"]
    assert life.items(owner="minor", status="open") == []
    life.on("2026-12-21 12:00").act("prosecutor", "announce_outcome").on("2026-12-22 12:00")
    assert life.status == "sealed"


def test_the_paper_was_wrong() -> None:
    # ------------------------------------------------------- Wednesday 2 December: the old date stands
    life = the_paper()
    life.on("2026-12-02 10:00").act("prosecutor", "settle_age", born_on="2010-05-20", reason="医院档案与户口一致")
    assert life.plan.age_doubted_at is None

    # ------------------------------------------------------- what fell due meanwhile stays cancelled, what comes is owed again
    assert life.item("weekly_note", "2026-11-29").status == "cancelled"
    assert life.item("weekly_note", "2026-12-06").status == "open"
    life.on("2026-12-05 17:00")
    assert life.texts("2026-12-02 10:00", to="minor") == ["S1"]
    life.skips_to("2027-05-12 00:00")
    assert life.status == "awaiting_decision"
    assert life.status_counts("weekly_note") == {"on_time": 25, "cancelled": 1}


def test_a_paper_that_says_what_the_file_says_raises_no_doubt() -> None:
    life = load_example("28", "2026-11-23 10:20", delivers=True)
    with pytest.raises(BadInput) as refused:
        life.act("prosecutor", "doubt_age", claimed_born_on="2010-05-20", source="户口簿")
    assert "与案卷记载的出生日期相同" in refused.value.reason.zh
    assert life.plan.age_doubted_at is None
    assert life.item("weekly_note", "2026-11-29").status == "open"


def test_a_year_that_is_a_slip_stops_nothing() -> None:
    """2026 for 2010: born after the act. Nobody's duties end by it, neither when it is claimed nor when it is settled."""
    life = load_example("28", "2026-11-23 10:20", delivers=True)
    with pytest.raises(BadInput) as refused:
        life.act("prosecutor", "doubt_age", claimed_born_on="2026-10-08", source="奶奶带来的出生纸")
    assert "晚于行为发生之日" in refused.value.reason.zh
    assert life.plan.age_doubted_at is None
    assert life.item("weekly_note", "2026-11-29").status == "open"
    life = the_paper()
    with pytest.raises(BadInput):
        life.act("prosecutor", "settle_age", born_on="2026-09-20", reason="医院档案与户口一致")
    assert life.plan.age_doubted_at is not None
    assert life.item("weekly_note", "2026-11-29").status == "cancelled", "still in doubt"


def test_a_true_date_that_makes_somebody_of_age_takes_effect_at_once() -> None:
    # ------------------------------------------------------- thought to be born in 2009; the paper says 10 March 2008
    life = an_announced_plan()
    life.on("2026-03-18 10:00").act("prosecutor", "doubt_age", claimed_born_on="2008-03-10", source="出生证明")
    life.on("2026-03-20 10:00").act("prosecutor", "settle_age", born_on="2008-03-10", reason="核实")
    assert life.of_age_on == date(2026, 3, 10)
    assert "come_of_age" in life.happened("2026-03-20")
    assert life.status_counts("coming_of_age") == {"done": 1}


def test_a_true_date_inside_the_case_has_its_dates() -> None:
    life = an_announced_plan()
    life.on("2026-03-18 10:00").act("prosecutor", "doubt_age", claimed_born_on="2008-08-20", source="出生证明")
    life.act("prosecutor", "settle_age", born_on="2008-08-20", reason="核实")
    assert life.due("coming_of_age") == date(2026, 8, 20)
    assert life.due("age_rebase") == date(2026, 8, 20)
