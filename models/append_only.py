"""Tables whose rows are written once: never changed, never deleted, neither through the ORM nor past it.

The database itself holds this by triggers. A person with the right to drop triggers can still cheat; that is what the
chain over keyed digests is for.
"""

from typing import Any, TypeVar

from sqlalchemy import Connection, Table, event, inspect, text
from sqlalchemy.orm import Mapper, ORMExecuteState
from sqlmodel import Session

from models.base import Record

RecordClass = TypeVar("RecordClass", bound=type[Record])

_classes: set[type[Record]] = set()


class AppendOnlyViolation(Exception):
    """Something tried to change or delete a row that is written once: a mistake in the program."""

    def __init__(self, table: str) -> None:
        super().__init__(f"rows of {table} are written once: they are neither changed nor deleted")


def append_only(record: RecordClass) -> RecordClass:
    """Marks a table: its rows are written once."""
    _classes.add(record)
    event.listen(record, "before_update", _refuse_row)
    event.listen(record, "before_delete", _refuse_row)
    event.listen(_table_of(record), "after_create", _protect_new)
    return record


def is_append_only(record: type[Any]) -> bool:
    """Whether rows of that table are written once."""
    return record in _classes


def protect(connection: Connection) -> None:
    """Every existing table that is marked here refuses changes. A table that is protected already is not touched: a
    trigger is made under a lock of its table, and a program that starts while others write would wait for them, and
    they for it.
    """
    present = set(inspect(connection).get_table_names())
    for table in find_unprotected_tables(connection):
        if table in present:
            _protect(connection, table)


def find_unprotected_tables(connection: Connection) -> list[str]:
    """The tables whose triggers are missing."""
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.dialect.name == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    )
    there = set(connection.scalars(text(query)))
    names = sorted(_table_of(record).name for record in _classes)
    return [name for name in names if not set(_statements(connection.dialect.name, name)) <= there]


def _table_of(record: type[Record]) -> Table:
    # SQLAlchemy puts it there when the class is made, and no type says so.
    table: Table = record.__table__  # type: ignore[attr-defined]
    return table


def _refuse_row(mapper: Mapper[Record], _connection: Connection, _row: Record) -> None:
    raise AppendOnlyViolation(mapper.local_table.description)


@event.listens_for(Session, "do_orm_execute")
def _refuse_statement(state: ORMExecuteState) -> None:
    if state.is_update or state.is_delete:
        for mapper in state.all_mappers:
            if mapper.class_ in _classes:
                raise AppendOnlyViolation(mapper.local_table.description)


def _protect_new(table: Table, connection: Connection, **_: object) -> None:
    _protect(connection, table.name)


def _protect(connection: Connection, table: str) -> None:
    if connection.dialect.name != "sqlite":
        connection.execute(text(_POSTGRESQL_FUNCTION))
    for statement in _statements(connection.dialect.name, table).values():
        connection.execute(text(statement))


_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION written_once() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'rows of % are written once', TG_TABLE_NAME; END $$
"""


def _statements(dialect: str, table: str) -> dict[str, str]:
    """The triggers of one table: name and the statement that creates it."""
    if dialect == "sqlite":
        return {
            f"{table}_no_{act}": f"CREATE TRIGGER IF NOT EXISTS {table}_no_{act} BEFORE {act.upper()} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are written once'); END"
            for act in ("update", "delete")
        }
    return {
        f"{table}_no_{act}": f"CREATE OR REPLACE TRIGGER {table}_no_{act} BEFORE {act.upper()} ON {table} "
        f"FOR EACH {'STATEMENT' if act == 'truncate' else 'ROW'} EXECUTE FUNCTION written_once()"
        for act in ("update", "delete", "truncate")
    }
