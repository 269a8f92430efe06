"""What is wrong where the record is stored, told in words: the disk is full, the file is damaged, somebody holds it."""

import shutil
import sqlite3
from enum import Enum
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from core.i18n import Text, _

LEAST_FREE_BYTES = 20_000_000
"""With less room than this the next backup, or a busy morning, fills the disk."""


class StorageProblem(Enum):
    """Why the record cannot be read or written, and what helps. No word of a plan."""

    FULL = _("服务器磁盘已满，什么也没有保存。请告诉管理员腾出空间，然后再办一次。")
    DAMAGED = _("数据库文件已损坏，什么也没有保存。请告诉管理员从备份恢复。")
    LOCKED = _("数据库正被另一程序占用，什么也没有保存。请过一会儿再试。")
    READ_ONLY = _("数据库所在文件夹不能写入，什么也没有保存。请告诉管理员检查权限。")
    AWAY = _("数据库暂时连不上，什么也没有保存。请过一会儿再试。")

    @property
    def words(self) -> Text:
        """What a person is told."""
        return self.value


_OF_SQLITE = {
    sqlite3.SQLITE_FULL: StorageProblem.FULL,
    sqlite3.SQLITE_CORRUPT: StorageProblem.DAMAGED,
    sqlite3.SQLITE_NOTADB: StorageProblem.DAMAGED,
    sqlite3.SQLITE_BUSY: StorageProblem.LOCKED,
    sqlite3.SQLITE_LOCKED: StorageProblem.LOCKED,
    sqlite3.SQLITE_READONLY: StorageProblem.READ_ONLY,
    sqlite3.SQLITE_PERM: StorageProblem.READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: StorageProblem.AWAY,
    sqlite3.SQLITE_IOERR: StorageProblem.AWAY,
}
_OF_POSTGRESQL = {
    "53100": StorageProblem.FULL, "55P03": StorageProblem.LOCKED, "25006": StorageProblem.READ_ONLY,
    "XX001": StorageProblem.DAMAGED, "XX002": StorageProblem.DAMAGED,
}  # fmt: skip
"""SQLSTATE codes: disk_full, lock_not_available, read_only_sql_transaction, data_corrupted, index_corrupted."""


def find_storage_problem(error: BaseException | None) -> StorageProblem | None:
    """What the storage has, where it is behind that error; None where the error is about something else."""
    while error is not None:
        driver_error = error.orig if isinstance(error, DBAPIError) else error
        code = getattr(driver_error, "sqlite_errorcode", None)
        if code is not None and (code & 0xFF) in _OF_SQLITE:  # the low byte is the kind, the rest says more of it
            return _OF_SQLITE[code & 0xFF]
        state = getattr(driver_error, "sqlstate", None)
        if state in _OF_POSTGRESQL:
            return _OF_POSTGRESQL[state]
        if isinstance(error, DBAPIError) and error.connection_invalidated:
            return StorageProblem.AWAY
        error = error.__cause__ or error.__context__
    return None


def free_bytes(url: str) -> int | None:
    """How much room is left where that record's file lies; None for a record that is no file."""
    place = make_url(url)
    if place.get_backend_name() != "sqlite" or not place.database:
        return None
    return shutil.disk_usage(Path(place.database).absolute().parent).free
