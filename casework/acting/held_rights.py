"""Which of several rights the actor has on an open plan."""

from collections.abc import Iterable

from casework.acting.open_plan import OpenPlan
from casework.acting.rights import Operation, RightScope, is_allowed


def filter_allowed(open_plan: OpenPlan, rights: Iterable[Operation]) -> set[Operation]:
    """Those of the rights that the actor has on this plan."""
    by_reach: dict[RightScope, list[Operation]] = {}
    for right in rights:
        if (reach := right.by.get(open_plan.actor.role)) is not None:
            by_reach.setdefault(reach, []).append(right)
    held: set[Operation] = set()
    for same in by_reach.values():
        if is_allowed(open_plan.session, open_plan.actor, same[0], open_plan.plan, open_plan.now):
            held.update(same)
    return held
