"""What comes next for an item by itself, and when.

Every open item names its next step and the moment of it. The moments are computed here, from the day it is due, the
numbers of the rulebook and the hours in which its owner holds a phone; nothing else in the house counts such days.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from casework.kinds import KINDS, Pattern
from law.rulebook import Rulebook
from models.item import Item
from notifications.policy import PhoneWindow, QuietHours, first_allowed
from sunward.clock import at_local, local_date

CALL = "call"
LAST_DAY = "last_day"
NOT_RECEIVED = "not_received"
SETTLE = "settle"
NEAR = "near"
PASSED = "passed"
ACT = "act"

CALL_AT = time(17, 0)
LAST_DAY_AT = time(12, 0)
ASK_AT = time(10, 0)
OFFICE_MORNING = time(8, 30)
OFFICE_OPENS = time(9, 0)


@dataclass(frozen=True)
class Reachable:
    """When the owner of an item can be written to."""

    quiet: QuietHours
    windows: tuple[PhoneWindow, ...] = ()

    def from_(self, moment: datetime) -> datetime:
        """The first moment from then on at which a text may arrive; the moment itself where no window ever opens."""
        return first_allowed(moment, self.quiet, self.windows) or moment


def quiet_hours(rulebook: Rulebook, on: date) -> QuietHours:
    """The hours in which nobody of a family is written to."""
    return QuietHours(time(rulebook.number("quiet_from_hour", on=on)), time(rulebook.number("quiet_until_hour", on=on)))


def steps_of(
    item: Item, rulebook: Rulebook, reach: Reachable, near_days: Iterable[int] = ()
) -> list[tuple[str, datetime]]:
    """All steps of the item with their moments, in order. A step whose moment would come after the next one's is
    left out: somebody who holds the phone only at the weekend is told once, not twice in a minute."""
    pattern = KINDS[item.kind].pattern
    match pattern:
        case Pattern.MACHINE:
            return [(ACT, item.due_at)]
        case Pattern.STAFF:
            # A family that waits for an answer to leave does not wait until the next morning for somebody to notice.
            waited_for = item.kind in ("leave_decision", "leave_police_station")
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
            return _family_steps(item, rulebook, reach)


def _family_steps(item: Item, rulebook: Rulebook, reach: Reachable) -> list[tuple[str, datetime]]:
    before = rulebook.number("check_in_call_days_before", on=item.due_on)
    grace = timedelta(hours=rulebook.number("check_in_grace_hours", on=item.due_on))
    window = timedelta(hours=rulebook.number("explanation_window_hours", on=item.due_on))
    call = reach.from_(at_local(item.due_on - timedelta(days=before), CALL_AT))
    last_day = reach.from_(at_local(item.due_on, LAST_DAY_AT))
    # Asked in the morning after the grace, never at the hour at which it was due.
    asked = reach.from_(at_local(local_date(item.due_at + grace), ASK_AT))
    steps = []
    if call < item.due_at:
        steps.append((CALL, call))
    if KINDS[item.kind].last_day is not None and call < last_day < item.due_at:
        steps.append((LAST_DAY, last_day))
    steps += [(NOT_RECEIVED, max(asked, item.due_at)), (SETTLE, max(asked, item.due_at) + window)]
    return steps


def set_next(item: Item, steps: list[tuple[str, datetime]], after: str | None = None) -> None:
    """The item names its first step, or the one that follows `after`; none when there is no further one."""
    names = [name for name, _ in steps]
    if after is None:
        position = 0
    else:
        # A step that the list no longer has (the phone window changed meanwhile) counts as the last one passed.
        position = names.index(after) + 1 if after in names else len(names)
    if position < len(steps):
        item.next_step, item.next_at = steps[position]
    else:
        item.next_step, item.next_at = None, None


def skip_past(item: Item, steps: list[tuple[str, datetime]], now: datetime) -> None:
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
