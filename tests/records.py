"""On which database the tests' lives are lived: in memory, unless `--record sqlite` or `--record postgresql` is said.

A test that is about the database itself asks for the fixture `database` and runs on both, whatever is said here.
"""

from collections.abc import Callable

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
