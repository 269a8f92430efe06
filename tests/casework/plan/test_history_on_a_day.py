"""Stepping back to a past day says what was seen on that day, and what cannot be known is said."""

from datetime import date, timedelta

import pytest

from casework.plan.views.history_day import PlanOnDay, load_plan_on_day
from casework.plan.views.status import UPCOMING_LISTED
from core.errors import NotFound
from models.office import Role
from tests.builders import open_view
from tests.casework.plan.history_scene import LivedPlan, live_a_plan


def day(lived: LivedPlan, on: date | str, by: str = "prosecutor") -> PlanOnDay:
    on = date.fromisoformat(on) if isinstance(on, str) else on
    return open_view(load_plan_on_day, lived.life.context, lived.life.actor(by), lived.life.number, on)


def test_every_day_on_which_somebody_looked_is_found_again_as_it_was_seen() -> None:
    """Status, period, what was owed and how it stood, how often what had happened, and who carried the plan."""
    lived = live_a_plan()
    assert len(lived.seen) > 10
    for on, seen in lived.seen.items():
        then = day(lived, on)
        assert (then.status, then.period_to, then.days_left) == (seen.status, seen.period_to, seen.days_left), on
        assert _items(then.overdue) == _items(seen.overdue), on
        assert _items(then.coming[:UPCOMING_LISTED]) == _items(seen.coming), on
        assert then.counts == {one.owner: one.statuses for one in seen.progress if one.statuses}, on
        assert then.halted == (seen.flow_run.halted if seen.flow_run else None), on
        assert [(one.role, one.display_name, one.accepted) for one in then.team] == [
            (one.role, one.display_name, one.accepted) for one in seen.team
        ], on


def _items(items: list) -> list[tuple[str, str, date, str]]:  # type: ignore[type-arg]
    return sorted((item.kind, item.label, item.due_on, item.status) for item in items)


def test_the_scene_has_something_to_step_back_over() -> None:
    """A period that was longer later, days with a halt, and items that stood otherwise then."""
    lived = live_a_plan()
    assert day(lived, "2026-03-20").period_to != day(lived, "2026-04-10").period_to
    assert [day(lived, f"2026-04-{on}").halted for on in (14, 15, 16)] == [False, True, False]
    assert any(item.kind == "leave_decision" for item in day(lived, "2026-03-10").settled)


def test_who_had_been_told_what_is_known_for_the_day() -> None:
    lived = live_a_plan()
    then = day(lived, "2026-03-09")
    assert {(one.to, one.state) for one in then.notices} >= {("minor", "sent")}
    assert then.notified_before[Role.MINOR] < day(lived, "2026-05-20").notified_before[Role.MINOR]


def test_one_steps_from_a_day_to_the_next_on_which_something_happened() -> None:
    lived = live_a_plan()
    first = day(lived, "2026-03-02")
    assert first.previous_on is None
    assert first.next_on == date(2026, 3, 3) or first.next_on == date(2026, 3, 4)
    middle = day(lived, "2026-04-01")
    assert middle.previous_on is not None
    assert middle.previous_on < date(2026, 4, 1)


def test_days_before_the_plan_and_after_today_are_not_there() -> None:
    lived = live_a_plan()
    for on in (date(2026, 3, 1), lived.life.today + timedelta(days=1)):
        with pytest.raises(NotFound):
            day(lived, on)


def test_who_may_not_see_messages_is_told_that_there_are_some() -> None:
    then = day(live_a_plan(), "2026-03-09", "chief_prosecutor")
    assert (then.notices, then.notified_before, then.sees_messages) == ([], {}, False)
    assert len(then.unknown) > len(day(live_a_plan(), "2026-03-09").unknown)
