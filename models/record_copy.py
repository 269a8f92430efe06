"""A record copied from SQLite to PostgreSQL, in one transaction, and compared row by row. Meanwhile nobody else has the file
open."""

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from alembic.migration import MigrationContext
from sqlalchemy import Connection, Integer, Table, create_engine, func, insert, inspect, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool
from sqlmodel import SQLModel

from core.errors import StateConflict
from core.i18n import _
from models.all_tables import import_models
from models.database import Database
from models.keyed_digest import write_json
from models.schema import newest_migration

ROWS_AT_ONCE = 2_000
"""How many rows are read and written at a time."""
_SUM = 1 << 256


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


def ensure_empty(target: Database) -> None:
    """StateConflict where the new database holds anything; tables of a record in which nothing stands are nothing."""
    import_models()
    with target.engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
        tables = set(inspect(connection).get_table_names())
        known = [table for table in SQLModel.metadata.sorted_tables if table.name in tables]
        if (found is None and tables) or any(connection.scalar(select(func.count()).select_from(t)) for t in known):
            raise StateConflict(_("那里已经有别的内容；记录只搬进空的数据库。"))


def copy_rows(source: Connection, target: Connection) -> None:
    """Every row of the source is in the target, in the order in which they were written, once its transaction is committed.
    StateConflict for a row that PostgreSQL does not take."""
    import_models()
    for table in SQLModel.metadata.sorted_tables:
        try:
            _copy_table(source, target, table)
        except DBAPIError as refused:
            if refused.connection_invalidated:
                raise
            raise StateConflict(
                _("表{table}有一行PostgreSQL不接受；什么也没有搬，原来的记录没有改变。", table=table.name)
            ) from None
        _set_next_number(target, table)


def measure(connection: Connection) -> list[TableFigures]:
    """What every table holds, read row by row."""
    import_models()
    return [_measure_table(connection, table) for table in SQLModel.metadata.sorted_tables]


def sum_up(figures: Iterable[TableFigures]) -> str:
    """One digest of all tables: two records with the same one hold the same rows."""
    return sha256(write_json([[one.name, one.rows, one.digest] for one in figures]).encode()).hexdigest()


def digest_row(row: Sequence[Any]) -> bytes:
    """The digest of a row's values, in the order of its columns, the same from every database."""
    return sha256(write_json(list(row)).encode()).digest()


def _measure_table(connection: Connection, table: Table) -> TableFigures:
    rows, total = 0, 0
    found = connection.execution_options(yield_per=ROWS_AT_ONCE).execute(select(*table.c))
    for piece in found.partitions():
        for row in piece:
            total = (total + int.from_bytes(digest_row(row))) % _SUM
        rows += len(piece)
    return TableFigures(table.name, rows, f"{total:064x}")


def _copy_table(source: Connection, target: Connection, table: Table) -> None:
    # An older row may refer to a younger one of the same table: that is looked at when all of them are there.
    own = [
        key.constraint.name for key in table.foreign_keys if key.column.table is table and key.constraint is not None
    ]
    for name in own:
        target.execute(text(f'ALTER TABLE "{table.name}" ALTER CONSTRAINT "{name}" DEFERRABLE INITIALLY DEFERRED'))
    query = select(*table.c).order_by(text("rowid"))
    for rows in source.execution_options(yield_per=ROWS_AT_ONCE).execute(query).mappings().partitions():
        target.execute(insert(table), [dict(row) for row in rows])
    if own:
        target.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    for name in own:
        target.execute(text(f'ALTER TABLE "{table.name}" ALTER CONSTRAINT "{name}" NOT DEFERRABLE'))


def _set_next_number(connection: Connection, table: Table) -> None:
    """What the database numbers itself goes on behind the last number."""
    for column in table.primary_key.columns:
        if isinstance(column.type, Integer):
            asked = {"table": f'"{table.name}"', "column": column.name}
            numbers = connection.scalar(text("SELECT pg_get_serial_sequence(:table, :column)"), asked)
            last = connection.scalar(select(func.max(column)))
            if numbers is not None and last is not None:
                connection.execute(text("SELECT setval(:numbers, :last)"), {"numbers": numbers, "last": last})
