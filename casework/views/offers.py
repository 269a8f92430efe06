"""What can be done with a plan now: by this person's rights, as the plan stands, and by what waits in it.

In which phase of a plan an act has its place is declared once, for the desk and for what is offered here
(`casework/rights/times.py`). What follows here only asks whether there is anything to do it to."""

from collections.abc import Callable, Iterable, Mapping

from sqlmodel import col, select

from casework.acts.after_the_end import AnswerAccess, AskAccess, EndAccess, SetAside, Unseal
from casework.desk import File
from casework.dismissing import dismissible
from casework.incidents import confirmed_grounds, open_incidents
from casework.proposing import open_proposal
from casework.rights import Operation, Scope, may
from casework.rights.fitting import fit_of
from casework.rights.times import Fit
from law.transitions import Outcome, PlanStatus
from models.decision import Incident, Leave, Remedy
from models.item import Explanation, ItemStatus, Submission
from models.proposal import Proposal

Ready = Callable[[File], bool]


def _sealed(file: File) -> bool:
    return file.plan.sealed_at is not None


def _has_open(*kinds: str) -> Ready:
    return lambda file: bool(file.items(*kinds))


def _leave_waits(file: File) -> bool:
    undecided = col(Leave.prosecutor_approved).is_(None) | (
        col(Leave.needs_police_station) & col(Leave.police_station_approved).is_(None)
    )
    return file.session.exec(select(Leave.id).where(Leave.plan_id == file.plan.id, undecided)).first() is not None


def _may_be_explained(file: File) -> bool:
    wanted = (ItemStatus.NOT_RECEIVED, ItemStatus.MISSED, ItemStatus.UNKNOWN)
    return any(item.status in wanted for item in file.items(only_open=False))


def _explained(file: File) -> bool:
    query = select(Explanation.id).where(
        Explanation.plan_id == file.plan.id,
        col(Explanation.item_id).is_not(None),
        col(Explanation.answered_at).is_(None),
    )
    return _may_be_explained(file) or file.session.exec(query).first() is not None


def _unreviewed(file: File) -> bool:
    query = select(Submission.id).where(Submission.plan_id == file.plan.id, col(Submission.reviewed_at).is_(None))
    return file.session.exec(query).first() is not None


def _remedy_waits(file: File) -> bool:
    query = select(Remedy.id).where(Remedy.plan_id == file.plan.id, col(Remedy.decided_on).is_(None))
    return file.session.exec(query).first() is not None


def _proposed(file: File) -> bool:
    query = select(Proposal.id).where(Proposal.plan_id == file.plan.id, Proposal.status == "open")
    return file.session.exec(query).first() is not None


def _reported(file: File) -> bool:
    return file.session.exec(select(Incident.id).where(Incident.plan_id == file.plan.id)).first() is not None


OFFERED_AFTER_THE_SEAL = (
    AskAccess.operation,
    AnswerAccess.operation,
    EndAccess.operation,
    SetAside.operation,
    Unseal.operation,
)
"""What the pages of a sealed plan offer; what else may come then is recorded from the closing list."""

READY: Mapping[str, Ready] = {
    "announce": lambda file: file.plan.announced_on is None,
    "submit": lambda file: bool(file.items()),
    "review": _unreviewed,
    "ask_views": _has_open("milestone"),
    "give_view": _has_open("own_view", "guardian_view", "worker_view", "school_view", "mentor_view"),
    "propose_evaluation": _has_open("milestone"),
    "dismiss_items": lambda file: bool(dismissible(file)),
    "explain": _may_be_explained,
    "answer_explanation": _explained,
    "evaluate": _has_open("milestone"),
    "countersign": _proposed,
    "return_proposal": _proposed,
    "withdraw_proposal": _proposed,
    "accept_hand_over": _has_open("hand_over_acceptance"),
    "hear": _reported,
    "close_incident": lambda file: bool(open_incidents(file)),
    "decide_leave": _leave_waits,
    "record_feedback": _has_open("feedback"),
    "settle_age": lambda file: file.plan.age_doubted_at is not None,
    "doubt_age": lambda file: file.plan.age_doubted_at is None,
    "decide_remedy": _remedy_waits,
    "decide_non_prosecution": lambda file: open_proposal(file, "non_prosecution") is not None,
    "revoke": lambda file: bool(confirmed_grounds(file)),
    "make_pack": lambda file: file.plan.status != PlanStatus.UNDER_SUPERVISION,
    "announce_outcome": lambda file: file.plan.outcome_announced_on is None,
    "set_aside": lambda file: file.plan.outcome == Outcome.NON_PROSECUTION,
    "unseal": lambda file: file.plan.outcome == Outcome.PROSECUTION,
    "follow_correction": _has_open("after_correction"),
    "answer_access": _sealed,
    "end_access": _sealed,
    "answer_after_care": lambda file: file.plan.after_care is None,
}
"""What has to be there for an act. One that is not named here needs nothing."""


def allowed(file: File, rights: Iterable[Operation]) -> set[Operation]:
    """Those of the rights that whoever looks has on this plan. Rights of the same reach are asked once."""
    by_reach: dict[Scope, list[Operation]] = {}
    for right in rights:
        if (reach := right.by.get(file.actor.role)) is not None:
            by_reach.setdefault(reach, []).append(right)
    held: set[Operation] = set()
    for same in by_reach.values():
        if may(file.session, file.actor, same[0], file.plan, file.now):
            held.update(same)
    return held


def has_its_place(file: File, act: str, rights: Iterable[Operation]) -> bool:
    """Whether the plan stands so that the act, which asks for one of those rights, makes sense today: it is done or kept
    as a late fact, and there is something to do it to."""
    if file.plan.closed_at is not None:
        return False
    fitting = [right for right in rights if fit_of(right, file.plan, file.today) in (Fit.DONE, Fit.FACT)]
    if file.plan.sealed_at is not None:
        fitting = [right for right in fitting if right in OFFERED_AFTER_THE_SEAL]
    return bool(fitting) and (READY[act](file) if act in READY else True)
