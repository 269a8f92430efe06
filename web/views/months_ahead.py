"""What the plan will owe, month by month, and by whom (日程)."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from casework.desk import File
from casework.views.status import ItemShown, show_item
from models.office import Role


@dataclass(frozen=True)
class Month:
    """One month of the calendar ahead."""

    begins: date
    items: list[ItemShown]


def months_ahead(file: File) -> list[Month]:
    """Everything that is still owed from today on, in the order of its days."""
    owed = [item for item in file.items() if item.owner != Role.SYSTEM and item.due_on >= file.today]
    return [
        Month(begins, [show_item(item) for item in items])
        for begins, items in groupby(owed, key=lambda item: item.due_on.replace(day=1))
    ]
