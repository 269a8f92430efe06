"""What the decision at the end needs, and what of it is missing today."""

from dataclasses import dataclass

from casework.acting.open_plan import OpenPlan
from casework.checkins.acts import AnswerExplanation
from casework.checkins.dated_sessions import get_amounts_done
from casework.incidents.incidents import list_confirmed_grounds, list_open_incidents
from casework.outcome.acts_ending import HearVictim
from casework.outcome.final_decision import get_opinion_date, get_victim_state
from casework.shared.items.item_kinds import ITEM_KINDS
from core.i18n import Text, _
from models.decision import Remedy, ServiceReceipt
from models.item import Explanation, ItemStatus


@dataclass(frozen=True)
class Requirement:
    """One thing that the decision needs: whether it is there, how many are not, and which act brings it."""

    words: Text
    fulfilled: bool
    open: int = 0
    act: str | None = None
    tab: str | None = None


def list_requirements(open_plan: OpenPlan) -> list[Requirement]:
    """Each thing that the decision needs, there or not."""
    unheard = sum(row.item_id is not None and row.answered_at is None for row in open_plan.rows(Explanation))
    undone = _unfinished_conditions(open_plan)
    reports = len(list_open_incidents(open_plan))
    grounds = len(list_confirmed_grounds(open_plan))
    unserved = sum(row.received_on is None for row in open_plan.rows(ServiceReceipt))
    remedies = sum(row.decided_on is None for row in open_plan.rows(Remedy))
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
        Requirement(_("办结复议、复核、申诉"), not remedies, remedies, _way_to("remedy_answer")),
        Requirement(_("听取被害人意见有记录"), get_victim_state(open_plan) is not None, 0, HearVictim.operation.code),
        Requirement(_("考察意见书已出具"), get_opinion_date(open_plan) is not None, 0, _way_to("opinion")),
    ]  # fmt: skip


def _way_to(kind: str) -> str:
    """The act that settles such an item."""
    return ITEM_KINDS[kind].ways[-1].act


def _unfinished_conditions(open_plan: OpenPlan) -> int:
    done = get_amounts_done(open_plan)
    return sum(done[row.id] < (row.amount or 0) for row in open_plan.additional_conditions())
