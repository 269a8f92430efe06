"""What is wrong where the record is stored, told in words: the disk is full, the file is damaged, somebody holds it."""

import errno
import shutil
import sqlite3
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from core.errors import KeysAway
from core.i18n import Text, _

MIN_FREE_BYTES = 20_000_000
"""With less room than this the next backup, or a busy morning, fills the disk."""
LOW_FREE_BYTES = 2_000_000_000
"""With less room than this somebody is told, and has time: the alarm `SunwardDiskFull` of `deploy/alerts.yaml`, and the
doctor."""


@dataclass(frozen=True)
class _Kind:
    """What a person is told, without a word of a plan, and by what it is known: codes of SQLite, SQLSTATE codes of
    PostgreSQL or how they begin, errors of the system."""

    words: Text
    sqlite: tuple[int, ...] = ()
    postgresql: tuple[str, ...] = ()
    system: tuple[int, ...] = ()


class StorageProblem(Enum):
    """Why the record cannot be read or written, and what helps."""

    FULL = _Kind(
        _("服务器磁盘已满，什么也没有保存。请告诉管理员腾出空间，然后再办一次。"),
        (sqlite3.SQLITE_FULL,),
        ("53100",),
        (errno.ENOSPC, errno.EDQUOT, errno.EFBIG),
    )
    DAMAGED = _Kind(
        _("数据库文件已损坏，什么也没有保存。请告诉管理员从备份恢复。"),
        (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB),
        ("XX001", "XX002"),
    )
    LOCKED = _Kind(
        _("数据库正被另一程序占用，什么也没有保存。请过一会儿再试。"),
        (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED),
        ("55P03",),
    )
    READ_ONLY = _Kind(
        _("数据库现在不能写入，什么也没有保存。请告诉管理员检查文件夹或数据库的权限，或者数据库是否正在切换。"),
        (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM),
        # The last two: the search path leads nowhere; or elsewhere, or a dump is being read back.
        ("25006", "42501", "3F000", "42P01"),
        (errno.EROFS,),
    )
    MOVED = _Kind(
        _("数据库文件被移走或换掉了，什么也没有保存。请告诉管理员放回原来的文件，或者重新启动程序。"),
        (sqlite3.SQLITE_READONLY_DBMOVED,),
    )
    BUSY = _Kind(
        _("系统现在忙不过来，这一次没有办成。请过一会儿先看一看，没有记上的再办一次。"),
        # Serialization, deadlock, a canceled query, and the two time limits of a transaction.
        postgresql=("40001", "40P01", "57014", "25P03", "25P04"),
        system=(errno.EMFILE, errno.ENFILE, errno.ENOMEM),
    )
    """Ended by the database, or this process has no room: no connection, file or memory is left to it."""
    AWAY = _Kind(
        _("数据库暂时连不上，不能确定是否已经保存。请过一会儿先看一看，没有记上的再办一次。"),
        (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR),
        # Connection, resources such as too many connections, operator (shutdown, cannot connect now), system.
        ("08", "53", "57", "58"),
    )
    """It may have gone just when it was asked to commit."""
    NO_KEYS = _Kind(_("案件密钥现在读不到，什么也没有保存。请告诉管理员检查密钥文件夹，然后再办一次。"))

    @property
    def words(self) -> Text:
        """What a person is told."""
        return self.value.words

    @property
    def in_the_log(self) -> str:
        """What the log says, for an administrator."""
        return self.name.lower().replace("_", " ")


_OF_SQLITE = {code: one for one in StorageProblem for code in one.value.sqlite}
_OF_POSTGRESQL = {code: one for one in StorageProblem for code in one.value.postgresql}
_OF_SYSTEM = {code: one for one in StorageProblem for code in one.value.system}
_UNIQUE_VIOLATION = "23505"
_UNIQUE_IN_SQLITE = (sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY)
_NO_CONNECTION = ("connection failed", "connection is bad", "failed to resolve host")
"""So psycopg begins where no connection was made."""
_NO_THREAD = "can't start new thread"


def find_storage_problem(error: BaseException | None) -> StorageProblem | None:
    """What the storage has, where it is behind that error; None where the error is about something else."""
    while error is not None:
        if isinstance(error, KeysAway):
            return StorageProblem.NO_KEYS
        if isinstance(error, MemoryError) or (isinstance(error, RuntimeError) and str(error) == _NO_THREAD):
            return StorageProblem.BUSY
        if isinstance(error, OSError) and error.errno in _OF_SYSTEM:
            return _OF_SYSTEM[error.errno]
        driver_error = error.orig if isinstance(error, DBAPIError) else error
        code = getattr(driver_error, "sqlite_errorcode", None)
        if code is not None and (known := _OF_SQLITE.get(code) or _OF_SQLITE.get(code & 0xFF)):
            return known  # the low byte is the kind, the rest says more of it
        state = getattr(driver_error, "sqlstate", None) or ""
        if (of_server := _OF_POSTGRESQL.get(state) or _OF_POSTGRESQL.get(state[:2])) is not None:
            return of_server
        # An operational error without a code of the server's: it was not reached, or broke off.
        unreached = isinstance(error, OperationalError) and code is None and not state
        if (
            unreached
            or isinstance(error, PoolTimeout)
            or (isinstance(error, DBAPIError) and error.connection_invalidated)
        ):
            return StorageProblem.AWAY
        error = error.__cause__ or error.__context__
    return None


def quote_refused_connection(error: BaseException) -> str:
    """What was said where PostgreSQL was not reached: which host, and whether nobody answers there, it refuses further
    connections, the password is wrong, or there is no such database. No password and no value is in it. Empty where a
    connection was made."""
    said = " ".join(str(error.orig).split()) if isinstance(error, OperationalError) else ""
    return said if said.startswith(_NO_CONNECTION) else ""


def is_taken_meanwhile(error: BaseException) -> bool:
    """Whether what was to be written is there already: somebody else has written the same since it was looked for."""
    if not isinstance(error, IntegrityError):
        return False
    return (
        getattr(error.orig, "sqlstate", None) == _UNIQUE_VIOLATION
        or getattr(error.orig, "sqlite_errorcode", None) in _UNIQUE_IN_SQLITE
    )


def name_failure(error: BaseException) -> str:
    """What an account of failures says of an error: its type, or that the storage is behind it. No word of its text."""
    return type(error).__name__ if find_storage_problem(error) is None else StorageProblem.__name__


def free_bytes(url: str) -> int | None:
    """How much room is left where that record's file lies; None for a record that is no file."""
    place = make_url(url)
    if place.get_backend_name() != "sqlite" or not place.database:
        return None
    return shutil.disk_usage(Path(place.database).absolute().parent).free
