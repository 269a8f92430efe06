"""How far the outbox has been emptied, kept outside the record: a restored backup does not know, and this file does.

Record and file count how often messages were handed over; the record is behind when the file says more. A file from before
the record counted names the message handed over last: then it is behind when that message is not in it, or has not been
taken up as often. Then everything that left since the backup lies in the outbox once more, and nothing may leave until a person says so.
"""

import json
import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import or_, text
from sqlmodel import Session, col, select

from core.durable_files import write_over
from models.database import Database
from models.message import Message, MessageState
from models.outbox_mark import OutboxMark
from notifications.events import BY_MACHINE


@dataclass(frozen=True)
class OutboxPosition:
    """The message taken up last to be handed over, and when; no message at all in a folder that has just begun."""

    at: datetime
    message_id: uuid.UUID | None = None
    fence: int = 0
    number: int | None = None
    """How often the record's own mark had been raised by then; None where the record has none."""


class RestoreGuard:
    """The mark of one data folder, by its file alone. It is raised, durably, before anything is handed over."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def mark(self) -> OutboxPosition | None:
        """What stands in the file; None if there is none, or it cannot be understood."""
        try:
            data = json.loads(self._file.read_text(encoding="utf-8"))
            message = data["message"]
            return OutboxPosition(
                datetime.fromisoformat(data["at"]), uuid.UUID(message) if message else None, int(data["fence"]),
                data.get("number"),
            )  # fmt: skip
        except (FileNotFoundError, ValueError, TypeError, KeyError, AttributeError):
            return None

    def advance(self, position: OutboxPosition) -> None:
        """The file says so, also after the power has failed."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        data = {
            "at": position.at.isoformat(),
            "message": str(position.message_id) if position.message_id else None,
            "fence": position.fence,
            "number": position.number,
        }
        write_over(self._file, json.dumps(data).encode())

    def detects_restore(self, session: Session) -> bool:
        """Whether more has left than the record knows of. Without a file: whether anything at all has left."""
        position = self.mark()
        if position is None:
            return _has_left(session)
        if position.message_id is None:
            return False
        fence = session.exec(select(Message.fence).where(Message.id == position.message_id)).first()
        return fence is None or fence < position.fence

    def release(self, now: datetime) -> None:
        """A person has looked: the record holds as it is."""
        self.advance(OutboxPosition(now))

    def perhaps_left_until(self, now: datetime) -> datetime:
        """Up to which moment what is due may have left before a restored record came back."""
        position = self.mark()
        return position.at if position else now


_BEYOND_ALL = 1 << 32


class CountingRestoreGuard(RestoreGuard):
    """The mark of a record that counts: it lies in the record, and each machine that hands over keeps in its file how far it
    was raised when it last raised it. So it holds whatever becomes of messages: they go with a case that is deleted.

    On PostgreSQL several machines share it. One that never sent anything is not taken for a restored record, and neither is
    a standby that took over with all that was committed. A dump that was read back is known by its tables, which are others
    than the mark was written in; files that were put back, or a standby that had not received everything, by a machine that
    knows a higher number.
    """

    def __init__(self, file: Path, database: Database) -> None:
        super().__init__(file)
        self._database = database

    def advance(self, position: OutboxPosition) -> None:
        """The record says so, and then the file."""
        self._raise(position, 1)

    def release(self, now: datetime) -> None:
        """As far as no machine can have come: what other machines know of is settled as well."""
        self._raise(OutboxPosition(now), _BEYOND_ALL)

    def note_move(self) -> None:
        """The record was moved to where it is now, and this machine's folder came along: from now on other machines, which
        have no mark, hand over as well. A record that was held stays so."""
        position = self.mark()
        with self._database.transaction() as session:
            if self.detects_restore(session):
                return
            row = session.get(OutboxMark, 1, with_for_update=True)
            if row is None and position is not None:
                row = OutboxMark(number=0, at=position.at, storage=_MOVED)
            if row is not None:
                row.storage = _storage(session)
                session.add(row)

    def _raise(self, position: OutboxPosition, by: int) -> None:
        with self._database.transaction() as session:
            row = session.get(OutboxMark, 1, with_for_update=True)
            if row is None:
                row = OutboxMark(number=0, at=position.at, storage="")
            row.number += by
            row.at, row.storage = max(row.at, position.at), _storage(session)
            session.add(row)
            number = row.number
        super().advance(replace(position, number=number))

    def detects_restore(self, session: Session) -> bool:
        """Whether the record was read back from a dump, or knows of fewer hand-overs than this machine."""
        position = self.mark()  # first: it is raised after the record, and so never ahead of what is read then
        row = session.get(OutboxMark, 1)
        if row is None:
            return super().detects_restore(session)
        if row.storage not in (_MOVED, _storage(session)):
            return True
        if position is None:
            # One of several machines that has sent nothing; where there is one alone, its file is gone.
            return row.storage == _MOVED and _has_left(session)
        return super().detects_restore(session) if position.number is None else position.number > row.number

    def perhaps_left_until(self, now: datetime) -> datetime:
        """Nobody knows how far other machines had come."""
        return super().perhaps_left_until(now) if self._database.is_sqlite else now


_MOVED = ""
"""Written in a file. On a server: the record was moved there, and `note_move` was not called, or found it held."""


def _storage(session: Session) -> str:
    """Which database and table it is: a dump that is read back makes others, a standby has the same. A file's are not asked
    for: whatever is put in its place is known by its number."""
    if session.get_bind().dialect.name == "sqlite":
        return _MOVED
    asked = text(
        "SELECT system_identifier || '/' || (SELECT oid FROM pg_database WHERE datname = current_database()) || '/' ||"
        " 'outbox_mark'::regclass::oid FROM pg_control_system()"
    )
    return str(session.execute(asked).scalar_one())


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
