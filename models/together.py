"""Several parts that are written in one transaction: for plans that are due at the same moment.

Each part writes as it would alone. But its rows are written only when somebody asks for what they are about, or when the
last part is done: then those of one table are one statement. Whatever fails, fails all parts, and nothing was written.
"""

import contextlib
import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Engine, Insert
from sqlmodel import Session

from models.caching_session import RecordSession
from models.database import Database


class WrittenBefore(Exception):
    """A row that was taken for new was there already: whoever wrote it would have been told so, had it been alone."""


class TogetherSession(RecordSession):
    """Keeps what is inserted past the unit of work until it must be there."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine, expire_on_commit=False)
        self._put_off: dict[Insert, list[Mapping[str, Any]]] = {}
        self._must_be_new: set[Insert] = set()
        self._were_changed: list[Any] = []

    def insert_later(self, statement: Insert, rows: Sequence[Mapping[str, Any]], *, all_new: bool = False) -> None:
        """The rows are in their table before anybody is told what stands there. With `all_new`, WrittenBefore is raised then
        if one of them was not written because it was there already."""
        self._put_off.setdefault(statement, []).extend(rows)
        if all_new:
            self._must_be_new.add(statement)

    def changed(self) -> list[Any]:
        """Every row that was added or changed in it so far, written or not."""
        return [*self._were_changed, *self.new, *self.dirty]

    def flush(self, objects: Sequence[Any] | None = None) -> None:
        """As of every session; what was put off is written as well."""
        self._were_changed = self.changed()
        later, self._put_off = self._put_off, {}
        for statement, rows in later.items():
            # Otherwise psycopg's count is gone with its cursor.
            written = self.connection().execute(statement, rows, execution_options={"preserve_rowcount": True}).rowcount
            if statement in self._must_be_new and written < len(rows):
                raise WrittenBefore
        super().flush(objects)

    def _unwritten(self) -> set[Any]:
        return super()._unwritten() | {statement.table.name for statement in self._put_off}


class Together(Database):
    """The record, where every transaction is a part of the one that is open. For one thread."""

    def __init__(self, record: Database) -> None:
        self.url, self.is_sqlite, self.engine = record.url, record.is_sqlite, record.engine
        self.row_binding = record.row_binding
        self._session: TogetherSession

    @contextlib.contextmanager
    def open(self) -> Iterator[TogetherSession]:
        """All parts are committed at the end, or, on any error, none of them."""
        with TogetherSession(self.engine) as session:
            if self.is_sqlite:
                session.connection(execution_options={"sunward_writes": True})
            self._session = session
            with self._bound(session):
                yield session
                session.flush()
            session.commit()

    def note_locked(self, rows: Collection[uuid.UUID]) -> None:
        """These rows are locked until the end, and need not be locked again."""
        self.locked = frozenset(rows)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Session]:
        yield self._session

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        yield self._session

    def write_part(self, session: Session) -> None:
        """It can wait for the end."""
