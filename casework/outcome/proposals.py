"""Asking for a decision: proposed by the prosecutor, countersigned or returned with a comment, decided by the chief.

What is asked for is looked at by the law when it is proposed and again when it is decided. A proposal decides nothing.
"""

import uuid
from collections.abc import Mapping
from datetime import date

from casework.acting.open_plan import OpenPlan
from casework.acting.rights import OPERATIONS, Actor, missing_right
from casework.acting.rights.phase_checks import get_phase
from casework.acting.rights.phases import PhaseFit, PhaseReason
from casework.acting.verbs import verb
from casework.outcome.acts_approval import Countersign, Propose, ReturnProposal, WithdrawProposal
from casework.outcome.acts_ending import ENDINGS
from casework.outcome.final_decision_checks import findings_on_proposal, is_a_fact, warnings_on_new_end
from casework.shared.duplicates import record_correction
from casework.shared.items.items import add_item, cancel_items, finish_items, reopen_duty
from casework.shared.notify.notify import notify
from casework.shared.text.text_checks import text_or_none
from core.clock import local_date
from core.errors import BadInput, Mistake, Refused, StateConflict
from core.i18n import _
from law.finding import Finding, filter_warnings, refuse_by_law
from law.four_eyes import finding_on_own_proposal
from law.four_eyes import get_step as four_eyes_step
from law.transitions import End
from models.base import new_id
from models.item import ItemStatus
from models.journal import Harmless
from models.proposal import Proposal, ProposalRemark
from notifications.matrix import Event, Recipient

ANSWERED_WITHIN = 3
"""Working days in which a proposal is to be answered, and a returned one looked at again (the office's practice)."""
_DECIDERS = (Recipient.CHIEF_PROSECUTOR, Recipient.DEPUTY)


@verb(Propose)
def propose(open_plan: OpenPlan, act: Propose) -> None:
    """The decision is proposed to the chief procurator, who is notified. Refused where the law would refuse the
    decision today, and while the same is asked for already. The warnings of the law are on the record of the proposal,
    and shown to the people who review and decide it."""
    how = End(act.how) if act.how else None
    if refusal := find_misplacement(open_plan, act.step):
        raise Refused(refusal.words, article=refusal.article)
    detail = _asked_for(open_plan, act.step, act.new_end_on, act.incident, how)
    if get_open_proposal(open_plan, act.step) is not None:
        raise StateConflict(_("同一事项已在提请中。"))
    accepted = look_at_again(open_plan, act.step, detail)
    proposal = create_proposal(open_plan, act.step, detail, act.reason)
    due_on = open_plan.context.days.after(open_plan.today, ANSWERED_WITHIN)
    item = add_item(open_plan, "approval", due_on, label=act.step)
    open_plan.record(
        article=four_eyes_step(act.step).article,
        note={"step": act.step, **detail},
        detail={"reason": act.reason},
        warned=accepted,
    )
    notify(open_plan, Event.DECISION_ASKED, f"proposal/{proposal.id}", item=item, day=due_on, count=1)


@verb(Countersign)
def countersign(open_plan: OpenPlan, act: Countersign) -> None:
    """The department head has looked at it and agrees. It still waits for the decision. Twice is once."""
    proposal = _find(open_plan, act.step)
    if proposal.countersigned_by == open_plan.actor.id:
        if act.comment and record_correction(open_plan, {"step": act.step}, {"comment": act.comment}):
            _remark(open_plan, proposal, "countersigned", act.comment)
        return
    if proposal.proposed_by == open_plan.actor.id:
        raise Refused(
            _("提请人不能自己审核。"),
            article=open_plan.rulebook.rule("FE-01").article,
        )
    proposal.countersigned_by = open_plan.actor.id
    _remark(open_plan, proposal, "countersigned", act.comment)
    open_plan.record(note={"step": act.step}, detail={"comment": act.comment})


@verb(ReturnProposal)
def return_proposal(open_plan: OpenPlan, act: ReturnProposal) -> None:
    """It goes back to the prosecutor with what should be looked at again or why not, and waits there. NotAllowed for a
    refusal by anybody who could not decide it."""
    proposal = _find(open_plan, act.step)
    if act.answer == "refused" and open_plan.actor.role.value not in get_deciders(act.step):
        raise missing_right(OPERATIONS[act.step])
    _settle(open_plan, proposal, act.answer, act.comment)
    cancel_items(open_plan, "returned", kinds=("approval",), label=act.step)
    due_on = open_plan.context.days.after(open_plan.today, ANSWERED_WITHIN)
    item = add_item(open_plan, "proposal_returned", due_on, label=act.step)
    open_plan.record(note={"step": act.step, "answer": act.answer}, detail={"comment": act.comment})
    notify(open_plan, Event.STAFF_ITEM_DUE, f"returned/{proposal.id}", item=item, only=[Recipient.PROSECUTOR])


@verb(WithdrawProposal)
def withdraw_proposal(open_plan: OpenPlan, act: WithdrawProposal) -> None:
    """The proposal is withdrawn. The item that it had done is owed again."""
    proposal = _find(open_plan, act.step)
    _settle(open_plan, proposal, "withdrawn", act.comment)
    cancel_items(open_plan, "withdrawn", kinds=("approval",), label=act.step)
    for item in open_plan.items("revocation_proposal", "opinion", "proposal_returned", only_open=False):
        if item.status == ItemStatus.DONE and item.settled_at == proposal.proposed_at:
            reopen_duty(open_plan, item)
    open_plan.record(note={"step": act.step}, detail={"comment": act.comment})


# used inside other verbs


def get_deciders(step: str) -> set[str]:
    """The roles that decide that step, by the table of four eyes."""
    return {role.value for role in four_eyes_step(step).decides}


def get_open_proposal(open_plan: OpenPlan, step: str) -> Proposal | None:
    """The proposal of that step that waits for an answer."""
    return next((row for row in open_plan.rows(Proposal) if row.step == step and row.status == "open"), None)


def is_non_prosecution_proposed(open_plan: OpenPlan) -> bool:
    """Whether a non-prosecution waits for its decision."""
    return get_open_proposal(open_plan, "decide_non_prosecution") is not None


def create_proposal(open_plan: OpenPlan, step: str, detail: dict[str, str], reason: str | None) -> Proposal:
    """The proposal lies open, in the place of an older one; a returned one is looked after."""
    assert open_plan.actor.id is not None  # rights gave this to named people only
    older = get_open_proposal(open_plan, step)
    if older is not None:
        _settle(open_plan, older, "lapsed", None)
        open_plan.session.flush()
    finish_items(open_plan, "proposal_returned", label=step)
    proposal = Proposal(
        id=new_id(open_plan.now), plan_id=open_plan.plan.id, step=step, proposed_at=open_plan.now, proposed_by=open_plan.actor.id,
        detail=detail,
    )  # fmt: skip
    open_plan.session.add(proposal)
    open_plan.session.flush()
    _remark(open_plan, proposal, "proposed", reason)
    return proposal


def close_proposal(open_plan: OpenPlan, step: str, reason: str) -> None:
    """The open proposal of that step is closed."""
    proposal = get_open_proposal(open_plan, step)
    if proposal is not None:
        _settle(open_plan, proposal, "lapsed", reason)


def find_misplacement(open_plan: OpenPlan, step: str) -> PhaseReason | None:
    """Why that step has no place as the plan stands; None where it can be decided, or the law says whether."""
    fits = OPERATIONS[step].fits
    phase = get_phase(open_plan.plan, open_plan.today)
    if fits is None or fits.fit(phase) in (PhaseFit.DONE, PhaseFit.BY_LAW):
        return None
    return fits.why_not(phase)


def tell_of_what_happened(open_plan: OpenPlan) -> None:
    """For each open proposal, who decides it and the prosecutor are notified that a fact has changed the case since.
    Who decides is not asked for the decision again."""
    fact = next((line for line in open_plan.lines if is_a_fact(line)), None)
    if fact is None:
        return
    for proposal in open_plan.rows(Proposal, Proposal.status == "open", Proposal.proposed_at < open_plan.now):
        key, told = f"since/{proposal.id}/{fact.id}", (Recipient.PROSECUTOR, *_DECIDERS)
        notify(open_plan, Event.PLAN_CHANGED, key, only=told, but=open_plan.actor.id)


def look_at_again(
    open_plan: OpenPlan, step: str, detail: Mapping[str, str], proposal: Proposal | None = None
) -> list[Finding]:
    """What the law warns of in that step as the file stands now. Refused where the step does not fit now."""
    findings = findings_on_proposal(open_plan, step, detail, proposal)
    refuse_by_law(*findings)
    return filter_warnings(findings)


def answer_proposal(
    open_plan: OpenPlan, step: str, detail: dict[str, str], author: Actor | None = None
) -> tuple[uuid.UUID, list[Finding]]:
    """Who had proposed what is decided now, and what the law warns of in it, looked at again; the proposal is answered by
    it, and where the decision ends the case every other one lapses.

    Refused where it does not fit now; and by the table of four eyes: where the actor holds no hand that decides this
    step, where nobody proposed it or something else was proposed, and where its proposer decides (FE-01).
    `author` is who asks for it by their opinion.
    """
    row, proposal = four_eyes_step(step), get_open_proposal(open_plan, step)
    if open_plan.actor.role.value not in get_deciders(step):
        raise missing_right(open_plan.act)
    if proposal is not None and proposal.detail and proposal.detail != detail:
        raise Refused(_("与提请的事项不一致，请退回后重新提请。"),
                      article=row.article)  # fmt: skip
    accepted = look_at_again(open_plan, step, detail, proposal)
    proposer = proposal.proposed_by if proposal else author.id if author else None
    if proposer is None and (before := _last_withdrawn(open_plan, step)) is not None:
        day = local_date(before.settled_at or before.proposed_at).isoformat()
        raise Refused(_("检察官尚未提请（提请已于{day}撤回），不能决定。", day=day), article=row.article)
    finding = finding_on_own_proposal(
        step, str(proposer) if proposer else None, str(open_plan.actor.id), open_plan.rulebook
    )
    if finding.refuses or proposer is None:
        raise Refused(finding.because, article=finding.article)
    finish_items(open_plan, "approval", label=step)
    finish_items(open_plan, "proposal_returned", label=step)
    if proposal is not None:
        _settle(open_plan, proposal, "decided", None)
    if OPERATIONS[step].decision in ENDINGS:
        for other in open_plan.rows(Proposal, Proposal.status == "open", Proposal.step != step):
            _settle(open_plan, other, "lapsed", None)
    return proposer, accepted


def record_missing_countersignature(open_plan: OpenPlan, reason: str | None) -> None:
    """Where something was just decided that nobody had countersigned (FE-03), why it was decided all the same is in the
    journal. BadInput without a reason."""
    if all(finding.rule != "FE-03" for finding in open_plan.warned):
        return
    if text_or_none(reason) is None:
        wrong = _("部门负责人尚未审核：请写明仍然决定的理由，记入案卷。")
        raise BadInput(wrong, mistakes=[Mistake("without_countersignature", wrong)])
    note: dict[str, Harmless | list[str]] = {"accepted": ["FE-03"], "of": open_plan.act.code}
    open_plan.record("accept_warnings", note=note, detail={"reason": reason})


def _asked_for(
    open_plan: OpenPlan, step: str, new_end_on: date | None, incident: str | None, how: End | None
) -> dict[str, str]:
    """What is asked for, as far as the law would let it be decided today."""
    match step:
        case "change_period":
            if new_end_on is None:
                raise _lacks("new_end_on")
            warnings_on_new_end(open_plan, new_end_on)
            return {"new_end_on": new_end_on.isoformat()}
        case "revoke":
            if incident is None:
                raise _lacks("incident")
            return {"incident": incident}
        case _:
            if how is None:
                raise _lacks("how")
            return {"how": how.value}


def _last_withdrawn(open_plan: OpenPlan, step: str) -> Proposal | None:
    """The last proposal of that step, where it was withdrawn."""
    last = next((row for row in reversed(open_plan.rows(Proposal)) if row.step == step), None)
    return last if last is not None and last.status == "withdrawn" else None


def _lacks(field: str) -> BadInput:
    wrong = _("请填写这一项。")
    return BadInput(_("有1处需要改正。"), mistakes=[Mistake(field, wrong)])


def _find(open_plan: OpenPlan, step: str) -> Proposal:
    proposal = get_open_proposal(open_plan, step)
    if proposal is None:
        raise StateConflict(_("没有正在提请的这一事项。"))
    return proposal


def _settle(open_plan: OpenPlan, proposal: Proposal, status: str, comment: str | None) -> None:
    proposal.status = status
    proposal.settled_at = open_plan.now
    _remark(open_plan, proposal, status, comment)


def _remark(open_plan: OpenPlan, proposal: Proposal, did: str, text: str | None) -> None:
    assert open_plan.actor.id is not None  # rights gave this to named people only
    row_id = new_id(open_plan.now)
    open_plan.session.add(
        ProposalRemark(
            id=row_id, proposal_id=proposal.id, plan_id=open_plan.plan.id, at=open_plan.now, by_id=open_plan.actor.id,
            by_role=open_plan.actor.role.value, did=did,
            document=open_plan.seal("proposal_remark.document", row_id, {"text": text}),
        )
    )  # fmt: skip
