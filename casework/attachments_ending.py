"""What was attached goes on its day."""

import uuid

from casework.attachments import forget_attachments
from casework.desk import Desk
from casework.items import finish
from casework.reminding import due_item


def delete_attachments(desk: Desk, number: str, item_id: uuid.UUID) -> None:
    """What was attached is gone on its day; that there was something stays."""
    with due_item(desk, number, item_id, "act") as found:
        if found is None:
            return
        file, item = found
        fell_due_at = item.next_at
        finish(file, item)
        gone = forget_attachments(file, file.today)
        file.record(item=item, act="delete_attachments", fell_due_at=fell_due_at, note={"gone": gone})
