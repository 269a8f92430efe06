"""A PostgreSQL server that would not keep what it is given is refused in words; an administrator's habits change nothing."""

import contextlib
import os
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import URL, text
from sqlalchemy.exc import OperationalError

from app import bootstrap
from app.server import serve
from app.start_problem import describe_server_answer
from casework.settings.health import run_health_checks
from core.errors import StateConflict
from core.settings import GivenSettings
from flows.process_parts import Part
from flows.scheduler import describe
from models.database import Database
from models.postgresql_server import (
    ensure_commits_last,
    ensure_fit_server,
    list_losing_settings,
)
from models.schema import has_tables
from models.storage_problem import StorageProblem, find_storage_problem
from tests.builders import an_office
from tests.databases import new_database

MOMENT = datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)
needs_own_server = pytest.mark.skipif(
    "SUNWARD_TEST_DATABASE_URL" in os.environ, reason="the server that was given need not lose anything"
)


@pytest.fixture
def url(postgresql_server: URL) -> Iterator[URL]:
    """An empty database of the test's own."""
    with new_database(postgresql_server) as url:
        yield url


def run_as_superuser(server: URL, *statements: str) -> None:
    database = opened(server)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for one in statements:
            connection.execute(text(one))
    database.dispose()


def opened(url: URL, **more: str) -> Database:
    return Database(url.set(**more).render_as_string(hide_password=False))


def test_a_database_that_cannot_hold_every_character_is_refused(postgresql_server: URL, tmp_path: Path) -> None:
    """At the start, before anything is made in it."""
    run_as_superuser(
        postgresql_server, "DROP DATABASE IF EXISTS in_other_letters WITH (FORCE)",
        "CREATE DATABASE in_other_letters ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0",
    )  # fmt: skip
    database = opened(postgresql_server, database="in_other_letters")
    for ask in (
        lambda: ensure_fit_server(database),
        lambda: bootstrap.create_context(GivenSettings(data_folder=tmp_path, database_url=database.url)),
    ):
        with pytest.raises(StateConflict, match="SQL_ASCII"):
            ask()
    assert not has_tables(database)
    database.dispose()
    run_as_superuser(postgresql_server, "DROP DATABASE in_other_letters WITH (FORCE)")


@needs_own_server
def test_a_server_that_answers_before_a_commit_lasts_is_refused(url: URL) -> None:
    """By each setting that is off, for the whole server or for one database."""
    losing = ["fsync = off", "full_page_writes = off", "synchronous_commit = off"]
    database = opened(url)
    assert list_losing_settings(database) == losing
    with pytest.raises(StateConflict, match=", ".join(losing)):
        ensure_commits_last(database)
    database.dispose()
    run_as_superuser(url, f"ALTER DATABASE {url.database} SET synchronous_commit = on")
    assert list_losing_settings(database) == losing[:2]
    database.dispose()


def test_a_server_that_loses_commits_is_told_on_the_health_page(migrated_database: Database) -> None:
    """For information: to stop everybody from working would not bring back what may be lost. A file never loses any."""
    context = an_office(migrated_database, MOMENT)
    [lasting] = [one for one in run_health_checks(context) if one.name == "lasting"]
    assert lasting.informs_only
    assert lasting.ok == (not list_losing_settings(migrated_database))
    if migrated_database.is_sqlite:
        assert lasting.ok
    elif not lasting.ok:
        assert "synchronous_commit = off" in lasting.words.en


@needs_own_server
def test_the_program_does_not_start_on_a_server_that_loses_commits(
    postgresql_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "create_context", lambda settings: an_office(postgresql_database, MOMENT))
    monkeypatch.setattr(bootstrap, "set_context", lambda context, settings: None)
    monkeypatch.setattr("flows.services.BackgroundServices.start", lambda services: pytest.fail("it has started"))
    monkeypatch.setattr("app.answers._Spoken.may_be_lost", False)  # as it is again after this test: `serve` sets it
    settings = GivenSettings(data_folder=tmp_path, database_url=postgresql_database.url)
    with pytest.raises(StateConflict, match="fsync = off"):
        serve(settings, None, frozenset({Part.DELIVERY}))


def test_what_is_set_for_the_database_changes_nothing(url: URL) -> None:
    """Who has waited for somebody else's lock sees what that one has written, and words and moments are read as written."""
    habits = {
        "default_transaction_isolation": "'repeatable read'",
        "datestyle": "'German, DMY'",
        "client_encoding": "latin1",
    }
    run_as_superuser(url, *(f"ALTER DATABASE {url.database} SET {name} = {value}" for name, value in habits.items()))
    database = opened(url)
    with database.transaction() as session:
        assert session.execute(text("SHOW transaction_isolation")).scalar_one() == "read committed"
        shown = session.execute(
            text("SELECT CAST(:moment AS timestamptz), CAST(:word AS text)"), {"moment": MOMENT, "word": "芒果"}
        )
        assert shown.one() == (MOMENT, "芒果")
    database.dispose()


@pytest.mark.parametrize(
    "taken", ["REVOKE ALL ON SCHEMA public FROM PUBLIC", "ALTER ROLE stranger SET search_path = nowhere"]
)
def test_rights_that_were_taken_away_are_told_in_words(url: URL, taken: str) -> None:
    """An administrator is told which right it is by PostgreSQL's name for it, and no value."""
    run_as_superuser(url, "DROP ROLE IF EXISTS stranger", "CREATE ROLE stranger LOGIN", taken)
    database = opened(url, username="stranger")
    with pytest.raises(Exception) as refused, database.transaction() as session:  # noqa: PT011 what it is, is asked below
        session.execute(text("CREATE TABLE word AS SELECT CAST(:word AS text) AS word"), {"word": "芒果"})
    database.dispose()
    run_as_superuser(url, "DROP ROLE stranger")
    assert find_storage_problem(refused.value) is StorageProblem.READ_ONLY
    [said] = describe_server_answer(refused.value)
    assert said.en.split()[0] in ("42501", "3F000")
    assert "芒果" not in said.en


def test_the_log_says_why_a_server_takes_no_connection(url: URL) -> None:
    """A limit that was reached, a password that was changed: the program goes on and tries again, and somebody looks."""
    run_as_superuser(
        url, "DROP ROLE IF EXISTS one_of_many", "CREATE ROLE one_of_many LOGIN",
        f"ALTER DATABASE {url.database} CONNECTION LIMIT 0",
    )  # fmt: skip
    database = opened(url, username="one_of_many", password="secret")
    with pytest.raises(OperationalError) as refused:
        database.engine.connect()
    database.dispose()
    run_as_superuser(url, "DROP ROLE one_of_many")
    said = describe(refused.value)
    assert said.startswith("OperationalError (away): ")
    assert f'too many connections for database "{url.database}"' in said
    assert "secret" not in said


def test_a_host_that_does_not_answer_is_told_as_one() -> None:
    """libpq calls a host that is off a server that broke off, and an administrator would look in its log for why."""

    def hang_up() -> None:
        with contextlib.suppress(OSError):
            while True:
                listening.accept()[0].close()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=hang_up, daemon=True).start()
        database = Database(f"postgresql://sunward:secret@127.0.0.1:{listening.getsockname()[1]}/sunward")
        with pytest.raises(OperationalError) as refused:
            database.engine.connect()
        database.dispose()
    said, meaning = (line.en for line in describe_server_answer(refused.value))
    assert "127.0.0.1" in said
    assert "secret" not in said
    assert "nobody answers there" in meaning
