"""The caseload: the plans a person may see, each with what is due, what is overdue and whose it is."""

import uuid
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, case, literal, tuple_
from sqlalchemy import select as sa_select
from sqlmodel import Session, and_, col, exists, func, select

from casework.acting.context import Context
from casework.acting.rights import Actor, visible_plans
from casework.acting.rights.read_operations import READ_CASELOAD
from casework.acting.rights.scope import DATES_ONLY
from casework.plan.views.banners import Banner, find_challenged, get_banner_rank, load_banners
from casework.plan.views.plan_dates import count_days_left
from casework.shared.items.item_kinds import ITEM_KINDS, MEETINGS, Pattern
from casework.shared.minor_names import load_minor_names
from casework.shared.paging import bad_cursor, from_cursor, to_cursor
from casework.shared.provisional_dates import is_provisional
from casework.shared.text.labels import stage_label
from core.clock import start_of_day
from core.i18n import Text, _
from law.transitions import PlanStatus
from models.item import STILL_OPEN, Item
from models.office import Role
from models.plan import Plan

DUE_WITHIN = timedelta(days=7)
NEAR_END = timedelta(days=30)
SEEN_WITHIN = timedelta(days=30)


class CaseloadFilter(StrEnum):
    """Which plans of the list are asked for. The numbers above the list count by the same conditions."""

    DUE = "due"
    """Something falls due within seven days."""
    OVERDUE = "overdue"
    """Something is open and past its day."""
    NEAR = "near"
    """The period ends within thirty days."""
    UNSEEN = "unseen"
    """Nobody has met or spoken with the minor for thirty days."""


class CaseloadOrder(StrEnum):
    """By what the list is sorted."""

    PERIOD = "period"
    NUMBER = "number"
    STAGE = "stage"
    NEXT = "next"
    DUE = "due"
    OVERDUE = "overdue"
    BANNERS = "banners"


_NEVER = date(9999, 12, 31)
STATUTORY_KINDS = [code for code, kind in ITEM_KINDS.items() if kind.pattern is Pattern.STATUTORY]


@dataclass(frozen=True)
class NextDueItem:
    """The next item due on a plan, and from whom."""

    kind: str
    words: Text
    owner: str
    due_on: date


@dataclass(frozen=True)
class CaseRow:
    """One plan in the list. Who sees dates only gets no name and no banner, and unless it is a token, counts of the law's own
    dates."""

    number: str
    name: str | None
    status: str
    stage: Text
    period_from: date
    period_to: date
    days_left: int
    """Days until the last day of the period; negative once it is over."""
    final_decision_by: date
    final_decision_provisional: bool
    """Whether that year's holidays are not announced yet, so that the day may still move."""
    due: dict[str, int] = field(default_factory=dict)
    """How much is open and falls due within seven days, by whose it is."""
    overdue: dict[str, int] = field(default_factory=dict)
    """How much is open and past its day, by whose it is: another's never stands in the minor's column."""
    coming: NextDueItem | None = None
    banners: list[Banner] = field(default_factory=list)


@dataclass(frozen=True)
class CaseloadPage:
    """A page of the list in the order that was asked for; `next` leads to the one after it."""

    plans: list[CaseRow]
    next: str | None


def load_caseload(
    context: Context,
    actor: Actor,
    *,
    only: Collection[CaseloadFilter] = (),
    status: PlanStatus | None = None,
    order: CaseloadOrder = CaseloadOrder.PERIOD,
    descending: bool = False,
    cursor: str | None = None,
    limit: int = 50,
) -> CaseloadPage:
    """The plans the actor may see; sealed and closed ones are found by nobody. Looking at the list is a line in the
    journal."""
    with context.query_plans(actor, READ_CASELOAD) as session:
        today = context.clock.today()
        by_law = actor.role is Role.CASE_MANAGEMENT
        column = CASELOAD_COLUMNS[order]
        key = column.sort_key(today, by_law)
        query = sa_select(Plan, key.label("key")).where(
            listed_plans(actor), *(_condition(each, actor, today) for each in only)
        )
        if status is not None:
            query = query.where(col(Plan.status) == status.value)
        by = tuple_(key, col(Plan.number))
        if cursor is not None:
            place = tuple_(*map(literal, _place(column, cursor)))
            query = query.where(by < place if descending else by > place)
        directed = [each.desc() if descending else each.asc() for each in (key, col(Plan.number))]
        found = session.execute(query.order_by(*directed).limit(limit + 1)).all()
        page = [plan for plan, _key in found[:limit]]
        rows = _rows(context, session, page, today, by_law, nameless=actor.role in DATES_ONLY)
    more = len(found) > limit
    return CaseloadPage(rows, to_cursor(_written(found[limit - 1][1]), page[-1].number) if more else None)


def listed_plans(actor: Actor) -> ColumnElement[bool]:
    """The plans that stand in the actor's list."""
    return and_(visible_plans(actor, READ_CASELOAD), col(Plan.sealed_at).is_(None), col(Plan.closed_at).is_(None))


def list_filters(role: Role) -> list[CaseloadFilter]:
    """By what somebody of that role can narrow the list: who sees dates only, by dates."""
    return [each for each in CaseloadFilter if role not in DATES_ONLY or each is not CaseloadFilter.UNSEEN]


def count_caseload(session: Session, actor: Actor, today: date) -> dict[CaseloadFilter, int]:
    """How many plans of the actor's list each filter finds."""
    filters = list_filters(actor.role)
    sums = [func.coalesce(func.sum(case((_condition(each, actor, today), 1), else_=0)), 0) for each in filters]
    counts = session.execute(sa_select(*sums).select_from(Plan).where(listed_plans(actor))).one()
    return dict(zip(filters, map(int, counts), strict=True))


def _condition(only: CaseloadFilter, actor: Actor, today: date) -> ColumnElement[bool]:
    match only:
        case CaseloadFilter.NEAR:
            return ends_soon(today)
        case CaseloadFilter.UNSEEN:
            return _is_unseen(today)
        case CaseloadFilter.DUE | CaseloadFilter.OVERDUE:
            days = _due(today) if only is CaseloadFilter.DUE else _overdue(today)
            counted = _counted(actor.role is Role.CASE_MANAGEMENT)
            return exists().where(col(Item.plan_id) == Plan.id, counted, days)


@dataclass(frozen=True)
class CaseloadColumn:
    """A column of the list, by which it can be sorted."""

    words: Text
    sort_key: Callable[[date, bool], Any]
    """The key in the record, of today and, if so, of the law's own dates only; never null, so that a cursor can hold it."""
    key_type: type[date] | type[str] | type[int]
    highest_first: bool = False


def _earliest_due(today: date, by_law: bool) -> Any:
    coming = and_(col(Item.plan_id) == Plan.id, _counted(by_law), col(Item.due_on) >= today)
    return func.coalesce(sa_select(func.min(Item.due_on)).where(coming).scalar_subquery(), _NEVER)


def _count(days: ColumnElement[bool], by_law: bool) -> Any:
    which = and_(col(Item.plan_id) == Plan.id, _counted(by_law), days)
    return sa_select(func.count()).select_from(Item).where(which).scalar_subquery()


_STAGES = case({stage.value: place for place, stage in enumerate(PlanStatus)}, value=col(Plan.status), else_=99)
CASELOAD_COLUMNS: dict[CaseloadOrder, CaseloadColumn] = {
    CaseloadOrder.NUMBER: CaseloadColumn(_("方案"), lambda _today, _by_law: col(Plan.number), str),
    CaseloadOrder.STAGE: CaseloadColumn(_("阶段"), lambda _today, _by_law: _STAGES, int),
    CaseloadOrder.PERIOD: CaseloadColumn(_("考验期至"), lambda _today, _by_law: col(Plan.period_to), date),
    CaseloadOrder.NEXT: CaseloadColumn(_("下一项"), _earliest_due, date),
    CaseloadOrder.DUE: CaseloadColumn(
        _("七日内到期"), lambda today, by_law: _count(_due(today), by_law), int, highest_first=True
    ),
    CaseloadOrder.OVERDUE: CaseloadColumn(
        _("逾期未办／还没收到"), lambda today, by_law: _count(_overdue(today), by_law), int, highest_first=True
    ),
    CaseloadOrder.BANNERS: CaseloadColumn(_("提示"), lambda today, _by_law: get_banner_rank(today), int),
}
"""The columns of the list, in their order."""


def _written(key: date | str | int) -> str | int:
    return key.isoformat() if isinstance(key, date) else key


def _place(column: CaseloadColumn, cursor: str) -> tuple[date | str | int, str]:
    """The key and the number after which the page begins."""
    dated = column.key_type is date
    key, number = from_cursor(cursor, (str if dated else column.key_type, str))
    return _day(str(key)) if dated else key, str(number)


def ends_soon(today: date) -> ColumnElement[bool]:
    """Plans whose period still runs and ends within thirty days."""
    near = and_(col(Plan.period_to) >= today, col(Plan.period_to) <= today + NEAR_END)
    return and_(near, col(Plan.status) == PlanStatus.UNDER_SUPERVISION.value)


def _is_unseen(today: date) -> ColumnElement[bool]:
    """Plans under supervision whose minor neither worker nor prosecutor has met or spoken with for thirty days."""
    since = today - SEEN_WITHIN
    met = exists().where(
        col(Item.plan_id) == Plan.id, col(Item.kind).in_(MEETINGS), col(Item.received_at) >= start_of_day(since)
    )
    supervised = col(Plan.status) == PlanStatus.UNDER_SUPERVISION.value
    return and_(supervised, col(Plan.announced_on) < since, ~met)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise bad_cursor() from None


def _counted(by_law: bool) -> ColumnElement[bool]:
    counted = and_(col(Item.status).in_(STILL_OPEN), col(Item.owner) != Role.SYSTEM.value)
    return and_(counted, col(Item.kind).in_(STATUTORY_KINDS)) if by_law else counted


def _due(today: date) -> ColumnElement[bool]:
    return and_(col(Item.due_on) >= today, col(Item.due_on) <= today + DUE_WITHIN)


def _overdue(today: date) -> ColumnElement[bool]:
    return col(Item.due_on) < today


def _rows(
    context: Context, session: Session, page: Sequence[Plan], today: date, by_law: bool, *, nameless: bool
) -> list[CaseRow]:
    ids = [plan.id for plan in page]
    due = _by_owner(session, ids, _due(today), by_law)
    overdue = _by_owner(session, ids, _overdue(today), by_law)
    coming = _coming(session, ids, today, by_law)
    names = {} if nameless else load_minor_names(context, session, ids)
    challenged = find_challenged(session, ids)
    return [
        CaseRow(
            number=plan.number,
            name=names.get(plan.id),
            status=plan.status,
            stage=stage_label(plan),
            period_from=plan.period_from,
            period_to=plan.period_to,
            days_left=count_days_left(plan.status, plan.period_to, today),
            final_decision_by=plan.final_decision_by,
            final_decision_provisional=is_provisional("final_decision", plan.final_decision_by, context.days),
            due=due.get(plan.id, {}),
            overdue=overdue.get(plan.id, {}),
            coming=coming.get(plan.id),
            banners=[] if nameless else load_banners(plan, today, plan.id in challenged),
        )
        for plan in page
    ]


def _by_owner(
    session: Session, ids: list[uuid.UUID], condition: ColumnElement[bool], by_law: bool
) -> dict[uuid.UUID, dict[str, int]]:
    query = (
        select(Item.plan_id, Item.owner, func.count())
        .where(col(Item.plan_id).in_(ids), _counted(by_law), condition)
        .group_by(col(Item.plan_id), col(Item.owner))
    )
    counts: dict[uuid.UUID, dict[str, int]] = {}
    for plan_id, owner, count in session.exec(query):
        counts.setdefault(plan_id, {})[owner] = count
    return counts


def _coming(session: Session, ids: list[uuid.UUID], today: date, by_law: bool) -> dict[uuid.UUID, NextDueItem]:
    coming = and_(col(Item.plan_id).in_(ids), _counted(by_law), col(Item.due_on) >= today)
    first = (
        select(Item.plan_id, func.min(Item.due_on).label("day")).where(coming).group_by(col(Item.plan_id)).subquery()
    )
    query = (
        sa_select(col(Item.plan_id), col(Item.kind), col(Item.owner), col(Item.due_on))
        .join(first, and_(first.c.plan_id == Item.plan_id, first.c.day == Item.due_on))
        .where(coming)
    )
    nearest: dict[uuid.UUID, NextDueItem] = {}
    by_urgency = sorted(session.execute(query), key=lambda found: ITEM_KINDS[found[1]].urgency)
    for plan_id, kind, owner, day in by_urgency:
        nearest.setdefault(plan_id, NextDueItem(kind, ITEM_KINDS[kind].words, owner, day))
    return nearest


def load_names_by_number(context: Context, actor: Actor, numbers: Collection[str]) -> dict[str, str]:
    """The minor's name on each of those plans that the actor may see among their cases. Looking is a line in the journal."""
    with context.query_plans(actor, READ_CASELOAD) as session:
        query = select(Plan.id, Plan.number).where(
            visible_plans(actor, READ_CASELOAD), col(Plan.sealed_at).is_(None), col(Plan.number).in_(numbers)
        )
        found = dict(session.exec(query).all())
        names = {} if actor.role in DATES_ONLY else load_minor_names(context, session, list(found))
    return {number: names[plan_id] for plan_id, number in found.items() if plan_id in names}
