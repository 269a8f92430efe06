"""Which processings Prefect is told of: each once, of plans that have a run there, and again after it lost them."""

from datetime import timedelta
from uuid import uuid4

import pytest

from casework.plan.run_reports import SHORT_RUNS_KEPT, list_untold_runs, mark_runs_told
from casework.plan.scheduling import record_failure, record_forgotten, record_run
from flows.supervision import process_due_events
from tests.builders import SimulatedPlan, announce_and_serve, start_plan


@pytest.fixture
def life() -> SimulatedPlan:
    """A plan with a run in Prefect, processed once, and failed once."""
    life = announce_and_serve(start_plan(), "2026-03-04").on("2026-03-08 16:00").jumps_to("2026-03-08 17:00")
    record_run(life.context, life.number, uuid4(), 0)
    process_due_events(life.context, life.number, lane="tick")
    life.jumps_to(life.now + timedelta(minutes=1))
    record_failure(life.context, life.number, lane="run", reference="ab12", kind="ValueError")
    return life


def untold(life: SimulatedPlan) -> list[tuple[str, tuple[str, ...], str | None]]:
    since = life.now - SHORT_RUNS_KEPT
    return [(run.lane, run.verbs, run.failure_reference) for run in list_untold_runs(life.context, since, 50)]


def tell(life: SimulatedPlan) -> set[str]:
    return mark_runs_told(life.context, list_untold_runs(life.context, life.now - SHORT_RUNS_KEPT, 50))


def test_what_was_processed_is_told_once_in_its_order(life: SimulatedPlan) -> None:
    assert untold(life) == [("tick", ("call_for",), None), ("run", (), "ab12")]
    assert tell(life) == set()
    assert untold(life) == []


def test_of_a_plan_without_a_run_there_nothing_is_told(life: SimulatedPlan) -> None:
    record_forgotten(life.context, life.number)
    assert untold(life) == []


def test_a_plan_that_loses_its_run_while_it_is_told_is_named(life: SimulatedPlan) -> None:
    runs = list_untold_runs(life.context, life.now - SHORT_RUNS_KEPT, 50)
    record_forgotten(life.context, life.number)
    assert mark_runs_told(life.context, runs) == {life.number}


def test_what_is_older_than_is_kept_is_not_told(life: SimulatedPlan) -> None:
    life.jumps_to(life.now + SHORT_RUNS_KEPT + timedelta(minutes=2))
    assert untold(life) == []
