"""Asking for a decision: proposed by the prosecutor, countersigned or returned with a comment, decided by the chief.

What is asked for is looked at by the law when it is proposed and again when it is decided. A proposal decides nothing.
"""

import uuid
from datetime import date

from sqlmodel import select

from casework.incidents.incidents import find_incident
from casework.outcome.acts_approval import Countersign, Propose, ReturnProposal, WithdrawProposal
from casework.outcome.acts_ending import ENDINGS
from casework.outcome.final_decision_checks import findings_on_proposal
from casework.shared.context import OpenPlan
from casework.shared.duplicates import record_correction
from casework.shared.items.items import add_item, cancel_items, finish_items
from casework.shared.notify.notify import notify
from casework.shared.rights import Actor, missing_right
from casework.shared.text.text_checks import check_not_blank, text_or_none
from core.errors import BadInput, Mistake, Refused, StateConflict
from core.i18n import _
from law.articles import cite
from law.finding import filter_refusals, filter_warnings
from law.four_eyes import finding_on_own_proposal
from law.four_eyes import get_step as four_eyes_step
from law.period import findings_on_new_end
from law.transitions import End, PlanStatus
from models.base import new_id
from models.office import Role
from models.proposal import Proposal, ProposalRemark
from notifications.matrix import Event, Recipient

_INCIDENTS = cite("incidents")
_PERIOD_IS_OVER = cite("PB-07")

ANSWERED_WITHIN = 3
"""Working days in which a proposal is to be answered, and a returned one looked at again (the office's practice)."""

_UNDECIDED = (PlanStatus.UNDER_SUPERVISION, PlanStatus.AWAITING_DECISION)


def propose(file: OpenPlan, act: Propose) -> None:
    """The decision is asked for: it lies before the chief procurator, who is told. Refused where the law would refuse
    the decision today, and while the same is asked for already. What the law warns of in it stands on the record of the
    proposal, and before whoever looks it over and decides."""
    how = End(act.how) if act.how else None
    check_not_blank(reason=act.reason)
    detail = _asked_for(file, act.step, act.new_end_on, act.incident, how)
    if get_open_proposal(file, act.step) is not None:
        raise StateConflict(_("同一事项已在提请中。"))
    accepted = filter_warnings(findings_on_proposal(file, act.step, act.incident))
    proposal = create_proposal(file, act.step, detail, act.reason)
    due_on = file.context.days.after(file.today, ANSWERED_WITHIN)
    if act.step == "revocation":
        finish_items(file, "revocation_proposal", because="proposed")
    add_item(file, "approval", Role.CHIEF_PROSECUTOR, due_on, label=act.step)
    file.record(
        article=four_eyes_step(act.step).article,
        note={"step": act.step, **detail},
        detail={"reason": act.reason},
        warned=accepted,
    )
    notify(file, Event.DECISION_ASKED, f"proposal/{proposal.id}", day=due_on, count=1)
    file.wake()


def countersign(file: OpenPlan, act: Countersign) -> None:
    """The department head has looked at it and agrees. It still waits for the decision. Twice is once."""
    proposal = _find(file, act.step)
    if proposal.countersigned_by == file.actor.id:
        if act.comment and record_correction(file, {"step": act.step}, {"comment": act.comment}):
            _remark(file, proposal, "countersigned", act.comment)
        return
    if proposal.proposed_by == file.actor.id:
        raise Refused(
            _("提请人不能自己审核。"),
            article=file.rulebook.rule("FE-01").article,
        )
    proposal.countersigned_by = file.actor.id
    _remark(file, proposal, "countersigned", text_or_none(act.comment))
    file.record(note={"step": act.step}, detail={"comment": text_or_none(act.comment)})


def return_proposal(file: OpenPlan, act: ReturnProposal) -> None:
    """It goes back to the prosecutor with what should be looked at again, and waits there. Nothing is decided."""
    check_not_blank(comment=act.comment)
    proposal = _find(file, act.step)
    _settle(file, proposal, "returned", act.comment)
    cancel_items(file, "returned", kinds=("approval",), label=act.step)
    due_on = file.context.days.after(file.today, ANSWERED_WITHIN)
    item = add_item(file, "proposal_returned", Role.PROSECUTOR, due_on, label=act.step)
    file.record(note={"step": act.step}, detail={"comment": act.comment})
    notify(file, Event.STAFF_ITEM_DUE, f"returned/{proposal.id}", item=item, only=[Recipient.PROSECUTOR])
    file.wake()


def withdraw_proposal(file: OpenPlan, act: WithdrawProposal) -> None:
    """It is asked for no longer."""
    proposal = _find(file, act.step)
    _settle(file, proposal, "withdrawn", text_or_none(act.comment))
    cancel_items(file, "withdrawn", kinds=("approval",), label=act.step)
    file.record(note={"step": act.step}, detail={"comment": text_or_none(act.comment)})


# used inside other verbs


def get_open_proposal(file: OpenPlan, step: str) -> Proposal | None:
    """The proposal of that step that waits for an answer."""
    return file.session.exec(
        select(Proposal).where(Proposal.plan_id == file.plan.id, Proposal.step == step, Proposal.status == "open")
    ).first()


def is_non_prosecution_proposed(file: OpenPlan) -> bool:
    """Whether a non-prosecution waits for its decision."""
    return get_open_proposal(file, "non_prosecution") is not None


def create_proposal(file: OpenPlan, step: str, detail: dict[str, str], reason: str | None) -> Proposal:
    """The proposal lies open, in the place of an older one; a returned one is looked after."""
    assert file.actor.id is not None  # rights gave this to named people only
    older = get_open_proposal(file, step)
    if older is not None:
        _settle(file, older, "lapsed", None)
        file.session.flush()
    finish_items(file, "proposal_returned", label=step)
    proposal = Proposal(
        id=new_id(file.now), plan_id=file.plan.id, step=step, proposed_at=file.now, proposed_by=file.actor.id,
        detail=detail,
    )  # fmt: skip
    file.session.add(proposal)
    file.session.flush()
    _remark(file, proposal, "proposed", reason)
    return proposal


def close_proposal(file: OpenPlan, step: str, reason: str) -> None:
    """What was asked for under that step, and is open, waits for nobody any more."""
    proposal = get_open_proposal(file, step)
    if proposal is not None:
        _settle(file, proposal, "lapsed", reason)


def answer_proposal(file: OpenPlan, step: str, detail: dict[str, str], told_by: Actor | None = None) -> uuid.UUID:
    """Who had proposed what is decided now; the proposal is answered by it, and where the decision ends the case every
    other one lapses.

    Refused by the table of four eyes: where the actor holds no hand that decides this step, where nobody proposed it or
    something else was proposed, and where whoever proposed it decides (FE-01). `told_by` is who proposes in a story told
    from a file, where no proposal lies in the record.
    """
    row, proposal = four_eyes_step(step), get_open_proposal(file, step)
    if file.actor.role.value not in {hand.value for hand in row.decides}:
        raise missing_right(file.act)
    if proposal is not None and proposal.detail and proposal.detail != detail:
        raise Refused(_("与提请的事项不一致，请退回后重新提请。"),
                      article=row.article)  # fmt: skip
    proposer = proposal.proposed_by if proposal else told_by.id if told_by else None
    finding = finding_on_own_proposal(step, str(proposer) if proposer else None, str(file.actor.id), file.rulebook)
    if finding.refuses or proposer is None:
        raise Refused(finding.because, article=finding.article)
    finish_items(file, "approval", label=step)
    finish_items(file, "proposal_returned", label=step)
    if proposal is not None:
        _settle(file, proposal, "decided", None)
    if step in ENDINGS:
        others = select(Proposal).where(Proposal.plan_id == file.plan.id, Proposal.status == "open")
        for other in file.session.exec(others).all():
            if other.step != step:
                _settle(file, other, "lapsed", None)
    return proposer


def _asked_for(
    file: OpenPlan, step: str, new_end_on: date | None, incident: str | None, how: End | None
) -> dict[str, str]:
    """What is asked for, as far as the law would let it be decided today."""
    match step:
        case "period_change":
            if new_end_on is None:
                raise _lacks("new_end_on")
            if file.plan.status != PlanStatus.UNDER_SUPERVISION:
                raise Refused(
                    _("考验期已经结束，不能再变更。"),
                    article=_PERIOD_IS_OVER,
                )
            row = file.plan
            findings = findings_on_new_end(row.period_from, row.period_to, new_end_on, file.today, file.rulebook)
            for finding in filter_refusals(findings):
                raise Refused(finding.because, article=finding.article)
            return {"new_end_on": new_end_on.isoformat()}
        case "revocation":
            if incident is None:
                raise _lacks("incident")
            if find_incident(file, incident).status != "ground":
                raise Refused(
                    _("没有经听取说明后认定的撤销情形。"),
                    article=_INCIDENTS,
                )
            return {"incident": incident}
        case _:
            if how is None:
                raise _lacks("how")
            return {"how": how.value}


def _lacks(field: str) -> BadInput:
    wrong = _("请填写这一项。")
    return BadInput(_("有1处需要改正。"), mistakes=[Mistake(field, wrong)])


def _find(file: OpenPlan, step: str) -> Proposal:
    proposal = get_open_proposal(file, step)
    if proposal is None:
        raise StateConflict(_("没有正在提请的这一事项。"))
    return proposal


def _settle(file: OpenPlan, proposal: Proposal, status: str, comment: str | None) -> None:
    proposal.status = status
    proposal.settled_at = file.now
    _remark(file, proposal, status, comment)


def _remark(file: OpenPlan, proposal: Proposal, did: str, text: str | None) -> None:
    assert file.actor.id is not None  # rights gave this to named people only
    row_id = new_id(file.now)
    file.session.add(proposal)
    file.session.add(
        ProposalRemark(
            id=row_id, proposal_id=proposal.id, plan_id=file.plan.id, at=file.now, by_id=file.actor.id,
            by_role=file.actor.role.value, did=did,
            document=file.seal("proposal_remark.document", row_id, {"text": text}),
        )
    )  # fmt: skip
