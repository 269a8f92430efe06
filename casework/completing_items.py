"""An item of the machine's own whose day has come: it is done, and what follows from it is written in the same verb."""

import contextlib
import uuid
from collections.abc import Iterator
from datetime import datetime

from casework.context import Context, OpenPlan
from casework.items import finish_item
from casework.reminder_steps import due_item
from models.item import Item


@contextlib.contextmanager
def completing_due_item(
    desk: Context, number: str, item_id: uuid.UUID
) -> Iterator[tuple[OpenPlan, Item, datetime | None] | None]:
    """The item is done: the plan's file, the item, and when it fell due. None where it is done already or its moment has
    not come yet."""
    with due_item(desk, number, item_id, "act") as found:
        if found is None:
            yield None
        else:
            file, item = found
            fell_due_at = item.next_at
            finish_item(file, item)
            yield file, item, fell_due_at
