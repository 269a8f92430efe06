"""What was attached goes on its day."""

import uuid

from casework.attachments import erase_attachments
from casework.completing_items import completing_due_item
from casework.context import Context


def delete_attachments(desk: Context, number: str, item_id: uuid.UUID) -> None:
    """What was attached is gone on its day; that there was something stays."""
    with completing_due_item(desk, number, item_id) as found:
        if found is None:
            return
        file, item, fell_due_at = found
        gone = erase_attachments(file, file.today)
        file.record(item=item, act="delete_attachments", fell_due_at=fell_due_at, note={"gone": gone})
