"""Engine and transactions: the only way to the record.

On SQLite a writing transaction takes the write lock when it begins (BEGIN IMMEDIATE), in the order in which the writers
of this process came (`fair_lock.py`); on PostgreSQL the verb locks its plan's row. Either way nobody else changes the
plan until the transaction has ended.
"""

import contextlib
import sqlite3
import threading
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from time import sleep
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor, ExceptionContext
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import ConnectionPoolEntry, NullPool, StaticPool
from sqlmodel import Session, SQLModel

from core.errors import NotFound
from core.i18n import _
from models.all_tables import import_models
from models.base import Record
from models.bound_rows import RowBinding, bind_changes, watch
from models.clock_leap import ClockLeap
from models.fair_lock import FairLock
from models.record_file import RecordFile
from models.server_clock import ServerClock

BUSY_MILLISECONDS = 30_000
"""How long a writer waits for another writer, on either database."""
FROZEN_MILLISECONDS = 60_000
"""How long a process that hangs in a transaction (a stopped container or machine, a share that hangs) keeps its locks.
Then the server ends the transaction, and nothing of it is kept."""

IN_MEMORY = "sqlite://"

_TURN, _FILE = "sunward_turn", "sunward_file"
"""What is known of a connection: that it is its turn to write, and its file."""

RecordRow = TypeVar("RecordRow", bound=Record)


class Database:
    """The record, at one address."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_sqlite = url.startswith("sqlite")
        self.engine = _engine_for(url)
        self.server_clock = ServerClock(None if self.is_sqlite else self.reading)
        self.clock_leap = ClockLeap()
        self.row_binding: RowBinding | None = None
        """With it, what a transaction leaves in bound rows is bound into the chain; a throw-away record has none."""

    locked: frozenset[uuid.UUID] = frozenset()
    """Rows that are locked here already."""

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session whose changes are all committed at the end, or, on any error, none of them."""
        with Session(self.engine, expire_on_commit=False) as session:
            if self.is_sqlite:
                session.connection(execution_options={"sunward_writes": True})
            with self._bound(session):
                yield session
            session.commit()

    @contextlib.contextmanager
    def _bound(self, session: Session) -> Iterator[None]:
        """What was done with bound rows while it was open is bound, in the same transaction."""
        if self.row_binding is None:
            yield
            return
        watch(session)
        yield
        bind_changes(session, self.row_binding)

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for looking; what it changes is thrown away, what it has read may be used afterwards."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    def ensure_usable(self) -> None:
        """It answers, and on a server takes writes: a standby of PostgreSQL that was not promoted takes none. An error of
        the database where it is not so."""
        with self.reading() as session:
            asked = "SELECT 1" if self.is_sqlite else "SELECT 1 FROM alembic_version WHERE false FOR KEY SHARE"
            session.execute(text(asked))

    def may_process(self, now: datetime) -> bool:
        """Whether what is due may be processed by this machine's clock, which shows `now`: it is that of the database server,
        and has not just made a leap."""
        return self.server_clock.is_right and not self.clock_leap.is_paused(now)

    def after_commit(self, work: Callable[["Database"], None]) -> None:
        """The work is done with the record once what one request writes is committed: here at once."""
        work(self)

    def write_part(self, session: Session) -> None:
        """All that a verb has done is written; the commit follows."""
        session.flush()

    def create_tables(self) -> None:
        """Every table exists, also one that only a module knows which is loaded later. For throw-away records
        (rehearsals, tests); lasting ones are migrated."""
        import_models()
        SQLModel.metadata.create_all(self.engine)

    def drop_erased(self) -> None:
        """Erased data is gone from SQLite's journal beside the record as well, unless somebody is reading just now."""
        if self.is_sqlite and self.url != IN_MEMORY:
            with contextlib.closing(self.engine.raw_connection()) as pooled:
                cursor = pooled.cursor()
                cursor.execute("PRAGMA busy_timeout = 500")
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                cursor.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
                cursor.close()

    def dispose(self) -> None:
        """All connections are closed."""
        self.engine.dispose()


class InMemoryDatabase(Database):
    """A throw-away record in memory, for one thread: a rehearsal's year, a test's life. It has one connection, and so one
    session from beginning to end; nobody else writes here."""

    def __init__(self) -> None:
        super().__init__(IN_MEMORY)
        self._session = Session(self.engine, expire_on_commit=False)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Session]:
        try:
            with self._bound(self._session):
                yield self._session
            self._session.commit()
        except BaseException:
            self._session.rollback()
            raise

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        yield self._session


def connect_arguments(url: str) -> dict[str, Any]:
    """How PostgreSQL is connected to: a machine that is gone without a word, on either side, is noticed within half a
    minute, and keeps no row locked for longer; one that stands still in the midst of a transaction, for no longer than
    `FROZEN_MILLISECONDS`; who waits for a row gives up as on SQLite. Text and moments come as we read them, whatever is
    set for the role or the database. What the address itself says of `options` holds instead."""
    arguments: dict[str, Any] = {"client_encoding": "utf8", "connect_timeout": 5, "keepalives_idle": 5,
                                 "keepalives_interval": 5, "keepalives_count": 4,
                                 "tcp_user_timeout": 30_000}  # fmt: skip
    if "options" not in make_url(url).query:
        server = {"tcp_keepalives_idle": 5, "tcp_keepalives_interval": 5, "tcp_keepalives_count": 4,
                  "tcp_user_timeout": 30_000, "datestyle": "ISO", "lock_timeout": BUSY_MILLISECONDS,
                  "idle_in_transaction_session_timeout": FROZEN_MILLISECONDS}  # fmt: skip
        arguments["options"] = " ".join(f"-c {name}={value}" for name, value in server.items())
    return arguments


def connect_alone(database: Database) -> Engine:
    """What makes connections to PostgreSQL that nobody uses again, with no transaction but each statement's own."""
    return create_engine(
        database.url, poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args=connect_arguments(database.url)
    )


_reached = threading.Event()


def was_reached() -> bool:
    """Whether this process ever had a connection to a record. Where it had none, it has certainly saved nothing."""
    return _reached.is_set()


def lock_for_update(session: Session, table: type[RecordRow], row_id: uuid.UUID) -> RecordRow:
    """The row as it is now, which nobody else locks or changes until this transaction has ended; NotFound if gone.

    On PostgreSQL the row is locked, but so that others may still write rows that refer to it (FOR NO KEY UPDATE): with
    plain FOR UPDATE two verbs that first write such a row and then lock would wait for each other. SQLite has
    nothing to add, since the whole transaction holds the write lock.
    """
    row = session.get(table, row_id, with_for_update={"key_share": True}, populate_existing=True)
    if row is None:
        raise NotFound(_("没有这条记录。"))
    return row


def _engine_for(url: str) -> Engine:
    if not url.startswith("sqlite"):
        # hide_parameters: an error's text must not carry what was being written.
        # isolation_level: who has waited for a row's lock goes on with the row as it is now, and an administrator's default
        # for the role or the database may say otherwise.
        engine = create_engine(url, hide_parameters=True, pool_size=10, max_overflow=20, pool_pre_ping=True,
                               isolation_level="READ COMMITTED", connect_args=connect_arguments(url))  # fmt: skip
        event.listen(engine, "handle_error", _hide_values)
        event.listen(engine, "connect", lambda _connection, _entry: _reached.set())
        return engine
    in_memory = ":memory:" in url or url == IN_MEMORY
    if in_memory:
        engine = create_engine(
            url, hide_parameters=True, poolclass=StaticPool, connect_args={"check_same_thread": False}
        )
        file = None
    else:
        file = RecordFile(Path(make_url(url).database or "").absolute())
        engine = create_engine(
            url, hide_parameters=True, creator=partial(_connect_file, file), pool_size=10, max_overflow=-1
        )
    turn = FairLock()

    @event.listens_for(engine, "connect")
    def _prepare(connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
        # The driver's own transaction handling is switched off: it would defer BEGIN to the first write.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        if not in_memory:
            _switch_to_wal(cursor)
            cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA secure_delete = ON")  # what is erased is written over, and lies in no free page
        cursor.close()
        if file is not None:
            entry.info[_FILE] = file.opened()
        _reached.set()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes, info = bool(connection.get_execution_options().get("sunward_writes")), connection.info
        # Whoever has waited in vain asks SQLite all the same, and is told by it.
        if writes and not in_memory and _TURN not in info and turn.acquire(BUSY_MILLISECONDS / 1000):
            info[_TURN] = True
        if (opened := info.get(_FILE)) is not None:
            _as_of_the_database(opened.ensure_same)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    @event.listens_for(engine, "checkin")
    def _returned(_connection: object, entry: ConnectionPoolEntry) -> None:
        if entry.info.pop(_TURN, False):
            turn.release()

    return engine


def _connect_file(file: RecordFile) -> sqlite3.Connection:
    file.ensure_same()  # or an empty record would begin in its place
    return sqlite3.connect(file.path, check_same_thread=False)


def _as_of_the_database(act: Callable[[], None]) -> None:
    """An error of SQLite's is one as SQLAlchemy raises it."""
    try:
        act()
    except sqlite3.Error as refused:
        raise OperationalError(None, None, refused) from None


def _hide_values(context: ExceptionContext) -> None:
    """PostgreSQL repeats values ("Failing row contains ..."); of its words only what failed, and where, is left."""
    import psycopg  # loads only where a database said no

    error = context.original_exception
    if not isinstance(error, psycopg.Error) or error.sqlstate is None:
        return
    where = [error.diag.table_name, error.diag.column_name, error.diag.constraint_name]
    error.args = (" ".join([error.sqlstate, type(error).__name__, *filter(None, where)]),)
    if context.sqlalchemy_exception is not None:
        context.sqlalchemy_exception.args = error.args


def _switch_to_wal(cursor: DBAPICursor) -> None:
    """The file is in WAL mode. Only its very first connections race for this, and there SQLite does not wait."""
    for left in range(100, -1, -1):
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError:
            if not left:
                raise
            sleep(0.02)
