"""A running plan always has its next wake, in time, and somebody who carries it; where not, it is cried out about."""

from datetime import timedelta
from pathlib import Path

from sqlmodel import col, select

from casework.plan.orphan_check import Orphan, find_late_wakes, find_orphans, wake_late_plans
from core.settings import GivenSettings
from flows.process_parts import Part
from flows.services import BackgroundServices
from models.item import STILL_OPEN, Item
from models.plan import Plan, TeamMember
from tests.builders import SimulatedPlan, an_announced_plan
from tests.cached_plans import cached_copy


@cached_copy
def a_running_plan() -> SimulatedPlan:
    return an_announced_plan().on("2026-03-10 16:00")


def test_a_plan_that_runs_lacks_nothing() -> None:
    life = a_running_plan()
    assert find_orphans(life.context) == find_late_wakes(life.context) == []


def test_a_plan_that_sleeps_longer_than_one_of_its_items_is_found_and_processed_when_the_item_comes() -> None:
    life = a_running_plan()
    with life.context.database.transaction() as session:
        items = session.exec(select(Item).where(col(Item.status).in_(STILL_OPEN), col(Item.next_at).is_not(None))).all()
        first = min(item.next_at for item in items if item.next_at is not None)
        # As where an act asks for processing at once, and the clock is set back five hours.
        session.exec(select(Plan)).one().wake_at = first + timedelta(hours=5)
    assert find_late_wakes(life.context) == [Orphan(life.number, "wake before its next item")]
    assert wake_late_plans(life.context) == [Orphan(life.number, "wake before its next item")]
    with life.context.database.reading() as session:
        assert session.exec(select(Plan)).one().wake_at == first
    assert find_late_wakes(life.context) == wake_late_plans(life.context) == []


def test_a_round_of_the_program_wakes_it(tmp_path: Path) -> None:
    life = a_running_plan()
    with life.context.database.transaction() as session:
        plan = session.exec(select(Plan)).one()
        right = plan.wake_at
        plan.wake_at = life.now + timedelta(days=300)
    services = BackgroundServices(
        GivenSettings(data_folder=tmp_path, prefect_api_url="http://127.0.0.1:9/api"), life.context,
        parts=frozenset({Part.SCHEDULER}),
    )  # fmt: skip
    (wakes,) = (job for job in services.scheduler.jobs if job.name == "wakes")
    wakes.act(life.context)
    assert life.plan.wake_at == right


def test_a_plan_that_an_act_has_made_due_does_not_sleep() -> None:
    life = a_running_plan()
    with life.context.database.transaction() as session:
        items = session.exec(select(Item).where(col(Item.status).in_(STILL_OPEN), col(Item.next_at).is_not(None))).all()
        items[0].next_at = life.context.clock.now() - timedelta(hours=2)
        session.exec(select(Plan)).one().wake_at = life.context.clock.now()
    assert find_late_wakes(life.context) == []


def test_a_plan_without_a_wake_and_one_that_nobody_carries_are_found() -> None:
    life = a_running_plan()
    with life.context.database.transaction() as session:
        session.exec(select(Plan)).one().wake_at = None
        for member in session.exec(select(TeamMember)).all():
            session.delete(member)
    assert find_orphans(life.context) == [Orphan(life.number, "wake"), Orphan(life.number, "person")]
