"""The orphan guard: no running plan may be without its next wake, or without somebody responsible for it."""

from dataclasses import dataclass

from sqlmodel import col, exists, select

from casework.acting.context import Context
from casework.acting.open_plan import get_next_item_at
from models.item import OPEN_IN_SQL, Item
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
    """Every running plan that sleeps longer than one of its open items. The list should be empty, always: by the wake alone
    it is known what is overdue. Asks the items of each plan by their index."""
    earlier = (
        select(Item.id)
        .where(Item.plan_id == Plan.id, col(Item.next_at) < col(Plan.wake_at), col(Item.status).in_(OPEN_IN_SQL))
        .correlate(Plan)
    )
    asleep = select(Plan.number).where(
        col(Plan.closed_at).is_(None), col(Plan.quarantined_at).is_(None), col(Plan.wake_at) > context.clock.now()
    )
    with context.database.reading() as session:
        late = session.exec(asleep.where(exists(earlier)).order_by(col(Plan.number))).all()
    return [Orphan(number, "wake before its next item") for number in late]


def wake_late_plans(context: Context) -> list[Orphan]:
    """Each of those plans is processed when its first item comes; returns which they were. A clock that was set back leaves
    them: an act had made something due at once, and that moment lies ahead again."""
    late = find_late_wakes(context)
    for orphan in late:
        with context.database.transaction() as session:
            plan = context.find(session, orphan.plan_number, lock=True)
            next_at = get_next_item_at(session, plan.id)
            if next_at is not None and plan.wake_at is not None and next_at < plan.wake_at:
                plan.wake_at = next_at
    return late
