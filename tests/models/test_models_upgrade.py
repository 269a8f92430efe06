"""An office that began with the first release keeps what it has when the house grows."""

import uuid
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, DateTime, Integer, LargeBinary, MetaData, Time, Uuid, select
from sqlalchemy.dialects import postgresql

from models.database import Database
from models.schema import differences, is_current, migrate, migrations

ADDED_UP = ("condition", "done")
"""A sum that is now made of rows, of which one holds what was added up before."""
A_MOMENT = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)


def a_value(column: Column[Any], owner_of: dict[str, Any]) -> Any:
    """Something that may stand in that column: what it refers to, or a plain value of its type."""
    for reference in column.foreign_keys:
        return owner_of.get(reference.target_fullname)  # a row that may refer to one of its own table refers to none
    match column.type:
        case Boolean():
            return True
        case Integer():
            return 1
        case DateTime():
            return A_MOMENT
        case Date():
            return date(2026, 11, 25)
        case Time():
            return A_MOMENT.time()
        case JSON() | postgresql.JSON():
            return {}
        case LargeBinary():
            return b"x"
        case Uuid():
            return uuid.UUID(int=7)
        case _:
            return "7" * min(32, getattr(column.type, "length", None) or 32)


def test_every_row_of_the_first_release_is_there_after_all_migrations(empty_database: Database) -> None:
    """One row in every table as it was then; each is found again with what it held."""
    first = migrations()[0]
    migrate(empty_database, first)
    then = MetaData()
    then.reflect(empty_database.engine)
    written: dict[str, dict[str, Any]] = {}
    known: dict[str, Any] = {}
    with empty_database.engine.begin() as connection:
        for table in then.sorted_tables:
            if table.name == "alembic_version":
                continue
            row = {column.name: a_value(column, known) for column in table.columns}
            connection.execute(table.insert(), row)
            written[table.name] = row
            known |= {f"{table.name}.{name}": value for name, value in row.items()}

    migrate(empty_database)

    assert is_current(empty_database)
    assert differences(empty_database) == []
    now = MetaData()
    now.reflect(empty_database.engine)
    with empty_database.engine.connect() as connection:
        for name, row in written.items():
            (found,) = connection.execute(select(now.tables[name])).mappings()
            for key, value in row.items():
                if (name, key) == ADDED_UP:
                    (found_there,) = connection.execute(select(now.tables["dated_session"])).mappings()
                    assert (found_there["condition_id"], found_there["amount"]) == (row["id"], value)
                else:
                    assert str(found[key])[:10] == str(value)[:10], (name, key)
