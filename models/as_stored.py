"""The record read as it is stored: a value that is none of its column's kind is read too, so that one row ends no question."""

import contextlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import JSON, Boolean, Date, DateTime, LargeBinary, Uuid, event
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.types import TypeEngine

from models.database import IN_MEMORY, Database


class UnreadableValue(str):
    """What stands in a column whose kind has no such value, or writes it otherwise."""

    stored: Any

    def __new__(cls, stored: Any) -> "UnreadableValue":
        made = super().__new__(cls, repr(stored))
        made.stored = stored
        return made


@contextlib.contextmanager
def as_stored(database: Database) -> Iterator[Database]:
    """The record opened once more, to be looked at. PostgreSQL holds its columns to their kinds by itself."""
    if not database.is_sqlite or database.url == IN_MEMORY:
        yield database
        return
    stored = Database(database.url)
    dialect: Any = stored.engine.dialect
    stored.engine.dialect = type(dialect)(dbapi=dialect.dbapi)  # what another has learnt of types is not this one's
    stored.engine.dialect.colspecs = {**dialect.colspecs, **_TOLERANT}
    event.listen(stored.engine, "connect", _read_any_text)
    try:
        yield stored
    finally:
        stored.dispose()


def _read_any_text(connection: DBAPIConnection, _entry: object) -> None:
    connection.text_factory = lambda text: text.decode(errors="backslashreplace")


def _tolerant(kind: type[TypeEngine[Any]], *, as_written: bool = True) -> type[TypeEngine[Any]]:
    """The same type, to which what it cannot read is `UnreadableValue`; also, `as_written`, what it would write otherwise: a
    comparison in SQL takes that for another value."""

    def result_processor(self: TypeEngine[Any], dialect: Dialect, coltype: object) -> Any:
        read, write = kind.result_processor(self, dialect, coltype), kind.bind_processor(self, dialect)

        def process(stored: Any) -> Any:
            if stored is None:
                return None
            try:
                value = read(stored) if read else stored
                if not as_written or (write(value) if write else value) == stored:
                    return value
            except (ValueError, TypeError, AttributeError, OverflowError):
                pass
            return UnreadableValue(stored)

        return process

    return type(kind.__name__, (kind,), {"result_processor": result_processor, "cache_ok": True})


_TOLERANT = {
    Date: _tolerant(sqlite.DATE),
    DateTime: _tolerant(sqlite.DATETIME),
    Uuid: _tolerant(Uuid),
    Boolean: _tolerant(Boolean),
    LargeBinary: _tolerant(LargeBinary, as_written=False),
    JSON: _tolerant(sqlite.JSON, as_written=False),
}
