"""The signed-in person's own day (今日待办): what waits for them, today and by when."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import and_, col, select

from casework.caseload import DUE_WITHIN
from casework.desk import Desk
from casework.kinds import KINDS, Pattern
from casework.rights import Act, Actor, reachable
from models.item import STILL_OPEN, Item
from models.office import Role
from models.plan import Plan
from sunward.words import Words

TO_DECIDE = frozenset(
    {"incident_review", "leave_decision", "explanation_answer", "hand_over_acceptance", "age_in_doubt", "attention",
     "opinion", "final_decision", "prosecution"}
)  # fmt: skip
"""Where the person does not only do something but says how it is to be."""

SHOWN = 12


@dataclass(frozen=True)
class MyItem:
    """One thing that waits for this person."""

    plan_number: str
    kind: str
    label: str
    words: Words
    due_on: date
    to_decide: bool


@dataclass(frozen=True)
class MyDay:
    """The counts at the head of the desk, and the list behind them. Who sees dates only gets the law's own dates."""

    today: date
    plans: int
    to_do: list[MyItem]
    """Theirs, due today or before, and whatever they have to decide; the oldest first."""
    coming: list[MyItem]
    """Theirs too, on the days that follow."""
    to_decide: int
    overdue: int
    """Past its day and owed by anybody of the offices: another's miss is the office's to look after."""
    within_a_week: int


def my_day(desk: Desk, actor: Actor) -> MyDay:
    """The actor's day, over all plans within their reach. Looking is a line in the journal, as with the list."""
    with desk.look_over(actor, Act.READ_CASELOAD) as session:
        today = desk.clock.today()
        mine = and_(reachable(actor, Act.READ_CASELOAD), col(Plan.sealed_at).is_(None), col(Plan.closed_at).is_(None))
        plans = len(session.exec(select(Plan.id).where(mine)).all())
        query = (
            select(Item, Plan.number)
            .join(Plan, col(Plan.id) == col(Item.plan_id))
            .where(
                mine,
                col(Item.status).in_(STILL_OPEN),
                col(Item.owner) != Role.SYSTEM.value,
                col(Item.due_on) <= today + DUE_WITHIN,
            )
            .order_by(col(Item.due_on), col(Item.id))
        )
        if actor.role is Role.CASE_MANAGEMENT:
            by_law = [code for code, kind in KINDS.items() if kind.pattern is Pattern.STATUTORY]
            query = query.where(col(Item.kind).in_(by_law))
        found = session.exec(query).all()
    own = [_shown(item, number) for item, number in found if item.owner in _owned_by(actor.role)]
    return MyDay(
        today=today,
        plans=plans,
        to_do=[item for item in own if item.to_decide or item.due_on <= today],
        coming=[item for item in own if not item.to_decide and item.due_on > today],
        to_decide=sum(item.to_decide for item in own),
        overdue=sum(item.owner not in (Role.MINOR, Role.GUARDIAN) and item.due_on < today for item, _ in found),
        within_a_week=sum(item.due_on >= today for item, _ in found),
    )


def _owned_by(role: Role) -> tuple[str, ...]:
    """A deputy signs in the chief's place, so what waits for the chief waits for the deputy."""
    return (role.value, Role.CHIEF_PROSECUTOR.value) if role is Role.DEPUTY else (role.value,)


def _shown(item: Item, number: str) -> MyItem:
    return MyItem(number, item.kind, item.label, KINDS[item.kind].words, item.due_on, item.kind in TO_DECIDE)
