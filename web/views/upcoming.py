"""What the plan will owe, month by month, and by whom (日程)."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from casework.acting.open_plan import OpenPlan
from casework.plan.views.status import ItemView, to_item_view
from models.office import Role


@dataclass(frozen=True)
class UpcomingMonth:
    """One month of the calendar ahead."""

    begins: date
    items: list[ItemView]


def get_upcoming_months(open_plan: OpenPlan) -> list[UpcomingMonth]:
    """Everything that is still owed from today on, in the order of its days."""
    due_items = [item for item in open_plan.items() if item.owner != Role.SYSTEM and item.due_on >= open_plan.today]
    return [
        UpcomingMonth(begins, [to_item_view(item) for item in items])
        for begins, items in groupby(due_items, key=lambda item: item.due_on.replace(day=1))
    ]
