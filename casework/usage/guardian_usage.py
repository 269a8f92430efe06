"""What a guardian sees of the digital use that was agreed on: to help with it, and never the figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.acting.open_plan import OpenPlan
from casework.usage.agreement import get_agreements
from casework.usage.goals import GoalStatus, GoalView, get_goals
from core.i18n import Text, _
from models.office import Role
from usage.goal_measures import MeasureCode

_TALK = _("这一周找个时间一起坐坐。听听手机上有什么好玩的，先不评价。")
_DUTIES: Mapping[MeasureCode, Text] = {
    MeasureCode.NIGHT_MINUTES: _("晚上到了时候，大人的手机也放到卧室外面充电。"),
    MeasureCode.SLEEP_NIGHTS: _("晚上到了时候，大人的手机也放到卧室外面充电。"),
    MeasureCode.ACTIVITY_DAYS: _("这一周和孩子一起出门活动一次。"),
    MeasureCode.TOP_UPS: _("自己的支付密码不告诉孩子，要买的东西一起商量。"),
}


@dataclass(frozen=True)
class GuardianUsage:
    """The goals that are running and the hours agreed last, in words; the guardian's own sentence of the family's
    agreement; and one thing to do. Somebody who looks after the child without being a legal representative has the last
    alone."""

    goals: list[GoalView]
    agreed: list[tuple[date, dict[str, Any]]]
    sentence: str
    duty: Text
    represents: bool = True
    """Whether they are a legal representative: others are asked for no records and no consent."""


def load_guardian_usage(open_plan: OpenPlan) -> GuardianUsage:
    """The part of the actor, who is a guardian."""
    running = [each for each in get_goals(open_plan) if each.status is GoalStatus.RUNNING]
    duty = next((_DUTIES[each.measure] for each in running if each.measure in _DUTIES), _TALK)
    if not represents(open_plan):
        return GuardianUsage([], [], "", duty, represents=False)
    agreed = [each for each in get_agreements(open_plan) if each[0] <= open_plan.today]
    sentences = [terms["guardian_sentence"] for _from_on, terms in agreed if terms.get("guardian_sentence")]
    return GuardianUsage(running, agreed[-1:], sentences[-1] if sentences else "", duty)


def represents(open_plan: OpenPlan) -> bool:
    """Whether the actor is a legal representative; where none is named, every guardian counts as one."""
    guardians = open_plan.people(Role.GUARDIAN)
    named = [each.id for each in guardians if each.legal_representative] or [each.id for each in guardians]
    return open_plan.actor.id in named
