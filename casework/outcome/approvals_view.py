"""What waits for an answer over all plans within one's reach: proposals open, and those settled lately."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from casework.acting.context import Context
from casework.acting.open_plan import OpenPlan
from casework.acting.rights import Actor, visible_plans
from casework.acting.rights.read_operations import READ_APPROVALS
from casework.outcome.proposals import find_misplacement, look_at_again
from casework.outcome.requirements import list_requirements
from casework.shared.findings_view import FindingView, to_finding_view
from core.errors import Refused
from core.i18n import Text
from law.finding import Finding
from law.four_eyes import get_step as four_eyes_step
from models.office import Staff
from models.plan import Plan
from models.proposal import Proposal, ProposalRemark

ANSWERED_LISTED = 30


@dataclass(frozen=True)
class ProposalRemarkView:
    """One thing done with a proposal, and what was written to it."""

    at: datetime
    by: str
    by_role: str
    did: str
    text: str


@dataclass(frozen=True)
class ProposalView:
    """What was asked for, and all that was said on the way."""

    number: str
    step: str
    """The act that answers it."""
    words: Text
    status: str
    proposed_at: datetime
    countersigned: bool
    answer_by: date | None
    """The day by which the answer is owed, while it is."""
    detail: dict[str, Any]
    """What is asked for, in dates and codes."""
    period: tuple[date, date]
    """The first and the last day of the plan's period, as it stands."""
    remarks: list[ProposalRemarkView]
    warnings: list[FindingView] = field(default_factory=list)
    """What the law warns of in it as the file stands today, while it waits for an answer."""
    refused: Text | None = None
    """Why it cannot be decided now, while it waits: it can only be returned, withdrawn or set aside."""
    missing: list[Text] = field(default_factory=list)
    """Of a non-prosecution that waits for its decision: what of what it needs is not there."""


@dataclass(frozen=True)
class Approvals:
    """The queue, the one owed first before the others; and what was settled lately, the newest first."""

    waiting: list[ProposalView]
    settled: list[ProposalView]


def load_approvals(context: Context, actor: Actor) -> Approvals:
    """The proposals of all plans within the actor's reach; none of a sealed case."""
    with context.query_plans(actor, READ_APPROVALS) as session:
        query = (
            select(Proposal, Plan)
            .join(Plan, col(Plan.id) == col(Proposal.plan_id))
            .where(visible_plans(actor, READ_APPROVALS), col(Plan.sealed_at).is_(None))
        )
        now = context.clock.now()

        def to_view(row: Proposal, plan: Plan) -> ProposalView:
            return _to_view(OpenPlan(context, session, plan, actor, READ_APPROVALS, now), row)

        waiting = [to_view(row, plan) for row, plan in session.exec(query.where(Proposal.status == "open"))]
        lately = query.where(Proposal.status != "open").order_by(col(Proposal.settled_at).desc()).limit(ANSWERED_LISTED)
        settled = [to_view(row, plan) for row, plan in session.exec(lately)]
    return Approvals(sorted(waiting, key=lambda one: (one.answer_by or date.max, one.proposed_at)), settled)


def load_proposals(open_plan: OpenPlan) -> list[ProposalView]:
    """The proposals on the file that lies open, newest first."""
    return [_to_view(open_plan, row) for row in reversed(open_plan.rows(Proposal))]


def _to_view(open_plan: OpenPlan, row: Proposal) -> ProposalView:
    """The proposal in words, with everything that was written to it."""
    remarks = [remark for remark in open_plan.rows(ProposalRemark) if remark.proposal_id == row.id]
    warnings, refusal = _look_at_again(open_plan, row) if row.status == "open" else ([], None)
    return ProposalView(
        number=open_plan.plan.number,
        step=row.step,
        words=four_eyes_step(row.step).meaning,
        status=row.status,
        proposed_at=row.proposed_at,
        countersigned=row.countersigned_by is not None,
        answer_by=_answer_by(open_plan, row) if row.status == "open" else None,
        detail=row.detail,
        period=(open_plan.plan.period_from, open_plan.plan.period_to),
        remarks=[
            ProposalRemarkView(
                remark.at, get_staff_name(open_plan.session, remark.by_id), remark.by_role, remark.did,
                str(open_plan.open("proposal_remark.document", remark.id, remark.document)["text"] or ""),
            )
            for remark in remarks
        ],
        warnings=[to_finding_view(each) for each in warnings],
        refused=refusal,
        missing=[each.words for each in list_requirements(open_plan) if not each.fulfilled]
        if row.status == "open" and row.step == "decide_non_prosecution" else [],
    )  # fmt: skip


def _look_at_again(open_plan: OpenPlan, row: Proposal) -> tuple[list[Finding], Text | None]:
    """What the law warns of in an open proposal as the file stands, and why it cannot be decided now."""
    if refusal := find_misplacement(open_plan, row.step):
        return [], refusal.words
    try:
        return look_at_again(open_plan, row.step, row.detail, row), None
    except Refused as refused:
        return [], refused.reason


def get_staff_name(session: Session, staff_id: uuid.UUID) -> str:
    """What that member of staff is called."""
    staff = session.get(Staff, staff_id)
    return staff.display_name if staff else ""


def _answer_by(open_plan: OpenPlan, row: Proposal) -> date | None:
    kind, label = ("final_decision", "") if row.step == "decide_non_prosecution" else ("approval", row.step)
    due_days = [item.due_on for item in open_plan.items(kind) if item.label == label]
    return min(due_days, default=None)
