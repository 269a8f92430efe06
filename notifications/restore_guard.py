"""How far the outbox has been emptied, kept outside the record: a restored backup does not know, and this file does.

The record is behind when the message handed over last is not in it, or has not been taken up as often as the file says.
Then everything that left since the backup lies in the outbox once more, and nothing may leave until a person says so.
"""

import json
import os
import uuid
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import or_
from sqlmodel import Session, col, select

from models.message import Message, MessageState
from notifications.events import BY_MACHINE


@dataclass(frozen=True)
class OutboxPosition:
    """The message taken up last to be handed over, and when; no message at all in a folder that has just begun."""

    at: datetime
    message_id: uuid.UUID | None = None
    fence: int = 0


class RestoreGuard:
    """The mark of one data folder. It is raised, durably, before anything is handed over."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def mark(self) -> OutboxPosition | None:
        """What stands in the file; None if there is none. Raises ValueError for a file that says nothing."""
        try:
            data = json.loads(self._file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        message = data["message"]
        return OutboxPosition(
            datetime.fromisoformat(data["at"]), uuid.UUID(message) if message else None, int(data["fence"])
        )

    def advance(self, position: OutboxPosition) -> None:
        """The file says so, also after the power has failed."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        draft = self._file.with_name(f".{self._file.name}.{os.getpid()}")
        data = {
            "at": position.at.isoformat(),
            "message": str(position.message_id) if position.message_id else None,
            "fence": position.fence,
        }
        with draft.open("w", encoding="utf-8") as file:
            file.write(json.dumps(data))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._file)

    def detects_restore(self, session: Session) -> bool:
        """Whether more has left than the record knows of. Without a file: whether anything at all has left."""
        position = self.mark()
        if position is None:
            return _has_left(session)
        if position.message_id is None:
            return False
        fence = session.exec(select(Message.fence).where(Message.id == position.message_id)).first()
        return fence is None or fence < position.fence


def _has_left(session: Session) -> bool:
    left = select(Message.id).where(
        col(Message.channel).in_(BY_MACHINE),
        or_(
            col(Message.sent_at).is_not(None),
            col(Message.state) == MessageState.UNKNOWN,
            col(Message.handing_over_since).is_not(None),
        ),
    )
    return session.exec(left.limit(1)).first() is not None
