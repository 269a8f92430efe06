"""What was attached goes on its day."""

import uuid

from casework.attachments import forget_attachments
from casework.desk import Desk
from casework.falling_due import done_when_due


def delete_attachments(desk: Desk, number: str, item_id: uuid.UUID) -> None:
    """What was attached is gone on its day; that there was something stays."""
    with done_when_due(desk, number, item_id) as found:
        if found is None:
            return
        file, item, fell_due_at = found
        gone = forget_attachments(file, file.today)
        file.record(item=item, act="delete_attachments", fell_due_at=fell_due_at, note={"gone": gone})
