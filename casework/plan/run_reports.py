"""Which processings of plans Prefect has still to be told of, so that an engineer finds each there as a short run.

Nothing waits for it: a processing is done and accounted for first, and told of afterwards. What was told is marked in
the run's own log, so that it is told once, and told again to a Prefect server whose database was lost.
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import and_, col, select, update

from casework.shared.context import Context
from models.plan import Plan, RunLogEntry

SHORT_RUNS_KEPT = timedelta(days=30)
"""So long a processing can be found in Prefect. In the record it stays as long as the plan does."""

LANES_TOLD = ("run", "tick")
"""What was only rehearsed is not told."""


@dataclass(frozen=True)
class ProcessedRun:
    """One processing of a plan, by the record's clock. Nothing of the case: codes, moments and numbers."""

    id: uuid.UUID
    plan_number: str
    began_at: datetime
    ended_at: datetime
    lane: str
    verbs: tuple[str, ...]
    parked_until: datetime | None
    failure_reference: str | None
    failure_kind: str | None


def list_untold_runs(context: Context, since: datetime, limit: int) -> list[ProcessedRun]:
    """Processings since that moment that Prefect was not told of, the earliest first. Only of plans that have a run
    there: a plan that is sealed or closed has none, and nothing more is told of it."""
    query = (
        select(RunLogEntry, Plan.number)
        .join(Plan, col(Plan.id) == col(RunLogEntry.plan_id))
        .where(
            col(RunLogEntry.id) >= _first_id(since), col(RunLogEntry.flow_run_id).is_(None),
            col(RunLogEntry.lane).in_(LANES_TOLD), _has_a_run(),
        )
        .order_by(col(RunLogEntry.id))
        .limit(limit)
    )  # fmt: skip
    with context.database.reading() as session:
        return [
            ProcessedRun(
                entry.id, number, entry.began_at, entry.ended_at or entry.began_at, entry.lane, tuple(entry.verbs),
                entry.parked_until, entry.failure_reference, entry.failure_kind,
            )
            for entry, number in session.exec(query)
        ]  # fmt: skip


def mark_runs_told(context: Context, runs: Collection[ProcessedRun]) -> set[str]:
    """They are not listed again. Returns the numbers of plans that have lost their run meanwhile, because they were
    sealed or closed: what was just told of them must go again."""
    numbers = {run.plan_number for run in runs}
    told = col(RunLogEntry.id).in_([run.id for run in runs])
    with context.database.transaction() as session:
        session.execute(update(RunLogEntry).where(told).values(flow_run_id=RunLogEntry.id))
        kept = session.exec(select(Plan.number).where(col(Plan.number).in_(numbers), _has_a_run())).all()
        return numbers - set(kept)


def _has_a_run() -> ColumnElement[bool]:
    return and_(col(Plan.flow_run_id).is_not(None), col(Plan.sealed_at).is_(None), col(Plan.closed_at).is_(None))


def _first_id(moment: datetime) -> uuid.UUID:
    """No entry that began at that moment or later has a smaller id: ids are made of moments."""
    return uuid.UUID(int=int(moment.timestamp() * 1000) << 80)
