"""A fresh record for each test, on SQLite and on PostgreSQL.

PostgreSQL is a server of the tests' own (tests/postgresql.py), or the one whose address stands in
SUNWARD_TEST_DATABASE_URL. Never one that merely answers.
"""

import contextlib
import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine, make_url, text
from sqlmodel import SQLModel

from models.append_only import protect, unprotected
from models.database import Database
from models.schema import import_nouns
from tests.postgresql import OwnServer


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    """A record with every table and nothing in it; the test runs once on each database."""
    record: Database = request.getfixturevalue(f"{request.param}_database")
    return record


@pytest.fixture
def sqlite_database(tmp_path: Path, sqlite_template: Path) -> Iterator[Database]:
    """A fresh record in a SQLite file."""
    shutil.copy(sqlite_template, tmp_path / "record.db")
    with _opened(f"sqlite:///{tmp_path / 'record.db'}") as record:
        yield record


@pytest.fixture
def postgresql_database(postgresql_record: URL) -> Iterator[Database]:
    """A record on PostgreSQL, emptied of what the test before has left."""
    with _opened(_text(postgresql_record)) as record:
        _empty(record)
        yield record


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without a single table, once on each."""
    with contextlib.ExitStack() as stack:
        url = f"sqlite:///{tmp_path / 'empty.db'}"
        if request.param == "postgresql":
            url = _text(stack.enter_context(_new_database(request.getfixturevalue("postgresql_server"))))
        yield stack.enter_context(_opened(url))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with every table, to be copied."""
    file = tmp_path_factory.mktemp("template") / "record.db"
    _create_tables(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgresql_record(postgresql_server: URL) -> Iterator[URL]:
    """A PostgreSQL database with every table. One for all tests: making one takes half a second, emptying it none."""
    with _new_database(postgresql_server) as url:
        _create_tables(_text(url))
        yield url


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[URL]:
    """The address of a database on a server where we are superuser, to create others beside it."""
    given = os.environ.get("SUNWARD_TEST_DATABASE_URL")
    if given:
        yield make_url(given).set(drivername="postgresql+psycopg")
        return
    server = OwnServer()
    yield server.url
    server.stop()


@contextlib.contextmanager
def _opened(url: str) -> Iterator[Database]:
    record = Database(url)
    try:
        yield record
    finally:
        record.dispose()


def _create_tables(url: str) -> None:
    import_nouns()
    with _opened(url) as record:
        record.create_tables()


def _empty(record: Database) -> None:
    """Nothing is left of another test: no row, no open connection, no missing trigger."""
    with record.engine.begin() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
        connection.execute(text("SET LOCAL session_replication_role = replica"))  # neither triggers nor references
        connection.execute(text("; ".join(f'DELETE FROM "{table}"' for table in SQLModel.metadata.tables)))
        connection.execute(text("SELECT setval(oid, 1, false) FROM pg_class WHERE relkind = 'S'"))
        if unprotected(connection):
            protect(connection)


@contextlib.contextmanager
def _new_database(server: URL) -> Iterator[URL]:
    """An empty database, dropped at the end."""
    name = f"sunward_test_{uuid.uuid4().hex[:12]}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
        try:
            yield server.set(database=name)
        finally:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    engine.dispose()


def _text(url: URL) -> str:
    return url.render_as_string(hide_password=False)
