"""What another reminder policy would move on one running plan, seen before it is switched on."""

import uuid
from dataclasses import dataclass, replace

from sqlmodel import col, select

from casework.acting.context import Context
from casework.acting.open_plan import OpenPlan
from casework.acting.rights import Actor, visible_plans
from casework.settings.acts import SWITCH_POLICY
from casework.settings.chosen_value_preview import StepChange, compare_steps
from casework.shared.items.items import get_coming_steps
from core.errors import BadInput, Mistake
from core.i18n import _
from law.transitions import PlanStatus
from models.plan import Plan
from notifications.reminder_policy import ReminderPolicy


@dataclass(frozen=True)
class PolicyPreview:
    """The steps still to come of one plan's open items that would have another moment. None of it is done."""

    number: str
    moved: list[StepChange]


def preview_policy(
    context: Context, actor: Actor, policy: ReminderPolicy, office_id: uuid.UUID | None, number: str = ""
) -> PolicyPreview:
    """One plan under that policy of its office, or of all offices that have none of their own: the plan of that number,
    or else the newest. BadInput where the actor sees no such running plan; changes nothing."""
    with context.query_plans(actor, SWITCH_POLICY) as session:
        query = select(Plan).where(
            visible_plans(actor, SWITCH_POLICY), Plan.status == PlanStatus.UNDER_SUPERVISION,
            col(Plan.closed_at).is_(None), col(Plan.sealed_at).is_(None),
        )  # fmt: skip
        if office_id is not None:
            query = query.where(Plan.office_id == office_id)
        else:
            query = query.where(col(Plan.office_id).not_in([one for one in context.policies if one is not None]))
        if number:
            query = query.where(Plan.number == number)
        plan = session.exec(query.order_by(col(Plan.opened_at).desc(), col(Plan.id).desc())).first()
        if plan is not None:
            tried = replace(context, policies={**context.policies, office_id: policy})
            now = context.clock.now()
            without, with_it = (OpenPlan(each, session, plan, actor, SWITCH_POLICY, now) for each in (context, tried))
            return PolicyPreview(plan.number, list(compare_steps(without, with_it, get_coming_steps)))
    wrong = _("没有这个在办的方案。") if number else _("没有在办的方案可以用来试。")
    raise BadInput(wrong, mistakes=[Mistake("plan", wrong)])
