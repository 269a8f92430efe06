"""The agenda: what lies ahead on all plans within somebody's reach, day by day, in one list."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement
from sqlalchemy import select as sa_select
from sqlmodel import Session, and_, col, or_, select

from casework.acting.context import Context
from casework.acting.rights import Actor, visible_plans
from casework.acting.rights.read_operations import READ_CASELOAD
from casework.acting.rights.scope import DATES_ONLY
from casework.plan.views.caseload import STATUTORY_KINDS
from casework.shared.items.item_kinds import ITEM_KINDS, MEETINGS
from casework.shared.minor_names import load_minor_names
from core.errors import BadInput, Mistake
from core.i18n import Text, _, pgettext
from models.decision import Leave
from models.item import STILL_OPEN, Item
from models.office import Role
from models.plan import Plan

MAX_DAYS = 62
"""How many days are shown at once."""
OF_THE_PERIOD = ("period_end", "coming_of_age")
"""What the system does by itself and everybody has to know of."""


class AgendaSort(StrEnum):
    """What sort of day it is, the most urgent first."""

    STATUTORY = "statutory"
    VISIT = "visit"
    DUE = "due"
    LEAVE = "leave"


AGENDA_SORTS: dict[AgendaSort, Text] = {
    AgendaSort.STATUTORY: _("法定期限"),
    AgendaSort.VISIT: _("谈话和走访"),
    AgendaSort.DUE: pgettext("agenda", "到期事项"),
    AgendaSort.LEAVE: pgettext("agenda", "外出"),
}


@dataclass(frozen=True)
class AgendaEntry:
    """One thing on one day. Who sees dates only gets the law's own dates, and no name."""

    on: date
    to_on: date
    """Its last day: the same one, except for leave."""
    number: str
    name: str | None
    sort: AgendaSort
    words: Text
    kind: str | None
    """The code of the item; None for leave."""
    owner: str | None
    """The role whose it is."""


@dataclass(frozen=True)
class Agenda:
    """What lies ahead from one day to another, in the order of days, statutory dates first."""

    from_on: date
    to_on: date
    entries: list[AgendaEntry]


def load_agenda(context: Context, actor: Actor, from_on: date, to_on: date) -> Agenda:
    """What is open and falls on those days, and who is away then, over all plans within the actor's reach that are
    neither sealed nor closed. Looking is a line in the journal, as with the list of cases. BadInput for days that are
    the wrong way round or too many."""
    if not timedelta(0) <= to_on - from_on < timedelta(days=MAX_DAYS):
        wrong = _("结束日不早于开始日，最多{count}天。", count=MAX_DAYS)
        raise BadInput(wrong, mistakes=[Mistake("query.to", wrong)])
    with context.query_plans(actor, READ_CASELOAD) as session:
        dates_only = actor.role in DATES_ONLY
        within = and_(visible_plans(actor, READ_CASELOAD), col(Plan.sealed_at).is_(None), col(Plan.closed_at).is_(None))
        numbers = dict(session.exec(select(Plan.id, Plan.number).where(within)).all())
        found = _items(session, numbers, from_on, to_on, dates_only)
        if not dates_only:
            found += _leaves(session, numbers, from_on, to_on)
        plan_ids = sorted({plan_id for plan_id, _entry in found})
        names = {} if dates_only or not found else load_minor_names(context, session, plan_ids)
    order = list(AgendaSort)
    entries = [replace(entry, name=names.get(plan_id)) for plan_id, entry in found]
    return Agenda(
        from_on,
        to_on,
        sorted(entries, key=lambda each: (each.on, order.index(each.sort), each.number, each.kind or "")),
    )


def _items(
    session: Session, numbers: Mapping[uuid.UUID, str], from_on: date, to_on: date, dates_only: bool
) -> list[tuple[uuid.UUID, AgendaEntry]]:
    """What is open and due on those days. The plans are named one by one: asked by their office, a database may read
    every item of the record before it looks whose it is."""
    query = sa_select(col(Item.plan_id), col(Item.kind), col(Item.owner), col(Item.due_on)).where(
        col(Item.plan_id).in_(numbers), col(Item.due_on).between(from_on, to_on), col(Item.status).in_(STILL_OPEN),
        _shown(dates_only),
    )  # fmt: skip
    return [
        (plan_id, AgendaEntry(on, on, numbers[plan_id], None, _sort_of(kind), ITEM_KINDS[kind].words, kind, owner))
        for plan_id, kind, owner, on in session.execute(query)
    ]


def _shown(dates_only: bool) -> ColumnElement[bool]:
    of_period = col(Item.kind).in_(OF_THE_PERIOD)
    if dates_only:
        return or_(of_period, col(Item.kind).in_(STATUTORY_KINDS))
    return or_(of_period, col(Item.owner) != Role.SYSTEM.value)


def _sort_of(kind: str) -> AgendaSort:
    if kind in MEETINGS:
        return AgendaSort.VISIT
    by_law = kind in OF_THE_PERIOD or kind in STATUTORY_KINDS
    return AgendaSort.STATUTORY if by_law else AgendaSort.DUE


def _leaves(
    session: Session, numbers: Mapping[uuid.UUID, str], from_on: date, to_on: date
) -> list[tuple[uuid.UUID, AgendaEntry]]:
    """Who is away on those days with leave, or has asked for it and not been answered."""
    query = sa_select(col(Leave.plan_id), col(Leave.from_on), col(Leave.to_on), col(Leave.prosecutor_approved)).where(
        col(Leave.plan_id).in_(numbers), col(Leave.from_on) <= to_on, col(Leave.to_on) >= from_on,
        col(Leave.prosecutor_approved).is_not(False),
    )  # fmt: skip
    return [
        (
            plan_id,
            AgendaEntry(
                max(first, from_on), last, numbers[plan_id], None, AgendaSort.LEAVE,
                _("准予外出") if approved else _("申请外出，待批"), None, Role.MINOR.value,
            ),
        )
        for plan_id, first, last, approved in session.execute(query)
    ]  # fmt: skip
