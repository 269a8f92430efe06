"""The dates at the end of a case, counted again: when the review limit turns out to run otherwise, or the calendar does."""

from datetime import date

from casework.acting.open_plan import OpenPlan
from casework.shared.items.items import reschedule_item
from law.clocks import FinalDeadline, final_decision_deadline
from law.transitions import PlanStatus
from law.working_days import WorkingDays


def get_final_deadline(open_plan: OpenPlan, days: WorkingDays | None = None) -> FinalDeadline | None:
    """The last day for the final decision as counted today; None once that is decided, or nothing is to be decided."""
    row = open_plan.plan
    if row.outcome is not None:
        return None
    if row.status in (PlanStatus.UNDER_SUPERVISION, PlanStatus.AWAITING_DECISION):
        resumes_on = row.working_end
    elif row.ended_because == "revoked" and (decided := open_plan.last_decision("revocation")) is not None:
        resumes_on = min(decided.decided_on, row.working_end)
    else:
        return None  # of a non-prosecution that was set aside, the decision to do so names the day
    return final_decision_deadline(resumes_on, row.review_days_left, days or open_plan.context.days, open_plan.rulebook)


def update_final_dates(open_plan: OpenPlan, deadline: FinalDeadline) -> list[tuple[str, date, date]]:
    """The plan and its open items have the dates of that deadline. What moved: the item's kind, from when to when."""
    row = open_plan.plan
    moved = []
    if row.final_decision_by != deadline.due_on:
        moved.append(("final_decision_by", row.final_decision_by, deadline.due_on))
        row.final_decision_by = deadline.due_on
    opinion_by = deadline.opinion_by(row.period_to, open_plan.context.days)
    due = {"opinion": opinion_by, "final_decision": deadline.due_on, "prosecution": deadline.due_on}
    for item in open_plan.items(*due):
        if item.due_on != due[item.kind]:
            moved.append((item.kind, item.due_on, due[item.kind]))
            reschedule_item(open_plan, item, due[item.kind])
    return moved
