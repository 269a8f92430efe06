"""What somebody of the family reads on their own page while the supervision stands still: that there is nothing to do."""

from casework.acting.open_plan import OpenPlan
from casework.checkins.unavailability import find_missing_stretch, is_unable
from casework.outcome.final_decision_checks import has_died
from casework.shared.facts.fact_rules import get_family_text
from core.i18n import Text, _
from law.transitions import PlanStatus

REMINDERS_PAUSED = _(
    "自动提醒暂时停发，有人正在处理。没有收到提醒的，不会因此记为没有完成；想交的照样可以交。有事请拨卡片上的电话。"
)
_RUNNING = (PlanStatus.UNDER_SUPERVISION, PlanStatus.AWAITING_DECISION)


def load_full_stop_text(open_plan: OpenPlan) -> Text | None:
    """Why nothing at all has to be done, in the words of the table of facts: a fact has stopped it, or the case is
    decided. None while the supervision goes on."""
    plan = open_plan.plan
    if has_died(open_plan):
        return get_family_text("minor_died")
    if (stopped := plan.stopped_because) is not None:
        return get_family_text(stopped)
    return None if plan.status in _RUNNING else get_family_text("ended")


def load_pause_text(open_plan: OpenPlan, owner: str) -> Text | None:
    """What stands still for that role for a time: these days they are unable, or the program sends no reminders."""
    if is_unable(open_plan.session, open_plan.plan.id, owner, open_plan.today):
        return get_family_text("missing" if find_missing_stretch(open_plan) else "unable")
    return REMINDERS_PAUSED if open_plan.plan.quarantined_at is not None else None
