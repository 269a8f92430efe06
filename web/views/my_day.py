"""The signed-in person's own day (今日待办): what waits for them, today and by when."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from sqlalchemy import ColumnElement
from sqlalchemy import select as sa_select
from sqlmodel import Session, and_, col, func, or_, select

from casework.acting.context import Context
from casework.acting.rights import Actor, visible_plans
from casework.acting.rights.read_operations import READ_CASELOAD, READ_RUNS
from casework.checkins.repeated_reminders import get_wait_start
from casework.outcome.acts_approval import Countersign
from casework.plan.views.caseload import (
    DUE_WITHIN,
    CaseloadFilter,
    count_caseload,
    listed_plans,
)
from casework.plan.views.run_states import NEEDS_ATTENTION, RunState, count_runs
from casework.shared.items.follow_ups import QUESTION_ANSWER, get_item_words
from casework.shared.items.item_kinds import ITEM_KINDS, Pattern
from casework.shared.items.items import ROW_LABEL, get_row_label, is_task_of
from casework.shared.minor_names import load_minor_names
from core.clock import local_time
from core.i18n import Text
from law.four_eyes import get_step
from models.item import STILL_OPEN, Item
from models.office import Role
from models.plan import Plan
from models.proposal import Proposal
from web.views.task_links import DO, TaskLink, get_approval_link, get_task_link

TO_DECIDE = frozenset(
    {"incident_review", "leave_decision", "explanation_answer", "hand_over_acceptance", "age_in_doubt", "attention",
     "opinion", "revocation_proposal", "final_decision", "prosecution", "approval", "proposal_returned", "plan_halted"}
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
    """Where it is done, and the word for doing it."""


@dataclass(frozen=True)
class MyDay:
    """The counts at the head of the desk, and the list behind them. Who sees dates only gets the law's own dates."""

    today: date
    plans: int
    to_do: list[MyItem]
    """Theirs, due today or before, and whatever they have to decide; the oldest first."""
    coming: list[MyItem]
    """Theirs too, on the days that follow; as many as are shown."""
    counts: dict[CaseloadFilter, int]
    """How many plans each filter of the list finds."""
    runs: dict[RunState, int]
    """How many runs on the board are halted, failing and late; empty for a post that does not see runs."""


def get_my_day(context: Context, actor: Actor) -> MyDay:
    """The actor's day, over all plans within their reach. Looking is a line in the journal, as with the list."""
    with context.query_plans(actor, READ_CASELOAD) as session:
        today = context.clock.today()
        numbers = dict(session.exec(select(Plan.id, Plan.number).where(listed_plans(actor))).all())
        kinds = and_(_of_plans(numbers), col(Item.status).in_(STILL_OPEN), col(Item.owner) != Role.SYSTEM.value)
        if actor.role is Role.CASE_MANAGEMENT:
            kinds = and_(
                kinds,
                col(Item.kind).in_([code for code, kind in ITEM_KINDS.items() if kind.pattern is Pattern.STATUTORY]),
            )
        in_a_week = col(Item.due_on) <= today + DUE_WITHIN
        soon = or_(in_a_week, _asked_for(session, numbers)) if actor.role in ANSWERING else in_a_week
        own = and_(kinds, soon, is_task_of(*list_owed_as(actor.role)))
        waiting = [*_to_countersign(session, actor, today), *_items(session, own, numbers, today)]
        to_do = [item for item in waiting if item.to_decide or item.due_on <= today]
        coming = [item for item in waiting if not item.to_decide and item.due_on > today][:SHOWN]
        to_item = _item_maker(context, session, actor, [*to_do, *coming])
        runs = count_runs(session, actor, context.clock.now()) if actor.role in READ_RUNS.by else {}
        return MyDay(
            today=today,
            plans=len(numbers),
            to_do=[to_item(item) for item in to_do],
            coming=[to_item(item) for item in coming],
            counts=count_caseload(session, actor, today),
            runs={state: runs[state] for state in NEEDS_ATTENTION if runs},
        )


def _of_plans(plans: Iterable[uuid.UUID]) -> ColumnElement[bool]:
    """What belongs to those plans, named one by one: asked by their office, a database may read every item of the
    record that is due before it looks whose it is."""
    return col(Item.plan_id).in_(plans)


def _asked_for(session: Session, plans: Iterable[uuid.UUID]) -> ColumnElement[bool]:
    """What answers a proposal that is open on one of those plans."""
    asked = session.exec(select(Proposal.plan_id).where(Proposal.status == "open", col(Proposal.plan_id).in_(plans)))
    return and_(col(Item.kind).in_(ANSWERS), col(Item.plan_id).in_(asked.all()))


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
            words, link = get_step(each.label).meaning, get_approval_link(each.number, each.label)
            page = link.address
        else:
            words = get_item_words(each.kind, each.label)
            link = get_task_link(actor.role, each.number, each.kind, each.label, each.due_on)
        if each.label in explained:
            page = f"{plan}/items/{explained[each.label]}"
            link = link if each.kind == QUESTION_ANSWER else TaskLink(f"{page}?do=answer", DO)
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
    """For each explanation and question that waits for an answer, the kind and the day of what was explained, or handed
    in, as an address has them."""
    answered = ("explanation_answer", QUESTION_ANSWER)
    labels = [each.label for each in shown if each.kind in answered and len(each.label) == ROW_LABEL]
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
