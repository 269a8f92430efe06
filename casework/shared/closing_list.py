"""The closing list (收尾清单): what still runs after the seal, without a name, an offence or a way back to the person."""

from collections.abc import Mapping
from datetime import date, timedelta

from sqlmodel import col, func, or_, select

from casework.acting.acts.act import Act
from casework.acting.open_plan import OpenPlan
from casework.acting.rights.phases import ALIVE, DIED, AfterTheSeal
from casework.shared.duplicates import is_already_recorded
from casework.shared.items.items import add_item, cancel_items
from core.errors import BadInput
from core.i18n import pgettext
from law.applied import applies
from law.clocks import police_sealing, service_deadline, victim_complaint_deadline
from law.months import same_day_after
from models.base import new_id
from models.decision import ClosingListEntry, Remedy, ServiceReceipt
from models.journal import Harmless, JournalLine
from models.sealed_access import COLLEAGUE, SealedAccessRequest

OWED_BY_US = {
    "after_care_offer": "minor", "data_request_answer": "office", "talk_asked": "office", "compensation_told": "minor",
    "return_to_police": "police", "measures_lifted": "office", "punishment_opinion": "office",
}  # fmt: skip
"""What this office still does beside a sealed file, and to whom: no act can end it then, and the form for late facts does."""
OWED_BY_OTHERS = {
    "suggestion_reply": "unit", "aid_answer": "office", "feedback": "police", "remedy_answer": "office", **OWED_BY_US,
}  # fmt: skip
"""What still runs beside the file, by whom or to whom it is owed; it never holds the seal."""


def create_closing_list(open_plan: OpenPlan) -> None:
    """What still runs when the record is sealed stands on the list: service, victims' windows, the police's sealing."""
    ends = ("non_prosecution", "end_otherwise")
    # Receipts that came back first: none of them ends the line of a paper that is still out.
    for receipt in sorted(open_plan.rows(ServiceReceipt), key=lambda row: row.received_on is None):
        if receipt.received_on is None or receipt.decision in ends:
            add_receipt_line(open_plan, receipt)
    for item in open_plan.items(*(set(OWED_BY_OTHERS) - {"remedy_answer"})):
        add_line(open_plan, item.kind, OWED_BY_OTHERS[item.kind], open_plan.today, item.due_on)
    for remedy in open_plan.rows(Remedy, col(Remedy.decided_on).is_(None)):
        add_line(open_plan, "reexamination", remedy.kind, remedy.filed_on, remedy.answer_by, remedy.receipt_number)
    sealing = police_sealing(open_plan.today, open_plan.context.days, open_plan.rulebook)
    add_line(open_plan, "police_sealing", "police", open_plan.today, sealing.due_on)


def add_receipt_line(open_plan: OpenPlan, receipt: ServiceReceipt) -> None:
    """A receipt's line on the closing list: service still owed, or a victim's window that runs from it."""
    due_on = _service_due_on(open_plan, receipt.decision)
    if receipt.received_on is None:
        add_line(open_plan, "service", receipt.addressee, open_plan.today, due_on)
        return
    # The line of this decision's own day first: another paper to the same person may be out as well.
    for row in sorted(get_closing_rows(open_plan), key=lambda row: row.ends_on != due_on):
        if row.clock == "service" and row.addressee == receipt.addressee and row.done_on is None:
            row.done_on = receipt.received_on
            break
    if receipt.addressee == "victim":
        window = victim_complaint_deadline(receipt.received_on, open_plan.context.days, open_plan.rulebook)
        add_line(open_plan, "victim_complaint", "victim", receipt.received_on, window.due_on, receipt.number)


def _service_due_on(open_plan: OpenPlan, decision: str) -> date:
    """The day by which that decision is to be served: of its item, else counted from the decision."""
    for item in open_plan.items("service", only_open=False):
        if item.label == decision:
            return item.due_on
    made = open_plan.last_decision(decision)
    from_on = made.decided_on if made else open_plan.today
    return service_deadline(from_on, open_plan.context.days, open_plan.rulebook).due_on


def add_line(
    open_plan: OpenPlan, clock: str, to: str, began_on: date, ends_on: date, number: str | None = None
) -> ClosingListEntry:
    """One more clock runs on the closing list."""
    row = ClosingListEntry(
        id=new_id(open_plan.now),
        plan_number=open_plan.plan.number,
        office_id=open_plan.plan.office_id,
        clock=clock,
        addressee=to,
        receipt_number=number,
        began_on=began_on,
        ends_on=ends_on,
    )
    open_plan.session.add(row)
    open_plan.session.flush()
    return row


def complete_line(open_plan: OpenPlan, clock: str, to: str, number: str | None) -> None:
    """That clock of the list has ended, and the plan closes without waiting for it."""
    for row in get_closing_rows(open_plan):
        if (row.clock, row.addressee, row.receipt_number) == (clock, to, number) and row.done_on is None:
            row.done_on = open_plan.today
    open_plan.session.flush()
    schedule_closing(open_plan)


def end_line(open_plan: OpenPlan, clock: str, to: str, on: date) -> date | None:
    """That clock of the list has ended on that day. Returns the day on which it had ended before, the last of all days
    where it still ran, and None where the list has no such clock."""
    row = next((one for one in get_closing_rows(open_plan) if (one.clock, one.addressee) == (clock, to)), None)
    if row is None:
        return None
    known, row.done_on = row.done_on or date.max, on
    open_plan.session.flush()
    schedule_closing(open_plan)
    return known


def move_line(open_plan: OpenPlan, clock: str, to: str, began_on: date, now_from: date, now_to: date) -> None:
    """The clock of the list that began on that day runs from another one, and the plan closes by it."""
    for row in get_closing_rows(open_plan):
        if (row.clock, row.addressee, row.began_on) == (clock, to, began_on):
            row.began_on, row.ends_on = now_from, now_to
    open_plan.session.flush()
    schedule_closing(open_plan)


def record_if_sealed(
    open_plan: OpenPlan,
    on: date | None,
    act: Act,
    codes: Mapping[str, Harmless | list[str]] | None = None,
    *,
    is_recorded: bool | None = None,
) -> bool:
    """Whether the plan is sealed: then the fact stands on the nameless list with its day, today if left out, and the
    file is not opened for it. It ends a clock that waits for it; its words stay on paper, and of them only the `codes` in
    the journal. The same fact recorded again stands once, known by a keyed digest of all its values, or by `is_recorded` where
    the record can tell; anything else is another fact, also of the same day. BadInput for a day to come."""
    how = open_plan.act.fits.after_the_seal if open_plan.act.fits else None
    if open_plan.plan.sealed_at is None or how is None:
        return False
    values = act.model_dump_json(exclude={"on", "at", "by"})
    add_late_fact(open_plan, how, on or open_plan.today, values, codes, is_recorded=is_recorded)
    return True


def add_late_fact(
    open_plan: OpenPlan,
    how: AfterTheSeal,
    day: date,
    values: str,
    codes: Mapping[str, Harmless | list[str]] | None = None,
    *,
    is_recorded: bool | None = None,
) -> bool:
    """A fact of a sealed plan stands on the list with its kind and day, and ends a clock that waits for it. Returns
    whether it is new: the same `values` of the same day stand once. BadInput for a day to come."""
    if day > open_plan.today:
        raise BadInput(pgettext("refusal", "日期不能晚于今天。"))
    digest = open_plan.context.vault.index(values)
    if is_already_recorded(open_plan, {"on": day, "digest": digest}, {}) if is_recorded is None else is_recorded:
        return False
    same = [row for row in get_closing_rows(open_plan) if (row.clock, row.addressee) == (how.clock, how.addressee)]
    waiting = next((row for row in same if row.done_on is None), None)
    row = waiting or add_line(open_plan, how.clock, how.addressee, day, day)
    row.done_on = day
    ended = _end_what_was_owed_to_the_dead(open_plan, day) if how == DIED else []
    if how == ALIVE:
        _owe_again(open_plan)
    open_plan.session.flush()
    schedule_closing(open_plan)
    note = {"on": day, "words": "on_paper", "digest": digest, **(codes or {})}
    open_plan.record(note=note | ({"ended": ended} if ended else {}))
    return True


def _end_what_was_owed_to_the_dead(open_plan: OpenPlan, day: date) -> list[str]:
    running = [row for row in get_closing_rows(open_plan) if row.addressee == "minor" and row.done_on is None]
    for row in running:
        row.done_on = day
    return [str(row.id) for row in running]


def _owe_again(open_plan: OpenPlan) -> None:
    """The death that stands on the list was recorded in error: what ended with it runs on."""
    lines = open_plan.rows(JournalLine)
    ended = {code for line in lines for code in line.note.get("ended", ()) if line.note.get("words") == "on_paper"}
    for row in get_closing_rows(open_plan):
        if str(row.id) in ended:
            row.done_on = None
        elif row.clock == DIED.clock:
            open_plan.session.delete(row)


@applies("FI-11")
def schedule_closing(open_plan: OpenPlan) -> None:
    """The plan is closed the day after its last clock: the closing list's, or the six months after the announcement.
    On a plan that is closed already nothing is scheduled."""
    if open_plan.plan.closed_at is not None:
        return
    months = open_plan.number("after_care_months")
    six_months = same_day_after(open_plan.plan.outcome_announced_on or open_plan.today, months)
    running = select(func.max(ClosingListEntry.ends_on)).where(
        ClosingListEntry.plan_number == open_plan.plan.number,
        or_(ClosingListEntry.clock != "reexamination", col(ClosingListEntry.done_on).is_(None)),
    )
    last = open_plan.session.exec(running).one()
    asked = select(func.max(SealedAccessRequest.answer_by)).where(
        SealedAccessRequest.plan_number == open_plan.plan.number,
        SealedAccessRequest.requester != COLLEAGUE,
        col(SealedAccessRequest.granted).is_(None),
    )
    ends = [day for day in (six_months, last, open_plan.session.exec(asked).one()) if day is not None]
    cancel_items(open_plan, "moved", kinds=("closing",))
    add_item(open_plan, "closing", max(ends) + timedelta(days=1))


def get_closing_rows(open_plan: OpenPlan) -> list[ClosingListEntry]:
    return list(
        open_plan.session.exec(
            select(ClosingListEntry)
            .where(ClosingListEntry.plan_number == open_plan.plan.number)
            .order_by(col(ClosingListEntry.ends_on), col(ClosingListEntry.id))
        )
    )


def empty_closing_list(open_plan: OpenPlan) -> None:
    """Nothing of the plan stands on the closing list any more."""
    mine = ClosingListEntry.plan_number == open_plan.plan.number
    for entry in open_plan.session.exec(select(ClosingListEntry).where(mine)):
        open_plan.session.delete(entry)
