"""Completes a due item of the machine, with its consequences in the same verb."""

import contextlib
import uuid
from collections.abc import Iterator
from datetime import datetime

from casework.acting.acts.machine import PROCESS_PLAN
from casework.acting.context import Context
from casework.acting.open_plan import OpenPlan
from casework.acting.rights import SYSTEM
from casework.shared.items.items import finish_item
from models.item import Item


@contextlib.contextmanager
def completing_due_item(
    context: Context, number: str, item_id: uuid.UUID
) -> Iterator[tuple[OpenPlan, Item, datetime | None] | None]:
    """The item is done; gives the open plan, the item, and when it fell due. None where it is done already or not due
    yet."""
    with due_item(context, number, item_id, "act") as found:
        if found is None:
            yield None
        else:
            open_plan, item = found
            fell_due_at = item.next_at
            finish_item(open_plan, item)
            yield open_plan, item, fell_due_at


@contextlib.contextmanager
def due_item(context: Context, number: str, item_id: uuid.UUID, *steps: str) -> Iterator[tuple[OpenPlan, Item] | None]:
    """The plan and the item are locked if one of those steps of the item is due; None otherwise. On exit the plan is
    scheduled for its next item, in the same transaction."""
    with context.open_for_update(number, SYSTEM, PROCESS_PLAN) as open_plan:
        item = open_plan.session.get(Item, item_id)
        ready = item is not None and item.next_at is not None and item.next_at <= open_plan.now
        if item is None or not ready or not any((item.next_step or "").startswith(step) for step in steps):
            yield None
        else:
            yield open_plan, item
            open_plan.schedule_next()
