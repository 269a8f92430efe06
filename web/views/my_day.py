"""The signed-in person's own day (今日待办): what waits for them, today and by when."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, case
from sqlalchemy import select as sa_select
from sqlmodel import Session, and_, col, func, or_, select

from casework.desk import Desk
from casework.kinds import KINDS, Pattern
from casework.rights import RIGHTS, Act, Actor, reachable
from casework.views.caseload import DUE_WITHIN, ends_soon, waits_for_review
from models.item import STILL_OPEN, Item
from models.office import Role
from models.plan import Plan
from sunward.words import Words

TO_DECIDE = frozenset(
    {"incident_review", "leave_decision", "explanation_answer", "hand_over_acceptance", "age_in_doubt", "attention",
     "opinion", "final_decision", "prosecution", "approval", "proposal_returned"}
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
    """Theirs, due today or before, and whatever they have to decide; the oldest first, as many as are shown."""
    to_do_count: int
    coming: list[MyItem]
    """Theirs too, on the days that follow; as many as are shown."""
    to_decide: int
    overdue: int
    """Past its day and owed by anybody of the offices: another's miss is the office's to look after."""
    within_a_week: int
    near_end: int
    """Plans whose period ends within thirty days."""
    to_review: int | None
    """Plans to which something came that nobody has looked at; None for a post that reviews nothing."""


def my_day(desk: Desk, actor: Actor) -> MyDay:
    """The actor's day, over all plans within their reach. Looking is a line in the journal, as with the list."""
    with desk.look_over(actor, Act.READ_CASELOAD) as session:
        today = desk.clock.today()
        mine = and_(reachable(actor, Act.READ_CASELOAD), col(Plan.sealed_at).is_(None), col(Plan.closed_at).is_(None))
        owed = and_(mine, col(Item.status).in_(STILL_OPEN), col(Item.owner) != Role.SYSTEM.value)
        if actor.role is Role.CASE_MANAGEMENT:
            owed = and_(
                owed, col(Item.kind).in_([code for code, kind in KINDS.items() if kind.pattern is Pattern.STATUTORY])
            )
        soon = col(Item.due_on) <= today + DUE_WITHIN
        own = and_(owed, soon, col(Item.owner).in_(_owned_by(actor.role)))
        decides = col(Item.kind).in_(TO_DECIDE)
        now = and_(own, or_(decides, col(Item.due_on) <= today))
        offices = col(Item.owner).not_in((Role.MINOR.value, Role.GUARDIAN.value))
        reviews = actor.role in RIGHTS[Act.REVIEW]
        theirs = and_(soon, col(Item.owner).in_(_owned_by(actor.role)))
        to_do, to_decide, overdue, within_a_week = _counts(
            session, and_(owed, soon), and_(theirs, or_(decides, col(Item.due_on) <= today)), and_(theirs, decides),
            and_(offices, col(Item.due_on) < today), and_(soon, col(Item.due_on) >= today),
        )  # fmt: skip
        return MyDay(
            today=today,
            plans=_plans(session, mine),
            to_do=_items(session, now),
            to_do_count=to_do,
            coming=_items(session, and_(own, ~decides, col(Item.due_on) > today)),
            to_decide=to_decide,
            overdue=overdue,
            within_a_week=within_a_week,
            near_end=_plans(session, and_(mine, ends_soon(today))),
            to_review=_plans(session, and_(mine, waits_for_review())) if reviews else None,
        )


def _plans(session: Session, which: ColumnElement[bool]) -> int:
    return session.exec(select(func.count()).select_from(Plan).where(which)).one()


def _counts(session: Session, of: ColumnElement[bool], *which: ColumnElement[bool]) -> list[int]:
    """How many of those items are of each sort, in one look."""
    sums = [func.coalesce(func.sum(case((each, 1), else_=0)), 0) for each in which]
    query = sa_select(*sums).select_from(Item).join(Plan, col(Plan.id) == col(Item.plan_id)).where(of)
    return [int(count) for count in session.execute(query).one()]


def _items(session: Session, which: ColumnElement[bool]) -> list[MyItem]:
    query = (
        select(Plan.number, Item)
        .join(Item, col(Item.plan_id) == col(Plan.id))
        .where(which)
        .order_by(col(Item.due_on), col(Item.id))
        .limit(SHOWN)
    )
    return [
        MyItem(number, item.kind, item.label, KINDS[item.kind].words, item.due_on, item.kind in TO_DECIDE)
        for number, item in session.exec(query)
    ]


def _owned_by(role: Role) -> tuple[str, ...]:
    """A deputy signs in the chief's place, so what waits for the chief waits for the deputy."""
    return (role.value, Role.CHIEF_PROSECUTOR.value) if role is Role.DEPUTY else (role.value,)
