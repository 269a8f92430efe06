"""Sealing, and the two small things that outlive it: the nameless closing list and the after-care card."""

import contextlib
import uuid
from datetime import timedelta

from sqlmodel import col, delete, select, update

from casework.acting.context import Context
from casework.acting.hooks import Moment, run_hooks
from casework.acting.open_plan import OpenPlan
from casework.outcome.after_decision import cancel_open_work
from casework.outcome.decisions import set_plan_status
from casework.outcome.unfinished_items import get_item_codes, list_unfinished_at_seal
from casework.shared.closing_list import OWED_BY_OTHERS, create_closing_list, empty_closing_list, schedule_closing
from casework.shared.items.completing_items import due_item
from casework.shared.items.item_kinds import ITEM_KINDS, AtTheEnd
from casework.shared.items.items import cancel_items, finish_item
from casework.shared.items.steps import OFFICE_OPENS
from casework.shared.notify.notify import notify
from core.clock import at_local, local_date
from core.errors import Archived, KeyStoreError
from law.articles import cite
from law.transitions import PlanStatus
from models.decision import ServiceReceipt
from models.item import Item
from models.plan import Plan
from models.search import PersonIndex
from notifications.matrix import Event, Recipient

_SEALING = cite("SE-01")

AN_OFFER = tuple(code for code, kind in ITEM_KINDS.items() if kind.at_the_end is AtTheEnd.AN_OFFER)
CHIEF_FROM = 3
"""Working days after its day, from which on the chief procurator hears as well that a seal waits."""
_NOT_ABOUT_THE_FILE = (
    "service", *OWED_BY_OTHERS, "certificate", "usage_deletion", "attachment_deletion",
)  # fmt: skip
"""What still ran when the record was sealed: whatever has a clock of its own stands on the closing list instead."""


def seal_record(context: Context, number: str, item_id: uuid.UUID) -> None:
    """The record is sealed (Rules art 486): it is found by no search and opened by no page, its key is wrapped for the
    archive's holder, and only the closing list still runs. What is still owed of service stands there, without a name.

    Nothing is sealed away unanswered: while something is left that could not be answered afterwards, the seal waits. The
    prosecutor and the department head hear of it, and go on to, the chief with them. An offer that nobody took up ends.
    """
    with due_item(context, number, item_id, "act") as found:
        if found is None:
            return
        open_plan, item = found
        left = list_unfinished_at_seal(open_plan)
        if left:
            _wait(open_plan, item, left)
            return
        fell_due_at = item.next_at
        finish_item(open_plan, item)
        runs_on = get_item_codes(open_plan.items(*OWED_BY_OTHERS))
        offered = get_item_codes(open_plan.items(*AN_OFFER))
        cancel_open_work(open_plan, "sealed")
        run_hooks(Moment.AT_SEAL, open_plan)
        create_closing_list(open_plan)
        cancel_items(open_plan, "sealed", kinds=_NOT_ABOUT_THE_FILE)
        open_plan.session.exec(
            update(ServiceReceipt).where(col(ServiceReceipt.plan_id) == open_plan.plan.id).values(contact=None)
        )
        open_plan.session.exec(delete(PersonIndex).where(col(PersonIndex.plan_id) == open_plan.plan.id))
        set_plan_status(open_plan, PlanStatus.SEALED)
        open_plan.plan.sealed_at = open_plan.now
        open_plan.plan.after_care_card_id = (
            None  # whoever holds the card finds it without us, and nobody finds it from here
        )
        schedule_closing(open_plan)
        open_plan.record(
            "seal", item=item, fell_due_at=fell_due_at, article=_SEALING,
            note={name: codes for name, codes in (("runs_on", runs_on), ("ended", offered)) if codes},
        )  # fmt: skip
        plan_id = open_plan.plan.id
    # After the commit, never before: a key must not be gone for a plan that is not sealed. Doing it again does no harm,
    # and the doctor finds a sealed plan whose key is still alive.
    context.vault.rewrap(plan_id, context.archive_key)


def _wait(open_plan: OpenPlan, item: Item, left: list[Item]) -> None:
    """Looked at again every working day, and said at the rhythm of what is brought up again."""
    fell_due_at, called_at = item.next_at, item.called_at
    late = open_plan.context.days.after(item.due_on, CHIEF_FROM) <= open_plan.today
    item.next_at = at_local(open_plan.context.days.after(open_plan.today, 1), OFFICE_OPENS)
    if called_at is not None and open_plan.today < open_plan.context.days.after(
        local_date(called_at), open_plan.policy.overdue.every
    ):
        return
    item.called_at = open_plan.now
    to = (Recipient.PROSECUTOR, Recipient.DEPARTMENT_HEAD, *([Recipient.CHIEF_PROSECUTOR] if late else []))
    notified = notify(open_plan, Event.STILL_WAITING, f"seal_waits/{open_plan.today}/{item.id}", item=item, only=to)
    open_plan.record(
        "hold_the_seal", item=item, fell_due_at=fell_due_at, note={"left": get_item_codes(left), "notified": notified}
    )


_LATELY = timedelta(days=1)


def archive_sealed_keys(context: Context) -> int:
    """A plan that was sealed just before its key could be wrapped away has it wrapped now; returns how many had not. Asked
    each minute, it looks at those of the last day each time, and at all others once an hour: they are kept for decades,
    and each is a file to be read."""
    now = context.clock.now()
    with context.database.reading() as session:
        sealed = session.exec(select(Plan.id).where(col(Plan.sealed_at).is_not(None))).all()
        lately = set(session.exec(select(Plan.id).where(col(Plan.sealed_at) >= now - _LATELY)))
    open_ones = 0
    for plan_id in sealed:
        if plan_id not in lately and plan_id.int % 60 != now.minute:
            continue
        with contextlib.suppress(Archived, KeyStoreError):
            context.vault.check(plan_id)
            context.vault.rewrap(plan_id, context.archive_key)
            open_ones += 1
    return open_ones


def close_plan(context: Context, number: str, item_id: uuid.UUID) -> None:
    """The last clock has ended: the closing list is gone and the plan's run is over. A plan without a seal has no list, and
    waits by working days until its own receipts and answers are in."""
    with due_item(context, number, item_id, "act") as found:
        if found is None:
            return
        open_plan, item = found
        if open_plan.plan.sealed_at is None and open_plan.items("service", *OWED_BY_OTHERS):
            item.next_at = at_local(open_plan.context.days.after(open_plan.today, 1), OFFICE_OPENS)
            return
        fell_due_at = item.next_at
        finish_item(open_plan, item)
        run_hooks(Moment.AT_CLOSE, open_plan)
        cancel_items(open_plan, "closed")
        empty_closing_list(open_plan)
        open_plan.plan.status = PlanStatus.CLOSED.value
        open_plan.plan.closed_at = open_plan.now
        open_plan.record("close", item=item, fell_due_at=fell_due_at)
