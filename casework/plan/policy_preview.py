"""What another reminder policy would move, seen before it is switched on."""

import uuid
from dataclasses import replace

from sqlmodel import col, select

from casework.acting.context import Context
from casework.acting.rights import Actor, visible_plans
from casework.plan.change_preview import ChangePreview, preview_change
from casework.settings.acts import SWITCH_POLICY
from casework.settings.policies import recalculate_plan
from core.errors import BadInput, Mistake
from core.i18n import _
from law.transitions import PlanStatus
from models.plan import Plan
from notifications.reminder_policy import ReminderPolicy


def preview_policy(
    context: Context, actor: Actor, policy: ReminderPolicy, office_id: uuid.UUID | None, number: str = ""
) -> ChangePreview:
    """What that policy of its office, or of all offices that have none of their own, would move on one plan: the plan of
    that number, or else the newest. BadInput where the actor sees no such running plan; changes nothing."""
    with context.query_plans(actor, SWITCH_POLICY) as session:
        query = select(Plan.number).where(
            visible_plans(actor, SWITCH_POLICY), Plan.status == PlanStatus.UNDER_SUPERVISION,
            col(Plan.closed_at).is_(None), col(Plan.sealed_at).is_(None),
        )  # fmt: skip
        if office_id is not None:
            query = query.where(Plan.office_id == office_id)
        else:
            query = query.where(col(Plan.office_id).not_in([one for one in context.policies if one is not None]))
        if number:
            query = query.where(Plan.number == number)
        found = session.exec(query.order_by(col(Plan.opened_at).desc(), col(Plan.id).desc())).first()
    if found is None:
        wrong = _("没有这个在办的方案。") if number else _("没有在办的方案可以用来试。")
        raise BadInput(wrong, mistakes=[Mistake("plan", wrong)])
    tried = replace(context, policies={**context.policies, office_id: policy})
    return preview_change(tried, found, SWITCH_POLICY.code, lambda there: recalculate_plan(there, found))
