"""Items on a plan's file: added, moved one step on, settled. Used inside verbs only."""

import uuid
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from casework.acting.acts.act import Act
from casework.acting.open_plan import OpenPlan
from casework.shared.items.item_kinds import ITEM_KINDS, OF_THE_CALENDAR, OF_THE_OFFICE, TELLING_AGE, Pattern
from casework.shared.items.steps import AGAIN, OFFICE_OPENS, get_steps, set_next, skip_elapsed
from casework.shared.notify.notify import get_send_hours
from core.clock import at_local, local_time
from core.dates import full_day
from core.errors import NotFound, StateConflict
from core.i18n import Text, _, listed, short_citation
from law.applied import applies
from models.base import new_id
from models.item import OPEN_IN_SQL, Item, ItemChange, ItemStatus
from models.office import Role
from models.origin import get_origin
from models.person import Person
from notifications.contact_hours import ContactHours

FAMILY_OWNERS = (Role.MINOR, Role.GUARDIAN)

OF_AGE = "of_age"
"""Why something of a guardian's ended: the person came of age."""


def add_item(
    open_plan: OpenPlan,
    kind: str,
    due_on: date,
    *,
    owner: str | None = None,
    due_time: time = OFFICE_OPENS,
    label: str = "",
    article: str | None = None,
    **more: Any,
) -> Item:
    """The item is on the plan and names its first step. One already open for that kind, label and day stays alone. It is
    its kind's owners', or `owner`'s where the kind does not say.

    While a fact has stopped the plan's duties, what the family would owe is cancelled under it.
    What the calendar had before the plan's first day here was before this system: never called for, never missed. A date of
    the law, or an answer that somebody waits for, is owed however late, and told at once. Refused on a closed plan. A step of the
    law's own dates whose moment has passed is not made up for one by one: only the last of them is.
    """
    query = select(Item).where(
        Item.plan_id == open_plan.plan.id,
        Item.kind == kind,
        Item.label == label,
        Item.due_on == due_on,
        col(Item.status).in_(OPEN_IN_SQL),
    )
    same = open_plan.session.exec(query).first()
    return same or create_item(
        open_plan, kind, due_on, owner=owner, due_time=due_time, label=label, article=article, **more
    )


def create_item(
    open_plan: OpenPlan,
    kind: str,
    due_on: date,
    *,
    owner: str | None = None,
    due_time: time = OFFICE_OPENS,
    label: str = "",
    article: str | None = None,
    **more: Any,
) -> Item:
    """As `add_item`, for a caller who has looked already that none of that kind, label and day is open."""
    if open_plan.plan.closed_at is not None:
        raise StateConflict(_("本案已经收尾，不再产生待办。"))
    owner = owner or ITEM_KINDS[kind].owners[0]
    item = Item(
        id=new_id(open_plan.now),
        plan_id=open_plan.plan.id,
        kind=kind,
        label=label,
        owner=owner,
        due_on=due_on,
        due_at=at_local(due_on, due_time),
        article=short_citation(article) if article else None,
        transaction_id=open_plan.transaction_id,
        **more,
    )
    before = due_on < open_plan.plan.started_here_on
    if before and (kind in OF_THE_CALENDAR or ITEM_KINDS[kind].pattern is Pattern.FAMILY):
        _settle(open_plan, item, ItemStatus.BEFORE_THIS_SYSTEM)
        return item
    if owner in FAMILY_OWNERS and (stopped := open_plan.plan.stopped_because) is not None:
        _settle(open_plan, item, ItemStatus.CANCELLED, stopped)
        return item
    steps = get_item_steps(open_plan, item)
    if ITEM_KINDS[kind].pattern is Pattern.FAMILY:
        # A duty that is told of late is called for at once, not asked after.
        coming = [step for step in steps if step[1] > open_plan.now]
        set_next(item, coming or steps[-1:])
    else:
        skip_elapsed(item, steps, open_plan.now)
    open_plan.session.add(item)
    if item.next_at is not None:
        open_plan.wake(max(item.next_at, open_plan.now))
    return item


def get_item_steps(open_plan: OpenPlan, item: Item) -> list[tuple[str, datetime]]:
    """The item's steps as they stand under the plan's edition and its owner's phone hours."""
    schedule = open_plan.policy.ladder
    return get_steps(
        item,
        open_plan.rulebook,
        get_owner_hours(open_plan, item),
        schedule,
        get_announcement_days(open_plan, item.kind),
    )


@applies("AD-05", "PB-05")
def get_announcement_days(open_plan: OpenPlan, kind: str) -> tuple[int, ...]:
    """How many days before it such a date is announced."""
    days: list[int] = []
    for said in ITEM_KINDS[kind].announced:
        days += (said,) if isinstance(said, int) else open_plan.rulebook.list_values(said, on=open_plan.today)
    return tuple(days)


def get_owner_hours(open_plan: OpenPlan, item: Item) -> ContactHours:
    """When the item's owner can be written to."""
    return get_send_hours(open_plan, get_owner(open_plan, item) if item.owner in FAMILY_OWNERS else None)


def get_owner(open_plan: OpenPlan, item: Item) -> Person | None:
    """The person of the family who owes the item; None if nobody has that role now."""
    return get_role_holder(open_plan, item.owner)


def get_role_holder(open_plan: OpenPlan, role: str) -> Person | None:
    """The person with that role in the family today; None if there is none."""
    held = [
        person
        for person in open_plan.people(role)
        if person.named_as_danger_at is None and (person.ended_on is None or open_plan.today < person.ended_on)
    ]
    return held[0] if held else None


def advance_item(open_plan: OpenPlan, item: Item) -> None:
    """The item's present step is done; it names the next, and the plan is woken for it. What the office owes never runs
    out of steps while it is open: it is brought up again, counted from today, so that after days away it comes once."""
    done = item.next_step
    set_next(item, get_item_steps(open_plan, item), after=done)
    if item.next_step is None and ITEM_KINDS[item.kind].pattern in OF_THE_OFFICE:
        overdue = open_plan.policy.overdue
        wait = overdue.every if done == AGAIN else overdue.after
        item.next_step, item.next_at = (
            AGAIN,
            at_local(open_plan.context.days.after(open_plan.today, wait), OFFICE_OPENS),
        )


def reschedule_item(open_plan: OpenPlan, item: Item, due_on: date) -> None:
    """The open item is due on another day, at its hour. The last step that has come is taken anew, because what was
    said named the old day; the others follow at their moments."""
    set_due_date(open_plan, item, due_on, at_local(due_on, local_time(item.due_at).time()))
    skip_elapsed(item, get_item_steps(open_plan, item), open_plan.now)
    if item.next_at is not None:
        open_plan.wake(item.next_at)


def set_due_date(open_plan: OpenPlan, item: Item, due_on: date, due_at: datetime) -> None:
    """The item's day is another one; its steps are not looked at."""
    _keep_change(open_plan, item, item.status, due_on)
    item.due_on, item.due_at = due_on, due_at
    item.moves, item.moved_at = item.moves + 1, open_plan.now


def get_coming_steps(open_plan: OpenPlan, item: Item) -> list[tuple[str, datetime]]:
    """The item's steps that follow the person's hours and the policy: those of the family's own things whose moment has
    not come. None of what was asked after already: the time to explain is not shortened."""
    if item.next_at is None or item.next_at <= open_plan.now or ITEM_KINDS[item.kind].pattern is not Pattern.FAMILY:
        return []
    if item.status != ItemStatus.OPEN:
        return []
    return [step for step in get_item_steps(open_plan, item) if step[1] > open_plan.now]


def refresh_steps(open_plan: OpenPlan, item: Item) -> None:
    """The person's hours or the policy have changed: what is still to come for the item moves to its new moment."""
    coming = get_coming_steps(open_plan, item)
    if coming and (item.next_step, item.next_at) != coming[0]:
        item.next_step, item.next_at = coming[0]
        open_plan.wake(item.next_at)


def close_item(open_plan: OpenPlan, item: Item, status: ItemStatus, because: str | None = None) -> None:
    """The item has its standing, and nothing further happens to it by itself."""
    _keep_change(open_plan, item, status, item.due_on, because)
    _settle(open_plan, item, status, because)


def mark_not_received(open_plan: OpenPlan, item: Item) -> None:
    """Its day has passed and nothing has come in; what comes next is the caller's to say."""
    _keep_change(open_plan, item, ItemStatus.NOT_RECEIVED, item.due_on)
    item.status = ItemStatus.NOT_RECEIVED.value


def _keep_change(
    open_plan: OpenPlan, item: Item, status: ItemStatus | str, due_on: date, because: str | None = None
) -> None:
    """The state of the item until now is kept, for the history. Such a row is never erased: of what
    tells a birthday none is written, and the item itself says until the seal when it was settled."""
    if (str(status), due_on) == (item.status, item.due_on) or item.kind in TELLING_AGE or because == OF_AGE:
        return
    origin = get_origin(open_plan.session)
    open_plan.session.add(
        ItemChange(
            id=new_id(open_plan.now), plan_id=item.plan_id, item_id=item.id, at=open_plan.now,
            status_before=str(item.status), status_after=str(status), due_before=item.due_on, due_after=due_on,
            because=because, transaction_id=origin.transaction_id, run_id=origin.run_id,
        )
    )  # fmt: skip


def _settle(open_plan: OpenPlan, item: Item, status: ItemStatus, because: str | None = None) -> None:
    item.status = status.value
    item.settled_at = open_plan.now
    item.settled_because = because
    item.next_step = item.next_at = None


def reopen_item(open_plan: OpenPlan, item: Item) -> None:
    """What was cancelled and has not fallen due yet is owed again, with the steps that are still to come."""
    _keep_change(open_plan, item, ItemStatus.OPEN, item.due_on)
    item.status = ItemStatus.OPEN.value
    item.settled_at = item.settled_because = None
    set_next(item, [step for step in get_item_steps(open_plan, item) if step[1] > open_plan.now])
    if item.next_at is not None:
        open_plan.wake(item.next_at)


def reopen_duty(open_plan: OpenPlan, item: Item) -> None:
    """What of the office's own was wrongly settled is owed as before, by the same day; one whose day has passed is brought
    up at once."""
    reopen_item(open_plan, item)
    skip_elapsed(item, get_item_steps(open_plan, item), open_plan.now)
    if item.next_at is not None:
        open_plan.wake(max(item.next_at, open_plan.now))


def finish_item(open_plan: OpenPlan, item: Item, because: str = "done") -> None:
    """An item of the office's own is done."""
    close_item(open_plan, item, ItemStatus.DONE, because)


def is_task_of(*roles: str) -> ColumnElement[bool]:
    """The condition that the item is a task of one of those roles."""
    owned = col(Item.owner).in_(roles)
    shared = [code for code, kind in ITEM_KINDS.items() if {*roles} & {*kind.owners[1:]}]
    return or_(owned, col(Item.kind).in_(shared)) if shared else owned


def finish_items(
    open_plan: OpenPlan, *kinds: str, because: str = "done", label: str | tuple[str, ...] | None = None
) -> list[Item]:
    """All open items of those kinds are done; with labels, those that bear one of them."""
    found = [item for item in open_plan.items(*kinds) if label is None or item.label in _labels(label)]
    for item in found:
        finish_item(open_plan, item, because)
    return found


def finish_named_items(open_plan: OpenPlan, act: Act) -> None:
    """What was open before the act was recorded and ends with it, as its kind says, is done: the items that the act names,
    or all of the kind."""
    for kind in ITEM_KINDS.values():
        for by in kind.ends_with:
            if by.act == act.operation.code and all(str(getattr(act, name)) == said for name, said in by.values):
                for item in open_plan.items(kind.code):
                    named = not by.field or item.label == str(getattr(act, by.field))
                    if named and item.transaction_id != open_plan.transaction_id:
                        finish_item(open_plan, item)


def cancel_items(open_plan: OpenPlan, because: str, *, kinds: tuple[str, ...] = (), owners: tuple[str, ...] = (),
               after: date | None = None, label: str | tuple[str, ...] | None = None, except_on: date | None = None) -> list[Item]:  # fmt: skip
    """Open items of those kinds and owners, due after that day, are cancelled: neither kept nor missed."""
    found = [
        item
        for item in open_plan.items(*kinds)
        if (not owners or item.owner in owners)
        and (after is None or item.due_on > after)
        and (label is None or item.label in _labels(label))
        and item.due_on != except_on
    ]
    for item in found:
        close_item(open_plan, item, ItemStatus.CANCELLED, because)
    return found


def find_item(open_plan: OpenPlan, kind: str, due_on: date | None = None, label: str = "") -> Item:
    """The item of that kind due on that day, or the open one due next, of that label if one is given; NotFound if there is
    none."""
    meant = Item.due_on == due_on if due_on is not None else col(Item.status).in_(OPEN_IN_SQL)
    query = _of_kind(open_plan, kind).where(meant).order_by(col(Item.due_on), col(Item.id).desc())
    query = query.where(Item.label == label) if label else query
    item = open_plan.session.exec(query).first()
    if item is None:
        raise NotFound(_which_there_are(open_plan, kind, due_on or open_plan.today))
    return item


def _of_kind(open_plan: OpenPlan, kind: str) -> SelectOfScalar[Item]:
    return select(Item).where(Item.plan_id == open_plan.plan.id, Item.kind == kind)


MAX_DAYS_NAMED = 5
"""How many of the days that may be meant a refusal names, the nearest first."""


def _which_there_are(open_plan: OpenPlan, kind: str, around: date) -> Text:
    """That there is none, and to staff on which days there are some. A family is told of no item that is not its own."""
    days: list[date] = []
    if open_plan.actor.kind == "staff":
        found = open_plan.session.exec(_of_kind(open_plan, kind))
        days = sorted({item.due_on for item in found}, key=lambda day: abs((day - around).days))[:MAX_DAYS_NAMED]
    if not days:
        return _("没有这一项，或已经办结。")
    return _("那一天没有这一项，或者已经办结。相近的日期：{days}。", days=listed(map(full_day, sorted(days))))


ROW_LABEL = 20
"""How many characters such a label has."""


def get_row_label(row_id: uuid.UUID) -> str:
    """A label by which an item belongs to that row: the row's moment and its turn, and nothing of its id that was drawn by
    lot. So a plan file processed twice is told in the same words."""
    return row_id.hex[:ROW_LABEL]


def get_row_labels(row_id: uuid.UUID) -> tuple[str, ...]:
    """Every label by which an item may belong to that row: the mark of today, and the one that older items bear."""
    return get_row_label(row_id), row_id.hex[-12:]


def _labels(label: str | tuple[str, ...]) -> tuple[str, ...]:
    return (label,) if isinstance(label, str) else label
