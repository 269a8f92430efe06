"""The end of a plan: the period is over, the opinion, the victim, the decision, the outcome told. People decide.

What follows by itself once they have stands in `casework/outcome/after_decision.py`.
"""

import uuid
from datetime import date, timedelta

from casework.acting.context import Context
from casework.acting.entries import keep_entry, list_entries
from casework.acting.open_plan import OpenPlan
from casework.acting.verbs import verb
from casework.incidents.incidents import list_confirmed_grounds, list_open_incidents
from casework.measures.final_dates import get_final_deadline
from casework.outcome.acts_ending import (
    CHARGES_WITHDRAWN,
    ENDED,
    ENDED_BY_CORRECTION,
    JUDGED,
    JUDGED_AGAIN,
    MOVED_ELSEWHERE,
    PROSECUTED,
    AnnounceOutcome,
    DecideNonProsecution,
    EndOtherwise,
    HearVictim,
    JudgmentKind,
    Prosecute,
    RecordJudgment,
    Revoke,
    WriteOpinion,
)
from casework.outcome.after_care import move_card_start
from casework.outcome.after_decision import (
    await_judgment,
    cancel_open_work,
    open_next,
    pass_on,
    return_to_court,
    schedule_sealing,
)
from casework.outcome.decisions import record_decision, set_plan_status
from casework.outcome.final_decision_checks import (
    finding_on_own_opinion,
    findings_on_outcome_announcement,
    findings_on_revoking,
    findings_on_written_decision,
    get_opinion_author,
    get_proposed_outcome,
    has_died,
)
from casework.outcome.proposals import answer_proposal, create_proposal
from casework.outcome.time_after import load_helper_answers
from casework.outcome.unfinished_items import ensure_nothing_unfinished, finding_on_unfinished, get_item_codes
from casework.shared.closing_list import record_if_sealed
from casework.shared.duplicates import ensure_not_decided_differently, record_correction
from casework.shared.facts.fact_rules import DECISION_THAT_FOLLOWS, FactRule
from casework.shared.facts.stopping import resolve_following_decision
from casework.shared.facts.taking_effect import take_effect
from casework.shared.items.completing_items import completing_due_item
from casework.shared.items.items import FAMILY_OWNERS, add_item, cancel_items, finish_items
from casework.shared.notify.notify import notify
from casework.usage.goal_operations import offer_to_go_on
from core.errors import BadInput, Mistake, Refused
from core.i18n import _
from law.articles import cite
from law.clocks import final_decision_deadline, service_deadline, withdrawn_charges_decision
from law.conclusion import DecisionSection
from law.ends import EndRow, find_end
from law.expiry import (
    finding_on_open_review,
    finding_on_opinion,
    finding_on_opinion_followed,
    finding_on_outcome,
    finding_on_victim_heard,
    findings_before_decision,
    findings_before_opinion,
    outcomes_offered,
)
from law.finding import Finding, filter_warnings, refuse_by_law
from law.parties import PartyState
from law.remedies import finding_on_standing
from law.sealing import Judgment, finding_on_sealing
from law.supervision import finding_on_who_judges
from law.transitions import End, Outcome, PlanStatus, finding_on_death
from models.decision import Decision
from notifications.matrix import Event

_AFTER_WITHDRAWAL = cite("FI-16")
_GROUNDS_OF_REVOCATION = cite("grounds_of_revocation")
_JUDGMENT = cite("SE-15")
_NON_PROSECUTION = cite("non_prosecution")
_SHORT = ("sentence_control", "sentence_detention")
"""Sentences that are sealed whatever their months."""
_OPINION = cite("FI-12")
_OUTCOME_ANNOUNCED = cite("outcome_told")
_PUNISHMENT_OPINION = cite("FI-08")
_REVOCATION = cite("revocation")
_VICTIM_HEARD = cite("FI-02")


def end_period(context: Context, number: str, item_id: uuid.UUID) -> None:
    """The last day of the period is over: the opinion is owed, then the decision, by the review's remaining days.

    While the young person is under age and nobody was asked to be there afterwards, the social worker asks; it holds
    nothing up. Time alone does only this: what follows is decided by people (CPL art 284(2); Rules art 477).
    """
    with completing_due_item(context, number, item_id) as found:
        if found is None:
            return
        open_plan, item, fell_due_at = found
        finish_items(open_plan, "pre_expiry")
        if open_plan.plan.status == PlanStatus.UNDER_SUPERVISION:
            set_plan_status(open_plan, PlanStatus.AWAITING_DECISION)
            cancel_items(open_plan, "period_over", owners=FAMILY_OWNERS, after=open_plan.plan.period_to)
            deadline = final_decision_deadline(
                open_plan.plan.working_end, open_plan.plan.review_days_left, context.days, open_plan.rulebook
            )
            opinion_by = deadline.opinion_by(open_plan.plan.period_to, context.days)
            opinion = add_item(open_plan, "opinion", opinion_by, article=_OPINION)
            add_item(open_plan, "final_decision", deadline.due_on, article=deadline.article)
            if open_plan.of_age_on > open_plan.plan.period_to and not load_helper_answers(open_plan):
                add_item(open_plan, "helper_answer", opinion_by)
            notify(open_plan, Event.PERIOD_ENDED, f"period_ended/{item.id}", item=opinion, day=deadline.due_on)
        open_plan.record("end_period", item=item, fell_due_at=fell_due_at,
                    note={"final_decision_by": open_plan.plan.final_decision_by})  # fmt: skip


@verb(WriteOpinion)
def write_opinion(open_plan: OpenPlan, act: WriteOpinion) -> list[Finding]:
    """The supervision opinion is on the file and the decision lies before the chief procurator. Refused on or before
    the last day of the period, once the case is decided, to an office that only assists (SU-01), and while something
    waits for an answer (FI-15), but for the last day of the law, on which it only warns. Returns the warnings accepted
    by it: also that what it proposes is not what was found (FI-13), or rests on a decision that was overturned
    (RE-11)."""
    proposal = Outcome(act.proposal)
    refuse_by_law(*findings_before_opinion(open_plan.today, open_plan.plan.period_to, open_plan.rulebook))
    refuse_by_law(finding_on_who_judges(open_plan.actor.office_id == open_plan.plan.office_id, open_plan.rulebook))
    accepted = filter_warnings([
        *_findings_on_ground(open_plan, proposal), finding_on_own_opinion(open_plan, proposal), ensure_nothing_unfinished(open_plan),
    ])  # fmt: skip
    record_decision(open_plan, "opinion", {"proposal": proposal.value}, act.text)
    if proposal is Outcome.NON_PROSECUTION:
        create_proposal(open_plan, "decide_non_prosecution", {}, act.text)
    open_plan.record(
        article=_OPINION,
        note={"proposal": proposal.value},
        detail={"reason": act.text},
        warned=accepted,
    )
    notify(
        open_plan,
        Event.DECISION_ASKED,
        f"decision_asked/{open_plan.now.date()}",
        item=next(iter(open_plan.items("final_decision")), None),
        day=open_plan.plan.final_decision_by,
        count=1,
    )
    return accepted


@verb(HearVictim)
def hear_victim(open_plan: OpenPlan, act: HearVictim) -> None:
    """It is on record whether the victim was heard, or why not (Rules art 477(2))."""
    earlier = next((entry.id for entry in list_entries(open_plan, HearVictim)), None)
    keep_entry(open_plan, act, replaces=earlier, article=_VICTIM_HEARD, note={"state": act.state})


def _findings_on_ground(open_plan: OpenPlan, outcome: Outcome) -> list[Finding]:
    """Whether a non-prosecution can rest on the decision as it stands (RE-11): asked of the opinion and of the decision."""
    if outcome is not Outcome.NON_PROSECUTION:
        return []
    return [finding_on_standing("overturned" in open_plan.plan.stopped_by, open_plan.rulebook)]


def list_findings_before_decision(open_plan: OpenPlan, outcome: Outcome) -> list[Finding]:
    """Everything the law asks before that outcome is decided today."""
    row, rulebook = open_plan.plan, open_plan.rulebook
    offered = outcomes_offered(
        row.period_to, open_plan.today, bool(list_confirmed_grounds(open_plan)), bool(list_open_incidents(open_plan))
    )
    deadline = get_final_deadline(open_plan)
    return [
        *_findings_on_ground(open_plan, outcome),
        finding_on_outcome(outcome, offered, rulebook),
        *findings_before_decision(open_plan.today, row.period_to, rulebook),
        finding_on_opinion(get_opinion_date(open_plan), open_plan.today, rulebook),
        finding_on_victim_heard(get_victim_state(open_plan), rulebook),
        finding_on_open_review(bool(list_open_incidents(open_plan)), rulebook),
        finding_on_opinion_followed(get_proposed_outcome(open_plan), outcome, rulebook),
        finding_on_unfinished(open_plan),
        *([deadline.kept(open_plan.today, rulebook)] if deadline else []),
    ]


@verb(DecideNonProsecution)
def decide_non_prosecution(open_plan: OpenPlan, act: DecideNonProsecution) -> list[Finding]:
    """Non-prosecution is decided by the chief procurator or the authorised deputy; the flow carries it out.

    Refused on or before the last day, without an opinion, where a ground is confirmed, by the author of the opinion,
    or with things left open, unless the last day of the law has come (FI-15). Returns the warnings that were accepted
    by deciding, such as a report that is still open, or property without an outcome. `parts` are those of the written
    decision, where somebody looked. Deciding twice does nothing more.
    """
    parts = None if act.parts is None else [DecisionSection(part) for part in act.parts]
    if open_plan.plan.outcome == Outcome.NON_PROSECUTION:
        ensure_not_decided_differently(open_plan, "non_prosecution", {}, act.reason)
        return []
    refuse_by_law(*findings_before_decision(open_plan.today, open_plan.plan.period_to, open_plan.rulebook))
    _wait_for_the_decision(open_plan)
    findings = list_findings_before_decision(open_plan, Outcome.NON_PROSECUTION)
    findings += findings_on_written_decision(open_plan, parts, act.punishment_opinion)
    refuse_by_law(*findings)
    ensure_nothing_unfinished(open_plan)
    proposer, looked_at_again = answer_proposal(open_plan, "decide_non_prosecution", {}, get_opinion_author(open_plan))
    record_decision(open_plan, "non_prosecution", {}, act.reason, proposer, (act.national_number, act.national_on))
    open_plan.plan.outcome = Outcome.NON_PROSECUTION.value
    set_plan_status(open_plan, PlanStatus.NON_PROSECUTED, "non_prosecution")
    finish_items(open_plan, "opinion")
    add_item(open_plan, "carry_out", open_plan.today, label="non_prosecution").next_at = open_plan.now
    _ask_for_punishment_opinion(open_plan, act.punishment_opinion)
    accepted = filter_warnings(findings)
    accepted += [each for each in looked_at_again if each not in accepted]
    open_plan.record(
        article=_NON_PROSECUTION,
        note={"in_time": open_plan.today <= open_plan.plan.final_decision_by},
        detail={"reason": act.reason},
        warned=accepted,
    )
    return accepted


@verb(Revoke)
def revoke(open_plan: OpenPlan, act: Revoke) -> list[Finding]:
    """The conditional non-prosecution is revoked by the chief procurator on a ground confirmed after hearing
    (CPL art 284(1); that both must sign is K). The review clock runs again from today, or from the end of the period if
    that came first: whatever is found, the days left are not stretched. The flow carries it out. Refused without
    another's proposal. Returns the warnings accepted by it, such as that no step taken before is on record."""
    if open_plan.plan.status == PlanStatus.REVOKED:
        ensure_not_decided_differently(open_plan, "revocation", {"incident": act.incident}, act.reason)
        return []
    proposer, accepted = answer_proposal(open_plan, "revoke", {"incident": act.incident})
    accepted = filter_warnings(findings_on_revoking(open_plan, proposer, act.incident)) + accepted
    record_decision(
        open_plan,
        "revocation",
        {"incident": act.incident},
        act.reason,
        proposer,
        (act.national_number, act.national_on),
    )
    resolve_following_decision(open_plan)
    set_plan_status(open_plan, PlanStatus.REVOKED, "revoked")
    resumed_on = min(open_plan.today, open_plan.plan.working_end)
    deadline = final_decision_deadline(
        resumed_on, open_plan.plan.review_days_left, open_plan.context.days, open_plan.rulebook
    )
    open_plan.plan.final_decision_by = deadline.rolled_to
    add_item(open_plan, "carry_out", open_plan.today, label="revocation").next_at = open_plan.now
    open_plan.record(
        article=_REVOCATION,
        note={"final_decision_by": deadline.rolled_to, "incident": act.incident},
        detail={"reason": act.reason},
        warned=accepted,
    )
    return accepted


@verb(Prosecute)
def prosecute(open_plan: OpenPlan, act: Prosecute) -> None:
    """The indictment was filed after the revocation. Told again by somebody else it is refused, with who told it and when;
    against a minor who has died (CPL art 16); and after the charges were withdrawn, without a new fact or new evidence that
    somebody names (Rules art 424(3))."""
    if open_plan.plan.outcome == Outcome.PROSECUTION:
        on = {"filed_on": act.filed_on.isoformat()} if act.filed_on else {}
        ensure_not_decided_differently(open_plan, "prosecution", on, None)
        return
    refuse_by_law(finding_on_death(has_died(open_plan), None, False, open_plan.rulebook))
    new = {"new_fact": act.new_fact, "new_evidence": act.new_evidence}
    withdrawn = any(item.label == CHARGES_WITHDRAWN.reason for item in open_plan.items(DECISION_THAT_FOLLOWS))
    if withdrawn and not any((words or "").strip() for words in new.values()):
        raise Refused(
            _(
                "撤回起诉后没有新的事实（原起诉书没有指控的）或者新的证据（撤回以后取得的），不得再行起诉；请提请作出不起诉决定。"
            ),
            article=_AFTER_WITHDRAWAL,
        )
    return_to_court(open_plan)
    filed_on = record_indictment(open_plan, act.filed_on)
    finish_items(open_plan, DECISION_THAT_FOLLOWS, label=CHARGES_WITHDRAWN.reason)
    take_effect(open_plan, PROSECUTED, str(open_plan.plan.id))
    open_plan.record(
        article=_AFTER_WITHDRAWAL if withdrawn else _GROUNDS_OF_REVOCATION,
        note={"on": filed_on, "in_time": filed_on <= open_plan.plan.final_decision_by},
        detail={name: words for name, words in new.items() if words} if withdrawn else None,
    )


def record_indictment(open_plan: OpenPlan, filed_on: date | None) -> date:
    """The indictment is on record with its day, today if left out. Raise BadInput for a day before the decision by which
    the case went to the court."""
    on = filed_on or open_plan.today
    ensure_after_revocation(open_plan, on, "filed_on")
    record_decision(open_plan, "prosecution", {"filed_on": on.isoformat()}, None, on=on)
    return on


@verb(AnnounceOutcome)
def announce_outcome(open_plan: OpenPlan, act: AnnounceOutcome) -> list[Finding]:
    """The final decision was told to the person on that day, today if left out (Rules art 376): the record is sealed
    from tomorrow, the six months of after-care run from that day, and somebody asks whether it is wanted. BadInput for
    a day before the decision or to come. Returns what the law says of how it was told, to be said to the person as well: that
    nobody has to report a sealed record, and that the certificate comes from the police without waiting."""
    told_on = act.announced_on or open_plan.today
    if (first := open_plan.plan.outcome_announced_on) is not None:
        if act.announced_on is not None and act.announced_on != first:
            raise Refused(
                _("起诉或者不起诉的决定已于{first}宣布。", first=first),
                article=_OUTCOME_ANNOUNCED,
            )
        record_correction(open_plan, {}, {"present": list(act.present)}, article=_OUTCOME_ANNOUNCED)
        return []
    row = find_end(open_plan.plan.ended_because or "non_prosecution")
    if not row.announced:
        raise Refused(_("这一结果不由本院宣布。"), article=_OUTCOME_ANNOUNCED)
    if act.why_nobody and not has_died(open_plan):
        raise BadInput(_("只有本人死亡后没有人可以告知的，才写明不宣布的理由。"))
    check_announcement_day(open_plan, told_on)
    finish_items(open_plan, "outcome_announcement")
    open_plan.plan.outcome_announced_on = told_on
    move_card_start(open_plan, None)
    if not has_died(open_plan):
        if open_plan.plan.after_care is None and "after_care_offer" in row.after_seal:
            add_item(open_plan, "after_care_offer", open_plan.today)
        offer_to_go_on(open_plan)
    schedule_sealing(open_plan, open_plan.today + timedelta(days=1))
    present = [] if act.why_nobody else list(act.present)
    findings = (
        [] if has_died(open_plan) else findings_on_outcome_announcement(open_plan, present, act.seal_explained_to)
    )
    accepted = filter_warnings(findings)
    open_plan.record(
        article=_OUTCOME_ANNOUNCED,
        note={"on": told_on},
        detail={"present": present, **({"why_nobody": act.why_nobody} if act.why_nobody else {})},
        warned=accepted,
    )
    return findings


def check_announcement_day(open_plan: OpenPlan, day: date) -> None:
    """BadInput for a day before the decision that stands."""
    if day < _decided_at_the_end(open_plan):
        raise BadInput(_("宣布日期应在决定之后。"))


def _wait_for_the_decision(open_plan: OpenPlan) -> None:
    """The period is over, so that the plan waits for its decision, whether or not the machine has noted it yet."""
    if open_plan.plan.status == PlanStatus.UNDER_SUPERVISION:
        set_plan_status(open_plan, PlanStatus.AWAITING_DECISION)


def _decided_at_the_end(open_plan: OpenPlan) -> date:
    """The day of the decision of non-prosecution that stands."""
    made = open_plan.last_decision("non_prosecution", "end_otherwise")
    return made.decided_on if made else open_plan.plan.period_to


def ensure_after_revocation(open_plan: OpenPlan, day: date, field: str = "effective_on") -> None:
    """BadInput where the indictment or a judgment is of a day before the decision by which the case went to the court."""
    made = open_plan.last_decision("revocation", "set_aside")
    if made and day < made.decided_on:
        wrong = _("早于撤销附条件不起诉或者撤销不起诉决定之日（{day}）。", day=made.decided_on)
        raise BadInput(wrong, mistakes=[Mistake(field, wrong)])


@verb(RecordJudgment)
def record_judgment(open_plan: OpenPlan, act: RecordJudgment) -> None:
    """The judgment of a revoked case reached the office; at five years or less the record is sealed (Rules art 482). One
    that comes before anybody has written down the indictment proves it: that is kept too. After the seal that there is
    another stands on the closing list; once the plan is over it is kept and moves nothing."""
    check_sentence(act.judgment, act.sentence_months)
    if record_if_sealed(open_plan, min(act.effective_on, open_plan.today), act):
        return
    ensure_after_revocation(open_plan, act.effective_on)
    plan = open_plan.plan
    at_court = plan.status == PlanStatus.REVOKED or (
        plan.outcome == Outcome.PROSECUTION and plan.status != PlanStatus.UNSEALED
    )
    moves = at_court and plan.closed_at is None
    without_indictment = moves and plan.outcome != Outcome.PROSECUTION
    if moves:
        plan.outcome = Outcome.PROSECUTION.value
        finish_items(open_plan, "prosecution", "judgment", because="judged")
        follow_judgment(open_plan, act.judgment, act.sentence_months, act.effective_on)
    if not moves or find_end(act.judgment).is_end:
        take_effect(
            open_plan, JUDGED if moves else JUDGED_AGAIN, f"{act.effective_on}/{act.judgment}/{act.sentence_months}"
        )
    # Else judged with another crime, or over already: a fact beside the first judgment.
    open_plan.record(
        article=_JUDGMENT,
        note={
            "effective_on": act.effective_on,
            **({"indictment": "not_recorded"} if without_indictment else {}),
            **({} if moves else {"moves": False}),
        },
        detail={"judgment": act.judgment, "sentence_months": act.sentence_months},
    )


def check_sentence(judged: JudgmentKind, sentence_months: int | None) -> None:
    """BadInput for a sentence without the months by which it is sealed, and for months of what is no sentence."""
    needed = find_end(judged).seal_most is not None
    if sentence_months is None if needed else sentence_months is not None and judged not in _SHORT:
        wrong = _("判处刑罚或者宣告缓刑的写明刑期，其他结果不写。")
        raise BadInput(_("有1处需要改正。"), mistakes=[Mistake("sentence_months", wrong)])


def follow_judgment(open_plan: OpenPlan, judged: JudgmentKind, sentence_months: int | None, effective_on: date) -> None:
    """What the row of that judgment or ruling says: sealed on the day after it is in force and here, a sentence up to the
    months of the row and else closed unsealed, once its receipts are in. Whoever was not found guilty has no conclusion of ours. After a
    withdrawal the case is before the office again, and the chief is asked for what follows (FI-16); what does not end the
    trial leaves the judgment awaited."""
    row, plan = find_end(judged), open_plan.plan
    in_force = max(open_plan.today, effective_on)
    judgment = Judgment(sentence_months or 0, effective_on, open_plan.today)
    plan.ended_because = row.code
    if not row.is_end:
        if "decision_that_follows" in row.opens:
            plan.outcome = Outcome.CHARGES_WITHDRAWN.value
            due = withdrawn_charges_decision(effective_on, open_plan.context.days, open_plan.rulebook).due_on
            take_effect(open_plan, CHARGES_WITHDRAWN, str(effective_on), due={DECISION_THAT_FOLLOWS: due})
        else:
            await_judgment(open_plan)
        return
    if row.counted != "convicted":
        plan.outcome = None
        if plan.status == PlanStatus.REVOKED:
            set_plan_status(open_plan, PlanStatus.ENDED_OTHERWISE)
        if "compensation_told" in row.opens:
            open_next(open_plan, row, "compensation_told")
        resolve_following_decision(open_plan)
        schedule_sealing(open_plan, in_force + timedelta(days=1))
    elif finding_on_sealing(PlanStatus.REVOKED, judgment, in_force, open_plan.rulebook).holds:
        schedule_sealing(open_plan, in_force + timedelta(days=1))
    else:
        pass_on(open_plan)


def _get_fact(row: EndRow) -> FactRule:
    """The fact of the table by which the case ends, as its row opens what comes next."""
    if "after_correction" in row.opens:
        return ENDED_BY_CORRECTION
    return ENDED if row.announced else MOVED_ELSEWHERE


@verb(EndOtherwise)
def end_otherwise(open_plan: OpenPlan, act: EndOtherwise) -> None:
    """The case ended in another way: duties and reminders stop with this very act. Refused without another's proposal,
    for an objection that does not stand on the file as both's (CPL art 282(3)), and for a death that is not on record.
    An indictment is undone by it."""
    how = End(act.how)
    if open_plan.plan.status == PlanStatus.ENDED_OTHERWISE:
        ensure_not_decided_differently(open_plan, "end_otherwise", {"how": how.value}, act.reason)
        return
    proposer, accepted = answer_proposal(open_plan, "end_otherwise", {"how": how.value})
    row = find_end(how)
    if row.settles_property:
        accepted = accepted + filter_warnings(findings_on_written_decision(open_plan, None, act.punishment_opinion))
    set_plan_status(open_plan, PlanStatus.ENDED_OTHERWISE, how.value)
    open_plan.plan.outcome = Outcome.NON_PROSECUTION.value if row.announced else None
    record_decision(
        open_plan, "end_otherwise", {"how": how.value}, act.reason, proposer, (act.national_number, act.national_on)
    )
    resolve_following_decision(open_plan)
    ended = get_item_codes(cancel_open_work(open_plan, how.value))
    cancel_items(open_plan, how.value, kinds=("prosecution",))
    if how is End.OBJECTION:  # it answers the objections to the decision
        finish_items(open_plan, "objection_answer", label="decision", because=how.value)
    take_effect(open_plan, _get_fact(row), str(open_plan.plan.id), asks=False)
    add_item(open_plan, "carry_out", open_plan.today, label="end_otherwise").next_at = open_plan.now
    _ask_for_punishment_opinion(open_plan, act.punishment_opinion)
    open_plan.record(
        note={"how": how.value} | ({"ended": ended} if ended else {}), detail={"reason": act.reason}, warned=accepted
    )


def _ask_for_punishment_opinion(open_plan: OpenPlan, state: str | None) -> None:
    """The opinion to the organ that punishes goes with the decision (Rules art 373): owed as long as that is served."""
    if state == "needed":
        due = service_deadline(open_plan.today, open_plan.context.days, open_plan.rulebook)
        add_item(open_plan, "punishment_opinion", due.due_on, article=_PUNISHMENT_OPINION)


def get_opinion_date(open_plan: OpenPlan) -> date | None:
    """The day of the supervision opinion, if there is one."""
    return max((row.decided_on for row in open_plan.rows(Decision) if row.kind == "opinion"), default=None)


def get_victim_state(open_plan: OpenPlan) -> PartyState | None:
    """What is on record about hearing the victim before the end; a case without a victim has nobody to hear."""
    if heard := list_entries(open_plan, HearVictim):
        return PartyState(heard[-1].fields.state)
    case = open_plan.open("plan.case", open_plan.plan.id, open_plan.plan.case_document)
    return PartyState.NOT_IN_THIS_CASE if case["no_victim"] else None
