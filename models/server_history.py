"""Whether a PostgreSQL server is one that a fail-over has left behind.

Started again after its standby took its place, it answers and takes writes like the one that knows what has happened since;
an address that names both may lead to either. Each promotion begins a new timeline: of two servers of one cluster, the one on
the lower timeline is the former one. The highest that was seen is kept where all machines see it, beside the keys.
The driver takes the first server of an address that answers; where that is the former one, the others are asked in turn.
"""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import psycopg
from sqlalchemy.engine.interfaces import DBAPIConnection

from core.durable_files import write_over
from models.keys import FINGERPRINT
from models.storage_problem import StorageProblem

NAME = ".server"
"""Of the file in the folder of keys. Backups and whoever lists keys pass over what begins with a dot."""
_ASKED = """SELECT system_identifier,
    CASE WHEN pg_is_in_recovery() THEN 0
         ELSE ('x' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))::bit(32)::int END
    FROM pg_control_system()"""

_TELLS_NOTHING = (psycopg.ProgrammingError, psycopg.NotSupportedError, psycopg.errors.ObjectNotInPrerequisiteState)
"""No right to ask, a server without such functions, or one that was just about to be promoted."""


class FormerPrimary(psycopg.OperationalError):
    """Raised where a server is connected to that another one has followed: it lacks what was saved since."""

    storage_problem = StorageProblem.FORMER


class ServerHistory:
    """The highest timeline of the cluster that this process, or with a file any machine, has seen."""

    def __init__(self) -> None:
        self._file: Path | None = None
        self._seen: tuple[int, int] | None = None

    def keep_in(self, folder: Path) -> None:
        """What is seen is kept there from now on, where it is a folder of keys: not where its file system is not mounted."""
        self._file = folder / NAME

    def connect_to_newest(self, connect: Callable[..., DBAPIConnection], where: dict[str, Any]) -> DBAPIConnection:
        """A connection to the server that the driver chooses; where that is a former one, to the first other server of the
        address that is not. FormerPrimary where there is none."""
        try:
            return self._connect(connect, where)
        except FormerPrimary:
            for each in _one_by_one(where):
                with contextlib.suppress(psycopg.OperationalError):
                    return self._connect(connect, each)
            raise

    def _connect(self, connect: Callable[..., DBAPIConnection], where: dict[str, Any]) -> DBAPIConnection:
        connection = connect(**where)
        try:
            self.ensure_newest(cast("psycopg.Connection[tuple[int, int]]", connection))
        except BaseException:
            connection.close()
            raise
        return connection

    def ensure_newest(self, connection: "psycopg.Connection[tuple[int, int]]") -> None:
        """FormerPrimary where a server that has followed this one was seen. Another cluster, as after a dump was read back,
        begins anew; a standby, and a server that tells nobody, are not judged."""
        try:
            row = connection.execute(_ASKED).fetchone()
        except _TELLS_NOTHING:
            row = None
        finally:
            connection.rollback()
        if row is None or not row[1]:
            return
        system, timeline = row
        newest = self._newest()
        if newest is not None and newest[0] == system and timeline < newest[1]:
            raise FormerPrimary("a server that has followed this one was seen")
        self._seen = (system, timeline)
        if newest != self._seen:
            self._write()

    def is_followed(self) -> bool:
        """Whether another machine has meanwhile seen a server that has followed ours."""
        newest = self._newest()
        return (
            self._seen is not None and newest is not None and newest[0] == self._seen[0] and newest[1] > self._seen[1]
        )

    def _newest(self) -> tuple[int, int] | None:
        kept = self._read()
        if kept is None or self._seen is None or kept[0] != self._seen[0]:
            return kept or self._seen
        return max(kept, self._seen)

    def _read(self) -> tuple[int, int] | None:
        # A file that is away or says nothing is no reason to refuse a server: this process goes by what it has seen.
        with contextlib.suppress(OSError, ValueError):
            if self._file is not None:
                system, timeline = self._file.read_text(encoding="ascii").split()
                return int(system), int(timeline)
        return None

    def _write(self) -> None:
        with contextlib.suppress(OSError):  # away, or for reading only: this process still knows
            if self._file is not None and self._seen is not None and (self._file.parent / FINGERPRINT).exists():
                write_over(self._file, "{} {}\n".format(*self._seen).encode())


def _one_by_one(where: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The address of each server, where it names several. SQLAlchemy has seen to it that each has its port, perhaps an empty
    one."""
    hosts, ports = str(where.get("host", "")).split(","), str(where.get("port", "")).split(",")
    if len(hosts) > 1:
        for host, port in zip(hosts, ports if len(ports) == len(hosts) else ports * len(hosts), strict=False):
            yield {**where, "host": host, "port": port}
