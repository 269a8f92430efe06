"""Drafts of new plans, each kept for its author alone, encrypted, and deleted in time.

A draft is no record of a case: nobody else sees it, nothing is asked of the law before it is checked, and it leaves no
line in the journal. The plan that is opened from it does. A case that another office decided needs two people: the
author of the draft hands it on, and the other opens it.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from casework.acting.context import Context
from casework.acting.rights import Actor
from casework.plan.acts_opening import OPEN_PLAN
from casework.plan.opening import ensure_may_open, make_random_number
from casework.plan.plan_fields import PlanField, list_team_fields
from casework.plan.typed_values import read_number
from casework.staff.staffing import find_staff
from core.errors import KeyStoreError, NotFound, StateConflict
from core.i18n import _
from core.typed_days import parse_day
from law.period import expected_end
from models.base import new_id
from models.office import Role, Staff
from models.plan_draft import KEPT, PlanDraft

MAX_DRAFTS = 20
"""How many one person may have at once."""
_FIELD = "plan_draft.document"


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
    ensure_may_open(context, actor)
    assert actor.id is not None
    with context.database.transaction() as session:
        now = context.clock.now()
        if len(_own(session, actor.id)) >= MAX_DRAFTS:
            raise StateConflict(_("您有{count}份没有完成的新方案，请先完成或者删除一份。", count=MAX_DRAFTS))
        row = PlanDraft(
            id=new_id(now), staff_id=actor.id, number=make_random_number(), document=b"", begun_at=now, saved_at=now
        )
        context.vault.new_key(row.id)
        row.document = _sealed(context, row.id, content)
        session.add(row)
        return row.id


def save_draft(context: Context, actor: Actor, draft: uuid.UUID, content: DraftContent) -> None:
    """The draft has that content. NotFound where the actor has no such draft."""
    ensure_may_open(context, actor)
    with context.database.transaction() as session:
        row = _find(session, actor, draft)
        if _draft(context, session, row).content != content:
            row.prepared_by_id = None
        row.document, row.saved_at = _sealed(context, row.id, content), context.clock.now()


def hand_on_draft(context: Context, actor: Actor, draft: uuid.UUID, login: str) -> None:
    """The draft is that colleague's, to be looked over and opened as the actor has written it. BadInput or StateConflict
    for somebody who opens no plans of the actor's office, or has twenty drafts."""
    ensure_may_open(context, actor)
    with context.database.transaction() as session:
        row = _find(session, actor, draft)
        colleague = find_staff(session, login, OPEN_PLAN.by, (actor.office_id,), "to")
        if colleague.id == actor.id:
            raise StateConflict(_("请选另一个人。"))
        if len(_own(session, colleague.id)) >= MAX_DRAFTS:
            raise StateConflict(_("对方有{count}份没有完成的新方案，请对方先完成或者删除一份。", count=MAX_DRAFTS))
        row.staff_id, row.prepared_by_id, row.saved_at = colleague.id, actor.id, context.clock.now()


def list_colleagues(context: Context, actor: Actor) -> list[Staff]:
    """Who else opens plans of the actor's office."""
    ensure_may_open(context, actor)
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
    fields = list_team_fields(context, actor)
    only = {field.place: field.choices[0][0] for field in fields if len(field.choices) == 1}
    if actor.role is Role.PROSECUTOR:
        with context.database.reading() as session:
            only["team.prosecutor"] = session.exec(select(Staff.login).where(Staff.id == actor.id)).one()
    return only


def suggest_period(fields: Sequence[PlanField], typed: Mapping[str, str]) -> dict[str, str]:
    """The period as the day of the decision and its months make it (DT-05, DT-06), by places of the form: for the person
    to hold against the decision. Empty where the fields ask for none, something of it was filled in, or a part is missing."""
    start, end = "decision.period_written_from", "decision.period_written_to"
    on, months = parse_day(typed.get("decision.on", "")), read_number(typed.get("decision.months", ""))
    asked = {field.place for field in fields}
    if start not in asked or typed.get(start) or typed.get(end) or on is None or months not in map(str, range(1, 13)):
        return {}
    return {start: on.isoformat(), end: expected_end(on, int(months)).isoformat()}


def load_draft(context: Context, actor: Actor, draft: uuid.UUID) -> Draft:
    """The actor's own draft. NotFound where they have no such draft."""
    ensure_may_open(context, actor)
    with context.database.reading() as session:
        return _draft(context, session, _find(session, actor, draft))


def list_drafts(context: Context, actor: Actor) -> list[Draft]:
    """The actor's own drafts, the one saved last first. One whose key was lost is not among them."""
    ensure_may_open(context, actor)
    drafts = []
    with context.database.reading() as session:
        for row in _own(session, actor.id):
            try:
                drafts.append(_draft(context, session, row))
            except KeyStoreError:
                continue
    return drafts


def discard_draft(context: Context, actor: Actor, draft: uuid.UUID) -> None:
    """The draft is gone, and so is its key. NotFound where the actor has no such draft."""
    ensure_may_open(context, actor)
    with context.database.transaction() as session:
        row = _find(session, actor, draft)
        session.delete(row)
        context.vault.destroy(draft)  # before the commit: a key without its draft would stay for ever


def delete_old_drafts(context: Context) -> int:
    """Drafts that nobody has gone on with for thirty days are gone, with their keys; returns how many."""
    with context.database.transaction() as session:
        old = session.exec(select(PlanDraft).where(col(PlanDraft.saved_at) < context.clock.now() - KEPT)).all()
        for row in old:
            session.delete(row)
            context.vault.destroy(row.id)
        return len(old)


def _own(session: Session, staff_id: uuid.UUID | None) -> Sequence[PlanDraft]:
    query = select(PlanDraft).where(PlanDraft.staff_id == staff_id).order_by(col(PlanDraft.saved_at).desc())
    return session.exec(query).all()


def _find(session: Session, actor: Actor, draft: uuid.UUID) -> PlanDraft:
    row = session.get(PlanDraft, draft)
    if row is None or row.staff_id != actor.id:
        raise NotFound(_("没有这份草稿：可能已经建立方案，或者已经删除。"))
    return row


def _draft(context: Context, session: Session, row: PlanDraft) -> Draft:
    found = context.vault.open_document(row.id, _FIELD, row.id, row.document)
    content = DraftContent(found["typed"], found["rest"])
    by = session.get(Staff, row.prepared_by_id) if row.prepared_by_id else None
    return Draft(row.id, row.number, row.begun_at, row.saved_at, content, by)


def _sealed(context: Context, draft: uuid.UUID, content: DraftContent) -> bytes:
    return context.vault.seal_document(draft, _FIELD, draft, {"typed": content.typed, "rest": content.rest})
