"""The signed-in person's own day (今日待办): what waits for them, today and by when."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, case
from sqlalchemy import select as sa_select
from sqlmodel import Session, and_, col, func, or_, select

from casework.checkins.acts import Review
from casework.checkins.repeated_reminders import get_wait_start
from casework.plan.views.caseload import DUE_WITHIN, ends_soon, waits_for_review
from casework.plan.views.runs import count_needing_attention
from casework.shared.context import Context
from casework.shared.items.item_kinds import ITEM_KINDS, Pattern
from casework.shared.rights import Actor, visible_plans
from casework.shared.rights.read_operations import READ_CASELOAD, READ_RUNS
from core.i18n import Text
from models.item import STILL_OPEN, Item
from models.office import Role
from models.plan import Plan
from models.proposal import Proposal

TO_DECIDE = frozenset(
    {"incident_review", "leave_decision", "explanation_answer", "hand_over_acceptance", "age_in_doubt", "attention",
     "opinion", "final_decision", "prosecution", "approval", "proposal_returned", "plan_halted"}
)  # fmt: skip
"""Where the person does not only do something but says how it is to be."""

ANSWERS = ("approval", "final_decision")
"""What answers a proposal: it waits from the moment somebody asked for it, however far off its last day is."""

SHOWN = 12
ANSWERING = (Role.CHIEF_PROSECUTOR, Role.DEPUTY)


@dataclass(frozen=True)
class MyItem:
    """One thing that waits for this person."""

    plan_number: str
    kind: str
    label: str
    words: Text
    due_on: date
    to_decide: bool
    since: date
    """From which day on it waits: since somebody asked, or since its own day."""
    days: int
    """For so many days; none before its day."""


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
    runs_to_look_at: int
    """Plans whose run is halted, failing or late; none for a post that does not see runs."""


def get_my_day(context: Context, actor: Actor) -> MyDay:
    """The actor's day, over all plans within their reach. Looking is a line in the journal, as with the list."""
    with context.query_plans(actor, READ_CASELOAD) as session:
        today = context.clock.today()
        mine = and_(visible_plans(actor, READ_CASELOAD), col(Plan.sealed_at).is_(None), col(Plan.closed_at).is_(None))
        plans = session.exec(select(Plan.id, Plan.number, ends_soon(today)).where(mine)).all()
        numbers = {plan_id: number for plan_id, number, _ in plans}
        kinds = and_(_of_plans(numbers), col(Item.status).in_(STILL_OPEN), col(Item.owner) != Role.SYSTEM.value)
        if actor.role is Role.CASE_MANAGEMENT:
            kinds = and_(
                kinds,
                col(Item.kind).in_([code for code, kind in ITEM_KINDS.items() if kind.pattern is Pattern.STATUTORY]),
            )
        in_a_week = col(Item.due_on) <= today + DUE_WITHIN
        soon = or_(in_a_week, _asked_for(session, numbers)) if actor.role in ANSWERING else in_a_week
        own = and_(kinds, soon, col(Item.owner).in_(list_owed_as(actor.role)))
        decides = col(Item.kind).in_(TO_DECIDE)
        offices = col(Item.owner).not_in((Role.MINOR.value, Role.GUARDIAN.value))
        reviews = actor.role in Review.operation.by
        theirs = and_(soon, col(Item.owner).in_(list_owed_as(actor.role)))
        to_do, to_decide, overdue, within_a_week = _counts(
            session, and_(kinds, soon), and_(theirs, or_(decides, col(Item.due_on) <= today)), and_(theirs, decides),
            and_(offices, col(Item.due_on) < today), and_(in_a_week, col(Item.due_on) >= today),
        )  # fmt: skip
        own_items = _items(session, own, numbers, today)
        return MyDay(
            today=today,
            plans=len(plans),
            to_do=[item for item in own_items if item.to_decide or item.due_on <= today][:SHOWN],
            to_do_count=to_do,
            coming=[item for item in own_items if not item.to_decide and item.due_on > today][:SHOWN],
            to_decide=to_decide,
            overdue=overdue,
            within_a_week=within_a_week,
            near_end=sum(near for _, _, near in plans),
            to_review=_plans(session, and_(mine, waits_for_review())) if reviews else None,
            runs_to_look_at=(
                count_needing_attention(session, actor, context.clock.now()) if actor.role in READ_RUNS.by else 0
            ),
        )


def _of_plans(plans: Iterable[uuid.UUID]) -> ColumnElement[bool]:
    """What belongs to those plans, named one by one: asked by their office, a database may read every item of the
    record that is due before it looks whose it is."""
    return col(Item.plan_id).in_(plans)


def _asked_for(session: Session, plans: Iterable[uuid.UUID]) -> ColumnElement[bool]:
    """What answers a proposal that is open on one of those plans."""
    asked = session.exec(select(Proposal.plan_id).where(Proposal.status == "open", col(Proposal.plan_id).in_(plans)))
    return and_(col(Item.kind).in_(ANSWERS), col(Item.plan_id).in_(asked.all()))


def _plans(session: Session, which: ColumnElement[bool]) -> int:
    return session.exec(select(func.count()).select_from(Plan).where(which)).one()


def _counts(session: Session, of: ColumnElement[bool], *which: ColumnElement[bool]) -> list[int]:
    """How many of those items are of each sort, in one look."""
    sums = [func.coalesce(func.sum(case((each, 1), else_=0)), 0) for each in which]
    query = sa_select(*sums).select_from(Item).where(of)
    return [int(count) for count in session.execute(query).one()]


def _items(session: Session, which: ColumnElement[bool], numbers: Mapping[uuid.UUID, str], today: date) -> list[MyItem]:
    """Those items, the oldest first. They are put in order here: asked for in the order of their days, a database
    would walk through everybody's."""
    query = sa_select(col(Item.due_on), col(Item.id), col(Item.plan_id), col(Item.kind), col(Item.label)).where(which)
    found = []
    for due_on, item_id, plan_id, kind, label in sorted(session.execute(query)):
        since = get_wait_start(kind, due_on, item_id)
        days = max(0, (today - since).days)
        found.append(
            MyItem(numbers[plan_id], kind, label, ITEM_KINDS[kind].words, due_on, kind in TO_DECIDE, since, days)
        )
    return found


def list_owed_as(role: Role) -> tuple[str, ...]:
    """As whose the items of that role are on record: a deputy signs in the chief's place, so what waits for the chief waits for the deputy."""
    return (role.value, Role.CHIEF_PROSECUTOR.value) if role is Role.DEPUTY else (role.value,)
