"""The end of a plan in sight: the way to the seal with what is done and what is next, what the decision needs, what is
there and what is missing. It proposes nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from casework.acting.open_plan import OpenPlan
from casework.acting.rights import OPERATIONS
from casework.checkins.repeated_reminders import get_waiting_since
from casework.incidents.incidents import list_confirmed_grounds
from casework.outcome.acts_approval import Countersign
from casework.outcome.approvals_view import ProposalView
from casework.outcome.requirements import Requirement, list_requirements
from casework.outcome.unfinished_items import list_unfinished, list_unfinished_at_seal
from casework.plan.dismissal import get_item_code
from casework.shared.items.item_kinds import ITEM_KINDS
from casework.shared.provisional_dates import is_provisional
from casework.shared.text.labels import role_label, stage_label
from core.clock import local_date
from core.i18n import Text, _
from law.transitions import PlanStatus
from models.item import STILL_OPEN, Item, ItemStatus
from models.office import Role

_UNDECIDED = (PlanStatus.UNDER_SUPERVISION, PlanStatus.AWAITING_DECISION)
_COUNTERSIGNATURE = "countersignature"
_TO_NON_PROSECUTION = ("opinion", _COUNTERSIGNATURE, "final_decision", "outcome_announcement", "service", "sealing")
_TO_PROSECUTION = (
    "revocation_proposal", _COUNTERSIGNATURE, "approval", "service", "prosecution", "judgment", "sealing",
)  # fmt: skip


@dataclass(frozen=True)
class EndStep:
    """One step on the way to the seal: whose it is, by when, and the day on which it was done."""

    words: Text
    role: str
    names: list[str]
    due_on: date | None
    done_on: date | None


@dataclass(frozen=True)
class OpenMatter:
    """Something that waits and is in the way of the end: since when, for how many days, and whose it is."""

    words: Text
    owner: Text
    since: date
    days: int
    kind: str
    due_on: date
    code: str
    """By which it is set aside."""


@dataclass(frozen=True)
class ExpiryReview:
    """What stands between today and the decision."""

    way: list[EndStep]
    """From the opinion, or from the ground that was found, to the seal."""
    revoking: bool
    """Whether a ground was found: then the way is that of a revocation."""
    needs: list[Requirement]
    provisional: bool = False
    """Whether the last day for the decision is only computed and may still move."""
    left: list[OpenMatter] = field(default_factory=list)
    """What is to be answered or set aside first: before the opinion and the decision, and later before the seal."""
    decided: Text | None = None
    """Where the plan stands, once there is nothing left to decide at its end."""

    @property
    def missing(self) -> int:
        return sum(not need.fulfilled for need in self.needs)

    @property
    def next(self) -> EndStep | None:
        """The first step after the last one that was done. One that was left out before is not waited for."""
        done = max((place for place, step in enumerate(self.way, 1) if step.done_on), default=0)
        return self.way[done] if done < len(self.way) else None


def get_expiry_review(open_plan: OpenPlan, proposals: Sequence[ProposalView] = ()) -> ExpiryReview:
    """The plan's end as it can be seen today; `proposals` are those of the plan, the newest first."""
    row = open_plan.plan
    decided = None if row.status in _UNDECIDED else stage_label(open_plan.plan)
    computed = decided is None and is_provisional("final_decision", row.final_decision_by, open_plan.context.days)
    left = [
        _left(open_plan, item)
        for item in (list_unfinished(open_plan) if decided is None else list_unfinished_at_seal(open_plan))
    ]
    revoking = bool(list_confirmed_grounds(open_plan))
    way = list(_way(open_plan, proposals, revoking))
    return ExpiryReview(way, revoking, list_requirements(open_plan), computed, left, decided)


def _left(open_plan: OpenPlan, item: Item) -> OpenMatter:
    since = get_waiting_since(item)
    return OpenMatter(
        ITEM_KINDS[item.kind].words,
        role_label(item.owner),
        since,
        (open_plan.today - since).days,
        item.kind,
        item.due_on,
        get_item_code(item),
    )


def _way(open_plan: OpenPlan, proposals: Sequence[ProposalView], revoking: bool) -> Iterator[EndStep]:
    """Each step by its item; one without an item yet has its day only where the law says it already."""
    if open_plan.plan.ended_because not in (None, "non_prosecution", "revoked"):
        return
    proposed = dict(ITEM_KINDS["revocation_proposal"].ways[-1].values)["step"]
    act = OPERATIONS[proposed if revoking else ITEM_KINDS["final_decision"].ways[-1].act]
    if not revoking:
        end = open_plan.plan.working_end
        yield EndStep(_("考验期最后一天"), "", [], end, end if end < open_plan.today else None)
    for kind in _TO_PROSECUTION if revoking else _TO_NON_PROSECUTION:
        if kind == _COUNTERSIGNATURE:
            last = next((one for one in proposals if one.step == act.code), None)
            agreed = [each.at for each in last.remarks if each.did == "countersigned"] if last else []
            day = local_date(agreed[-1]) if agreed else None
            assert Countersign.operation.title is not None
            yield _step(open_plan, Countersign.operation.title, Role.DEPARTMENT_HEAD, None, day)
            continue
        label = {"approval": act.code, "service": act.decision}.get(kind)
        found = [
            item
            for item in open_plan.items(kind, only_open=False)
            if item.status != ItemStatus.CANCELLED and label in (None, item.label)
        ]
        item = found[-1] if found else None
        due_on = item.due_on if item else open_plan.plan.final_decision_by if kind == "final_decision" else None
        done = item and item.status not in STILL_OPEN and item.settled_at
        words = act.title if kind == "approval" and act.title else ITEM_KINDS[kind].words
        owner = item.owner if item else ITEM_KINDS[kind].owners[0]
        yield _step(open_plan, words, owner, due_on, local_date(done) if done else None)


def _step(open_plan: OpenPlan, words: Text, role: str, due_on: date | None, done_on: date | None) -> EndStep:
    return EndStep(words, role, [one.display_name for one in open_plan.team_staff(role)], due_on, done_on)
