"""What the record is asked: SQL statements, transactions and readings of a plan's row, counted while something is done.

Counted, not timed: the same on every machine.
"""

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, event

from models.database import Database

_PLAN_ROW = re.compile(r'SELECT (?:(?!\bFROM\b).)*\bFROM "plan"\s+WHERE', re.DOTALL)
"""A question that is answered by the rows of plans alone."""


@dataclass
class QueryCounts:
    """How often the record was asked: every statement, the transactions that only read and those that may write, and
    the questions for the plan's row among the statements."""

    statements: float = 0
    reading: float = 0
    writing: float = 0
    plan_row: float = 0


@contextlib.contextmanager
def counted(database: Database, so_far: QueryCounts | None = None) -> Iterator[QueryCounts]:
    """All that the record is asked while the context is open, beside what was counted `so_far`. Only a record in a SQLite
    file can be counted."""
    asked = so_far or QueryCounts()

    def count(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        asked.statements += not statement.startswith("BEGIN")
        asked.plan_row += _PLAN_ROW.match(statement) is not None

    def count_begin(connection: Connection) -> None:
        writes = bool(connection.get_execution_options().get("sunward_writes"))
        asked.writing += writes
        asked.reading += not writes

    listeners = {"before_cursor_execute": count, "begin": count_begin}
    for name, listener in listeners.items():
        event.listen(database.engine, name, listener)
    try:
        yield asked
    finally:
        for name, listener in listeners.items():
            event.remove(database.engine, name, listener)
