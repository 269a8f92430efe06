"""The files in which a record lies on SQLite, as this process has found them.

Who has a file open goes on writing into it after it was removed, moved, or replaced by another, as by a backup that was
put in its place. What is acknowledged then is gone with the process.
"""

import os
import sqlite3
from pathlib import Path


class RecordFile:
    """Knows the record's file again from the first connection on."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._found: tuple[int, int] | None = None

    def ensure_same(self) -> None:
        """sqlite3.OperationalError, with SQLite's own code for it, where another file or none lies in its place."""
        if self._found is not None and _find(self.path) != self._found:
            raise _moved()

    def opened(self) -> "OpenRecord":
        """What a new connection has open."""
        if self._found is None:
            self._found = _find(self.path)
        return OpenRecord(self)


class OpenRecord:
    """The file and the journal beside it (`-wal`), as one connection has them open: SQLite takes the journal away only when
    no connection is left."""

    def __init__(self, file: RecordFile) -> None:
        self.file = file
        self._journal = f"{file.path}-wal"
        self._found: tuple[int, int] | None = None

    def ensure_same(self) -> None:
        """As of the file; of the journal from the first look on at which it is there."""
        self.file.ensure_same()
        journal = _find(self._journal)
        if self._found is None:
            self._found = journal
        elif journal != self._found:
            raise _moved()


def _find(path: Path | str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def _moved() -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("a file of the record was moved or replaced")
    error.sqlite_errorcode = sqlite3.SQLITE_READONLY_DBMOVED
    error.sqlite_errorname = "SQLITE_READONLY_DBMOVED"
    return error
