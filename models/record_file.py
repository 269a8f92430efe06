"""The file in which a record lies on SQLite, as this process has found it.

Who has a file open goes on writing into it after it was removed, moved, or replaced by another, as by a backup that was
put in its place. What is acknowledged then is gone with the process.
"""

import os
import sqlite3
from pathlib import Path


class RecordFile:
    """Knows its file again from the first connection on."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._found: tuple[int, int] | None = None

    def note(self) -> None:
        """This is the file, if none was known before."""
        if self._found is None:
            self._found = self._state()

    def ensure_same(self) -> None:
        """sqlite3.OperationalError, with SQLite's own code for it, where another file or none lies in its place."""
        if self._found is not None and self._state() != self._found:
            error = sqlite3.OperationalError("the file of the record was moved or replaced")
            error.sqlite_errorcode = sqlite3.SQLITE_READONLY_DBMOVED
            error.sqlite_errorname = "SQLITE_READONLY_DBMOVED"
            raise error

    def _state(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self.path)
        except FileNotFoundError:
            return None
        return found.st_dev, found.st_ino
