"""What comes next for an item by itself, and when.

Every open item names its next step and the moment of it. The moments are computed here, from the day it is due, the
numbers of the rulebook and the hours in which its owner holds a phone; nothing else in the program counts such days.
"""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from casework.shared.items.item_kinds import ITEM_KINDS, Pattern
from core.clock import at_local, local_date
from law.rulebook import Rulebook
from models.item import Item
from notifications.contact_hours import ContactHours
from notifications.reminder_policy import ReminderSchedule

CALL = "call"
LAST_DAY = "last_day"
NOT_RECEIVED = "not_received"
SETTLE = "settle"
NEAR = "near"
PASSED = "passed"
AGAIN = "again"
"""Brought up again: what follows for an item of the office's own once its day has passed, as often as it takes."""
ACT = "act"

FAMILY_WAITS = ("leave_decision", "leave_police_station")
"""What a family waits for before it may go: not the next morning is its moment, but its own."""

_LOOK_BACK_DAYS = 6
"""Less than a week: nobody is called for next week's note before this week's is due."""

OFFICE_MORNING = time(8, 30)
OFFICE_OPENS = time(9, 0)
OFFICE_SHUTS = time(18, 0)


def get_steps(
    item: Item, rulebook: Rulebook, hours: ContactHours, schedule: ReminderSchedule, near_days: Iterable[int] = ()
) -> list[tuple[str, datetime]]:
    """All steps of the item with their moments, in order. A step that would be due after the next one is left out:
    somebody who has the phone only at the weekend is notified once, not twice in a minute, and for a day in the middle
    of the week at the weekend before."""
    pattern = ITEM_KINDS[item.kind].pattern
    match pattern:
        case Pattern.MACHINE:
            return [(ACT, item.due_at)]
        case Pattern.STAFF:
            # A family that waits for an answer to leave does not wait until the next morning for somebody to notice.
            waited_for = item.kind in FAMILY_WAITS
            passed = item.due_at if waited_for else at_local(item.due_on + timedelta(days=1), OFFICE_OPENS)
            return [(CALL, at_local(item.due_on, OFFICE_MORNING)), (PASSED, passed)]
        case Pattern.STATUTORY:
            near = [(f"{NEAR}_{n}", at_local(item.due_on - timedelta(days=n), OFFICE_OPENS)) for n in near_days]
            return [
                *near,
                (CALL, at_local(item.due_on, OFFICE_MORNING)),
                (PASSED, at_local(item.due_on + timedelta(days=1), OFFICE_OPENS)),
            ]
        case Pattern.FAMILY:
            return _family_steps(item, rulebook, hours, schedule)


def _family_steps(
    item: Item, rulebook: Rulebook, hours: ContactHours, schedule: ReminderSchedule
) -> list[tuple[str, datetime]]:
    days = schedule.before.get(item.kind) or (rulebook.number("check_in_call_days_before", on=item.due_on),)
    if on_its_day := ITEM_KINDS[item.kind].on_its_day:
        days = (0,)
    grace = timedelta(hours=rulebook.number("check_in_grace_hours", on=item.due_on))
    window = timedelta(hours=rulebook.number("explanation_window_hours", on=item.due_on))
    planned: list[tuple[str, datetime]] = [
        (CALL if before == days[-1] else f"{CALL}_{before}",
         hours.from_(at_local(item.due_on - timedelta(days=before), schedule.call_at)))
        for before in days
    ]  # fmt: skip
    if ITEM_KINDS[item.kind].last_day is not None:
        planned.append((LAST_DAY, hours.from_(at_local(item.due_on, schedule.last_day_at))))
    # Asked in the morning after the grace, never at the hour at which it was due.
    asked = max(hours.from_(at_local(local_date(item.due_at + grace), schedule.ask_at)), item.due_at)
    steps: list[tuple[str, datetime]] = []
    for step, moment in planned:
        if moment < item.due_at and (not steps or steps[-1][1] < moment):
            steps.append((step, moment))
    if (
        not steps
        and not on_its_day
        and (earlier := _while_the_phone_is_there(item, hours, schedule, days[-1])) is not None
    ):
        steps = [(CALL, earlier)]
    return [*steps, (NOT_RECEIVED, asked), (SETTLE, asked + window)]


def _while_the_phone_is_there(
    item: Item, hours: ContactHours, schedule: ReminderSchedule, days_before: int
) -> datetime | None:
    """When to call for something whose owner holds no phone from the usual moment until the day is over: at that hour
    of the last day before on which they do. None where there is none in the week before."""
    for before in range(days_before + 1, _LOOK_BACK_DAYS + 1):
        moment = hours.from_(at_local(item.due_on - timedelta(days=before), schedule.call_at))
        if moment < item.due_at:
            return moment
    return None


def set_next(item: Item, steps: list[tuple[str, datetime]], after: str | None = None) -> None:
    """The item names its first step, or the one that follows `after`; none when there is no further one."""
    following = get_following_steps(item, steps, after)
    item.next_step, item.next_at = following[0] if following else (None, None)


def get_following_steps(item: Item, steps: list[tuple[str, datetime]], after: str | None) -> list[tuple[str, datetime]]:
    """The steps that come after that one, or all of them without one."""
    names = [name for name, _ in steps]
    if after is None:
        return steps
    if after in names:
        return steps[names.index(after) + 1 :]
    # a step that the list no longer has: the hours or the policy have changed meanwhile
    return [step for step in steps if item.next_at is None or step[1] > item.next_at]


def skip_elapsed(item: Item, steps: list[tuple[str, datetime]], now: datetime) -> None:
    """The item names the last step whose moment has come, or the first that is still to come.

    A plan taken over in its last month gets one task today, not one for each day that has passed.
    """
    past = [step for step in steps if step[1] <= now]
    coming = [step for step in steps if step[1] > now]
    if past and past[-1][0].startswith(NEAR):
        item.next_step, item.next_at = past[-1]
    elif coming:
        item.next_step, item.next_at = coming[0]
    elif past:
        item.next_step, item.next_at = past[-1]
