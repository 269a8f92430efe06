"""Reading a case that somebody else handles: asked for with a reason and a last day, approved by the chief procurator or the
authorised deputy, and seen by the team (Network Regulations art 36).

It is the same request as for a sealed file, in the same table, answered and ended by the same acts
(`sealed_access.py`). With access one reads the plan, its dates and its papers, and does nothing to it.
"""

from datetime import date, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import col, not_, or_, select

from casework.acting.context import Context
from casework.acting.open_plan import OpenPlan
from casework.acting.rights import Actor, is_allowed, not_recused, visible_plans
from casework.acting.rights.read_operations import READ_CASE_ACCESS, READ_PLAN
from casework.acting.rights.scope import SIGNERS
from casework.seal.acts import ASK_TO_READ
from casework.seal.sealed_access import COLLEAGUE_ARTICLE, SealedAccessView, describe_access, store_request
from casework.shared.items.items import add_item
from casework.shared.notify.notify import notify
from casework.shared.text.text_checks import check_lengths
from core.errors import BadInput, StateConflict
from core.i18n import _
from models.base import new_id
from models.plan import Plan
from models.sealed_access import COLLEAGUE, SealedAccessRequest
from notifications.matrix import Event

LISTED = 50


def ask_to_read(context: Context, actor: Actor, number: str, *, reason: str, until_on: date) -> str:
    """The actor has asked to read that case until that day; returns the code by which it is answered. Asked again
    while it waits or stands, it is the same request. BadInput for a day that has passed or lies too far ahead,
    StateConflict for a person who may read the case anyhow."""
    reason = reason.strip()
    if not reason:
        raise BadInput(_("请写明查阅的理由。"))
    check_lengths(text=reason)
    with context.open_for_update(number, actor, ASK_TO_READ) as open_plan:
        if is_allowed(open_plan.session, actor, READ_PLAN, open_plan.plan, open_plan.now):
            raise StateConflict(_("您已经可以查阅本案，不必申请。"))
        longest = open_plan.number("look_longest_days")
        if not open_plan.today <= until_on <= open_plan.today + timedelta(days=longest):
            raise BadInput(_("查阅期限最长{max_days}天。", max_days=longest))
        waiting = _waiting(open_plan, actor)
        return waiting.label if waiting else _ask(open_plan, reason, until_on)


def _ask(open_plan: OpenPlan, reason: str, until_on: date) -> str:
    label = f"q-{new_id(open_plan.now).hex[-8:]}"
    answer_by = open_plan.context.days.after(open_plan.today, open_plan.number("look_answer_working_days"))
    row_id = store_request(
        open_plan, {"purpose": reason, "basis": None}, label=label, requester=COLLEAGUE, asked_on=open_plan.today,
        answer_by=answer_by, reader_id=open_plan.actor.id, until_on=until_on,
    )  # fmt: skip
    open_plan.record(article=COLLEAGUE_ARTICLE, note={"access": label, "until_on": until_on})
    notify(open_plan, Event.DECISION_ASKED, f"access/{row_id}", day=answer_by)
    if open_plan.plan.closed_at is None:
        add_item(
            open_plan, "look_answer", answer_by, label=label, article=COLLEAGUE_ARTICLE
        )  # fmt: skip
    open_plan.wake()
    return label


def _waiting(open_plan: OpenPlan, actor: Actor) -> SealedAccessRequest | None:
    return open_plan.session.exec(
        select(SealedAccessRequest).where(
            SealedAccessRequest.plan_number == open_plan.plan.number,
            SealedAccessRequest.requester == COLLEAGUE,
            SealedAccessRequest.reader_id == actor.id,
            col(SealedAccessRequest.granted).is_(None),
            col(SealedAccessRequest.ended_at).is_(None),
        )
    ).first()


def list_case_access(context: Context, actor: Actor) -> list[SealedAccessView]:
    """Requests to read a colleague's case, the latest first: the actor's own, and those of the office for the people
    who answer them. None of a case from which the actor is recused."""
    with context.query_plans(actor, READ_CASE_ACCESS) as session:
        theirs: ColumnElement[bool] = col(SealedAccessRequest.reader_id) == actor.id
        if actor.role in SIGNERS:
            answered_here = select(Plan.number).where(visible_plans(actor, READ_CASE_ACCESS))
            theirs = col(SealedAccessRequest.plan_number).in_(answered_here)
        barred = select(Plan.number).where(or_(not_(not_recused(actor.id)), col(Plan.deleted_at).is_not(None)))
        rows = session.exec(
            select(SealedAccessRequest)
            .where(
                SealedAccessRequest.requester == COLLEAGUE,
                theirs,
                col(SealedAccessRequest.plan_number).not_in(barred),
            )
            .order_by(col(SealedAccessRequest.asked_on).desc(), col(SealedAccessRequest.id).desc())
            .limit(LISTED)
        ).all()
        return [describe_access(context, session, row, actor) for row in rows]


def list_lookers(open_plan: OpenPlan) -> list[SealedAccessView]:
    """Who outside the team asked to read this open case, why, with the answer and the last look: for its team."""
    rows = open_plan.session.exec(
        select(SealedAccessRequest)
        .where(SealedAccessRequest.plan_number == open_plan.plan.number, SealedAccessRequest.requester == COLLEAGUE)
        .order_by(col(SealedAccessRequest.asked_on).desc(), col(SealedAccessRequest.id).desc())
    ).all()
    return [describe_access(open_plan.context, open_plan.session, row, open_plan.actor) for row in rows]


def end_at_seal(open_plan: OpenPlan) -> None:
    """All access to the case has ended, and open requests are closed: access to the open file gives none to the sealed
    one."""
    waiting = open_plan.session.exec(
        select(SealedAccessRequest).where(
            col(SealedAccessRequest.plan_number) == open_plan.plan.number,
            col(SealedAccessRequest.requester) == COLLEAGUE,
            or_(col(SealedAccessRequest.granted).is_(None), col(SealedAccessRequest.granted).is_(True)),
            col(SealedAccessRequest.ended_at).is_(None),
        )
    )
    for row in waiting:
        row.ended_at = open_plan.now
