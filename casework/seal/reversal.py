"""After the end: a non-prosecution set aside, a judgment's seal lifted, what follows a higher office's correction."""

import uuid

from sqlmodel import col, delete, select

from casework.outcome.after_decision import await_judgment, close_unsealed, schedule_sealing
from casework.outcome.decisions import record_decision, set_plan_status
from casework.seal.acts import (
    CORRECTION_FOLLOWED,
    SET_ASIDE,
    UNSEALED,
    DecideAfterCorrection,
    RevokeNonProsecution,
    Unseal,
)
from casework.shared.closing_list import get_closing_rows
from casework.shared.context import OpenPlan
from casework.shared.duplicates import ensure_not_decided_differently, is_already_recorded
from casework.shared.facts.stopping import resolve_following_decision
from casework.shared.facts.taking_effect import take_effect
from casework.shared.items.items import add_item, cancel_items, finish_items
from casework.shared.rights import Actor
from casework.staff.staffing import find_staff, get_proposing_roles
from core.errors import BadInput, Refused
from core.i18n import _
from law.articles import cite
from law.confidentiality import UnsealingGround, finding_on_unsealing
from law.four_eyes import finding_on_own_proposal
from law.remedies import finding_on_setting_aside
from law.transitions import End, Outcome, PlanStatus
from models.decision import ClosingListEntry, Decision
from models.office import Role
from models.person import IdentityIndex

_REVIEW_BY_HIGHER = cite("review_by_higher")
_UNSEALING = cite("unsealing")

_GROUNDS = {"reexamination": cite("set_aside_on_complaint"), "found_wrong": cite("VI-10")}


def revoke_non_prosecution(file: OpenPlan, act: RevokeNonProsecution) -> None:
    """The non-prosecution is set aside and the case goes to court: after a re-examination by the higher office, or
    because it was found to be wrong (ST-08, ST-09). A sealed file is open again to its handlers, for this case; the
    closing list is gone, and the indictment has the day that was named. Refused once the plan is closed, where the case
    is not fit for prosecution (VI-10), where the seal is lifted on no listed ground (SE-12), and without somebody else
    who proposed it: the prosecutor, on paper, since a sealed file takes no words.
    """
    proposed_by = file.proposer
    stands = finding_on_setting_aside(True, act.fit_for_prosecution, file.rulebook)
    if stands.holds:
        raise Refused(stands.because, article=stands.article)
    if file.plan.outcome != Outcome.NON_PROSECUTION and file.plan.status == PlanStatus.REVOKED:
        ensure_not_decided_differently(
            file, "revocation", {"ground": act.ground, "prosecute_by": act.prosecute_by.isoformat()}, act.reason
        )
        return
    if file.plan.closed_at is not None:
        raise Refused(
            _("本案已经收尾，须另行立案办理。"),
            article=_GROUNDS[act.ground],
        )
    if file.plan.outcome != Outcome.NON_PROSECUTION:
        raise Refused(
            _("没有不起诉决定可以撤销。"),
            article=_GROUNDS[act.ground],
        )
    if act.prosecute_by < file.today:
        raise BadInput(_("起诉期限不能早于今天。"))
    proposer = _proposer(file, "setting_aside", proposed_by, act.proposed_by)
    sealed = file.plan.sealed_at is not None
    if sealed:
        own_file = finding_on_unsealing(
            UnsealingGround.OWN_FILE_FOR_ARTICLE_388, _decided_as(file), None, file.today, file.rulebook
        )
        if own_file.refuses:
            raise Refused(own_file.because, article=own_file.article)
        # Before the commit: its words must be readable to be written. Should this fail, the minute's round that
        # locks what is sealed wraps the key away again.
        file.context.vault.release(file.plan.id, file.context.archive_key)
    set_plan_status(file, PlanStatus.REVOKED)
    old = _standing_non_prosecution(file)
    new = record_decision(
        file, "revocation", {"ground": act.ground, "prosecute_by": act.prosecute_by.isoformat()}, act.reason, proposer
    )
    file.session.flush()
    if old is not None:
        old.superseded_by_id = new.id
        file.session.add(old)
    file.plan.outcome = None
    file.plan.outcome_announced_on = None
    file.plan.final_decision_by = act.prosecute_by
    if sealed:
        file.session.exec(delete(ClosingListEntry).where(col(ClosingListEntry.plan_number) == file.plan.number))
        _found_again(file)
    resolve_following_decision(file)
    take_effect(file, SET_ASIDE, str(new.id), asks=False)
    cancel_items(file, "set_aside", kinds=("sealing", "closing", "outcome_announcement", "after_care_offer"))
    add_item(file, "carry_out", Role.SYSTEM, file.today, label="revocation").next_at = file.now
    file.record(
        article=_GROUNDS[act.ground],
        note={"ground": act.ground, "prosecute_by": act.prosecute_by},
        detail={"reason": act.reason},
    )
    file.wake()


def unseal(file: OpenPlan, act: Unseal) -> list[str]:
    """The seal of a judged case is lifted (Rules art 485), because a court judged a new or missed crime together with
    what is sealed: the file is open to its handlers and found again, also where it was closed long ago. Returns the
    clocks of the closing list that still run, by name and last day; they run on. Refused on any other ground or below
    the years of the article (SE-12), for what is not sealed, and without somebody else who proposed it on paper."""
    ground = UnsealingGround(act.ground)
    proposed_by = file.proposer
    if file.plan.sealed_at is None:
        if _made(file, "unsealing"):
            ensure_not_decided_differently(file, "unsealing", {"ground": ground.value}, act.reason)
            if not is_already_recorded(file, {"judged_on": act.judged_on}, {"total_months": act.total_months}):
                raise Refused(
                    _("已解除封存，所据判决与此不同。"),
                    article=_UNSEALING,
                )
            return _still_running(file)
        raise Refused(_("案卷没有封存。"), article=_UNSEALING)
    if act.judged_on > file.today:
        raise BadInput(_("判决生效日不能晚于今天。"))
    finding = finding_on_unsealing(ground, _decided_as(file), act.total_months, act.judged_on, file.rulebook)
    if finding.refuses:
        raise Refused(finding.because, article=finding.article)
    proposer = _proposer(file, "unsealing", proposed_by, act.proposed_by)
    # As when a non-prosecution is set aside: the words must be readable before the commit, and the watch wraps the
    # key away again should it fail.
    file.context.vault.release(file.plan.id, file.context.archive_key)
    if file.plan.closed_at is None:
        set_plan_status(file, PlanStatus.UNSEALED)
    record_decision(file, "unsealing", {"ground": ground.value}, act.reason, proposer)
    _found_again(file)
    running = _still_running(file)
    take_effect(file, UNSEALED, str(file.plan.generation))
    file.record(
        article=finding.article,
        note={"ground": ground.value, "judged_on": act.judged_on, "clocks": running},
        detail={"reason": act.reason, "total_months": act.total_months},
    )
    if file.plan.closed_at is None:
        file.wake()
    return running


def _still_running(file: OpenPlan) -> list[str]:
    return [
        f"{row.clock}.{row.ends_on.isoformat()}"
        for row in get_closing_rows(file)
        if row.done_on is None and row.ends_on >= file.today
    ]


def decide_after_correction(file: OpenPlan, act: DecideAfterCorrection) -> None:
    """What follows the higher office's correction is decided: the case was prosecuted, so that the seal waits for the
    judgment; or nothing more follows, and the record is sealed from tomorrow; or the file went elsewhere."""
    proposed_by = file.proposer
    if file.plan.ended_because not in (End.CORRECTED_BY_HIGHER_OFFICE, End.OBJECTION):
        raise Refused(_("没有纠正或者异议后待定的事项。"),
                      article=_REVIEW_BY_HIGHER)  # fmt: skip
    if _made(file, "after_correction"):
        ensure_not_decided_differently(file, "after_correction", {"follows": act.follows}, act.reason)
        return
    proposer = _proposer(file, "after_correction", proposed_by, act.proposed_by)
    record_decision(file, "after_correction", {"follows": act.follows}, act.reason, proposer)
    finish_items(file, "after_correction", because="decided")
    take_effect(file, CORRECTION_FOLLOWED, act.follows)
    match act.follows:
        case "prosecution":
            file.plan.outcome = Outcome.PROSECUTION.value
            await_judgment(file)
        case "sealing":
            schedule_sealing(file, file.context.days.after(file.today, 1))
        case _:
            close_unsealed(file)
    file.record(article=_REVIEW_BY_HIGHER, note={"follows": act.follows}, detail={"reason": act.reason})
    file.wake()


def _proposer(file: OpenPlan, step: str, told_by: Actor | None, login: str | None) -> uuid.UUID | None:
    """Who proposed it: a prosecutor of this office, and not whoever decides (FE-01)."""
    proposer = told_by.id if told_by else None
    if login is not None:
        proposer = find_staff(file.session, login, get_proposing_roles(step), (file.plan.office_id,), "proposed_by").id
    told = str(proposer) if proposer else None
    finding = finding_on_own_proposal(step, told, str(file.actor.id), file.rulebook)
    if finding.refuses:
        raise Refused(finding.because, article=finding.article)
    return proposer


def _decided_as(file: OpenPlan) -> PlanStatus:
    """Where the plan stood before its seal."""
    if file.plan.outcome == Outcome.NON_PROSECUTION:
        return PlanStatus.NON_PROSECUTED
    return PlanStatus.REVOKED if file.plan.outcome == Outcome.PROSECUTION else PlanStatus.ENDED_OTHERWISE


def _found_again(file: OpenPlan) -> None:
    """The plan is found again by its handlers; its run, and the index of the person, begin anew."""
    plan = file.plan
    plan.sealed_at = None
    plan.generation += 1
    minor = file.minor()
    number = file.open("person.document", minor.id, minor.document).get("identity_number")
    if number:
        file.session.add(IdentityIndex(digest=file.context.vault.index(number), person_id=minor.id))
    file.session.add(plan)


def _standing_non_prosecution(file: OpenPlan) -> Decision | None:
    return file.session.exec(
        select(Decision).where(
            Decision.plan_id == file.plan.id,
            Decision.kind == "non_prosecution",
            col(Decision.superseded_by_id).is_(None),
        )
    ).first()


def _made(file: OpenPlan, kind: str) -> bool:
    made = select(Decision.id).where(Decision.plan_id == file.plan.id, Decision.kind == kind)
    return file.session.exec(made).first() is not None
