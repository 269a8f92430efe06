"""What can be done with a plan now: by this person's rights, and as the plan stands. The verbs ask again."""

from collections.abc import Callable, Iterable, Mapping

from sqlmodel import col, select

from casework.desk import File
from casework.incidents import confirmed_grounds, open_incidents
from casework.proposing import open_proposal
from casework.rights import RIGHTS, Act, Scope, may
from law.transitions import End, Outcome, PlanStatus
from models.decision import Incident, Leave, Remedy
from models.item import Explanation, ItemStatus, Submission
from models.proposal import Proposal

Ready = Callable[[File], bool]


def _running(file: File) -> bool:
    return file.plan.status == PlanStatus.UNDER_SUPERVISION


def _undecided(file: File) -> bool:
    return file.plan.status in (PlanStatus.UNDER_SUPERVISION, PlanStatus.AWAITING_DECISION)


def _awaiting(file: File) -> bool:
    return file.plan.status == PlanStatus.AWAITING_DECISION


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


def _corrected(file: File) -> bool:
    corrected = file.plan.ended_because in (End.CORRECTED_BY_HIGHER_OFFICE, End.OBJECTION)
    return corrected and file.plan.status == PlanStatus.ENDED_OTHERWISE and bool(file.items("after_correction"))


def _sealed(file: File) -> bool:
    return file.plan.sealed_at is not None


AFTER_THE_SEAL = ("ask_access", "answer_access", "end_access", "set_aside", "unseal")

READY: Mapping[str, Ready] = {
    "announce": lambda file: file.plan.announced_on is None and _undecided(file),
    "submit": _undecided,
    "review": _unreviewed,
    "ask_views": _has_open("milestone"),
    "give_view": _has_open("own_view", "guardian_view", "worker_view", "school_view", "mentor_view"),
    "propose_evaluation": _has_open("milestone"),
    "record_progress": _undecided,
    "record_unable": _undecided,
    "explain": _may_be_explained,
    "answer_explanation": _explained,
    "evaluate": _has_open("milestone"),
    "change_period": _running,
    "change_condition": _running,
    "propose": _undecided,
    "countersign": _proposed,
    "return_proposal": _proposed,
    "withdraw_proposal": _proposed,
    "accept_hand_over": _has_open("hand_over_acceptance"),
    "assist_elsewhere": _undecided,
    "report_incident": _undecided,
    "hear": _reported,
    "close_incident": lambda file: bool(open_incidents(file)),
    "ask_leave": _running,
    "decide_leave": _leave_waits,
    "hush": _undecided,
    "record_feedback": _has_open("feedback"),
    "settle_age": lambda file: file.plan.age_doubted_at is not None,
    "doubt_age": lambda file: file.plan.age_doubted_at is None,
    "give_consents": _has_open("consents"),
    "decide_remedy": _remedy_waits,
    "write_opinion": _awaiting,
    "hear_victim": _undecided,
    "decide_non_prosecution": lambda file: _awaiting(file) and open_proposal(file, "non_prosecution") is not None,
    "revoke": lambda file: _undecided(file) and bool(confirmed_grounds(file)),
    "prosecute": lambda file: file.plan.status == PlanStatus.REVOKED and file.plan.outcome is None,
    "record_judgment": lambda file: file.plan.outcome == Outcome.PROSECUTION,
    "make_pack": lambda file: file.plan.status != PlanStatus.UNDER_SUPERVISION,
    "announce_outcome": lambda file: (
        file.plan.outcome == Outcome.NON_PROSECUTION and file.plan.outcome_announced_on is None
    ),
    "end_otherwise": _undecided,
    "set_aside": lambda file: file.plan.outcome == Outcome.NON_PROSECUTION,
    "unseal": lambda file: file.plan.sealed_at is not None and file.plan.outcome == Outcome.PROSECUTION,
    "follow_correction": _corrected,
    "ask_access": _sealed,
    "answer_access": _sealed,
    "end_access": _sealed,
    "answer_after_care": lambda file: file.plan.outcome == Outcome.NON_PROSECUTION and file.plan.after_care is None,
}
"""When an act has its place. One that is not named here has it as long as the plan is not sealed or closed."""


def allowed(file: File, rights: Iterable[Act]) -> set[Act]:
    """Those of the rights that whoever looks has on this plan. Rights of the same reach are asked once."""
    by_reach: dict[Scope, list[Act]] = {}
    for right in rights:
        if (reach := RIGHTS.get(right, {}).get(file.actor.role)) is not None:
            by_reach.setdefault(reach, []).append(right)
    held: set[Act] = set()
    for same in by_reach.values():
        if may(file.session, file.actor, same[0], file.plan, file.now):
            held.update(same)
    return held


def has_its_place(file: File, act: str) -> bool:
    """Whether the plan stands so that the act makes sense today."""
    if file.plan.closed_at is not None or (file.plan.sealed_at is not None and act not in AFTER_THE_SEAL):
        return False
    return READY[act](file) if act in READY else True
