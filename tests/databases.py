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
def postgresql_database(postgresql_template: URL) -> Iterator[Database]:
    """A fresh record on PostgreSQL."""
    with _copy_of(postgresql_template, postgresql_template.database) as url, _opened(_text(url)) as record:
        yield record


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without a single table, once on each."""
    with contextlib.ExitStack() as stack:
        url = f"sqlite:///{tmp_path / 'empty.db'}"
        if request.param == "postgresql":
            url = _text(stack.enter_context(_copy_of(request.getfixturevalue("postgresql_server"), "template1")))
        yield stack.enter_context(_opened(url))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with every table, to be copied."""
    file = tmp_path_factory.mktemp("template") / "record.db"
    _create_tables(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: URL) -> Iterator[URL]:
    """A PostgreSQL database with every table, to be copied."""
    with _copy_of(postgresql_server, "template1") as url:
        _create_tables(_text(url))
        yield url


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[URL]:
    """The address of a database on a server where databases may be created."""
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


@contextlib.contextmanager
def _copy_of(server: URL, template: str | None) -> Iterator[URL]:
    """A database of its own, begun as a copy, and dropped at the end."""
    name = f"sunward_test_{uuid.uuid4().hex[:12]}"
    # Not connected to the template itself: a database in use cannot be copied.
    engine = create_engine(server.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'))
        try:
            yield server.set(database=name)
        finally:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    engine.dispose()


def _text(url: URL) -> str:
    return url.render_as_string(hide_password=False)
