"""A life that was put away goes on as if it had never been interrupted, and is nobody else's."""

from datetime import date

import pytest

from models.journal import open_detail
from tests.builders import SimulatedPlan, announce_and_serve, conclude, start_plan
from tests.cached_plans import cached_copy

PROCESSED: list[str] = []


@cached_copy
def in_may(day: str = "2026-05-04") -> SimulatedPlan:
    PROCESSED.append(day)
    life = announce_and_serve(start_plan(), "2026-03-04").on(f"{day} 10:00")
    return life.act("social_worker", "note", topic="family", text="与母亲谈过")


def to_the_end(life: SimulatedPlan) -> list[tuple[object, ...]]:
    """All that is told of the life: its diary, its journal, what left."""
    conclude(life, opinion_on="2026-09-02", decided_on="2026-09-03", announced_on="2026-09-04")
    entries = [(one.at, one.happening, one.who, one.status, one.detail, one.sent) for one in life.diary()]
    message = [(one.at, one.to, one.event, one.template) for one in life.delivered()]
    return [*entries, *((line.at, line.act, line.actor_role) for line in life.lines()), *message]


def test_a_cached_plan_runs_to_its_end_as_one_processed_in_one_go() -> None:
    in_one_go = in_may.__wrapped__  # type: ignore[attr-defined]
    assert to_the_end(in_may()) == to_the_end(in_one_go())


def test_what_somebody_does_with_it_the_next_does_not_find() -> None:
    first = in_may()
    before = len(first.lines())
    first.act("chief_prosecutor", "end_otherwise", how="change_of_jurisdiction", reason="移送")
    first.context.vault.destroy(first.plan.id)
    first.context.days.replace_announced({}, (2027,))
    second = in_may()
    assert second.status == "under_supervision"
    assert len(second.lines()) == before
    assert second.now == first.now
    assert second.context.days.is_provisional(date(2027, 2, 17))
    (noted,) = second.lines("note")
    assert open_detail(second.context.vault, noted)


def test_a_cached_plan_is_made_once_for_each_set_of_arguments() -> None:
    in_may.cache_clear()  # type: ignore[attr-defined]
    PROCESSED.clear()
    for day in ("2026-05-04", "2026-05-05", "2026-05-04"):
        assert in_may(day).today.isoformat() == day
    assert PROCESSED == ["2026-05-04", "2026-05-05"]


def test_whoever_changes_the_program_lives_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    PROCESSED.clear()
    in_may()
    in_may()
    assert len(PROCESSED) == 2
