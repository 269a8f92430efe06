"""On which database the tests' lives are lived: in memory, unless `--record sqlite` or `--record postgresql` is said.

A test that is about the database itself asks for the fixture `database` and runs on both, whatever is said here.
"""

from collections.abc import Callable

from sqlmodel import select

from casework.shared.context import Context
from models.bound_rows import BOUND, RowBinding, bind_changes, note_written, watch
from models.database import Database, InMemoryDatabase

KINDS = ("memory", "sqlite", "postgresql")


def in_memory() -> Database:
    """A record with every table, in memory."""
    record = InMemoryDatabase()
    record.create_tables()
    return record


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
