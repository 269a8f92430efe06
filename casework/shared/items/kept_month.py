"""Whether somebody handed in on time what was due this month: nothing that praises may be said without it."""

from casework.acting.open_plan import OpenPlan
from casework.shared.items.item_kinds import ITEM_KINDS, Pattern
from models.item import ItemStatus

_KEPT = (ItemStatus.ON_TIME, ItemStatus.DONE)
_NEVER_OWED = (ItemStatus.CANCELLED, ItemStatus.BEFORE_THIS_SYSTEM, ItemStatus.NOT_OWED_YET, ItemStatus.EXCUSED)


def is_month_kept(open_plan: OpenPlan, owner: str) -> bool:
    """Whether something was due this month so far, and each thing came in on time or was excused."""
    first = open_plan.today.replace(day=1)
    owed = [
        item.status
        for item in open_plan.items(only_open=False)
        if item.owner == owner
        and ITEM_KINDS[item.kind].pattern is Pattern.FAMILY
        and first <= item.due_on <= open_plan.today
        and item.status not in _NEVER_OWED
    ]
    return bool(owed) and all(status in _KEPT for status in owed)
