"""The signed-in person's own day (今日待办): what waits for them, today and by when."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from sqlalchemy import ColumnElement, case
from sqlalchemy import select as sa_select
from sqlmodel import Session, and_, col, func, or_, select

from casework.checkins.acts import Review
from casework.checkins.repeated_reminders import get_wait_start
from casework.outcome.acts_approval import Countersign
from casework.plan.views.caseload import DUE_WITHIN, ends_soon, is_unseen, load_minor_names, waits_for_review
from casework.plan.views.runs import count_needing_attention
from casework.shared.context import Context
from casework.shared.items.item_kinds import ITEM_KINDS, Pattern
from casework.shared.items.items import ROW_LABEL, get_row_label, is_task_of
from casework.shared.rights import Actor, visible_plans
from casework.shared.rights.read_operations import READ_CASELOAD, READ_RUNS
from core.clock import local_time
from core.i18n import Text, _
from law.four_eyes import get_step
from models.item import STILL_OPEN, Item
from models.office import Role
from models.plan import Plan
from models.proposal import Proposal
from web.views.task_links import TaskLink, get_task_link

TO_DECIDE = frozenset(
    {"incident_review", "leave_decision", "explanation_answer", "hand_over_acceptance", "age_in_doubt", "attention",
     "opinion", "final_decision", "prosecution", "approval", "proposal_returned", "plan_halted"}
)  # fmt: skip
"""Where the person does not only do something but says how it is to be."""

ANSWERS = ("approval", "final_decision")
"""What answers a proposal: it waits from the moment somebody asked for it, however far off its last day is."""

COUNTERSIGNATURE = "countersignature"
SHOWN = 12
ANSWERING = (Role.CHIEF_PROSECUTOR, Role.DEPUTY)


@dataclass(frozen=True)
class MyItem:
    """One thing that waits for this person."""

    plan_number: str
    kind: str
    name: str | None
    """Whose plan it is; None for who sees dates only."""
    words: Text
    due_on: date
    to_decide: bool
    since: date
    """From which day on it waits: since somebody asked, or since its own day."""
    days: int
    """For so many days; none before its day."""
    page: str
    """Where it is looked at."""
    link: TaskLink
    """Where it is done, and what doing it is called."""


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
    unseen: int
    """Plans whose minor nobody has met or spoken with for thirty days."""
    to_review: int | None
    """Plans to which something came that nobody has looked at; None for a post that reviews nothing."""
    runs_to_look_at: int | None
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
        owned = is_task_of(*list_owed_as(actor.role))
        own = and_(kinds, soon, owned)
        decides = col(Item.kind).in_(TO_DECIDE)
        offices = col(Item.owner).not_in((Role.MINOR.value, Role.GUARDIAN.value))
        reviews = actor.role in Review.operation.by
        theirs = and_(soon, owned)
        to_do, to_decide, overdue, within_a_week = _counts(
            session, and_(kinds, soon), and_(theirs, or_(decides, col(Item.due_on) <= today)), and_(theirs, decides),
            and_(offices, col(Item.due_on) < today), and_(in_a_week, col(Item.due_on) >= today),
        )  # fmt: skip
        waiting = [*_to_countersign(session, actor, today), *_items(session, own, numbers, today)]
        waits_now = [item for item in waiting if item.to_decide or item.due_on <= today]
        own_to_do, own_coming = waits_now[:SHOWN], [item for item in waiting if item not in waits_now][:SHOWN]
        countersigned = sum(item.kind == COUNTERSIGNATURE for item in waiting)
        to_item = _item_maker(context, session, actor, [*own_to_do, *own_coming])
        return MyDay(
            today=today,
            plans=len(plans),
            to_do=[to_item(item) for item in own_to_do],
            to_do_count=to_do + countersigned,
            coming=[to_item(item) for item in own_coming],
            to_decide=to_decide + countersigned,
            overdue=overdue,
            within_a_week=within_a_week,
            near_end=sum(near for _, _, near in plans),
            unseen=0 if actor.role is Role.CASE_MANAGEMENT else _plans(session, and_(mine, is_unseen(today))),
            to_review=_plans(session, and_(mine, waits_for_review())) if reviews else None,
            runs_to_look_at=(
                count_needing_attention(session, actor, context.clock.now()) if actor.role in READ_RUNS.by else None
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


@dataclass(frozen=True)
class _Waiting:
    """Something that waits, before it is put into words."""

    due_on: date
    plan_id: uuid.UUID
    number: str
    kind: str
    label: str
    to_decide: bool
    since: date
    days: int


def _items(
    session: Session, which: ColumnElement[bool], numbers: Mapping[uuid.UUID, str], today: date
) -> list[_Waiting]:
    """Those items, the oldest first. They are put in order here: asked for in the order of their days, a database
    would walk through everybody's."""
    query = sa_select(col(Item.due_on), col(Item.id), col(Item.plan_id), col(Item.kind), col(Item.label)).where(which)
    found = []
    for due_on, item_id, plan_id, kind, label in sorted(session.execute(query)):
        since = get_wait_start(kind, due_on, item_id)
        days = max(0, (today - since).days)
        found.append(_Waiting(due_on, plan_id, numbers[plan_id], kind, label, kind in TO_DECIDE, since, days))
    return found


def _to_countersign(session: Session, actor: Actor, today: date) -> list[_Waiting]:
    """The proposals that wait for the actor's countersignature, the one to be decided first before the others. No item
    stands for them: a decision does not wait for it."""
    if actor.role not in Countersign.operation.by:
        return []
    answered_by = and_(
        col(Item.plan_id) == Proposal.plan_id, col(Item.status).in_(STILL_OPEN),
        or_(
            and_(col(Item.kind) == "approval", col(Item.label) == Proposal.step),
            and_(col(Item.kind) == "final_decision", col(Proposal.step) == "decide_non_prosecution"),
        ),
    )  # fmt: skip
    last_day = sa_select(func.min(Item.due_on)).where(answered_by).scalar_subquery()
    query = (
        sa_select(col(Plan.id), col(Plan.number), col(Proposal.step), col(Proposal.proposed_at), last_day)
        .join(Plan, col(Plan.id) == col(Proposal.plan_id))
        .where(
            visible_plans(actor, Countersign.operation), col(Plan.sealed_at).is_(None),
            col(Proposal.status) == "open", col(Proposal.countersigned_by).is_(None),
        )
    )  # fmt: skip
    found = []
    for plan_id, number, step, proposed_at, due_on in session.execute(query):
        since = local_time(proposed_at).date()
        days = max(0, (today - since).days)
        found.append(_Waiting(due_on or since, plan_id, number, COUNTERSIGNATURE, step, True, since, days))
    return sorted(found, key=lambda each: (each.due_on, each.number))


def _item_maker(
    context: Context, session: Session, actor: Actor, shown: list[_Waiting]
) -> Callable[[_Waiting], MyItem]:
    """How what is shown is put into words, with names and addresses looked up for all of it at once."""
    plan_ids = list({each.plan_id for each in shown})
    names = {} if actor.role is Role.CASE_MANAGEMENT or not shown else load_minor_names(context, session, plan_ids)
    explained = _explained(session, shown)

    def to_item(each: _Waiting) -> MyItem:
        plan = f"/plans/{quote(each.number)}"
        page = plan if actor.role is Role.CASE_MANAGEMENT else f"{plan}/items/{each.kind}/{each.due_on.isoformat()}"
        if each.kind == COUNTERSIGNATURE:
            words, page = get_step(each.label).meaning, f"{plan}/documents"
            link = TaskLink("/approvals", Countersign.operation.title or words)
        else:
            words = ITEM_KINDS[each.kind].words
            link = get_task_link(actor.role, each.number, each.kind, each.label, each.due_on)
        if each.label in explained:
            page = f"{plan}/items/{explained[each.label]}"
            link = TaskLink(f"{page}?do=answer", _("答复说明"))
        return MyItem(
            each.number,
            each.kind,
            names.get(each.plan_id),
            words,
            each.due_on,
            each.to_decide,
            each.since,
            each.days,
            page,
            link,
        )

    return to_item


def _explained(session: Session, shown: list[_Waiting]) -> dict[str, str]:
    """For each explanation that waits for an answer, the kind and the day of what was explained, as an address has
    them."""
    labels = [each.label for each in shown if each.kind == "explanation_answer" and len(each.label) == ROW_LABEL]
    if not labels:
        return {}
    ranges = [
        col(Item.id).between(uuid.UUID(label.ljust(32, "0")), uuid.UUID(label.ljust(32, "f"))) for label in labels
    ]
    query = sa_select(col(Item.id), col(Item.kind), col(Item.due_on)).where(or_(*ranges))
    return {get_row_label(found): f"{kind}/{day.isoformat()}" for found, kind, day in session.execute(query)}


def list_owed_as(role: Role) -> tuple[str, ...]:
    """As whose the items of that role are on record: a deputy signs in the chief's place, so what waits for the chief waits for the deputy."""
    return (role.value, Role.CHIEF_PROSECUTOR.value) if role is Role.DEPUTY else (role.value,)
