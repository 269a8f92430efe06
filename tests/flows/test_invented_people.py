"""While the demonstration's clock goes on its invented people act by their habits: and only there, only they."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from app.server import CASELOAD, HABITS
from casework.acting.acts.act import ACTS
from casework.shared.items.item_kinds import ITEM_KINDS
from flows.habits import Habits, read_habits
from flows.invented_people import InventedPeople
from tests.builders import SimulatedPlan, at
from tests.flows.moved_clock import SHEETS, TUESDAY, a_life, on_a_stored_clock, what_happened

ON_TIME = {"did": "submit", "text": "这周照常上课。"}
EXPLAINED = {"did": "explain", "days": 2, "text": "手机坏了，有修理单。"}
DISPUTED = {"did": "comment_on_usage", "days": 1, "disputes": True, "text": "那两个小时是表弟用的。"}
SHEET = {"did": "submit", "minutes": [60] * 7, "night_minutes": [0] * 7}
VISIT = {"did": "submit", "how": "visit", "text": "到家里看过。"}
EVENING, AFTERNOON = "19:00", "16:00"


def habits_of(
    life: SimulatedPlan, *lines: tuple[str, str, str, list[dict[str, Any]]], plan: str | None = None
) -> Habits:
    """Who does what in that plan, from the Monday of its second week."""
    return Habits.model_validate({
        "format": "sunward-habits/1", "begins": date(2026, 3, 9), "plans": [plan or life.number],
        "habits": [{"item": item, "by": by, "at": hour, "turns": turns} for item, by, hour, turns in lines],
    })  # fmt: skip


def a_lively_life() -> tuple[SimulatedPlan, Habits]:
    """A family and a worker who do something every week."""
    life = a_life(**SHEETS)
    return life, habits_of(
        life,
        ("weekly_note", "minor", EVENING, [EXPLAINED, ON_TIME]),
        ("usage_sheet", "mother", EVENING, [SHEET]),
        ("usage_sheet", "minor", EVENING, [DISPUTED]),
        ("worker_contact", "social_worker", AFTERNOON, [VISIT]),
    )


def acts_by(life: SimulatedPlan, since: int) -> Iterator[tuple[str, str]]:
    """What people did, and who."""
    return ((line.act, line.actor_role) for line in life.lines(after=since) if line.actor_role != "system")


def test_a_week_brings_submissions_an_explanation_and_a_dispute_by_days_or_at_once_the_same(tmp_path: Path) -> None:
    journals = []
    for name, steps in (("at-once", [7]), ("by-days", [1, 2, 3, 4, 5, 6, 7])):
        life, habits = a_lively_life()
        before = len(life.lines())
        (tmp_path / name).mkdir()
        context, mover = on_a_stored_clock(life, tmp_path / name, habits)
        for days in steps:
            mover.clock.ask_for(at(TUESDAY) + timedelta(days=days))
            mover.once(context)
        journals.append(what_happened(life, before))
        assert Counter(acts_by(life, before)) == {
            ("explain", "minor"): 1, ("submit", "guardian"): 1, ("comment_on_usage", "minor"): 1,
            ("submit", "social_worker"): 1, ("submit", "minor"): 1,
        }  # fmt: skip
    assert journals[0] == journals[1]


def test_nobody_acts_in_an_installation_that_is_no_demonstration() -> None:
    """The same record and the same habits, on a clock that is not a demonstration's."""
    life, habits = a_lively_life()
    people, before = InventedPeople(habits, at(TUESDAY)), len(life.lines())
    life.on("2026-03-12 12:00")
    assert people.act_until_now(life.context) == 0
    assert list(acts_by(life, before)) == []


def offices_of_the_caseload() -> dict[str, str]:
    """The plans of the sample caseload, each with its office, as the files say it."""
    files = (path.read_text(encoding="utf-8") for path in CASELOAD.glob("[0-9]*.toml") if ".acts" not in path.name)
    return {plan["number"]: plan["case"]["office"] for plan in map(tomllib.loads, files)}


def test_the_habits_of_the_demonstration_are_acts_about_items_of_its_plans() -> None:
    habits = read_habits(HABITS)
    assert set(habits.plans) <= set(offices_of_the_caseload())
    for habit in habits.habits:
        assert habit.item in ITEM_KINDS
        assert set(habit.plans or ()) <= set(habits.plans)
        for week in range(len(habit.turns)):
            for number in habit.plans or habits.plans:
                for intended in habits.intended_acts(number, habit.item, habits.begins + timedelta(weeks=week)):
                    assert intended.did in ACTS
                    act = intended.as_act(item="weekly_note", due_on=date(2026, 11, 28))
                    assert (act.by, act.did) == (intended.by, intended.did)
