"""A PostgreSQL server that would not keep what it is given is refused in words; an administrator's habits change nothing."""

import contextlib
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import URL, text
from sqlalchemy.exc import OperationalError

from app import bootstrap
from app.start_problem import describe_server_answer
from casework.settings.health import run_health_checks
from core.errors import StateConflict
from core.settings import GivenSettings
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
from tests.postgresql import OwnServer

MOMENT = datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)


@pytest.fixture(scope="module")
def durable() -> Iterator[OwnServer]:
    server = OwnServer(durable=True)
    yield server
    server.stop()


def run_as_superuser(server: URL, *statements: str) -> None:
    database = Database(server.render_as_string(hide_password=False))
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for one in statements:
            connection.execute(text(one))
    database.dispose()


def wait_until(holds: Callable[[], bool]) -> None:
    """The server reads its settings anew a moment after it was told to."""
    end = time.monotonic() + 60
    while not holds() and time.monotonic() < end:
        time.sleep(0.02)


@pytest.mark.parametrize("encoding", ["SQL_ASCII", "LATIN1", "EUC_CN"])
def test_a_database_that_cannot_hold_every_character_is_refused(
    durable: OwnServer, tmp_path: Path, encoding: str
) -> None:
    """At the start, before anything is made in it."""
    name = f"in_{encoding.lower()}"
    run_as_superuser(
        durable.url, f"CREATE DATABASE {name} ENCODING '{encoding}' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
    )
    database = Database(durable.url.set(database=name).render_as_string(hide_password=False))
    for ask in (
        lambda: ensure_fit_server(database),
        lambda: bootstrap.create_context(GivenSettings(data_folder=tmp_path, database_url=database.url)),
    ):
        with pytest.raises(StateConflict, match=encoding):
            ask()
    assert not has_tables(database)
    database.dispose()


@pytest.mark.parametrize("setting", ["fsync", "full_page_writes", "synchronous_commit"])
def test_a_server_that_answers_before_a_commit_lasts_is_refused(durable: OwnServer, setting: str) -> None:
    """Whether for the whole server or for one database."""
    url = durable.new_database(f"{setting}_off")
    database = Database(url)
    ensure_commits_last(database)
    whole = setting != "synchronous_commit"
    where = "SYSTEM" if whole else f"DATABASE {setting}_off"
    run_as_superuser(durable.url, f"ALTER {where} SET {setting} = off", "SELECT pg_reload_conf()")
    database.dispose()
    try:
        wait_until(lambda: bool(list_losing_settings(database)))
        assert list_losing_settings(database) == [f"{setting} = off"]
        with pytest.raises(StateConflict, match=f"{setting} = off"):
            ensure_commits_last(database)
    finally:
        run_as_superuser(durable.url, f"ALTER {where} RESET {setting}", "SELECT pg_reload_conf()")
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


def test_the_program_does_not_start_on_a_server_that_loses_commits(postgresql_server: URL, tmp_path: Path) -> None:
    if "SUNWARD_TEST_DATABASE_URL" in os.environ:
        pytest.skip("the server that was given is not ours to make forgetful")
    with new_database(postgresql_server) as url:
        tried = subprocess.run(
            [Path(sys.executable).parent / "sunward", "--language", "en", "delivery"],
            env={name: value for name, value in os.environ.items() if not name.startswith("SUNWARD")}
            | {
                "SUNWARD_DATABASE_URL": url.set(drivername="postgresql").render_as_string(hide_password=False),
                "SUNWARD_DATA_FOLDER": str(tmp_path / "data"),
            },
            capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
    assert tried.returncode == 2
    assert "fsync = off" in tried.stderr
    assert "Traceback" not in tried.stderr


def test_what_is_set_for_the_database_changes_nothing(durable: OwnServer) -> None:
    """Who has waited for somebody else's lock sees what that one has written, and words and moments are read as written."""
    url = durable.new_database("of_habits")
    habits = {
        "default_transaction_isolation": "'repeatable read'",
        "datestyle": "'German, DMY'",
        "client_encoding": "latin1",
    }
    run_as_superuser(durable.url, *(f"ALTER DATABASE of_habits SET {name} = {value}" for name, value in habits.items()))
    database = Database(url)
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
def test_rights_that_were_taken_away_are_told_in_words(durable: OwnServer, taken: str) -> None:
    """An administrator is told which right it is by PostgreSQL's name for it, and no value."""
    name = "taken_right" if "REVOKE" in taken else "taken_path"
    durable.new_database(name)
    of_it = durable.url.set(database=name)
    run_as_superuser(of_it, "DROP ROLE IF EXISTS stranger", "CREATE ROLE stranger LOGIN", taken)
    database = Database(of_it.set(username="stranger").render_as_string(hide_password=False))
    with pytest.raises(Exception) as refused, database.transaction() as session:  # noqa: PT011 what it is, is asked below
        session.execute(text("CREATE TABLE word AS SELECT CAST(:word AS text) AS word"), {"word": "芒果"})
    database.dispose()
    assert find_storage_problem(refused.value) is StorageProblem.READ_ONLY
    [said] = describe_server_answer(refused.value)
    assert said.en.split()[0] in ("42501", "3F000")
    assert "芒果" not in said.en


def test_the_log_says_why_a_server_takes_no_connection(durable: OwnServer) -> None:
    """A limit that was reached, a password that was changed: the program goes on and tries again, and somebody looks."""
    durable.new_database("limited")
    of_it = durable.url.set(database="limited")
    run_as_superuser(of_it, "CREATE ROLE one_of_many LOGIN", "ALTER DATABASE limited CONNECTION LIMIT 0")
    database = Database(of_it.set(username="one_of_many", password="secret").render_as_string(hide_password=False))
    with pytest.raises(OperationalError) as refused:
        database.engine.connect()
    database.dispose()
    said = describe(refused.value)
    assert said.startswith("OperationalError (away): ")
    assert 'too many connections for database "limited"' in said
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
