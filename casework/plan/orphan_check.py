"""The orphan guard: no running plan may be without its next wake, or without somebody responsible for it."""

from dataclasses import dataclass

from sqlmodel import col, exists, select

from casework.shared.context import Context
from models.item import STILL_OPEN, Item
from models.plan import Plan, TeamMember


@dataclass(frozen=True)
class Orphan:
    """A plan in want of something that no running plan may lack: a wake, or a person."""

    plan_number: str
    lacks: str


def find_orphans(context: Context) -> list[Orphan]:
    """Every running plan without a next wake, and every one that nobody carries. Both lists should be empty, always."""
    carried = (
        select(TeamMember.id)
        .where(
            TeamMember.plan_id == Plan.id,
            col(TeamMember.until_at).is_(None),
            col(TeamMember.accepted_at).is_not(None),
        )
        .correlate(Plan)
    )
    running = select(Plan.number).where(col(Plan.closed_at).is_(None)).order_by(col(Plan.number))
    with context.database.reading() as session:
        asleep = session.exec(running.where(col(Plan.wake_at).is_(None), col(Plan.quarantined_at).is_(None))).all()
        alone = session.exec(running.where(~exists(carried), col(Plan.sealed_at).is_(None))).all()
    return [Orphan(number, "wake") for number in asleep] + [Orphan(number, "person") for number in alone]


def find_late_wakes(context: Context) -> list[Orphan]:
    """Every running plan that would sleep longer than one of its open items. The list should be empty, always: by the wake
    alone it is known what is overdue. Reads every open item; once an hour is enough."""
    with context.database.reading() as session:
        late = session.exec(
            select(Plan.number)
            .join(Item, col(Item.plan_id) == col(Plan.id))
            .where(
                col(Plan.closed_at).is_(None),
                col(Plan.quarantined_at).is_(None),
                col(Item.status).in_(STILL_OPEN),
                col(Item.next_at) < col(Plan.wake_at),
            )
            .order_by(col(Plan.number))
            .distinct()
        ).all()
    return [Orphan(number, "wake before its next item") for number in late]
