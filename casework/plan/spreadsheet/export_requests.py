"""A caseload of names leaves by two: one asks for its export and says why, another approves it (Regulations on the Protection
of Minors in Cyberspace art 36)."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from casework.acting.context import Context
from casework.acting.rights import Actor
from casework.acting.rights.read_operations import APPROVE_EXPORT, EXPORT_CASELOAD
from casework.staff.accounts import clean_reason
from core.errors import NotFound, StateConflict
from core.i18n import _
from models.base import new_id
from models.caseload_export import CaseloadExport
from models.office import Staff

HOLDS = timedelta(days=1)
"""How long after its approval an export may be taken, and how long a request waits for one."""


@dataclass(frozen=True)
class ExportRequest:
    """A request: who asked when and why, and who has approved it until when."""

    id: uuid.UUID
    asked_by: str
    asked_at: datetime
    reason: str
    approved_by: str | None
    ends_at: datetime
    own: bool


def ask_for_export(context: Context, actor: Actor, reason: str) -> None:
    """Store the request, which waits for a second person. Raise BadInput without a reason."""
    context.ensure_allowed(actor, EXPORT_CASELOAD)
    assert actor.id is not None
    assert actor.office_id is not None
    with context.database.transaction() as session:
        now = context.clock.now()
        row = CaseloadExport(id=new_id(now), office_id=actor.office_id, asked_by_id=actor.id, asked_at=now,
                             reason=clean_reason(reason))  # fmt: skip
        session.add(row)
        _note(context, session, actor, "ask_export", row)


def approve_export(context: Context, actor: Actor, request_id: uuid.UUID) -> None:
    """Approve the request: whoever asked may take the export within a day. Raise StateConflict for that person."""
    context.ensure_allowed(actor, APPROVE_EXPORT)
    with context.database.transaction() as session:
        row = session.get(CaseloadExport, request_id, with_for_update=True)
        if row is None or row.office_id != actor.office_id or _view(session, context, actor, row) is None:
            raise NotFound(_("没有这项申请，或者已经过期。"))
        if row.asked_by_id == actor.id:
            raise StateConflict(_("您自己提出的，要由另一个人同意：部门负责人或检察长。"))
        if row.approved_at is None:
            row.approved_by_id, row.approved_at = actor.id, context.clock.now()
            _note(context, session, actor, APPROVE_EXPORT.code, row)


def list_export_requests(context: Context, actor: Actor) -> list[ExportRequest]:
    """Return the actor's own requests, or all of the office for whoever may approve them, the newest first, without those
    whose time is over."""
    approves = actor.role in APPROVE_EXPORT.by
    context.ensure_allowed(actor, APPROVE_EXPORT if approves else EXPORT_CASELOAD)
    with context.database.reading() as session:
        query = select(CaseloadExport).where(CaseloadExport.office_id == actor.office_id)
        if not approves:
            query = query.where(CaseloadExport.asked_by_id == actor.id)
        recent = query.where(CaseloadExport.asked_at > context.clock.now() - 2 * HOLDS)
        rows = session.exec(recent.order_by(col(CaseloadExport.id).desc())).all()
        return [view for row in rows if (view := _view(session, context, actor, row)) is not None]


def find_approved_export(context: Context, actor: Actor, request_id: uuid.UUID) -> ExportRequest:
    """Return the actor's approved request. Raise NotFound for any other."""
    context.ensure_allowed(actor, EXPORT_CASELOAD)
    for found in list_export_requests(context, actor):
        if found.id == request_id and found.own and found.approved_by is not None:
            return found
    raise NotFound(_("没有这项申请，或者还没有人同意，或者已经过期。"))


def _view(session: Session, context: Context, actor: Actor, row: CaseloadExport) -> ExportRequest | None:
    ends_at = (row.approved_at or row.asked_at) + HOLDS
    if ends_at <= context.clock.now():
        return None
    by = session.get_one(Staff, row.approved_by_id).display_name if row.approved_by_id else None
    asked_by = session.get_one(Staff, row.asked_by_id).display_name
    return ExportRequest(row.id, asked_by, row.asked_at, row.reason, by, ends_at, row.asked_by_id == actor.id)


def _note(context: Context, session: Session, actor: Actor, act: str, row: CaseloadExport) -> None:
    now = context.clock.now()
    context.write_journal_line(session, now, actor, act, subject_kind="caseload_export", subject_id=row.id)
