"""Tables whose rows are bound: once, however many processes begin."""

from datetime import UTC, datetime

from sqlmodel import select

from models.bound_rows import BOUND_COLUMNS, BoundTable, RowBinding, bind_tables
from models.database import Database
from tests.at_once import at_once

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


def test_of_several_that_start_at_once_on_a_new_record_one_binds_its_tables(database: Database) -> None:
    """The others find it done: one of four processes used to end with an error."""

    def bind() -> int:
        with database.transaction() as session:
            return bind_tables(session, RowBinding(bytes(32), lambda: NOON))

    at_once(*[bind] * 4)
    with database.reading() as session:
        bound = {row.name: row.columns for row in session.exec(select(BoundTable))}
    assert bound == {name: len(columns) for name, columns in BOUND_COLUMNS.items()}
    assert bound
