"""What one person has not finished: a new plan, or a spreadsheet of several. It is kept for them alone, encrypted under a
key of its own, and deleted in time.

A draft is no record of a case: nobody else sees it, nothing is asked of the law before it is checked, and it leaves no
line in the journal. The plan that is opened from it does.
"""

import uuid
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sqlmodel import Session, col, select

from casework.acting.context import Context
from casework.acting.rights import Actor
from casework.plan.acts_opening import OPEN_PLAN
from core.errors import KeyStoreError, NotFound
from core.i18n import _
from models.base import new_id
from models.plan_draft import KEPT, DraftKind, PlanDraft

_FIELD = "plan_draft.document"
_NOT_FOUND = {
    DraftKind.PLAN: _("没有这份草稿：可能已经建立方案，或者已经删除。"),
    DraftKind.SHEET: _("没有这份表格：可能已经删除。"),
}

Read = TypeVar("Read")


def add_own_draft(
    context: Context,
    session: Session,
    actor: Actor,
    kind: DraftKind,
    content: dict[str, Any],
    number: str | None = None,
) -> uuid.UUID:
    """A draft with that content is the actor's."""
    assert actor.id is not None  # only named people open plans
    now = context.clock.now()
    row = PlanDraft(
        id=new_id(now), kind=kind, staff_id=actor.id, number=number, document=b"", begun_at=now, saved_at=now
    )
    context.vault.new_key(row.id)
    save_content(context, row, content)
    session.add(row)
    return row.id


def list_own_drafts(session: Session, staff_id: uuid.UUID | None, kind: DraftKind) -> Sequence[PlanDraft]:
    """The person's drafts of that kind, the one saved last first."""
    query = select(PlanDraft).where(PlanDraft.staff_id == staff_id, PlanDraft.kind == kind)
    return session.exec(query.order_by(col(PlanDraft.saved_at).desc())).all()


def read_own_drafts(
    context: Context, actor: Actor, kind: DraftKind, read: Callable[[Session, PlanDraft], Read]
) -> list[Read]:
    """What is in the actor's drafts of that kind, the one saved last first. One whose key was lost is not among them."""
    context.ensure_allowed(actor, OPEN_PLAN)
    drafts = []
    with context.database.reading() as session:
        for row in list_own_drafts(session, actor.id, kind):
            try:
                drafts.append(read(session, row))
            except KeyStoreError:
                continue
    return drafts


def find_own_draft(session: Session, actor: Actor, kind: DraftKind, draft: uuid.UUID) -> PlanDraft:
    """The actor's draft. NotFound where they have no such one."""
    row = session.get(PlanDraft, draft)
    if row is None or row.kind != kind or row.staff_id != actor.id:
        raise NotFound(_NOT_FOUND[kind])
    return row


def open_content(context: Context, row: PlanDraft) -> dict[str, Any]:
    """What is in the draft."""
    return context.vault.open_document(row.id, _FIELD, row.id, row.document)


def save_content(context: Context, row: PlanDraft, content: dict[str, Any]) -> None:
    """The draft has that content, and is kept for as long again."""
    row.document = context.vault.seal_document(row.id, _FIELD, row.id, content)
    row.saved_at = context.clock.now()


def discard_own_draft(context: Context, actor: Actor, kind: DraftKind, draft: uuid.UUID) -> None:
    """The draft is gone, and so is its key. NotFound where the actor has no such draft."""
    context.ensure_allowed(actor, OPEN_PLAN)
    with context.database.transaction() as session:
        session.delete(find_own_draft(session, actor, kind, draft))
        context.vault.destroy(draft)  # before the commit: a key without its draft would stay for ever


def delete_old_drafts(context: Context) -> int:
    """Drafts that nobody has gone on with for thirty days are gone, with their keys; returns how many."""
    with context.database.transaction() as session:
        old = session.exec(select(PlanDraft).where(col(PlanDraft.saved_at) < context.clock.now() - KEPT)).all()
        for row in old:
            session.delete(row)
            context.vault.destroy(row.id)
        return len(old)
