"""The closing list (收尾清单): what still runs after the seal, without a name, an offence or a way back to the person."""

from datetime import date, timedelta

from sqlmodel import col, func, or_, select

from casework.shared.context import OpenPlan
from casework.shared.items.items import add_item, cancel_items
from core.errors import BadInput
from core.i18n import pgettext
from law.applied import applies
from law.clocks import police_sealing, service_deadline, victim_complaint_deadline
from law.months import same_day_after
from models.base import new_id
from models.decision import ClosingListEntry, Decision, ServiceReceipt
from models.office import Role
from models.sealed_access import SealedAccessRequest

OWED_BY_OTHERS = {"suggestion_reply": "unit", "aid_answer": "office", "feedback": "police", "remedy_answer": "office"}
"""What still runs beside the file, and in what capacity it is owed."""


def create_closing_list(file: OpenPlan) -> None:
    """What still runs when the record is sealed stands on the list: service, victims' windows, the police's sealing."""
    row = file.plan
    for receipt in file.session.exec(
        select(ServiceReceipt).where(ServiceReceipt.plan_id == row.id, ServiceReceipt.decision == "non_prosecution")
    ):
        add_receipt_line(file, receipt)
    for item in file.items(*OWED_BY_OTHERS):
        if item.due_on >= file.today:
            add_line(file, item.kind, OWED_BY_OTHERS[item.kind], file.today, item.due_on)
    sealing = police_sealing(file.today, file.context.days, file.rulebook)
    add_line(file, "police_sealing", "police", file.today, sealing.due_on)


def add_receipt_line(file: OpenPlan, receipt: ServiceReceipt) -> None:
    """A receipt's line on the closing list: service still owed, or a victim's window that runs from it."""
    if receipt.received_on is None:
        due = service_deadline(_decided_on(file), file.context.days, file.rulebook)
        add_line(file, "service", receipt.addressee, file.today, due.due_on)
        return
    for row in get_closing_rows(file):
        if row.clock == "service" and row.addressee == receipt.addressee and row.done_on is None:
            row.done_on = receipt.received_on
            file.session.add(row)
            break
    if receipt.addressee == "victim":
        window = victim_complaint_deadline(receipt.received_on, file.context.days, file.rulebook)
        add_line(file, "victim_complaint", "victim", receipt.received_on, window.due_on, receipt.number)


def _decided_on(file: OpenPlan) -> date:
    """The day of the final decision, from which service runs."""
    row = file.session.exec(
        select(Decision).where(Decision.plan_id == file.plan.id, Decision.kind == "non_prosecution")
    ).first()
    return row.decided_on if row else file.today


def add_line(
    file: OpenPlan, clock: str, to: str, began_on: date, ends_on: date, number: str | None = None
) -> ClosingListEntry:
    """One more clock runs on the closing list."""
    row = ClosingListEntry(
        id=new_id(file.now),
        plan_number=file.plan.number,
        office_id=file.plan.office_id,
        clock=clock,
        addressee=to,
        receipt_number=number,
        began_on=began_on,
        ends_on=ends_on,
    )
    file.session.add(row)
    file.session.flush()
    return row


def complete_line(file: OpenPlan, clock: str, to: str, number: str | None) -> None:
    """What was waited for has come: that clock of the list has ended, and the plan closes without waiting for it."""
    for row in get_closing_rows(file):
        if (row.clock, row.addressee, row.receipt_number) == (clock, to, number) and row.done_on is None:
            row.done_on = file.today
            file.session.add(row)
    file.session.flush()
    schedule_closing(file)


def end_line(file: OpenPlan, clock: str, to: str, on: date) -> date | None:
    """That clock of the list has ended on that day. Returns the day on which it had ended before, the last of all days
    where it still ran, and None where the list has no such clock."""
    row = next((one for one in get_closing_rows(file) if (one.clock, one.addressee) == (clock, to)), None)
    if row is None:
        return None
    known, row.done_on = row.done_on or date.max, on
    file.session.add(row)
    file.session.flush()
    schedule_closing(file)
    return known


def move_line(file: OpenPlan, clock: str, to: str, began_on: date, now_from: date, now_to: date) -> None:
    """The clock of the list that began on that day runs from another one, and the plan closes by it."""
    for row in get_closing_rows(file):
        if (row.clock, row.addressee, row.began_on) == (clock, to, began_on):
            row.began_on, row.ends_on = now_from, now_to
            file.session.add(row)
    file.session.flush()
    schedule_closing(file)


def record_if_sealed(file: OpenPlan, on: date | None = None, *, told_before: bool | None = None) -> bool:
    """Whether the plan is sealed: then the fact stands on the nameless list with its day, today if left out, and the
    file is not opened for it. It ends a clock that waits for it; its words stay on paper. What was told before stands
    once: `is_already_recorded` where the record can tell, else whatever came under that clock for that day. BadInput for a day
    to come."""
    how, day = file.act.fits.after_the_seal if file.act.fits else None, on or file.today
    if file.plan.sealed_at is None or how is None:
        return False
    if day > file.today:
        raise BadInput(pgettext("refusal", "日期不能晚于今天。"))
    same = [row for row in get_closing_rows(file) if (row.clock, row.addressee) == (how.clock, how.addressee)]
    if any(row.done_on == day for row in same) if told_before is None else told_before:
        return True
    waiting = next((row for row in same if row.done_on is None), None)
    row = waiting or add_line(file, how.clock, how.addressee, day, day)
    row.done_on = day
    file.session.add(row)
    file.session.flush()
    schedule_closing(file)
    file.record(note={"on": day, "words": "on_paper"})
    return True


@applies("FI-11")
def schedule_closing(file: OpenPlan) -> None:
    """The plan is closed the day after its last clock: the closing list's, or the six months after the announcement.
    On a plan that is closed already nothing is owed any more."""
    if file.plan.closed_at is not None:
        return
    months = file.number("after_care_months")
    six_months = same_day_after(file.plan.outcome_announced_on or file.today, months)
    running = select(func.max(ClosingListEntry.ends_on)).where(
        ClosingListEntry.plan_number == file.plan.number,
        or_(ClosingListEntry.clock != "reexamination", col(ClosingListEntry.done_on).is_(None)),
    )
    last = file.session.exec(running).one()
    asked = select(func.max(SealedAccessRequest.answer_by)).where(
        SealedAccessRequest.plan_number == file.plan.number, col(SealedAccessRequest.granted).is_(None)
    )
    ends = [day for day in (six_months, last, file.session.exec(asked).one()) if day is not None]
    cancel_items(file, "moved", kinds=("closing",))
    add_item(file, "closing", Role.SYSTEM, max(ends) + timedelta(days=1))


def get_closing_rows(file: OpenPlan) -> list[ClosingListEntry]:
    return list(
        file.session.exec(
            select(ClosingListEntry)
            .where(ClosingListEntry.plan_number == file.plan.number)
            .order_by(col(ClosingListEntry.ends_on), col(ClosingListEntry.id))
        )
    )
