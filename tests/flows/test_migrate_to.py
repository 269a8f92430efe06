"""An installation on SQLite moves to PostgreSQL: row by row the same, whatever interrupts it, and never in two places."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import URL, TextClause, text
from sqlmodel import col, select

from app import bootstrap
from app.migrate import give_up, migrate_to
from core.clock import SimulatedClock
from core.errors import StateConflict
from core.settings import GivenSettings
from flows.supervision import process_due_events
from models import record_copy
from models.database import Database
from models.journal import JournalLine
from models.outbox_mark import OutboxMark
from models.plan import Plan
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


def test_a_move_that_was_interrupted_goes_on_and_ends_with_the_same_rows(
    move: Move, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Meanwhile no program starts, here or there, and one changed value is found before the old record is closed;
    afterwards it starts only there, and what is due is processed."""
    monkeypatch.setattr(record_copy, "ROWS_AT_ONCE", 20)
    begun = bootstrap.create_context(move.settings)
    bootstrap.create_restore_guard(move.settings, begun.database).advance(at("2026-03-01 10:00"))
    begun.database.dispose()
    pieces: list[str] = []

    def cut_off(table: str, rows: int) -> None:
        pieces.append(table)
        if len(pieces) == 25:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        migrate_to(move.settings, move.url, cut_off)
    for settings in (move.settings, move.there):
        with pytest.raises(StateConflict, match="not all there yet"):
            bootstrap.create_context(settings)

    spoil = text("UPDATE staff SET display_name = display_name || ' '")
    spoilt = Database(move.there.record_url)
    monkeypatch.setattr("app.migrate.copy_rows", lambda *given: (record_copy.copy_rows(*given), run(spoilt, spoil)))
    with pytest.raises(StateConflict, match="differs from the original: staff"):
        migrate_to(move.settings, move.url)
    monkeypatch.undo()
    run(spoilt, text("UPDATE staff SET display_name = rtrim(display_name)"))
    spoilt.dispose()

    moved = migrate_to(move.settings, move.url)
    there = Database(move.there.record_url)
    with there.reading() as session:
        assert session.get_one(OutboxMark, 1).storage, "a second machine is not taken for a restored record"
    there.dispose()
    assert [one for one in moved.problems if one.code != "backup-missing"] == []
    assert moved.rows > 200
    again = migrate_to(move.settings, move.url)
    assert (again.rows, again.digest, again.problems) == (moved.rows, moved.digest, moved.problems), (
        "killed as it verified"
    )
    assert {one.name for one in moved.figures if one.rows} >= {"plan", "item", "journal_line", "person", "staff"}
    with pytest.raises(StateConflict, match="was moved to"):
        bootstrap.create_context(move.settings)
    with pytest.raises(StateConflict, match="cannot be given up"):
        give_up(move.settings)
    context = replace(bootstrap.create_context(move.there), clock=SimulatedClock(at("2026-03-20 10:00")))
    with context.database.reading() as session:
        number = session.exec(select(Plan.number).order_by(col(Plan.number))).first()
        before = len(session.exec(select(JournalLine.id)).all())
    assert number is not None
    process_due_events(context, number, lane="tick")
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
    assert not give_up(move.settings), "nothing was begun"
    bootstrap.create_context(move.settings).database.dispose()
