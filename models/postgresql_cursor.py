"""A cursor of PostgreSQL that says of its columns no more than SQLAlchemy asks.

SQLAlchemy asks after each question how its columns are called, and forgets it where it knows the question. psycopg makes an
object of each column to tell: of a plan's sixty that takes longer than asking for them.
"""

from typing import Any

from psycopg import Cursor
from psycopg.pq import ExecStatus


class RecordCursor(Cursor[Any]):
    """psycopg's own, but for the description of its columns: their names and types, as the DBAPI has them."""

    @property
    def description(self) -> Any:
        result = self.pgresult
        if result is None or result.status not in (ExecStatus.TUPLES_OK, ExecStatus.SINGLE_TUPLE):
            return None
        nothing = (None,) * 5
        return [((result.fname(at) or b"").decode(), result.ftype(at), *nothing) for at in range(result.nfields)]
