"""Which plans Prefect should show a run of, which run that is, and what it waits for."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, or_, select, update

from casework.acting.context import Context
from casework.shared.items.item_kinds import ITEM_KINDS
from models.item import STILL_OPEN, Item
from models.plan import Plan


@dataclass(frozen=True)
class PlanRun:
    """A plan as Prefect should show it: by which run, and until when it is parked."""

    plan_number: str
    generation: int
    flow_run_id: uuid.UUID | None
    wake_at: datetime


def get_awaited_kind(context: Context, number: str) -> str:
    """What the plan waits for: the pattern of its next item, or "people" where only a person can go on."""
    with context.database.reading() as session:
        plan = context.find(session, number)
        following = (
            select(Item.kind)
            .where(Item.plan_id == plan.id, col(Item.status).in_(STILL_OPEN), col(Item.next_at).is_not(None))
            .order_by(col(Item.next_at), col(Item.id))
        )
        kind = None if plan.quarantined_at is not None else session.exec(following).first()
    return "people" if kind is None else ITEM_KINDS[kind].pattern.value


def record_run(context: Context, number: str, flow_run_id: uuid.UUID | None, generation: int) -> None:
    """The record names the Prefect run that shows the plan."""
    with context.database.transaction() as session:
        session.execute(
            update(Plan)
            .where(col(Plan.number) == number, col(Plan.generation) <= generation)
            .values(flow_run_id=flow_run_id, generation=generation)
        )


def list_active_plans(context: Context) -> list[PlanRun]:
    """Every plan that Prefect should show: running, waiting, or revoked; neither sealed nor closed."""
    query = select(Plan.number, Plan.generation, Plan.flow_run_id, Plan.wake_at).where(
        col(Plan.sealed_at).is_(None), col(Plan.closed_at).is_(None), col(Plan.wake_at).is_not(None)
    )
    with context.database.reading() as session:
        return [PlanRun(*row) for row in session.exec(query) if row[3] is not None]


def list_plans_to_forget(context: Context) -> list[tuple[str, uuid.UUID]]:
    """Sealed and closed plans of which Prefect still shows runs, each with the one that waited for it."""
    with context.database.reading() as session:
        rows = session.exec(
            select(Plan.number, Plan.flow_run_id).where(
                or_(col(Plan.sealed_at).is_not(None), col(Plan.closed_at).is_not(None)),
                col(Plan.flow_run_id).is_not(None),
            )
        )
        return [(number, run_id) for number, run_id in rows if run_id is not None]


def record_forgotten(context: Context, number: str) -> None:
    """The record names no Prefect run of the plan."""
    with context.database.transaction() as session:
        session.execute(update(Plan).where(col(Plan.number) == number).values(flow_run_id=None))
