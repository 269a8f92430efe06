"""A cached plan continues as if it had never been stored, and no test changes that of another."""

from datetime import date

from models.journal import open_detail
from tests.builders import SimulatedPlan, announce_and_serve, start_plan
from tests.cached_plans import cached_copy

PROCESSED: list[str] = []


@cached_copy
def in_march(day: str = "2026-03-09") -> SimulatedPlan:
    PROCESSED.append(day)
    life = announce_and_serve(start_plan(), "2026-03-04").on(f"{day} 10:00")
    return life.act("social_worker", "note", topic="family", text="与母亲谈过")


def test_what_somebody_does_with_it_the_next_does_not_find() -> None:
    first = in_march()
    before = len(first.lines())
    first.act("chief_prosecutor", "end_otherwise", how="change_of_jurisdiction", reason="移送")
    first.context.vault.destroy(first.plan.id)
    first.context.days.replace_announced({}, (2027,))
    second = in_march()
    assert second.status == "under_supervision"
    assert len(second.lines()) == before
    assert second.now == first.now
    assert second.context.days.is_provisional(date(2027, 2, 17))
    (noted,) = second.lines("note")
    assert open_detail(second.context.vault, noted)
