"""A fresh record for each test, on SQLite and on PostgreSQL.

PostgreSQL is a server of the tests' own (tests/postgresql.py), or the one whose address stands in
SUNWARD_TEST_DATABASE_URL. Never one that merely answers.
"""

import contextlib
import os
import shutil
from collections import deque
from collections.abc import Iterator
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import alembic.command
import pytest
from alembic.config import Config
from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, make_url, text
from sqlmodel import SQLModel

import models.database
from models.all_tables import import_models
from models.append_only import find_unprotected_tables, protect
from models.database import Database
from models.schema import MIGRATIONS, migrate
from tests.postgresql import OwnServer
from tests.records import in_memory, use

_NUMBERS = count()
"""Of databases that this process makes: two that are there at once have two names, whatever else is drawn the same."""


@cache
def _known_sqlite() -> Engine:
    engine = create_engine("sqlite://", query_cache_size=3_000)
    engine.connect().close()  # what SQLite can do here is known from now on
    return engine


def _create_engine(url: str | URL, **more: Any) -> Engine:
    """As SQLAlchemy's. What was put into SQL for one record in a file need not be for the next: thousands are opened."""
    engine = create_engine(url, **more)
    if engine.dialect.name == "sqlite":
        known = _known_sqlite()
        engine.dialect, engine._compiled_cache = known.dialect, known._compiled_cache
    return engine


models.database.create_engine = _create_engine  # type: ignore[attr-defined]

_OF_MIGRATIONS = (
    "tests/models/test_models_schema",
    "tests/models/test_models_cluster",
)
"""Where the migrations themselves are what is tried."""

_upgrade = alembic.command.upgrade
_laid_out: list[str] = []
"""What the migrations make of an empty SQLite file, in SQL, once they were run on one."""
_through_all_migrations = False


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Whether in this test every record goes through all migrations."""
    global _through_all_migrations
    _through_all_migrations = item.nodeid.startswith(_OF_MIGRATIONS)


def _upgrade_at_once(config: Config, revision: str, **more: Any) -> None:
    """As Alembic's. An empty SQLite record gets all at once what the first one got from one migration after the other:
    twenty times as fast."""
    connection: Connection | None = config.attributes.get("connection")
    if (
        connection is None
        or connection.dialect.name != "sqlite"
        or (revision, config.get_main_option("script_location")) != ("head", str(MIGRATIONS))
        or connection.execute(text("SELECT count(*) FROM sqlite_master")).scalar_one()
    ):
        _upgrade(config, revision, **more)
        return
    driver: Any = connection.connection.driver_connection
    if _laid_out and not _through_all_migrations:
        for statement in _laid_out:
            driver.execute(statement)
        return
    _upgrade(config, revision, **more)
    _laid_out[:] = [line for line in driver.iterdump() if line not in ("BEGIN TRANSACTION;", "COMMIT;")]


alembic.command.upgrade = _upgrade_at_once


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
            url = _text(stack.enter_context(new_database(request.getfixturevalue("postgresql_server"))))
        yield stack.enter_context(_opened(url))


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A lasting record at the newest migration and with nothing in it, once on each database."""
    with contextlib.ExitStack() as stack:
        if request.param == "postgresql":
            pattern = request.getfixturevalue("migrated_postgresql")
            server = request.getfixturevalue("postgresql_server")
            url = _text(stack.enter_context(new_database(server, like=pattern)))
        else:
            shutil.copy(request.getfixturevalue("migrated_sqlite"), tmp_path / "lasting.db")
            url = f"sqlite:///{tmp_path / 'lasting.db'}"
        yield stack.enter_context(_opened(url))


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file at the newest migration, to be copied: all migrations take a hundred times as long."""
    file = tmp_path_factory.mktemp("migrated") / "record.db"
    with _opened(f"sqlite:///{file}") as record:
        migrate(record)
    return file


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql_server: URL) -> Iterator[URL]:
    """A PostgreSQL database at the newest migration, to be copied."""
    with new_database(postgresql_server) as url:
        with _opened(_text(url)) as record:
            migrate(record)
        yield url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with every table, to be copied."""
    file = tmp_path_factory.mktemp("template") / "record.db"
    _create_tables(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgresql_record(postgresql_server: URL) -> Iterator[URL]:
    """A PostgreSQL database with every table. One for all tests: making one takes half a second, emptying it none."""
    with new_database(postgresql_server) as url:
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


@pytest.fixture(scope="session", autouse=True)
def database_asked_for(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The lives of this run are lived on the database that was asked for; each on a record of its own."""
    kind = request.config.getoption("--record")
    with contextlib.ExitStack() as until_the_end:
        if kind == "sqlite":
            template: Path = request.getfixturevalue("sqlite_template")
            folder = tmp_path_factory.mktemp("lives")

            def on_a_file() -> Database:
                file = folder / f"{os.getpid()}_{next(_NUMBERS)}.db"
                shutil.copy(template, file)
                return until_the_end.enter_context(_opened(f"sqlite:///{file}"))

            use(on_a_file)
        elif kind == "postgresql":
            server: URL = request.getfixturevalue("postgresql_server")
            pattern = until_the_end.enter_context(new_database(server))
            _create_tables(_text(pattern))

            at_hand: deque[Database] = deque()

            def on_the_server() -> Database:
                url = until_the_end.enter_context(new_database(server, like=pattern))
                at_hand.append(until_the_end.enter_context(_opened(_text(url))))
                if len(at_hand) > 30:
                    at_hand.popleft().dispose()  # its connections only: whoever still looks at it gets new ones
                return at_hand[-1]

            use(on_the_server)
        yield
    use(in_memory)


@contextlib.contextmanager
def _opened(url: str) -> Iterator[Database]:
    record = Database(url)
    try:
        yield record
    finally:
        record.dispose()


def _create_tables(url: str) -> None:
    import_models()
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
        if find_unprotected_tables(connection):
            protect(connection)


@contextlib.contextmanager
def new_database(server: URL, *, like: URL | None = None) -> Iterator[URL]:
    """An empty database, or one with another's tables, dropped at the end."""
    name = f"sunward_test_{os.getpid()}_{next(_NUMBERS)}"
    as_there = f' TEMPLATE "{like.database}"' if like is not None else ""
    engine = create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)  # many are open at a time
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"{as_there}'))
    try:
        yield server.set(database=name)
    finally:
        with engine.connect() as connection:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))


def _text(url: URL) -> str:
    return url.render_as_string(hide_password=False)
