"""A plan's open dates counted again under another calendar: limits of the law from their own beginnings, the team's
own work off days that become holidays."""

from collections.abc import Iterator
from datetime import date

from casework.acting.open_plan import OpenPlan
from casework.measures.final_dates import get_final_deadline, update_final_dates
from casework.shared.closing_list import get_closing_rows, schedule_closing
from casework.shared.items.item_kinds import OF_THE_TEAM
from casework.shared.items.items import reschedule_item
from law.applied import applies
from law.clocks import get_deadline
from law.recalculation import OpenDeadline, recalculate_deadlines
from law.working_days import WorkingDays
from models.decision import Remedy
from models.item import Item

"""What the office's own people owe on a working day; what a family owes keeps its day."""
_REMEDIES = {
    "reconsideration": ("reconsideration_decision_days",),
    "higher_review": ("higher_review_decision_days",),
    "victim_complaint": ("reexamination_months", "reexamination_complex_months"),
}
_CLOSING = {
    "police_sealing": ("police_sealing_days",),
    "victim_complaint": ("victim_complaint_days",),
    "reexamination": ("reexamination_months", "reexamination_complex_months"),
}


@applies("DE-02", "RE-02", "RE-04", "RE-05", "RE-06", "SE-07")
def recalculate_dates(open_plan: OpenPlan, days: WorkingDays) -> Iterator[tuple[str, str, date, date]]:
    """Each open date that ends on another day under that calendar is moved, and told: kind, label, from when, to when."""
    moved = [
        *_limits(open_plan, days),
        *_closing_lines(open_plan, days),
        *_final(open_plan, days),
        *_of_the_team(open_plan, days),
    ]
    yield from moved
    if moved:
        open_plan.session.flush()
        open_plan.wake()


def _limits(open_plan: OpenPlan, days: WorkingDays) -> Iterator[tuple[str, str, date, date]]:
    """Service, the alarm about the announcement, answers to remedies: counted from the fact that starts each."""
    for item in open_plan.items("service", "announcement", "remedy_answer"):
        found = _limit_of(open_plan, item)
        if found is None:
            continue
        for change in recalculate_deadlines([found], open_plan.context.days, days, open_plan.rulebook):
            # An alarm about a plan taken over stands on its first day here: what is not where its limit ends stays.
            if change.days and item.due_on == change.old:
                yield item.kind, item.label, item.due_on, change.new
                reschedule_item(open_plan, item, change.new)


def _limit_of(open_plan: OpenPlan, item: Item) -> OpenDeadline | None:
    if item.kind == "announcement":
        return OpenDeadline(item.kind, "announcement_alarm_working_days", open_plan.plan.decided_on)
    if item.kind == "service":
        decision = open_plan.last_decision(item.label)
        return OpenDeadline(item.kind, "service_days", decision.decided_on) if decision else None
    kind = item.label.partition(".")[0]
    pending = [row for row in open_plan.rows(Remedy) if row.kind == kind and row.decided_on is None]
    remedy = next((row for row in pending if row.label == item.label), None)
    key = _key_that_ends_on(open_plan, _REMEDIES[kind], remedy.filed_on, item.due_on) if remedy else None
    return OpenDeadline(item.kind, key, remedy.filed_on) if remedy and key else None


def _closing_lines(open_plan: OpenPlan, days: WorkingDays) -> Iterator[tuple[str, str, date, date]]:
    """After the seal the nameless list is counted again too, and the day on which the plan closes follows it."""
    lines = []
    for row in get_closing_rows(open_plan) if open_plan.plan.sealed_at else []:
        key = _key_that_ends_on(open_plan, _CLOSING.get(row.clock, ()), row.began_on, row.ends_on)
        if key is None or row.done_on is not None:
            continue
        new = get_deadline(key, row.began_on, days, open_plan.rulebook).due_on
        if new != row.ends_on:
            lines.append((row.clock, row.addressee or "", row.ends_on, new))
            row.ends_on = new
    if lines:
        open_plan.session.flush()
        schedule_closing(open_plan)
    yield from lines


def _key_that_ends_on(open_plan: OpenPlan, keys: tuple[str, ...], from_day: date, ends_on: date) -> str | None:
    ends = {key: get_deadline(key, from_day, open_plan.context.days, open_plan.rulebook).due_on for key in keys}
    return next((key for key, end in ends.items() if end == ends_on), None)


def _final(open_plan: OpenPlan, days: WorkingDays) -> Iterator[tuple[str, str, date, date]]:
    deadline = get_final_deadline(open_plan, days)
    for kind, old, new in update_final_dates(open_plan, deadline) if deadline else []:
        yield kind, "", old, new


def _of_the_team(open_plan: OpenPlan, days: WorkingDays) -> Iterator[tuple[str, str, date, date]]:
    for item in open_plan.items(*OF_THE_TEAM):
        if item.due_on > open_plan.today and not days.is_working(item.due_on):
            new = days.roll_forward(item.due_on)
            if new <= open_plan.plan.period_to:
                yield item.kind, item.label, item.due_on, new
                reschedule_item(open_plan, item, new)
