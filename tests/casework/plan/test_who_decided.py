"""Who decided the conditional non-prosecution stands as the file says it, and is never whoever asked for it."""

from typing import Any

import pytest

from casework.plan.views.decisions import get_decisions
from core.errors import BadInput
from models.decision import Decision
from tests.builders import SimulatedPlan, a_plan, an_announced_plan, open_view, start_plan

STATED = [
    (None, None),
    ("gui.chief_prosecutor", "gui.chief_prosecutor"),
    ("gui.deputy", "gui.deputy"),
    ("某检察长", "某检察长"),
]


def view_of(life: SimulatedPlan) -> Any:
    (one,) = open_view(get_decisions, life.context, life.actor("prosecutor"), life.number).decided
    return one


@pytest.mark.parametrize(("who", "decided_by"), STATED)
def test_who_decided_is_recorded_as_the_file_says(who: str | None, decided_by: str | None) -> None:
    """By sign-in name, by name in words, or not recorded; the prosecutor stands as who asked for it."""
    life = start_plan(a_plan(decision={"decided_by": who}))
    (row,) = life.rows(Decision)
    one = view_of(life)
    prosecutor = life.staff("prosecutor")
    assert row.decided_by != prosecutor.id
    assert row.proposed_by == prosecutor.id
    assert one.proposed_by == prosecutor.display_name
    if decided_by is None or row.decided_by is None:
        assert one.decided_by == decided_by
    else:
        assert one.decided_by in (decided_by, life.staff(decided_by.removeprefix("gui.")).display_name)
        assert row.decided_by == life.staff(decided_by.removeprefix("gui.")).id


def test_a_name_in_words_is_not_in_the_open() -> None:
    life = start_plan(a_plan(decision={"decided_by": "某检察长"}))
    (row,) = life.rows(Decision)
    assert b"\xe6\x9f\x90" not in row.document
    assert "某检察长" not in str(row.detail)
    assert "某检察长" not in "".join(str(line.note) for line in life.lines())


@pytest.mark.parametrize("login", ["gui.prosecutor", "gui.department_head", "gui.clerk", "gui.social_worker"])
def test_whoever_does_not_decide_it_is_refused_by_name(login: str) -> None:
    with pytest.raises(BadInput) as wrong:
        start_plan(a_plan(decision={"decided_by": login}))
    assert [mistake.place for mistake in wrong.value.mistakes] == ["decision.decided_by"]


def test_an_opinion_has_who_signed_it_and_no_decider() -> None:
    """On the page of decisions: 出具人, and 决定人 for what is decided."""
    life = an_announced_plan(team_works=False).skips_to("2026-09-02 00:00")
    life.on("2026-09-03 10:00").dismiss_open_items().act("prosecutor", "write_opinion", proposal="non_prosecution")
    kinds = {
        one.kind: one.decided_by
        for one in open_view(get_decisions, life.context, life.actor("prosecutor"), life.number).decided
    }
    assert kinds["opinion"] == life.staff("prosecutor").display_name
    assert kinds["conditional_non_prosecution"] is None
