"""A record copied from SQLite to PostgreSQL, table by table, in pieces that are each there or not, and compared row by row.

Meanwhile nobody else has the file open, and the new database's edition says that it is half a record: no program starts on
either. The rows keep the order in which they were written, so a copy that was interrupted goes on behind the last piece.
"""

import contextlib
import json
import sqlite3
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, Integer, Table, create_engine, func, insert, inspect, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool
from sqlmodel import SQLModel

from core.errors import StateConflict
from core.i18n import _
from models.all_tables import import_models
from models.database import Database
from models.schema import HALF_MOVED, migrate, newest_migration

ROWS_AT_ONCE = 2_000
"""So many rows are one piece: one transaction of the new database."""
_SUM = 1 << 256

TellTable = Callable[[str, int], None]
"""Told which table is worked on, and how many of its rows are done."""


@dataclass(frozen=True)
class TableFigures:
    """What a table holds, in no order: how many rows, and the sum of their digests."""

    name: str
    rows: int
    digest: str


@contextlib.contextmanager
def open_alone(file: Path) -> Iterator[Connection]:
    """A connection to the file that is its only one, and stays so while this is open. StateConflict where somebody else
    has it open, or where it is no record of this edition of the program."""
    driver = sqlite3.connect(file, timeout=2, isolation_level=None, check_same_thread=False)
    try:
        driver.execute(
            "PRAGMA locking_mode = EXCLUSIVE"
        )  # before anything is read: then SQLite asks for the whole file
        try:
            driver.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            raise StateConflict(_("还有程序在用 {file}；请先停止它。", file=file)) from None
        engine = create_engine("sqlite://", creator=lambda: driver, poolclass=StaticPool, hide_parameters=True)
        with engine.connect() as connection:
            if MigrationContext.configure(connection).get_current_revision() != newest_migration():
                raise StateConflict(_("{file} 不是本版本程序的记录；请先用本版本运行一次 ./run doctor。", file=file))
            yield connection
    finally:
        driver.close()


def is_begun(target: Database, move: uuid.UUID) -> bool:
    """Whether the new database belongs to this move already. StateConflict where it holds anything else."""
    import_models()
    with target.engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
        if found == _edition_of(move):
            return True
        tables = set(inspect(connection).get_table_names())
        known = [table for table in SQLModel.metadata.sorted_tables if table.name in tables]
        if (found is None and tables) or any(connection.scalar(select(func.count()).select_from(t)) for t in known):
            raise StateConflict(_("那里已经有别的内容；记录只搬进空的数据库。"))
    return False


def is_complete(target: Database) -> bool:
    """Whether the new database is a record on which the program starts: no move is under way there, and it is not empty."""
    with target.engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    return found is not None and not found.startswith(HALF_MOVED)


def begin_copy(target: Database, move: uuid.UUID) -> None:
    """The new database, which was empty, has every table and belongs to this move."""
    migrate(target)
    _set_edition(target, _edition_of(move))


def _edition_of(move: uuid.UUID) -> str:
    return f"{HALF_MOVED}{move.hex[:24]}"


def finish_copy(target: Database) -> None:
    """The new database is a record of this edition, on which the program starts."""
    _set_edition(target, str(newest_migration()))


def copy_rows(source: Connection, target: Engine, tell: TellTable) -> None:
    """Every row of the source is in the target; what was there of an earlier try is kept, and the rest comes behind it."""
    import_models()
    for table in SQLModel.metadata.sorted_tables:
        done = _count(target, table)
        try:
            for rows in _pieces(source, table, done):
                _write(target, table, rows)
                done += len(rows)
                tell(table.name, done)
        except DBAPIError as refused:
            if refused.connection_invalidated:
                raise
            raise StateConflict(
                _("表{table}有一行PostgreSQL不接受；搬迁停在这里，原来的记录没有改变。", table=table.name)
            ) from None
        with target.begin() as connection:
            _set_next_number(connection, table)


def measure(connection: Connection, tell: TellTable) -> list[TableFigures]:
    """What every table holds, read row by row."""
    import_models()
    return [_measure_table(connection, table, tell) for table in SQLModel.metadata.sorted_tables]


def sum_up(figures: Iterable[TableFigures]) -> str:
    """One digest of all tables: two records with the same one hold the same rows."""
    return sha256(json.dumps([[one.name, one.rows, one.digest] for one in figures]).encode()).hexdigest()


def digest_row(row: Sequence[Any]) -> bytes:
    """The digest of a row's values, in the order of its columns, the same from every database."""
    return sha256(json.dumps([_plain(value) for value in row], sort_keys=True, ensure_ascii=False).encode()).digest()


def _plain(value: Any) -> Any:
    """A value with its kind: no two different ones look alike."""
    match value:
        case datetime():
            return {"at": value.isoformat()}
        case date():
            return {"on": value.isoformat()}
        case uuid.UUID():
            return {"id": value.hex}
        case bytes() | memoryview():
            return {"bytes": bytes(value).hex()}
        case _:
            return value


def _measure_table(connection: Connection, table: Table, tell: TellTable) -> TableFigures:
    rows, total = 0, 0
    found = connection.execution_options(yield_per=ROWS_AT_ONCE).execute(select(*table.c))
    for piece in found.partitions():
        for row in piece:
            total = (total + int.from_bytes(digest_row(row))) % _SUM
        rows += len(piece)
        tell(table.name, rows)
    return TableFigures(table.name, rows, f"{total:064x}")


def _count(engine: Engine, table: Table) -> int:
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


def _pieces(source: Connection, table: Table, done: int) -> Iterator[list[dict[str, Any]]]:
    """The rows behind the first `done`, in the order in which they were written."""
    place = text("rowid")
    behind = 0
    if done:
        found = source.scalar(select(place).select_from(table).order_by(place).offset(done - 1).limit(1))
        if found is None:
            raise StateConflict(_("表{table}在那里的行比这里多；搬迁停在这里。", table=table.name))
        behind = found
    at_once = -1 if _refers_to_itself(table) else ROWS_AT_ONCE
    while True:
        query = select(place, *table.c).where(text("rowid > :behind")).order_by(place).limit(at_once)
        rows = source.execute(query, {"behind": behind}).all()
        if not rows:
            return
        behind = rows[-1][0]
        names = [column.name for column in table.c]
        yield [dict(zip(names, row[1:], strict=True)) for row in rows]
        if at_once == -1:
            return


def _refers_to_itself(table: Table) -> bool:
    """An older row may refer to a younger one: such a table is one piece, and its references are looked at in its end."""
    return any(key.column.table is table for key in table.foreign_keys)


def _write(target: Engine, table: Table, rows: list[dict[str, Any]]) -> None:
    own = [
        key.constraint.name for key in table.foreign_keys if key.column.table is table and key.constraint is not None
    ]
    with target.begin() as connection:
        for name in own:
            connection.execute(
                text(f'ALTER TABLE "{table.name}" ALTER CONSTRAINT "{name}" DEFERRABLE INITIALLY DEFERRED')
            )
        connection.execute(insert(table), rows)
        if own:
            connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
        for name in own:
            connection.execute(text(f'ALTER TABLE "{table.name}" ALTER CONSTRAINT "{name}" NOT DEFERRABLE'))


def _set_next_number(connection: Connection, table: Table) -> None:
    """What the database numbers itself goes on behind the last number."""
    for column in table.primary_key.columns:
        if isinstance(column.type, Integer):
            asked = {"table": f'"{table.name}"', "column": column.name}
            numbers = connection.scalar(text("SELECT pg_get_serial_sequence(:table, :column)"), asked)
            last = connection.scalar(select(func.max(column)))
            if numbers is not None and last is not None:
                connection.execute(text("SELECT setval(:numbers, :last)"), {"numbers": numbers, "last": last})


def _set_edition(target: Database, revision: str) -> None:
    with target.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
