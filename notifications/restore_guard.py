"""How far the outbox has been emptied, kept outside the record: a restored backup does not know, and this file does.

Record and file count how often messages were handed over; the record is behind when the file says more. Then everything that
left since the backup lies in the outbox once more, and nothing may leave until a person says so.
"""

import json
from dataclasses import dataclass
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
    """When something was handed over last, and how often the record's own mark had been raised by then."""

    at: datetime
    number: int | None = 0
    """None where the record was restored: whatever it counts, it is behind until a person has looked."""


def read_position(file: Path) -> OutboxPosition | None:
    """What stands in the file; None if there is none, or it cannot be understood."""
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        return OutboxPosition(datetime.fromisoformat(data["at"]), data["number"])
    except (FileNotFoundError, ValueError, TypeError, KeyError, AttributeError):
        return None


def write_position(file: Path, position: OutboxPosition) -> None:
    """The file says so, also after the power has failed."""
    file.parent.mkdir(parents=True, exist_ok=True)
    write_over(file, json.dumps({"at": position.at.isoformat(), "number": position.number}).encode())


_BEYOND_ALL = 1 << 32


class RestoreGuard:
    """The mark lies in the record, and each machine that hands over keeps in its file how far it was raised when it last
    raised it. So it holds whatever becomes of messages: they go with a case that is deleted.

    On PostgreSQL several machines share it. One that never sent anything is not taken for a restored record, and neither is
    a standby that took over with all that was committed. A dump that was read back is known by its tables, which are others
    than the mark was written in; files that were put back, or a standby that had not received everything, by a machine that
    knows a higher number.
    """

    def __init__(self, file: Path, database: Database) -> None:
        self._file = file
        self._database = database

    def mark(self) -> OutboxPosition | None:
        """How far this machine knows it to be raised."""
        return read_position(self._file)

    def advance(self, now: datetime) -> None:
        """It is raised, durably, before anything is handed over: in the record, and then in the file."""
        self._raise(now, 1)

    def release(self, now: datetime) -> None:
        """A person has looked: the record holds as it is. The mark is where no machine can have come: what other machines
        know of is settled as well."""
        self._raise(now, _BEYOND_ALL)

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

    def _raise(self, now: datetime, by: int) -> None:
        with self._database.transaction() as session:
            row = session.get(OutboxMark, 1, with_for_update=True)
            if row is None:
                row = OutboxMark(number=0, at=now, storage="")
            row.number += by
            row.at, row.storage = max(row.at, now), _storage(session)
            session.add(row)
            number = row.number
        write_position(self._file, OutboxPosition(now, number))

    def detects_restore(self, session: Session) -> bool:
        """Whether the record was read back from a dump, or knows of fewer hand-overs than this machine. Without a file:
        whether anything at all has left, where no other machine can have sent it."""
        position = self.mark()  # first: it is raised after the record, and so never ahead of what is read then
        row = session.get(OutboxMark, 1)
        if row is not None and row.storage not in (_MOVED, _storage(session)):
            return True
        if position is None:
            return (row is None or row.storage == _MOVED) and _has_left(session)
        return position.number is None or position.number > (row.number if row is not None else 0)

    def perhaps_left_until(self, now: datetime) -> datetime:
        """Up to which moment what is due may have left before a restored record came back. How far other machines had come,
        nobody knows."""
        position = self.mark() if self._database.is_sqlite else None
        return position.at if position else now


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
