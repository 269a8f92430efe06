"""An office that began with 0.1.0 keeps what it has: the program of today opens its record and goes on with its plans."""

import ast
import shutil
import sqlite3
import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON, Boolean, Column, Date, DateTime, Float, Integer, LargeBinary, MetaData, Time, Uuid
from sqlalchemy import select as select_from
from sqlalchemy.dialects import postgresql
from sqlmodel import select

from app import bootstrap
from app.server import DEMO_NOW
from casework.plan.scheduling import get_next_moment
from casework.shared.context import Context
from core.clock import SimulatedClock
from core.i18n import split_citation
from flows.supervision import process_due_events
from law.articles import articles_by_citation
from models.database import Database
from models.integrity import run_integrity_checks
from models.item import Item
from models.journal import JournalLine
from models.message import Message
from models.plan import Plan
from models.schema import MIGRATIONS, is_current, migrate, migrations, schema_differences
from tools.first_record import settings_for

KEPT = Path(__file__).parent / "first_record"
FIRST = "9c1d52e0a7b4"


@pytest.fixture
def office(tmp_path: Path) -> Context:
    """A context over the record that 0.1.0 made, on the day on which it was made."""
    folder = tmp_path / "data"
    shutil.copytree(KEPT / "keys", folder / "keys")
    with sqlite3.connect(folder / "record.db") as record:
        record.executescript((KEPT / "record.sql").read_text(encoding="utf-8"))
    record.close()
    return replace(bootstrap.create_context(settings_for(folder)), clock=SimulatedClock(DEMO_NOW))


def test_the_kept_record_was_made_by_the_first_migration() -> None:
    """So that it never becomes a record of some later day."""
    assert f"INSERT INTO \"alembic_version\" VALUES('{FIRST}');" in (KEPT / "record.sql").read_text(encoding="utf-8")
    assert migrations()[0] == FIRST


def test_a_record_of_the_first_release_is_opened_and_is_well(office: Context) -> None:
    """It has the tables of today, and the doctor finds nothing: chain, keys, triggers, what waits."""
    assert is_current(office.database)
    assert schema_differences(office.database) == []
    assert run_integrity_checks(office.database, office.vault.chain_key, office.vault, office.clock.now()) == []


def test_a_plan_of_the_first_release_goes_on(office: Context) -> None:
    """For four weeks everything that falls due is done and written down, and what was written stays."""
    with office.database.reading() as session:
        number = session.exec(select(Plan.number).where(Plan.status == "under_supervision")).one()
        before = {line.id for line in session.exec(select(JournalLine))}
    clock = office.clock
    assert isinstance(clock, SimulatedClock)
    last = clock.now() + timedelta(weeks=4)
    while (moment := get_next_moment(office, number)) is not None and moment <= last:
        clock.advance_to(max(moment, clock.now() + timedelta(microseconds=1)))
        process_due_events(office, number, lane="tick")
    with office.database.reading() as session:
        after = {line.id for line in session.exec(select(JournalLine))}
    assert len(after - before) > 5
    assert before < after


def test_articles_that_the_first_release_stored_are_read_in_chinese(office: Context) -> None:
    """Of lines of the journal, of items and of messages: each is an article that the law's files still say."""
    with office.database.reading() as session:
        stored = {
            article
            for table in (JournalLine, Item, Message)
            for article in session.exec(select(table.article)).all()
            if article
        }
    assert len(stored) > 10
    assert (
        sorted(
            article for article in stored if article not in articles_by_citation() and split_citation(article) is None
        )
        == []
    )


# ---------------------------------------------------------------- one row in every table

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
        case Float():
            return 1.5
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


MADE_EMPTY = {("plan", "of_age_on")}
"""What no record is to tell in the open any more."""


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
    assert schema_differences(empty_database) == []
    now = MetaData()
    now.reflect(empty_database.engine)
    with empty_database.engine.connect() as connection:
        for name, row in written.items():
            (found,) = connection.execute(select_from(now.tables[name])).mappings()
            for key, value in row.items():
                if (name, key) in MADE_EMPTY:
                    assert found[key] is None
                    continue
                assert str(found[key])[:10] == str(value)[:10], (name, key)


# ---------------------------------------------------------------- what a migration may do

TAKES_AWAY = {"drop_table", "drop_column", "rename_table"}


def taken_away(source: str) -> set[str]:
    """What the upgrade of that migration calls that loses or hides what an office has."""
    (upgrade,) = [node for node in ast.parse(source).body if getattr(node, "name", "") == "upgrade"]
    calls = {
        node.func.attr
        for node in ast.walk(upgrade)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    return calls & TAKES_AWAY


def test_every_migration_only_adds() -> None:
    """From 0.1.0 on there are records that nobody here has seen."""
    for file in (MIGRATIONS / "versions").glob("*.py"):
        assert taken_away(file.read_text(encoding="utf-8")) == set(), file.name
    assert taken_away('def upgrade():\n    with op.batch_alter_table("a") as a:\n        a.drop_column("b")') == {
        "drop_column"
    }
