"""What the flow does for an item when its moment has come: call, remind, ask, settle, and tell the next one up.

Each verb looks again after it has the lock: if the item has moved meanwhile, it does nothing.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import col, select

from casework.acting.context import Context
from casework.acting.open_plan import OpenPlan
from casework.checkins.attention import count_consecutive_missed, open_attention, rests_on_last_day
from casework.checkins.escalation import get_escalation_recipients
from casework.checkins.explanations import awaits_answer
from casework.checkins.notice_proof import was_asked, was_notified
from casework.checkins.outages import extend_by_outages, get_window_end
from casework.checkins.unavailability import BY_THE_CLOCK, cannot_be_done, is_unable, settle_unable
from casework.shared.device_consent import ask_for_consent, get_device_consent
from casework.shared.device_ways import DataWay
from casework.shared.items.completing_items import due_item
from casework.shared.items.item_kinds import ITEM_KINDS, REVIEWS, SHEETS, Pattern
from casework.shared.items.items import advance_item, close_item, get_owner_hours, mark_not_received
from casework.shared.items.steps import CALL, FAMILY_WAITS, LAST_DAY, NEAR, NOT_RECEIVED, OFFICE_OPENS, PASSED, SETTLE
from casework.shared.notify.notify import get_owner_recipients, notify
from core.clock import at_local, local_date
from law.articles import cite
from law.breach import counts_as_missed
from models.item import Item, ItemStatus
from models.office import Role
from notifications.events import FAMILY
from notifications.matrix import Event, Recipient
from notifications.outbox import withdraw_messages

WORK_OF_THE_OFFICE = cite("supervision")
_ADVANCE_NOTICES = (Event.STATUTORY_DATE_NEAR, Event.SERVICE_NEAR)


def notify_of_due_item(context: Context, number: str, item_id: uuid.UUID) -> None:
    """The owner is notified that the item is due, and by when (CPL art 283(3)(2)); not for a duty that was not
    announced to them, or that they are known to be unable to do."""
    with due_item(context, number, item_id, CALL, NEAR) as found:
        if found is None:
            return
        open_plan, item = found
        _call(open_plan, item)
        _notify_coinciding(open_plan, item)


def remind_on_last_day(context: Context, number: str, item_id: uuid.UUID) -> None:
    """On its last day the owner is reminded once more, unless it has come in."""
    with due_item(context, number, item_id, LAST_DAY) as found:
        if found is None:
            return
        open_plan, item = found
        _remind(open_plan, item)
        _notify_coinciding(open_plan, item)


def _call(open_plan: OpenPlan, item: Item) -> None:
    kind, owners = ITEM_KINDS[item.kind], get_owner_recipients(item)
    if _is_not_due(open_plan, item):
        return
    fell_due_at, step = item.next_at, item.next_step or CALL
    advance_item(open_plan, item)
    item.called_at = item.called_at or open_plan.now
    _give_a_day(open_plan, item)
    event = _event_of(open_plan, item)
    notified = notify(open_plan, event, f"{step}/{item.id}", item=item, only=_heard_of(event, owners))  # fmt: skip
    if kind.pattern is Pattern.FAMILY or event in _ADVANCE_NOTICES:
        notified -= _take_back_if_overtaken(open_plan, item, event)
    act = "announce_date" if kind.pattern is Pattern.STATUTORY else "call_for"
    open_plan.record(act, item=item, fell_due_at=fell_due_at, note={"step": step, "notified": notified})


def _remind(open_plan: OpenPlan, item: Item) -> None:
    if _is_not_due(open_plan, item):
        return
    fell_due_at = item.next_at
    advance_item(open_plan, item)
    rests = item.called_at is not None and rests_on_last_day(open_plan, item)
    event = None if rests else ITEM_KINDS[item.kind].last_day
    notified = notify(open_plan, event, f"{LAST_DAY}/{item.id}", item=item)
    notified -= _take_back_if_overtaken(open_plan, item, event)
    open_plan.record("remind", item=item, fell_due_at=fell_due_at, note={"notified": notified})


def _notify_coinciding(open_plan: OpenPlan, item: Item) -> None:
    """What the same person owes on the same day, and is to be told of by now, is posted in the same transaction: a
    dispatcher finds all of it or nothing, and one text speaks for it."""
    if ITEM_KINDS[item.kind].pattern is not Pattern.FAMILY:
        return
    for other in _load_same_day(open_plan, item):
        step = other.next_step or ""
        if ITEM_KINDS[other.kind].pattern is not Pattern.FAMILY:
            continue
        if step.startswith(CALL):
            _call(open_plan, other)
        elif step == LAST_DAY:
            _remind(open_plan, other)


def _load_same_day(open_plan: OpenPlan, item: Item) -> Sequence[Item]:
    if (prefetched := open_plan.prefetched_items) is not None:
        return [
            one
            for one in prefetched.get_due(open_plan.plan.id, open_plan.now)
            if (one.owner, one.due_on) == (item.owner, item.due_on)
            and one.id != item.id
            and one.status == ItemStatus.OPEN
        ]
    query = select(Item).where(
        Item.plan_id == open_plan.plan.id,
        Item.owner == item.owner,
        Item.due_on == item.due_on,
        Item.id != item.id,
        Item.status == ItemStatus.OPEN.value,
        col(Item.next_at) <= open_plan.now,
    )
    return open_plan.session.exec(query.order_by(col(Item.next_at), col(Item.id))).all()


def ask_why_not_received(context: Context, number: str, item_id: uuid.UUID) -> None:
    """It has not come in: the owner is asked how it was, with time to explain. No verdict, and nobody else is told.

    Where nothing proves that the owner could know of it, or where nobody is asked, it is unknown at once and never
    counts. The time to explain runs from the asking, also when we ask late; who has explained already is not asked.
    """
    with due_item(context, number, item_id, NOT_RECEIVED) as found:
        if found is None:
            return
        open_plan, item = found
        if _is_not_due(open_plan, item):
            return
        fell_due_at = item.next_at
        ends = get_window_end(open_plan, item)
        if open_plan.now < ends:
            grace = timedelta(hours=open_plan.number("check_in_grace_hours"))
            _keep_open(
                open_plan,
                item,
                get_owner_hours(open_plan, item).from_(
                    at_local(local_date(ends + grace), open_plan.policy.ladder.ask_at)
                ),
                ends,
            )
            return
        mark_not_received(open_plan, item)
        if awaits_answer(open_plan, item):
            item.next_step = item.next_at = None
            open_plan.record("wait_for_answer", item=item, fell_due_at=fell_due_at)
            return
        until = local_date(
            _time_to_explain_ends(open_plan, item, open_plan.now)
        )  # the day it was due has passed: it is asked by another
        asking = f"{NOT_RECEIVED}/{item.id}" + (f"/{item.moves}" if item.moves else "")
        notified = notify(open_plan, ITEM_KINDS[item.kind].not_received, asking, item=item, day=until, only=FAMILY)
        if notified and was_notified(open_plan, item):
            item.asked_at = open_plan.now
            advance_item(open_plan, item)
            item.next_at = max(item.next_at or open_plan.now, _time_to_explain_ends(open_plan, item, open_plan.now))
            open_plan.record("ask_for_explanation", item=item, fell_due_at=fell_due_at, note={"notified": notified})
        else:
            close_item(open_plan, item, ItemStatus.UNKNOWN, "no_proof_of_knowing")
            open_plan.record("note_unknown", item=item, fell_due_at=fell_due_at, note={"notified": notified})
            _notify_worker(open_plan, item)


def settle_unexplained_item(context: Context, number: str, item_id: uuid.UUID) -> None:
    """The time to explain is over and nobody has explained. Proof of reminding and of having been asked make it missed;
    without either it is unknown, and so it is where the owner was unable while the time to explain ran. Another's miss
    never stands in the minor's column."""
    with due_item(context, number, item_id, SETTLE) as found:
        if found is None:
            return
        open_plan, item = found
        if _is_not_due(open_plan, item):
            return
        fell_due_at = item.next_at
        if item.asked_at is not None:
            ends = extend_by_outages(
                open_plan.session, item.asked_at, _time_to_explain_ends(open_plan, item, item.asked_at), open_plan.now
            )
            if open_plan.now < ends:
                _keep_open(open_plan, item, ends, ends)
                return
        asked = item.asked_at is not None and was_asked(open_plan, item) and not _was_away_while_asked(open_plan, item)
        finding = counts_as_missed(
            was_notified(open_plan, item),
            not _was_unable(open_plan, item),
            asked,
            False,
            open_plan.rulebook,
        )
        status = ItemStatus.MISSED if finding.holds else ItemStatus.UNKNOWN
        close_item(open_plan, item, status, BY_THE_CLOCK)
        open_plan.record(
            "record_missed" if status is ItemStatus.MISSED else "note_unknown",
            item=item, fell_due_at=fell_due_at, article=finding.article, note={"rule": finding.rule},
        )  # fmt: skip
        _notify_worker(open_plan, item)
        if status is ItemStatus.MISSED and item.owner == Role.MINOR:
            open_attention(open_plan)


def _was_away_while_asked(open_plan: OpenPlan, item: Item) -> bool:
    """Whether the owner is known to have been unable on a day on which they could have explained: held, or in hospital."""
    assert item.asked_at is not None
    return is_unable(open_plan.session, open_plan.plan.id, item.owner, local_date(item.asked_at), open_plan.today)


def notify_of_overdue_item(context: Context, number: str, item_id: uuid.UUID) -> None:
    """The office's own item has passed its day and stays open; those responsible for its owner are notified."""
    with due_item(context, number, item_id, PASSED) as found:
        if found is None:
            return
        open_plan, item = found
        fell_due_at, owners = item.next_at, get_owner_recipients(item)
        advance_item(open_plan, item)
        event, up = (
            ITEM_KINDS[item.kind].passed,
            (get_escalation_recipients(owners[0], family_waits=item.kind in FAMILY_WAITS) if owners else ()),
        )
        if ITEM_KINDS[item.kind].pattern is Pattern.STATUTORY:
            up = (*up, Recipient.CASE_MANAGEMENT)
        notified = notify(open_plan, event, f"passed/{item.id}", item=item, only=up)
        open_plan.record("pass_on", item=item, fell_due_at=fell_due_at, note={"notified": notified})


def _give_a_day(open_plan: OpenPlan, item: Item) -> None:
    """A member of the team who is notified of an item only when its day has passed has one working day before it goes
    one step up: a call and its escalation never leave in the same minute. A date of the law gives no such day."""
    if ITEM_KINDS[item.kind].pattern is Pattern.STAFF and item.next_step == PASSED:
        after = at_local(open_plan.context.days.after(open_plan.today, 1), OFFICE_OPENS)
        if item.next_at is not None and item.next_at <= open_plan.now:
            item.next_at = after


def _time_to_explain_ends(open_plan: OpenPlan, item: Item, asked_at: datetime) -> datetime:
    window = timedelta(hours=open_plan.number("explanation_window_hours"))
    return get_owner_hours(open_plan, item).from_(asked_at) + window


def _keep_open(open_plan: OpenPlan, item: Item, look_again_at: datetime, ends: datetime) -> None:
    """We were away while the window was open: it stays open by as long, and is looked at again then."""
    fell_due_at = item.next_at
    item.next_at = max(look_again_at, ends)
    open_plan.record("lengthen_window", item=item, fell_due_at=fell_due_at, note={"open_until": local_date(ends)})


def _is_not_due(open_plan: OpenPlan, item: Item) -> bool:
    """An item of the family that nobody can owe just now is settled as what it is, and nobody is written to."""
    if item.kind in REVIEWS:
        ask_for_consent(open_plan)
    if item.owner not in (Role.MINOR, Role.GUARDIAN):
        return False
    if open_plan.plan.announced_on is None and item.kind != "consents":
        # Before the announcement there is nothing to call for; on its day it is noted as not owed yet.
        if item.due_on <= open_plan.today:
            close_item(open_plan, item, ItemStatus.NOT_OWED_YET, "not_announced")
            open_plan.record("note_not_owed", item=item)
        else:
            item.next_at = item.due_at
            open_plan.record("wait_for_announcement", item=item)
        return True
    if _was_unable(open_plan, item):
        settle_unable(open_plan, item)
        open_plan.record("note_unknown" if item.status == ItemStatus.UNKNOWN else "note_unable", item=item)
        return True
    if item.kind in SHEETS and not get_device_consent(open_plan).takes(DataWay.SHEET):
        # An older version laid it out without asking anybody.
        ask_for_consent(open_plan)
        close_item(open_plan, item, ItemStatus.CANCELLED, "no_consent")
        open_plan.record("note_not_owed", item=item)
        return True
    if (stopped := open_plan.plan.stopped_because) is not None:
        close_item(open_plan, item, ItemStatus.CANCELLED, stopped)
        open_plan.record("note_not_owed", item=item)
        return True
    return False


def _was_unable(open_plan: OpenPlan, item: Item) -> bool:
    """Whether it cannot be done on its day; of a plan of which nobody was ever unable, that need not be asked."""
    prefetched = open_plan.prefetched
    asked = prefetched is None or open_plan.plan.id in prefetched.ever_unable
    return asked and cannot_be_done(open_plan.session, item, item.due_on)


def _take_back_if_overtaken(open_plan: OpenPlan, item: Item, event: Event | None) -> int:
    """A text whose next step has come as well is taken back: noticed late, people hear the last word and not each."""
    if event is None or item.next_at is None or item.next_at > open_plan.now:
        return 0
    withdraw_messages(open_plan.session, open_plan.now, reason="overtaken", item_id=item.id, events=(event,))
    return len({message.recipient_id for message in open_plan.posted if message.event == event.value})


def _event_of(open_plan: OpenPlan, item: Item) -> Event | None:
    """A decision is asked of who decides only once the opinion lies before them; until then its date is the handlers'."""
    if item.kind == "final_decision" and open_plan.last_decision("opinion"):
        return Event.DECISION_ASKED
    return ITEM_KINDS[item.kind].call


_FOR_THE_OWNER = (
    Event.STAFF_ITEM_DUE, Event.USAGE_SHEET_DUE, Event.STATUTORY_DATE_NEAR, Event.MILESTONE_FORM_DUE,
)  # fmt: skip


def _heard_of(event: Event | None, owners: tuple[Recipient, ...]) -> tuple[Recipient, ...] | None:
    """Only its owners hear of an item; an event of the law's own dates goes to everybody in its rows."""
    if not owners or event not in _FOR_THE_OWNER:
        return None
    if event is Event.STATUTORY_DATE_NEAR:
        return (Recipient.PROSECUTOR, Recipient.ASSISTANT)
    return owners


def _notify_worker(open_plan: OpenPlan, item: Item) -> None:
    """The ladder for a person's item goes to the worker, and from several in a row once to the prosecutor. There it
    ends: nobody further up hears of it, nor the prosecutor again until something has come."""
    notify(open_plan, Event.CHECK_IN_NOT_RECEIVED, f"worker/{item.id}", item=item, only=(Recipient.SOCIAL_WORKER,))
    if count_consecutive_missed(open_plan, item) == open_plan.policy.ladder.prosecutor_after:
        notify(open_plan, Event.CHECK_IN_NOT_RECEIVED, f"prosecutor/{item.id}", item=item, only=(Recipient.PROSECUTOR,))
