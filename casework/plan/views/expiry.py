"""The end of the period in sight (期满审查): what the decision needs, what is there, what is missing, and how
many days are left for it. It proposes nothing."""

from dataclasses import dataclass, field
from datetime import date

from sqlmodel import col, select

from casework.checkins.acts import AnswerExplanation
from casework.checkins.dated_sessions import get_amounts_done
from casework.checkins.repeated_reminders import get_waiting_since
from casework.incidents.incidents import list_confirmed_grounds, list_open_incidents
from casework.outcome.acts_ending import HearVictim
from casework.outcome.final_decision import get_opinion_date, get_victim_state, list_findings_before_decision
from casework.outcome.unfinished_items import list_unfinished, list_unfinished_at_seal
from casework.plan.dismissal import get_item_code
from casework.shared.findings_view import FindingView, to_finding_view
from casework.shared.items.item_kinds import ITEM_KINDS
from casework.shared.open_plan import OpenPlan
from casework.shared.provisional_dates import is_provisional
from casework.shared.text.labels import role_label, stage_label
from core.i18n import Text, _
from law.transitions import Outcome, PlanStatus
from models.decision import Remedy, ServiceReceipt
from models.item import Explanation, Item, ItemStatus
from models.plan import Condition

STEPS = (30, 14, 7, 1)
_UNDECIDED = (PlanStatus.UNDER_SUPERVISION, PlanStatus.AWAITING_DECISION)


@dataclass(frozen=True)
class Requirement:
    """One thing that the decision needs: whether it is there, how many are not, and which act brings it."""

    words: Text
    fulfilled: bool
    open: int = 0
    act: str | None = None
    tab: str | None = None


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

    ends_on: date
    decide_by: date
    days_left: int
    steps: list[tuple[int, date, bool]]
    """The days on which the prosecutor is reminded: how many before the end, on which day, and whether it has
    passed."""
    needs: list[Requirement]
    findings: list[FindingView]
    """What the law says of deciding non-prosecution today."""
    provisional: bool = False
    """Whether the last day for the decision is only computed and may still move."""
    left: list[OpenMatter] = field(default_factory=list)
    """What is to be answered or set aside first: before the opinion and the decision, and later before the seal."""
    decided: Text | None = None
    """Where the plan stands, once there is nothing left to decide at its end."""

    @property
    def missing(self) -> int:
        return sum(not need.fulfilled for need in self.needs)


def get_expiry_review(open_plan: OpenPlan) -> ExpiryReview:
    """The plan's end as it can be seen today."""
    row, today = open_plan.plan, open_plan.today
    end = row.working_end
    steps = [(days, date.fromordinal(end.toordinal() - days), end.toordinal() - days < today.toordinal())
             for days in STEPS]  # fmt: skip
    findings = [to_finding_view(one) for one in list_findings_before_decision(open_plan, Outcome.NON_PROSECUTION)]
    decided = None if row.status in _UNDECIDED else stage_label(row.status, row.outcome)
    computed = decided is None and is_provisional("final_decision", row.final_decision_by, open_plan.context.days)
    left = [
        _left(open_plan, item)
        for item in (list_unfinished(open_plan) if decided is None else list_unfinished_at_seal(open_plan))
    ]
    return ExpiryReview(
        end, row.final_decision_by, (end - today).days, steps, _needs(open_plan), findings, computed, left, decided
    )


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


def _needs(open_plan: OpenPlan) -> list[Requirement]:
    unheard = _unanswered(open_plan)
    undone = _unfinished_conditions(open_plan)
    reports = len(list_open_incidents(open_plan))
    grounds = len(list_confirmed_grounds(open_plan))
    unserved = len(open_plan.session.exec(
        select(ServiceReceipt.id).where(ServiceReceipt.plan_id == open_plan.plan.id, col(ServiceReceipt.received_on).is_(None))).all())  # fmt: skip
    remedies = len(open_plan.session.exec(
        select(Remedy.id).where(Remedy.plan_id == open_plan.plan.id, col(Remedy.decided_on).is_(None))).all())  # fmt: skip
    asked = sum(item.status == ItemStatus.NOT_RECEIVED for item in open_plan.items())
    milestones = len(open_plan.items("milestone"))
    return [
        Requirement(_("已当面宣布"), open_plan.plan.announced_on is not None, act=_way_to("announcement")),
        Requirement(_("送达回证齐全"), not unserved, unserved, _way_to("service")),
        Requirement(_("附带条件都有结果"), not undone, undone, _way_to("condition")),
        Requirement(_("阶段评估已作出"), not milestones, milestones, _way_to("milestone")),
        Requirement(_("没有正在询问、尚待说明的事项"), not asked, asked, tab="check-ins"),
        Requirement(_("说明都已答复"), not unheard, unheard, AnswerExplanation.operation.code),
        Requirement(_("情况都已核实"), not reports, reports, tab="check-ins#incidents-title"),
        Requirement(_("没有已认定的撤销情形"), not grounds, grounds, tab="check-ins#incidents-title"),
        Requirement(_("没有未办结的复议、复核、申诉"), not remedies, remedies, _way_to("remedy_answer")),
        Requirement(_("听取被害人意见有记录"), get_victim_state(open_plan) is not None, 0, HearVictim.operation.code),
        Requirement(_("考察意见书已出具"), get_opinion_date(open_plan) is not None, 0, _way_to("opinion")),
    ]  # fmt: skip


def _way_to(kind: str) -> str:
    """The act that settles such an item."""
    return ITEM_KINDS[kind].ways[-1].act


def _unanswered(open_plan: OpenPlan) -> int:
    query = select(Explanation.id).where(
        Explanation.plan_id == open_plan.plan.id,
        col(Explanation.item_id).is_not(None),
        col(Explanation.answered_at).is_(None),
    )
    return len(open_plan.session.exec(query).all())


def _unfinished_conditions(open_plan: OpenPlan) -> int:
    query = select(Condition).where(
        Condition.plan_id == open_plan.plan.id, col(Condition.ended_on).is_(None), col(Condition.amount).is_not(None)
    )
    done = get_amounts_done(open_plan.session, open_plan.plan.id)
    return sum(done[row.id] < (row.amount or 0) for row in open_plan.session.exec(query))
