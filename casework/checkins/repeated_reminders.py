"""Reminders of overdue items of the office, at the rhythm of the reminder policy: to the owner, and in time to one
more person up. It ends when the thing is done, or a named person sets it aside with a reason."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from itertools import count

from sqlmodel import col, select

from casework.acting.context import Context
from casework.acting.open_plan import OpenPlan
from casework.checkins.escalation import UP
from casework.shared.items.completing_items import due_item
from casework.shared.items.item_kinds import ITEM_KINDS, AtTheEnd
from casework.shared.items.items import advance_item
from casework.shared.items.steps import AGAIN, OFFICE_OPENS, OFFICE_SHUTS
from casework.shared.notify.notify import draft_messages, get_owner_recipients, notify, post_drafts
from core.clock import at_local, local_date
from models.item import OPEN_IN_SQL, Item
from notifications.digest_and_limits import id_created_at
from notifications.events import Event, Recipient
from notifications.outbox import NewMessage


def remind_again(context: Context, number: str, item_id: uuid.UUID) -> None:
    """The owner is reminded, once for all their items on the plan that are being reminded of; if nobody has the role
    now, the first one up is. Each person further up is notified when their turn comes. The next reminder is counted
    from today, so that an outage of days brings one reminder."""
    with due_item(context, number, item_id, AGAIN) as found:
        if found is None:
            return
        open_plan, item = found
        if (opens := _next_office_hour(open_plan)) > open_plan.now:
            item.next_at = opens
            return
        fell_due_at, owners = item.next_at, get_owner_recipients(item)
        reminded = [
            item,
            *(one for one in _list_reminded_again(open_plan, item.owner) if one.id != item.id),
        ]
        for one in reminded:
            advance_item(open_plan, one)
        if not owners:
            return
        notified, above = 0, UP[owners[0]]
        for only in (owners, *((recipient,) for recipient in above)):
            notified = notify(
                open_plan, Event.STILL_WAITING, f"again/{open_plan.today}/{item.id}", item=item, only=only
            )
            if notified:
                break
        up = [draft for one in reminded for draft in _for_superiors(open_plan, one, above)]
        notified += post_drafts(open_plan, up, often_posted=True)
        oldest = min(get_waiting_since(one) for one in reminded)
        open_plan.record(
            "bring_up_again", item=item, fell_due_at=fell_due_at,
            note={"since": oldest, "count": len(reminded), "steps_up": count_escalations(open_plan, item), "notified": notified},
        )  # fmt: skip


def _list_reminded_again(open_plan: OpenPlan, owner: str) -> Sequence[Item]:
    """What that role owes and is being reminded of again."""
    query = select(Item).where(
        Item.plan_id == open_plan.plan.id,
        Item.owner == owner,
        Item.next_step == AGAIN,
        col(Item.status).in_(OPEN_IN_SQL),
    )
    return open_plan.session.exec(query.order_by(col(Item.due_on), col(Item.id))).all()


def _next_office_hour(open_plan: OpenPlan) -> datetime:
    """Now, while the office is at work; else when it opens next. Found late at night, a reminder waits for the morning."""
    days, today = open_plan.context.days, open_plan.today
    opens, shuts = at_local(today, OFFICE_OPENS), at_local(today, OFFICE_SHUTS)
    if days.is_working(today) and open_plan.now < shuts:
        return max(open_plan.now, opens)
    return at_local(days.after(today, 1), OFFICE_OPENS)


def _for_superiors(open_plan: OpenPlan, item: Item, up: tuple[Recipient, ...]) -> list[NewMessage]:
    """Each hears of it once as it reaches them. Once it has reached the chief, all hear again after every such time."""
    steps = count_escalations(open_plan, item)
    reached, turn = up[: steps + 1] if steps else (), max(0, steps + 1 - len(up))
    return draft_messages(open_plan, Event.STILL_WAITING, f"up/{item.due_on}/{turn}/{item.id}", item=item, only=reached)


def get_waiting_since(item: Item) -> date:
    """From which day on the item waits."""
    return get_wait_start(item.kind, item.due_on, item.id)


def get_wait_start(kind: str, due_on: date, item_id: uuid.UUID) -> date:
    """From which day on such an item waits: since somebody asked, for what answers somebody; else since its own day, or
    since it was put on file after that."""
    asked_on = local_date(id_created_at(item_id))
    return asked_on if ITEM_KINDS[kind].at_the_end is AtTheEnd.WAITED_FOR else max(due_on, asked_on)


def count_escalations(open_plan: OpenPlan, item: Item) -> int:
    """How many steps up the item has gone since its day: one each time the working days of the policy have passed."""
    day, each = max(item.due_on, local_date(id_created_at(item.id))), open_plan.policy.overdue.one_up
    for steps in count():
        day = open_plan.context.days.after(day, each)
        if day > open_plan.today:
            return steps
    raise AssertionError  # count() has no end
