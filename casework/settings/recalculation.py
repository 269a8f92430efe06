"""A plan's open dates counted again under another calendar: limits of the law from their own beginnings, the team's own
work off days that are no longer worked."""

from collections.abc import Iterator
from datetime import date

from sqlmodel import col, select

from casework.measures.final_dates import get_final_deadline, update_final_dates
from casework.shared.closing_list import get_closing_rows, schedule_closing
from casework.shared.context import OpenPlan
from casework.shared.items.item_kinds import OF_THE_TEAM
from casework.shared.items.items import reschedule_item
from law.applied import applies
from law.clocks import get_deadline
from law.recalculation import OpenDeadline, recalculate_deadlines
from law.working_days import WorkingDays
from models.decision import Decision, Remedy
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
def recalculate_dates(file: OpenPlan, days: WorkingDays) -> Iterator[tuple[str, str, date, date]]:
    """Each open date that ends on another day under that calendar is moved, and told: kind, label, from when, to when."""
    moved = [*_limits(file, days), *_closing_lines(file, days), *_final(file, days), *_of_the_team(file, days)]
    yield from moved
    if moved:
        file.session.flush()
        file.wake()


def _limits(file: OpenPlan, days: WorkingDays) -> Iterator[tuple[str, str, date, date]]:
    """Service, the alarm about the announcement, answers to remedies: counted from the fact that starts each."""
    for item in file.items("service", "announcement", "remedy_answer"):
        found = _limit_of(file, item)
        if found is None:
            continue
        for change in recalculate_deadlines([found], file.context.days, days, file.rulebook):
            # An alarm about a plan taken over stands on its first day here: what is not where its limit ends stays.
            if change.days and item.due_on == change.old:
                yield item.kind, item.label, item.due_on, change.new
                reschedule_item(file, item, change.new)


def _limit_of(file: OpenPlan, item: Item) -> OpenDeadline | None:
    if item.kind == "announcement":
        return OpenDeadline(item.kind, "announcement_alarm_working_days", file.plan.decided_on)
    if item.kind == "service":
        decided_on = _decided_on(file, item.label)
        return OpenDeadline(item.kind, "service_days", decided_on) if decided_on else None
    kind = item.label.partition(".")[0]
    query = select(Remedy).where(Remedy.plan_id == file.plan.id, Remedy.kind == kind, col(Remedy.decided_on).is_(None))
    remedy = next((row for row in file.session.exec(query) if (row.label or row.kind) == item.label), None)
    key = _key_that_ends_on(file, _REMEDIES[kind], remedy.filed_on, item.due_on) if remedy else None
    return OpenDeadline(item.kind, key, remedy.filed_on) if remedy and key else None


def _decided_on(file: OpenPlan, kind: str) -> date | None:
    query = select(Decision).where(Decision.plan_id == file.plan.id, Decision.kind == kind)
    row = file.session.exec(query.order_by(col(Decision.recorded_at).desc())).first()
    return row.decided_on if row else None


def _closing_lines(file: OpenPlan, days: WorkingDays) -> Iterator[tuple[str, str, date, date]]:
    """After the seal the nameless list is counted again too, and the day on which the plan closes follows it."""
    lines = []
    for row in get_closing_rows(file) if file.plan.sealed_at else []:
        key = _key_that_ends_on(file, _CLOSING.get(row.clock, ()), row.began_on, row.ends_on)
        if key is None or row.done_on is not None:
            continue
        new = get_deadline(key, row.began_on, days, file.rulebook).due_on
        if new != row.ends_on:
            lines.append((row.clock, row.addressee or "", row.ends_on, new))
            row.ends_on = new
            file.session.add(row)
    if lines:
        file.session.flush()
        schedule_closing(file)
    yield from lines


def _key_that_ends_on(file: OpenPlan, keys: tuple[str, ...], from_day: date, ends_on: date) -> str | None:
    ends = {key: get_deadline(key, from_day, file.context.days, file.rulebook).due_on for key in keys}
    return next((key for key, end in ends.items() if end == ends_on), None)


def _final(file: OpenPlan, days: WorkingDays) -> Iterator[tuple[str, str, date, date]]:
    deadline = get_final_deadline(file, days)
    for kind, old, new in update_final_dates(file, deadline) if deadline else []:
        yield kind, "", old, new


def _of_the_team(file: OpenPlan, days: WorkingDays) -> Iterator[tuple[str, str, date, date]]:
    for item in file.items(*OF_THE_TEAM):
        if item.due_on > file.today and not days.is_working(item.due_on):
            new = days.roll_forward(item.due_on)
            if new <= file.plan.period_to:
                yield item.kind, item.label, item.due_on, new
                reschedule_item(file, item, new)
