"""After the end: a non-prosecution set aside, a judgment's seal lifted, what follows a higher office's correction."""

from casework.acting.hooks import Moment, run_hooks
from casework.acting.open_plan import OpenPlan
from casework.acting.verbs import verb
from casework.outcome.after_decision import await_judgment, get_end, pass_on, schedule_sealing
from casework.outcome.decisions import record_decision, set_plan_status
from casework.outcome.final_decision import record_indictment
from casework.seal.acts import (
    CORRECTION_FOLLOWED,
    SET_ASIDE,
    UNSEALED,
    DecideAfterCorrection,
    RevokeNonProsecution,
    Unseal,
)
from casework.shared.closing_list import empty_closing_list, get_closing_rows
from casework.shared.duplicates import ensure_not_decided_differently, is_already_recorded
from casework.shared.facts.stopping import resolve_following_decision
from casework.shared.facts.taking_effect import take_effect
from casework.shared.items.items import add_item, cancel_items, finish_items
from casework.shared.person_search import index_family
from casework.staff.proposers import find_proposer
from core.errors import Refused
from core.i18n import _
from law.articles import cite
from law.confidentiality import UnsealingGround, finding_on_unsealing
from law.ends import find_end
from law.finding import refuse_by_law
from law.remedies import finding_on_setting_aside
from law.transitions import End, Outcome, PlanStatus
from models.decision import Decision

_REVIEW_BY_HIGHER = cite("review_by_higher")
_UNSEALING = cite("unsealing")

_GROUNDS = {"reexamination": cite("set_aside_on_complaint"), "found_wrong": cite("VI-10")}


@verb(RevokeNonProsecution)
def revoke_non_prosecution(open_plan: OpenPlan, act: RevokeNonProsecution) -> None:
    """The non-prosecution is set aside and the case goes to court: after a re-examination by the higher office, or
    because it was found to be wrong (ST-08, ST-09, ST-18). A sealed file is open again to its handlers, for this case; the
    closing list is gone, and the indictment has the day that was named. Refused once the plan is closed, where the case
    is not fit for prosecution (VI-10), where the seal is lifted on no listed ground (SE-12), and without somebody else
    who proposed it: the prosecutor, on paper, since a sealed file takes no words.
    """
    finding = finding_on_setting_aside(True, act.fit_for_prosecution, open_plan.rulebook)
    if finding.holds:
        raise Refused(finding.because, article=finding.article)
    if open_plan.plan.outcome != Outcome.NON_PROSECUTION and open_plan.plan.status == PlanStatus.REVOKED:
        ensure_not_decided_differently(
            open_plan, "set_aside", {"ground": act.ground, "prosecute_by": act.prosecute_by.isoformat()}, act.reason
        )
        return
    if open_plan.plan.closed_at is not None:
        raise Refused(
            _("本案已经收尾，须另行立案办理。"),
            article=_GROUNDS[act.ground],
        )
    if open_plan.plan.outcome != Outcome.NON_PROSECUTION:
        raise Refused(
            _("没有不起诉决定可以撤销。"),
            article=_GROUNDS[act.ground],
        )
    proposer = find_proposer(open_plan, "setting_aside", act.proposed_by)
    sealed = open_plan.plan.sealed_at is not None
    if sealed:
        own_file = finding_on_unsealing(
            UnsealingGround.OWN_FILE_FOR_ARTICLE_388, _decided_as(open_plan), None, open_plan.today, open_plan.rulebook
        )
        refuse_by_law(own_file)
        _make_readable(open_plan)
    old, before = _non_prosecution_in_force(open_plan), find_end(open_plan.plan.ended_because or "non_prosecution")
    new = record_decision(
        open_plan,
        "set_aside",
        {"ground": act.ground, "prosecute_by": act.prosecute_by.isoformat()},
        act.reason,
        proposer,
    )
    open_plan.session.flush()
    set_plan_status(open_plan, PlanStatus.REVOKED, get_end(open_plan, "set_aside").code)
    if old is not None:
        old.superseded_by_id = new.id
    open_plan.plan.outcome = None
    open_plan.plan.outcome_announced_on = None
    open_plan.plan.final_decision_by = act.prosecute_by
    if sealed:
        empty_closing_list(open_plan)
        _found_again(open_plan)
    resolve_following_decision(open_plan)
    take_effect(open_plan, SET_ASIDE, str(new.id), asks=False)
    cancel_items(open_plan, "set_aside", kinds=("closing", "after_care_offer", "goal_offer", *before.opens))
    add_item(open_plan, "carry_out", open_plan.today, label="set_aside").next_at = open_plan.now
    open_plan.record(
        article=_GROUNDS[act.ground],
        note={"ground": act.ground, "prosecute_by": act.prosecute_by},
        detail={"reason": act.reason},
    )


@verb(Unseal)
def unseal(open_plan: OpenPlan, act: Unseal) -> list[str]:
    """The seal of a judged case is lifted (Rules art 485), because a court judged a new or missed crime together with
    what is sealed: the file is open to its handlers and found again, also where it was closed long ago. Returns the
    clocks of the closing list that still run, by name and last day; they run on. Refused on any other ground or below
    the years of the article (SE-12), for what is not sealed, and without somebody else who proposed it on paper."""
    ground = UnsealingGround(act.ground)
    if open_plan.plan.sealed_at is None:
        if ensure_not_decided_differently(open_plan, "unsealing", {"ground": ground.value}, act.reason):
            if not is_already_recorded(open_plan, {"judged_on": act.judged_on}, {"total_months": act.total_months}):
                raise Refused(
                    _("已解除封存，所据判决与此不同。"),
                    article=_UNSEALING,
                )
            return _still_running(open_plan)
        raise Refused(_("案卷没有封存。"), article=_UNSEALING)
    finding = finding_on_unsealing(ground, _decided_as(open_plan), act.total_months, act.judged_on, open_plan.rulebook)
    refuse_by_law(finding)
    proposer = find_proposer(open_plan, "unsealing", act.proposed_by)
    _make_readable(open_plan)
    if open_plan.plan.closed_at is None:
        set_plan_status(open_plan, PlanStatus.UNSEALED)
    record_decision(open_plan, "unsealing", {"ground": ground.value}, act.reason, proposer)
    _found_again(open_plan)
    running = _still_running(open_plan)
    take_effect(open_plan, UNSEALED, str(open_plan.plan.generation))
    open_plan.record(
        article=finding.article,
        note={"ground": ground.value, "judged_on": act.judged_on, "clocks": running},
        detail={"reason": act.reason, "total_months": act.total_months},
    )
    return running


def _still_running(open_plan: OpenPlan) -> list[str]:
    return [
        f"{row.clock}.{row.ends_on.isoformat()}"
        for row in get_closing_rows(open_plan)
        if row.done_on is None and row.ends_on >= open_plan.today
    ]


@verb(DecideAfterCorrection)
def decide_after_correction(open_plan: OpenPlan, act: DecideAfterCorrection) -> None:
    """What follows the higher office's correction is decided: the case was prosecuted, so that the seal waits for the
    judgment; or nothing more follows, and the record is sealed from tomorrow; or the file went elsewhere."""
    if open_plan.plan.ended_because not in (End.CORRECTED_BY_HIGHER_OFFICE, End.OBJECTION):
        raise Refused(_("没有纠正或者异议后待定的事项。"),
                      article=_REVIEW_BY_HIGHER)  # fmt: skip
    if ensure_not_decided_differently(open_plan, "after_correction", {"follows": act.follows}, act.reason):
        return
    proposer = find_proposer(open_plan, "after_correction", act.proposed_by)
    record_decision(open_plan, "after_correction", {"follows": act.follows}, act.reason, proposer)
    finish_items(open_plan, "after_correction", because="decided")
    take_effect(open_plan, CORRECTION_FOLLOWED, act.follows)
    match act.follows:
        case "prosecution":
            open_plan.plan.outcome = Outcome.PROSECUTION.value
            record_indictment(open_plan, act.filed_on)
            await_judgment(open_plan)
        case "sealing":
            schedule_sealing(open_plan, open_plan.context.days.after(open_plan.today, 1))
        case _:
            pass_on(open_plan)
    open_plan.record(article=_REVIEW_BY_HIGHER, note={"follows": act.follows}, detail={"reason": act.reason})


def _decided_as(open_plan: OpenPlan) -> PlanStatus:
    """Where the plan stood before its seal."""
    if open_plan.plan.outcome == Outcome.NON_PROSECUTION:
        return PlanStatus.NON_PROSECUTED
    return PlanStatus.REVOKED if open_plan.plan.outcome == Outcome.PROSECUTION else PlanStatus.ENDED_OTHERWISE


def _make_readable(open_plan: OpenPlan) -> None:
    """The words of the sealed record can be read, and nothing of it has changed yet.

    Before the commit, since they must be readable to be written. Should the act fail, the minute's round that locks what is
    sealed wraps the key away again.
    """
    open_plan.context.vault.release(open_plan.plan.id, open_plan.context.archive_key)


def _found_again(open_plan: OpenPlan) -> None:
    """The plan and its family are found again by its handlers, and its run begins anew."""
    plan = open_plan.plan
    plan.sealed_at = None
    plan.generation += 1
    index_family(open_plan)
    run_hooks(Moment.SEAL_WAS_LIFTED, open_plan)


def _non_prosecution_in_force(open_plan: OpenPlan) -> Decision | None:
    made = [row for row in open_plan.rows(Decision) if row.kind in ("non_prosecution", "end_otherwise")]
    return next((row for row in made if row.superseded_by_id is None), None)
