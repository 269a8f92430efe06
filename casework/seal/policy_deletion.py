"""Records whose time is over: each is listed, and a named person has it deleted, or holds it with a reason and another
day. The program proposes once a day and deletes nothing by itself.

Deleted means: the words are taken out of every table, the case's key is destroyed, and the number answers that the record
was deleted, to people who may know that there was one. Journal and chain stay whole.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from casework.acting.acts.machine import PROCESS_PLAN
from casework.acting.context import Context
from casework.acting.open_plan import OpenPlan
from casework.acting.rights import SYSTEM, Actor, not_recused
from casework.acting.rights.read_operations import READ_RETENTION
from casework.seal.acts import DELETE_BY_POLICY, HOLD_DELETION
from casework.seal.retention_schedule import (
    ARTICLE,
    ScheduleLine,
    get_deletion_day,
    get_kept_as,
    get_shortest_years,
    list_schedule,
)
from casework.shared.closing_list import empty_closing_list
from casework.shared.continue_on_error import do_each
from casework.shared.notify.notify import notify
from casework.shared.orphaned_keys import destroy_orphaned_keys
from casework.shared.text.text_checks import check_lengths
from core.errors import BadInput, StateConflict
from core.i18n import _
from models.base import new_id
from models.case_erasure import erase_case, list_erased_keys
from models.office import Staff
from models.plan import Plan
from models.retention_review import RetentionReview
from notifications.matrix import Event

HELD_AT_MOST = timedelta(days=3653)
"""How long a record is held at a time; then somebody decides again."""


@dataclass(frozen=True)
class DueRecord:
    """A record whose time is over, or that was deleted; nothing of what is in it."""

    plan: str
    outcome: str
    closed_at: datetime | None
    due_on: date
    held_until_on: date | None
    reason: str | None
    """Why it is held."""
    decided_at: datetime | None
    decided_by: str | None
    deleted_at: datetime | None


@dataclass(frozen=True)
class RetentionReport:
    """The schedule, what is due today, what is held until when, and what was deleted lately."""

    schedule: list[ScheduleLine]
    due: list[DueRecord]
    held: list[DueRecord]
    deleted: list[DueRecord]


def propose_deletions(context: Context) -> int:
    """Every closed record whose time is over is listed, and the deciding person is notified, once; returns how many
    are new. Keys of records that were deleted just before the program stopped, and those of their requests, are
    destroyed now."""
    with context.database.reading() as session:
        gone = list_erased_keys(session)
    destroy_orphaned_keys(context, gone)
    today = context.clock.today()
    offices = {None, *(uuid.UUID(one.office) for one in context.choices if one.office)}
    shortest = min(get_shortest_years(context.get_law(office), today) for office in offices)
    none_before = context.clock.now() - timedelta(days=365 * shortest)
    with context.database.reading() as session:
        listed = select(RetentionReview.plan_number)
        closed = session.exec(
            select(Plan).where(
                col(Plan.closed_at) <= none_before, col(Plan.deleted_at).is_(None), col(Plan.number).not_in(listed)
            )
        ).all()
        due = [plan.number for plan in closed if _is_over(context, session, plan, today)]
        again = session.exec(
            select(RetentionReview.plan_number).where(
                col(RetentionReview.held_until_on) < today, col(RetentionReview.deleted_at).is_(None)
            )
        ).all()

    def ask_again(open_plan: OpenPlan) -> None:
        row = _get(open_plan)
        notify(open_plan, Event.DECISION_ASKED, f"retention/{row.id}/{row.held_until_on}", day=open_plan.today)

    def do(one: tuple[str, Callable[[OpenPlan], None]]) -> None:
        number, what = one
        with context.open_for_update(number, SYSTEM, PROCESS_PLAN) as open_plan:
            what(open_plan)

    do_each([*((number, _propose) for number in due), *((number, ask_again) for number in again)], do)
    return len(due)


def _is_over(context: Context, session: Session, plan: Plan, today: date) -> bool:
    day = get_deletion_day(plan, context.get_law(plan.office_id), today)
    return day is not None and day <= today


def _propose(open_plan: OpenPlan) -> None:
    plan = open_plan.plan
    due_on = get_deletion_day(plan, open_plan.context.get_law(open_plan.plan.office_id), open_plan.today)
    assert due_on is not None  # it is closed
    row = RetentionReview(
        id=new_id(open_plan.now), plan_number=plan.number, office_id=plan.office_id, outcome=get_kept_as(plan),
        due_on=due_on, proposed_at=open_plan.now,
    )  # fmt: skip
    open_plan.session.add(row)
    notify(open_plan, Event.DECISION_ASKED, f"retention/{row.id}", day=open_plan.today)
    open_plan.record("propose_deletion", article=ARTICLE, note={"over_on": due_on, "kept_as": row.outcome})


def delete_by_policy(context: Context, actor: Actor, number: str) -> None:
    """The record is gone, and its key is destroyed. StateConflict where it is not due, or held."""
    with context.open_for_update(number, actor, DELETE_BY_POLICY) as open_plan:
        row = _get(open_plan)
        if row.held_until_on is not None and row.held_until_on >= open_plan.today:
            raise StateConflict(_("这份记录决定保管到{day}，未到期不能删除。", day=row.held_until_on.isoformat()))
        open_plan.record(article=ARTICLE, note={"over_on": row.due_on, "kept_as": row.outcome})
        open_plan.session.flush()
        row.decided_at, row.decided_by, row.deleted_at = open_plan.now, actor.id, open_plan.now
        open_plan.plan.deleted_at = open_plan.now
        empty_closing_list(open_plan)
        open_plan.write_version()
        open_plan.session.flush()
        keys = erase_case(open_plan.session, open_plan.plan)
        # The rows were written past what the session remembers of them.
        open_plan.session.expire_all()
    # After the commit, never before: a key must not be gone for a record that is not deleted.
    for key in keys:
        context.vault.destroy(key)
    context.database.drop_erased()


def hold_deletion(context: Context, actor: Actor, number: str, *, until_on: date, reason: str) -> None:
    """The record is kept until that day, and then listed again. BadInput without a reason, or for a day that is not within
    the next ten years."""
    reason = reason.strip()
    check_lengths(reason=reason)
    with context.open_for_update(number, actor, HOLD_DELETION) as open_plan:
        row = _get(open_plan)
        if not reason:
            raise BadInput(_("请写明继续保管的理由。"))
        if not open_plan.today < until_on <= open_plan.today + HELD_AT_MOST:
            raise BadInput(_("请写明今后十年内的一天。"))
        if row.key_id is None:
            row.key_id = new_id(open_plan.now)
            context.vault.new_key(row.key_id)
        row.document = context.seal(row.key_id, "retention_review.document", row.id, {"reason": reason})
        row.held_until_on, row.decided_at, row.decided_by = until_on, open_plan.now, actor.id
        open_plan.record(article=ARTICLE, note={"until_on": until_on, "kept_as": row.outcome})


def load_retention(context: Context, actor: Actor) -> RetentionReport:
    """The schedule, and the records of the actor's office that are due, held, or deleted. None from which they are
    recused."""
    today = context.clock.today()
    with context.query_plans(actor, READ_RETENTION) as session:
        rows = session.exec(
            select(RetentionReview, Plan)
            .join(Plan, col(Plan.number) == col(RetentionReview.plan_number))
            .where(RetentionReview.office_id == actor.office_id, not_recused(actor.id))
            .order_by(col(RetentionReview.due_on), col(RetentionReview.plan_number))
        ).all()
        found = [(row, _describe(context, session, row, plan)) for row, plan in rows]
    held = [one for row, one in found if row.deleted_at is None and row.held_until_on and row.held_until_on >= today]
    return RetentionReport(
        schedule=list_schedule(context.get_law(actor.office_id), today),
        due=[one for row, one in found if row.deleted_at is None and one not in held],
        held=held,
        deleted=[one for row, one in found if row.deleted_at is not None],
    )


def _describe(context: Context, session: Session, row: RetentionReview, plan: Plan) -> DueRecord:
    reason = None
    if row.key_id is not None and row.document is not None:
        opened = context.vault.open_document(row.key_id, "retention_review.document", row.id, row.document)
        reason = str(opened["reason"])
    by = session.get(Staff, row.decided_by) if row.decided_by else None
    return DueRecord(
        row.plan_number, row.outcome, plan.closed_at, row.due_on, row.held_until_on, reason, row.decided_at,
        by.display_name if by else None, row.deleted_at,
    )  # fmt: skip


def _get(open_plan: OpenPlan) -> RetentionReview:
    row = open_plan.session.exec(
        select(RetentionReview).where(RetentionReview.plan_number == open_plan.plan.number)
    ).first()
    if row is None:
        raise StateConflict(_("这份记录还没有到保管期限。"))
    return row
