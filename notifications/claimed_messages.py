"""The claimed messages of one round, as they were last read: a row that nobody has changed since need not be read again."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from models.message import Message, MessageState


@dataclass(frozen=True, eq=False)
class MessageClaim:
    """A message that is ours for a lease."""

    message_id: uuid.UUID
    fence: int
    interrupted: bool
    """Somebody died while handing it over."""
    channel: str
    to: uuid.UUID | None


_OURS = (col(Message.id).in_(bindparam("ids", expanding=True)), Message.state == MessageState.CLAIMED.value)
_WHOLE = select(Message).where(*_OURS).order_by(col(Message.id))
_WAITED_FOR, _FREE = _WHOLE.with_for_update(), _WHOLE.with_for_update(skip_locked=True)
_SINCE = (
    select(Message.id, Message.fence, Message.steps, Message.said_in)
    .where(*_OURS)
    .order_by(col(Message.id))
    .with_for_update(skip_locked=True)
)
"""What is other once anybody has touched a claimed message: every move leaves a step, and whoever takes one over takes a
new fence; only what another message says besides leaves neither."""


@dataclass
class ClaimedMessages:
    """Rows as they stood at the end of our last transaction. For one thread."""

    _known: dict[uuid.UUID, Message] = field(default_factory=dict)

    def note(self, message: Message) -> None:
        """So it stands in the record once the transaction under way is on the disk."""
        self._known[message.id] = message

    def forget(self) -> None:
        """A transaction failed: what it did to rows is not in the record, and they are read again."""
        self._known.clear()

    def lock_free(self, session: Session, claims: Sequence[MessageClaim]) -> dict[uuid.UUID, Message]:
        """Those messages, locked, that are still ours and not locked by anybody else just now."""
        held: dict[uuid.UUID, Message] = {}
        fences = {claim.message_id: claim.fence for claim in claims}
        known = [message_id for message_id in fences if message_id in self._known]
        if known:
            for message_id, fence, steps, said_in in session.connection().execute(_SINCE, {"ids": known}):
                message = self._known[message_id]
                if (fence, steps, said_in) == (fences[message_id], message.steps, message.said_in):
                    session.add(message)
                    held[message_id] = message
                else:
                    del self._known[message_id]
        if unread := [message_id for message_id in fences if message_id not in self._known]:
            for message in session.exec(_FREE, params={"ids": unread}):
                if message.fence == fences[message.id]:
                    held[message.id] = self._known[message.id] = message
        return held

    def lock(self, session: Session, claims: Sequence[MessageClaim]) -> dict[uuid.UUID, Message]:
        """Those messages, locked and read anew, that are still ours, however long another holds them."""
        if not claims:
            return {}
        fences = {claim.message_id: claim.fence for claim in claims}
        for message_id in fences:
            self._known.pop(message_id, None)
        found = session.exec(_WAITED_FOR, params={"ids": list(fences)})
        return {message.id: message for message in found if message.fence == fences[message.id]}
