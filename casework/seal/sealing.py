"""Sealing, and the two small things that outlive it: the nameless closing list and the after-care card."""

import contextlib
import uuid

from sqlmodel import col, delete, select, update

from casework.outcome.after_decision import cancel_open_work
from casework.outcome.decisions import set_plan_status
from casework.outcome.unfinished_items import get_item_codes, list_unfinished_at_seal
from casework.shared.closing_list import OWED_BY_OTHERS, create_closing_list, get_closing_rows, schedule_closing
from casework.shared.context import Context, OpenPlan
from casework.shared.hooks import Moment, run_hooks
from casework.shared.items.completing_items import completing_due_item, due_item
from casework.shared.items.item_kinds import ITEM_KINDS, AtTheEnd
from casework.shared.items.items import cancel_items, finish_item
from casework.shared.items.steps import OFFICE_OPENS
from casework.shared.notify.notify import notify
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_CLOSING_LIST
from core.clock import at_local, local_date
from core.errors import Archived, KeyStoreError
from law.articles import cite
from law.transitions import PlanStatus
from models.decision import ClosingListEntry, ServiceReceipt
from models.item import Item
from models.person import IdentityIndex, Person, PhoneIndex
from models.plan import Plan
from models.search import SearchIndex
from notifications.matrix import Event, Recipient

_SEALING = cite("SE-01")

AN_OFFER = tuple(code for code, kind in ITEM_KINDS.items() if kind.at_the_end is AtTheEnd.AN_OFFER)
CHIEF_FROM = 3
"""Working days after its day, from which on the chief procurator hears as well that a seal waits."""
_NOT_ABOUT_THE_FILE = (
    "service", "after_care_offer", "remedy_answer", "feedback", "suggestion_reply", "aid_answer", "certificate",
    "usage_deletion", "attachment_deletion",
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
        file, item = found
        left = list_unfinished_at_seal(file)
        if left:
            _wait(file, item, left)
            return
        fell_due_at = item.next_at
        finish_item(file, item)
        run_hooks(Moment.BEFORE_SEAL, file)
        runs_on = get_item_codes(file.items(*OWED_BY_OTHERS))
        offered = get_item_codes(file.items(*AN_OFFER))
        cancel_open_work(file, "sealed")
        run_hooks(Moment.AT_SEAL, file)
        create_closing_list(file)
        cancel_items(file, "sealed", kinds=_NOT_ABOUT_THE_FILE)
        people = select(Person.id).where(Person.plan_id == file.plan.id)
        file.session.exec(
            update(ServiceReceipt).where(col(ServiceReceipt.plan_id) == file.plan.id).values(contact=None)
        )
        file.session.exec(delete(SearchIndex).where(col(SearchIndex.plan_id) == file.plan.id))
        file.session.exec(delete(IdentityIndex).where(col(IdentityIndex.person_id).in_(people)))
        file.session.exec(delete(PhoneIndex).where(col(PhoneIndex.person_id).in_(people)))
        set_plan_status(file, PlanStatus.SEALED)
        file.plan.sealed_at = file.now
        file.plan.after_care_card_id = None  # whoever holds the card finds it without us, and nobody finds it from here
        schedule_closing(file)
        file.record(
            "seal", item=item, fell_due_at=fell_due_at, article=_SEALING,
            note={name: codes for name, codes in (("runs_on", runs_on), ("ended", offered)) if codes},
        )  # fmt: skip
        plan_id = file.plan.id
    # After the commit, never before: a key must not be gone for a plan that is not sealed. Doing it again does no harm,
    # and the doctor finds a sealed plan whose key is still alive.
    context.vault.rewrap(plan_id, context.archive_key)


def _wait(file: OpenPlan, item: Item, left: list[Item]) -> None:
    """Looked at again every working day, and said at the rhythm of what is brought up again."""
    fell_due_at, said = item.next_at, item.called_at
    late = file.context.days.after(item.due_on, CHIEF_FROM) <= file.today
    item.next_at = at_local(file.context.days.after(file.today, 1), OFFICE_OPENS)
    file.session.add(item)
    if said is not None and file.today < file.context.days.after(local_date(said), file.policy.again.every):
        return
    item.called_at = file.now
    to = (Recipient.PROSECUTOR, Recipient.DEPARTMENT_HEAD, *([Recipient.CHIEF_PROSECUTOR] if late else []))
    told = notify(file, Event.STILL_WAITING, f"seal_waits/{file.today}/{item.id}", item=item, only=to)
    file.record("hold_the_seal", item=item, fell_due_at=fell_due_at, note={"left": get_item_codes(left), "told": told})


def archive_sealed_keys(context: Context) -> int:
    """A plan that was sealed just before its key could be wrapped away has it wrapped now; returns how many had not."""
    with context.database.reading() as session:
        sealed = list(session.exec(select(Plan.id).where(col(Plan.sealed_at).is_not(None))))
    open_ones = 0
    for plan_id in sealed:
        with contextlib.suppress(Archived, KeyStoreError):
            context.vault.check(plan_id)
            context.vault.rewrap(plan_id, context.archive_key)
            open_ones += 1
    return open_ones


def close_plan(context: Context, number: str, item_id: uuid.UUID) -> None:
    """The last clock has ended: the closing list is gone and the plan's run is over."""
    with completing_due_item(context, number, item_id) as found:
        if found is None:
            return
        file, item, fell_due_at = found
        run_hooks(Moment.AT_CLOSE, file)
        cancel_items(file, "closed")
        file.session.exec(delete(ClosingListEntry).where(col(ClosingListEntry.plan_number) == file.plan.number))
        file.plan.status = PlanStatus.CLOSED.value
        file.plan.closed_at = file.now
        file.record("close", item=item, fell_due_at=fell_due_at)


def load_closing_list(context: Context, actor: Actor, number: str) -> list[ClosingListEntry]:
    """What still runs after the seal. The minor's file is not opened for it."""
    with context.open_for_reading(number, actor, READ_CLOSING_LIST) as file:
        return get_closing_rows(file)
