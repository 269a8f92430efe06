"""On which database the tests' lives are lived: in memory, unless `--record sqlite` or `--record postgresql` is said.

A test that is about the database itself asks for the fixture `database` and runs on both, whatever is said here.
"""

import contextlib
import sqlite3
from collections.abc import Callable
from functools import cache

from sqlalchemy.pool import PoolProxiedConnection
from sqlmodel import select

from casework.acting.context import Context
from models.bound_rows import BOUND, RowBinding, bind_changes, note_written, watch
from models.database import Database, InMemoryDatabase

KINDS = ("memory", "sqlite", "postgresql")


def in_memory() -> Database:
    """A record with every table, in memory."""
    record = InMemoryDatabase()
    fill(record, _empty())
    return record


@cache
def _empty() -> bytes:
    record = InMemoryDatabase()
    record.create_tables()
    return content_of(record)


def content_of(record: Database) -> bytes:
    """All that is in a record in memory, to `fill` another with."""
    with contextlib.closing(record.engine.raw_connection()) as pooled:
        return _driver(pooled).serialize()


def fill(record: Database, content: bytes) -> None:
    """The record in memory, on which nothing has been done yet, holds that."""
    with contextlib.closing(record.engine.raw_connection()) as pooled:
        _driver(pooled).deserialize(content)


def _driver(pooled: PoolProxiedConnection) -> sqlite3.Connection:
    driver = pooled.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver


_make: Callable[[], Database] = in_memory


def fresh_record() -> Database:
    """A record with every table and nothing in it, on the database that this run of the tests was told to use."""
    return _make()


def use(make: Callable[[], Database]) -> None:
    """From now on lives are lived on records made like this."""
    global _make
    _make = make


def bind_rows(context: Context) -> None:
    """As in a lasting record: every row of a bound table is bound, those that are there already too."""
    database, binding = context.database, RowBinding(context.vault.chain_key, context.clock.now)
    with database.transaction() as session:
        watch(session)
        for bound_table in BOUND.values():
            note_written(session, session.exec(select(bound_table.record)).all())
        bind_changes(session, binding)
    database.row_binding = binding
