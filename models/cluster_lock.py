"""Locks of a name, among all processes that share a record: for as long as a transaction, or as a process lives.

For a process it is on PostgreSQL a session's advisory lock, on a connection of its own: the server gives it back when
the process or its machine is gone, within half a minute also when nobody closed the connection, or when the process
hangs and asks nothing. It needs a direct connection, not a pooler that shares one among transactions. A record in a
SQLite file has one machine, and nobody to be locked out.
"""

import contextlib
from hashlib import sha256

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from core.clock import Every
from models.database import Database, connect_alone

FROZEN_AFTER_SECONDS = 30
"""A process that has asked nothing for this long hangs, and loses the lock. It asks every second."""
ASKED_EVERY_SECONDS = 1.0
"""How long an answer is valid; a lock that was lost with its connection is noticed at the next question."""


def take_turn(connection: Connection, name: str) -> None:
    """Other transactions that take the turn of that name wait until this one ends. On SQLite a transaction that writes
    keeps out all others anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _key_of(name)})


def _key_of(name: str) -> int:
    return int.from_bytes(sha256(f"sunward {name}".encode()).digest()[:8], signed=True)


class ClusterLock:
    """The lock of that name in that record. Used from several threads of one process; only one of them asks at a time."""

    def __init__(self, database: Database, name: str) -> None:
        self._database = database
        self._key = _key_of(name)
        self._engine: Engine | None = None
        self._connection: Connection | None = None
        self._asks = Every(ASKED_EVERY_SECONDS)

    @property
    def is_held(self) -> bool:
        """Whether this process held the lock when it last asked."""
        return self._database.is_sqlite or self._connection is not None

    def hold(self) -> bool:
        """Whether this process holds the lock, which it takes if it is free. False while the record cannot be reached."""
        if self._database.is_sqlite:
            return True
        if self._asks.is_due():
            try:
                self._ask()
            except SQLAlchemyError:
                self.release()
        return self._connection is not None

    def release(self) -> None:
        """This process does not hold the lock; another may take it at once."""
        connection, self._connection = self._connection, None
        engine, self._engine = self._engine, None
        with contextlib.suppress(SQLAlchemyError):
            if connection is not None:
                connection.close()
        if engine is not None:
            engine.dispose()

    def _ask(self) -> None:
        if self._connection is not None:
            self._connection.execute(text("SELECT 1"))
            return
        if self._engine is None:
            self._engine = connect_alone(self._database)
        connection = self._engine.connect()
        try:
            connection.execute(text(f"SET idle_session_timeout = '{FROZEN_AFTER_SECONDS}s'"))
            if connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": self._key}).scalar_one():
                self._connection = connection
        finally:
            if self._connection is not connection:
                connection.close()
