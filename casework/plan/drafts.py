"""Drafts of new plans, each kept for its author alone, encrypted, and deleted in time.

A case that another office decided needs two people: the author of the draft hands it on, and the other opens it.
"""

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from sqlmodel import Session, col, select

from casework.acting.context import Context
from casework.acting.rights import Actor
from casework.plan.acts_opening import OPEN_PLAN
from casework.plan.opening import make_random_number
from casework.plan.plan_form import list_plan_fields
from casework.plan.typed_values import read_number
from casework.plan.unfinished import (
    add_own_draft,
    find_own_draft,
    list_own_drafts,
    open_content,
    read_own_drafts,
    save_content,
)
from casework.staff.staffing import find_staff
from core.errors import StateConflict
from core.i18n import _
from core.typed_days import parse_day
from law.period import expected_end
from models.office import Role, Staff
from models.plan_draft import KEPT, DraftKind, PlanDraft

MAX_DRAFTS = 20
"""How many one person may have at once."""


@dataclass(frozen=True)
class DraftContent:
    """What is in a draft: each field of the form as it was typed, by its place in the plan file, and what a file or a
    template tells besides, for which the form has no field."""

    typed: dict[str, str] = field(default_factory=dict)
    rest: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Draft:
    """One's own draft."""

    id: uuid.UUID
    number: str
    begun_at: datetime
    saved_at: datetime
    content: DraftContent
    prepared_by: Staff | None
    """Who handed it on as it is, to be opened by somebody else."""

    @property
    def deleted_at(self) -> datetime:
        """When it is deleted if nobody goes on with it."""
        return self.saved_at + KEPT


def begin_draft(context: Context, actor: Actor, content: DraftContent) -> uuid.UUID:
    """A draft with that content is the actor's. StateConflict where they have twenty already."""
    context.ensure_allowed(actor, OPEN_PLAN)
    with context.database.transaction() as session:
        if len(list_own_drafts(session, actor.id, DraftKind.PLAN)) >= MAX_DRAFTS:
            raise StateConflict(_("您有{count}份没有完成的新方案，请先完成或者删除一份。", count=MAX_DRAFTS))
        return add_own_draft(context, session, actor, DraftKind.PLAN, asdict(content), make_random_number())


def save_draft(context: Context, actor: Actor, draft: uuid.UUID, content: DraftContent) -> None:
    """The draft has that content. NotFound where the actor has no such draft."""
    context.ensure_allowed(actor, OPEN_PLAN)
    with context.database.transaction() as session:
        row = find_own_draft(session, actor, DraftKind.PLAN, draft)
        if _draft(context, session, row).content != content:
            row.prepared_by_id = None
        save_content(context, row, asdict(content))


def hand_on_draft(context: Context, actor: Actor, draft: uuid.UUID, login: str) -> None:
    """The draft is that colleague's, to be looked over and opened as the actor has written it. BadInput or StateConflict
    for somebody who opens no plans of the actor's office, or has twenty drafts."""
    context.ensure_allowed(actor, OPEN_PLAN)
    with context.database.transaction() as session:
        row = find_own_draft(session, actor, DraftKind.PLAN, draft)
        colleague = find_staff(session, login, OPEN_PLAN.by, (actor.office_id,), "to")
        if colleague.id == actor.id:
            raise StateConflict(_("请选另一个人。"))
        if len(list_own_drafts(session, colleague.id, DraftKind.PLAN)) >= MAX_DRAFTS:
            raise StateConflict(_("对方有{count}份没有完成的新方案，请对方先完成或者删除一份。", count=MAX_DRAFTS))
        row.staff_id, row.prepared_by_id, row.saved_at = colleague.id, actor.id, context.clock.now()


def list_colleagues(context: Context, actor: Actor) -> list[Staff]:
    """Who else opens plans of the actor's office."""
    context.ensure_allowed(actor, OPEN_PLAN)
    with context.database.reading() as session:
        query = (
            select(Staff)
            .where(Staff.office_id == actor.office_id, col(Staff.active), Staff.id != actor.id)
            .where(col(Staff.role).in_([role.value for role in OPEN_PLAN.by]))
            .order_by(Staff.login)
        )
        return list(session.exec(query))


def suggest_team(context: Context, actor: Actor) -> dict[str, str]:
    """What a new draft begins with: of each role of the team the only one of the office, and the actor as prosecutor where
    they are one. By places of the form; it can be chosen otherwise."""
    fields = [field for field in list_plan_fields(context, actor) if field.place.startswith("team.")]
    only = {field.place: field.choices[0][0] for field in fields if len(field.choices) == 1}
    if actor.role is Role.PROSECUTOR:
        with context.database.reading() as session:
            only["team.prosecutor"] = session.exec(select(Staff.login).where(Staff.id == actor.id)).one()
    return only


def suggest_period(typed: Mapping[str, str]) -> dict[str, str]:
    """The period as the day of the decision and its months make it (DT-05, DT-06), by places of the form: for the person
    to hold against the decision. Empty where something of it was filled in, or a part is missing."""
    start, end = "decision.period_written_from", "decision.period_written_to"
    on, months = parse_day(typed.get("decision.on", "")), read_number(typed.get("decision.months", ""))
    if typed.get(start) or typed.get(end) or on is None or months not in map(str, range(1, 13)):
        return {}
    return {start: on.isoformat(), end: expected_end(on, int(months)).isoformat()}


def load_draft(context: Context, actor: Actor, draft: uuid.UUID) -> Draft:
    """The actor's own draft. NotFound where they have no such draft."""
    context.ensure_allowed(actor, OPEN_PLAN)
    with context.database.reading() as session:
        return _draft(context, session, find_own_draft(session, actor, DraftKind.PLAN, draft))


def list_drafts(context: Context, actor: Actor) -> list[Draft]:
    """The actor's own drafts, the one saved last first. One whose key was lost is not among them."""
    return read_own_drafts(context, actor, DraftKind.PLAN, partial(_draft, context))


def _draft(context: Context, session: Session, row: PlanDraft) -> Draft:
    assert row.number is not None  # the draft of a plan has one
    found = open_content(context, row)
    by = session.get(Staff, row.prepared_by_id) if row.prepared_by_id else None
    return Draft(row.id, row.number, row.begun_at, row.saved_at, DraftContent(found["typed"], found["rest"]), by)
