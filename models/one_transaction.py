"""Everything that one request writes, as one transaction: what the operations write, and the answer that is kept with it."""

import contextlib
from collections.abc import Callable, Iterator

from sqlalchemy import Connection
from sqlmodel import Session

from models.cluster_lock import take_turn
from models.database import Database


class OneTransaction(Database):
    """The record, where every transaction is a part of one that `commit` ends. A part that fails leaves nothing, as always;
    until something is written, nothing is locked. For one request, and one thread at a time."""

    def __init__(self, record: Database) -> None:
        self.url, self.is_sqlite, self.engine = record.url, record.is_sqlite, record.engine
        self.row_binding = record.row_binding
        self._connection: Connection | None = None

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Session]:
        with self._part() as session:
            with self._bound(session):
                yield session
            session.commit()

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        """What was written by an earlier part is seen; what this one changes is thrown away."""
        if self._connection is None:
            with super().reading() as session:
                yield session
        else:
            with self._part() as session:
                yield session

    def lock(self) -> None:
        """What is read from now on stays so until the end: on SQLite nobody else writes meanwhile; on PostgreSQL nobody
        writes who takes this lock too."""
        with self._part() as session:
            take_turn(session.connection(), "replace as a whole")
            if not self.is_sqlite:
                session.commit()  # a part that is rolled back gives its locks back

    def commit(self) -> None:
        """All parts that succeeded are committed together."""
        self._end(lambda connection: connection.commit())

    def discard(self) -> None:
        """None of it was written."""
        self._end(lambda connection: connection.rollback())

    def _part(self) -> Session:
        if self._connection is None:
            self._connection = self.engine.connect().execution_options(sunward_writes=True)
            self._connection.begin()
        return Session(self._connection, join_transaction_mode="create_savepoint", expire_on_commit=False)

    def _end(self, how: Callable[[Connection], None]) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with connection:
                how(connection)
