"""To which pages and forms a page of a plan leads whoever looks."""

from collections.abc import Iterable

from casework.acting.held_rights import filter_allowed
from casework.acting.open_plan import OpenPlan
from casework.acting.rights import Operation


def filter_offered(open_plan: OpenPlan, rights: Iterable[Operation]) -> set[Operation]:
    """Those of the rights that the post of whoever looks has; where their office only assists, or looks from above, what
    they have on this plan. The record is asked only then."""
    if open_plan.plan.office_id == open_plan.actor.office_id:
        return {right for right in rights if open_plan.actor.role in right.by}
    return filter_allowed(open_plan, rights)
