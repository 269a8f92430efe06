"""Everything that one request writes, as one transaction: what its operations write, and the answer that is kept with it."""

import contextlib
from collections.abc import Callable, Iterator

from sqlalchemy import Connection
from sqlmodel import Session

from models.database import Database


class OneTransaction(Database):
    """All transactions of one request as parts of one, which `commit` ends. A part that fails leaves nothing, as
    always; until something is written, nothing is locked. For one thread; its maker closes it."""

    def __init__(self, record: Database) -> None:
        vars(self).update(vars(record))
        self._record = record
        self._connection: Connection | None = None
        self._put_off: list[Callable[[Database], None]] = []

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Session]:
        with self._part() as session:
            with self._bound(session):
                yield session
            session.commit()

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        """What was written by an earlier part is seen; what this one changes is thrown away."""
        with super().reading() if self._connection is None else self._part() as session:
            yield session

    def commit(self) -> None:
        """All parts that succeeded are committed together, and then what was put off is done."""
        if self._connection is not None:
            self._connection.commit()
        self.close()
        for work in self._put_off:
            work(self._record)

    def after_commit(self, work: Callable[[Database], None]) -> None:
        self._put_off.append(work)

    def close(self) -> None:
        """Nothing is locked, and of what was not committed, nothing was written."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _part(self) -> Session:
        if self._connection is None:
            self._connection = self.engine.connect().execution_options(sunward_writes=True)
            self._connection.begin()
        return Session(self._connection, join_transaction_mode="create_savepoint", expire_on_commit=False)
