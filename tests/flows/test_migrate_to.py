"""An installation on SQLite moves to PostgreSQL: row by row the same or not at all, and never in two places."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import URL, Connection, TextClause, text
from sqlmodel import col, select

from app import bootstrap
from app.migrate import MOVED_FILE, migrate_to
from core.clock import SimulatedClock
from core.errors import NoRecord, StateConflict
from core.settings import GivenSettings
from flows.supervision import process_due_events
from models import record_copy
from models.database import Database
from models.journal import JournalLine
from models.outbox_mark import OutboxMark
from models.plan import Plan
from models.record_copy import ensure_empty
from tests.api.two_offices import make_two_offices
from tests.builders import at
from tests.databases import new_database


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with two plans, its program stopped."""
    folder = tmp_path_factory.mktemp("office") / "data"
    made = bootstrap.create_context(GivenSettings(data_folder=folder))
    make_two_offices(made.database, made.vault)
    made.database.dispose()
    return folder


@dataclass
class Move:
    settings: GivenSettings
    url: str

    @property
    def there(self) -> GivenSettings:
        return GivenSettings(data_folder=self.settings.data_folder, database_url=self.url)


@pytest.fixture
def move(installation: Path, tmp_path: Path, postgresql_server: URL) -> Iterator[Move]:
    """A copy of the installation, and an empty database."""
    for folder in (installation, installation.with_name("data-keys")):
        shutil.copytree(folder, tmp_path / folder.name)
    with new_database(postgresql_server) as url:
        plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
        yield Move(GivenSettings(data_folder=tmp_path / "data"), plain)


def run(database: Database, statement: TextClause) -> None:
    with database.engine.begin() as connection:
        connection.execute(statement)


def test_a_move_that_was_interrupted_has_moved_nothing_and_the_next_ends_with_the_same_rows(
    move: Move, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One changed value is found before anything is committed; afterwards the program starts only there, and what is due is
    processed."""
    monkeypatch.setattr(record_copy, "ROWS_AT_ONCE", 20)
    begun = bootstrap.create_context(move.settings)
    bootstrap.create_restore_guard(move.settings, begun.database).advance(at("2026-03-01 10:00"))
    begun.database.dispose()

    def spoil(source: Connection, target: Connection) -> None:
        record_copy.copy_rows(source, target)
        target.execute(text("UPDATE staff SET display_name = display_name || ' '"))

    def break_off(*_given: object) -> None:
        raise KeyboardInterrupt

    there = Database(move.there.record_url)
    for at_the_end, error in ((break_off, KeyboardInterrupt), (spoil, StateConflict)):
        monkeypatch.setattr("app.migrate.copy_rows", at_the_end)
        with pytest.raises(error):
            migrate_to(move.settings, move.url)
        ensure_empty(there)
        bootstrap.create_context(move.settings).database.dispose()
    monkeypatch.undo()

    moved = migrate_to(move.settings, move.url)
    with there.reading() as session:
        assert session.get_one(OutboxMark, 1).storage, "a second machine is not taken for a restored record"
    there.dispose()
    assert [one for one in moved.problems if one.code != "backup-missing"] == []
    assert moved.rows > 200
    assert {one.name for one in moved.figures if one.rows} >= {"plan", "item", "journal_line", "person", "staff"}
    with pytest.raises(NoRecord):
        migrate_to(move.settings, move.url)
    with pytest.raises(StateConflict, match="the record is not"):
        bootstrap.create_context(move.settings)
    assert (move.settings.data_folder / MOVED_FILE).exists()
    context = replace(bootstrap.create_context(move.there), clock=SimulatedClock(at("2026-03-20 10:00")))
    with context.database.reading() as session:
        number = session.exec(select(Plan.number).order_by(col(Plan.number))).first()
        before = len(session.exec(select(JournalLine.id)).all())
    assert number is not None
    process_due_events(context, number, source="tick")
    with context.database.reading() as session:
        assert len(session.exec(select(JournalLine.id)).all()) > before
    context.database.dispose()


def test_a_record_in_use_and_a_database_in_use_are_left_alone(move: Move) -> None:
    """Nothing is moved from under a running program, and nothing is mixed with another record."""
    running = bootstrap.create_context(move.settings)
    with pytest.raises(StateConflict, match="still using"):
        migrate_to(move.settings, move.url)
    running.database.dispose()
    elsewhere = Database(move.there.record_url)
    run(elsewhere, text("CREATE TABLE theirs (id integer)"))
    elsewhere.dispose()
    with pytest.raises(StateConflict, match="something else"):
        migrate_to(move.settings, move.url)
    bootstrap.create_context(move.settings).database.dispose()
