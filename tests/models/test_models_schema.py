"""The revisions: from nothing, or from an earlier release, to the tables as declared."""

import multiprocessing
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, SQLModel

from core.errors import StateConflict
from models.all_tables import import_models
from models.append_only import find_unprotected_tables, protect
from models.cluster_lock import take_turn
from models.database import Database, InMemoryDatabase
from models.journal import READ, ActorKind, append_line
from models.schema import (
    MIGRATE,
    ensure_own_tables,
    is_current,
    migrate,
    schema_differences,
)
from tests import databases

MORNING = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


def _migrate(url: str) -> None:
    migrate(Database(url))


def tables(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names())


def test_a_record_with_other_tables_is_refused_and_nothing_is_written(empty_database: Database) -> None:
    """Of a later release, or of another program such as Prefect's server, which numbers its tables in the same way."""
    with empty_database.engine.begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        connection.execute(text("INSERT INTO alembic_version VALUES ('ffff00000000')"))
    for refuse in (ensure_own_tables, migrate):
        with pytest.raises(StateConflict, match="SUNWARD_DATABASE_URL"):
            refuse(empty_database)
    assert tables(empty_database) == {"alembic_version"}
    assert not is_current(empty_database)


def test_up_from_nothing_are_the_tables_as_declared_twice_does_no_harm_and_the_journal_is_protected(
    empty_database: Database,
) -> None:
    assert not is_current(empty_database)
    migrate(empty_database)
    assert is_current(empty_database)
    assert schema_differences(empty_database) == []
    with empty_database.transaction() as session:
        append_line(session, MORNING, READ, actor_kind=ActorKind.SYSTEM, actor_role="system")
    migrate(empty_database)
    with empty_database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM journal_line")).scalar_one() == 1
        assert find_unprotected_tables(session.connection()) == []
    with pytest.raises(DBAPIError), empty_database.transaction() as session:
        session.execute(text("DELETE FROM journal_line"))


def test_tables_made_at_once_are_those_migrated_to(sqlite_database: Database) -> None:
    """A throw-away record differs from a lasting one in nothing."""
    import_models()
    assert schema_differences(sqlite_database) == []
    assert tables(sqlite_database) == set(SQLModel.metadata.tables)


def test_what_other_tests_get_at_once_is_what_the_migrations_make(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tables, indexes, triggers and what is written in them: most tests that open a lasting record do not wait for it to
    be migrated."""
    dumps = []
    for through_all in (True, False):
        monkeypatch.setattr(databases, "_through_all_migrations", through_all)
        record = Database(f"sqlite:///{tmp_path / f'{through_all}.db'}")
        migrate(record)
        driver = record.engine.raw_connection().driver_connection
        dumps.append(list(driver.iterdump()))  # type: ignore[union-attr]
        record.dispose()
    assert len(dumps[0]) > 150
    assert dumps[0] == dumps[1]


def test_of_several_that_start_at_once_one_migrates_and_all_find_it_done(empty_database: Database) -> None:
    """Processes, as it would be: web, tick and runner after an upgrade."""
    forked = multiprocessing.get_context("forkserver")
    forked.set_forkserver_preload([__name__])  # a process that starts from nothing imports for seconds
    starting = [forked.Process(target=_migrate, args=(empty_database.url,)) for _ in range(2)]
    for process in starting:
        process.start()
    for process in starting:
        process.join()
    assert [process.exitcode for process in starting] == [0, 0]
    assert is_current(empty_database)
    assert schema_differences(empty_database) == []


@pytest.mark.parametrize("empty_database", ["postgresql"], indirect=True)
def test_who_starts_waits_for_a_migration_however_long_it_takes(
    empty_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.database.BUSY_MILLISECONDS", 100)
    starting = Database(empty_database.url)
    with ThreadPoolExecutor(1) as threads:
        with empty_database.engine.begin() as connection:
            take_turn(connection, MIGRATE)
            started = threads.submit(migrate, starting)
            assert not wait([started], timeout=0.5).done
        started.result()
    assert is_current(starting)
    starting.dispose()


def test_a_program_that_starts_waits_for_nobody_who_writes(postgresql_database: Database) -> None:
    """Found by the crash tests: a trigger made anew at each start, beside programs that wrote, ended in a deadlock."""
    writer = Session(postgresql_database.engine)
    append_line(writer, MORNING, "announce", actor_kind=ActorKind.SYSTEM, actor_role="system")
    writer.flush()
    with postgresql_database.engine.begin() as connection:
        connection.execute(text("SET LOCAL lock_timeout = '1s'"))
        protect(connection)
    writer.rollback()
    with postgresql_database.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER journal_line_no_delete ON journal_line"))
        assert find_unprotected_tables(connection) == ["journal_line"]
        protect(connection)
        assert find_unprotected_tables(connection) == []


def test_a_record_in_memory_has_tables_of_which_nothing_is_loaded_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rehearsal would end at the first act whose module brings a table that was not known when it began."""
    loaded: list[str] = []
    monkeypatch.setattr("models.database.import_models", lambda: loaded.append("all"))
    monkeypatch.setattr(SQLModel.metadata, "create_all", lambda engine: loaded.append("made"))
    InMemoryDatabase().create_tables()
    assert loaded == ["all", "made"]
