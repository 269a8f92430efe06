"""A Prefect server of the campaign's own, beside the program: killing the program does not kill it.

`OwnPrefect` is what `./run up` starts, on SQLite. `SharedPrefect` is that of several machines: its server and its services
apart, its database on PostgreSQL, Redis between them, started by the commands of `deploy/systemd`.
"""

import base64
import contextlib
import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
import time
import urllib.request
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from tests.crash.postgresql import Cluster
from tests.crash.wire import Wire

ROOT = Path(__file__).parents[2]
_WAITING = (
    "SELECT r.name, r.id, r.next_scheduled_start_time, r.state_type FROM flow_run r"
    " JOIN deployment d ON d.id = r.deployment_id"
    " WHERE d.name = 'plans' AND r.state_type NOT IN ('COMPLETED', 'FAILED', 'CRASHED', 'CANCELLED')"
)


class PrefectApart(ABC):
    """What a campaign does to a Prefect server, whatever it consists of."""

    def __init__(self, home: Path, port: int, own_port: int) -> None:
        self.home = home
        self.secret = f"sunward:{secrets.token_urlsafe(12)}"
        self._port, self._own_port = port, own_port
        self.wire = Wire(port, own_port)
        self._running: list[subprocess.Popen[bytes]] = []

    @property
    def url(self) -> str:
        """By which the program reaches it."""
        return f"http://127.0.0.1:{self._port}/api"

    @abstractmethod
    def start(self) -> None:
        """It is being started."""

    @abstractmethod
    def lose(self) -> None:
        """Its database is gone; it does not run."""

    @abstractmethod
    def keep(self) -> None:
        """Its database is kept as it stands."""

    @abstractmethod
    def go_back(self) -> None:
        """Its database is the one that was kept; it does not run."""

    @abstractmethod
    def _rows(self) -> Sequence[tuple[Any, ...]]: ...

    def break_redis(self, seconds: float) -> str | None:
        """Redis was gone for so long; or why it cannot be."""
        return "nothing in this shape asks Redis"

    @property
    def lives(self) -> bool:
        return bool(self._running) and all(one.poll() is None for one in self._running)

    def kill(self) -> None:
        """It has ended at once."""
        for one in self._running:
            one.kill()
            one.wait()
        self._running.clear()

    def close(self) -> None:
        """Nothing of it runs any more."""
        self.kill()
        self.wire.close()

    def is_ready(self) -> bool:
        header = {"Authorization": f"Basic {base64.b64encode(self.secret.encode()).decode()}"}
        return answers(f"http://127.0.0.1:{self._own_port}/api/ready", header)

    def list_waiting(self) -> list[dict[str, Any]]:
        """Runs of plans that have not ended, from its database."""
        return [
            {"name": name, "id": str(run_id), "at": _utc(at), "state": state}
            for name, run_id, at, state in self._rows()
        ]

    def _run(self, command: Sequence[str | Path], log: str, **environment: str) -> None:
        bare = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT", "SUNWARD"))}
        with (self.home.parent / f"{log}.log").open("ab") as written:
            self._running.append(
                subprocess.Popen(command, stdin=subprocess.PIPE, stdout=written, stderr=written, cwd=ROOT,
                                 env=bare | {"PREFECT_SERVER_API_AUTH_STRING": self.secret} | environment)
            )  # fmt: skip


class OwnPrefect(PrefectApart):
    """One process, with its database in a file."""

    @property
    def _database(self) -> Path:
        return self.home / "prefect.db"

    def start(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        command = [
            sys.executable,
            "-m",
            "flows.prefect_server",
            "--home",
            str(self.home),
            "--port",
            str(self._own_port),
        ]
        self._run(command, "prefect", SUNWARD_DATA_FOLDER=str(self.home.parent))

    def lose(self) -> None:
        shutil.rmtree(self.home, ignore_errors=True)

    def keep(self) -> None:
        with (
            contextlib.closing(sqlite3.connect(self._database)) as live,
            contextlib.closing(sqlite3.connect(self.home.parent / "prefect-kept.db")) as copy,
        ):
            live.backup(copy)

    def go_back(self) -> None:
        for file in self.home.glob("prefect.db*"):
            file.unlink()
        (self.home.parent / "prefect-kept.db").rename(self._database)

    def _rows(self) -> Sequence[tuple[Any, ...]]:
        with contextlib.closing(sqlite3.connect(f"file:{self._database}?mode=ro", uri=True, timeout=10)) as opened:
            return opened.execute(_WAITING).fetchall()


class SharedPrefect(PrefectApart):
    """Server and services by the commands of `deploy/systemd`, on the campaign's PostgreSQL server and a Redis of its own."""

    def __init__(self, home: Path, port: int, own_port: int, redis_port: int, postgresql: Cluster) -> None:
        super().__init__(home, port, own_port)
        self._redis_port, self._postgresql = redis_port, postgresql
        self._redis: subprocess.Popen[bytes] | None = None
        self._make()

    def start(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        if self._redis is None:
            self._start_redis()
        given = (ROOT / "deploy/prefect-server.env").read_text(encoding="utf-8").splitlines()
        settings = dict(line.split("=", 1) for line in given if line and not line.startswith("#"))
        settings |= {
            "PREFECT_SERVER_DATABASE_CONNECTION_URL": self._url.replace("postgresql://", "postgresql+asyncpg://"),
            "PREFECT_REDIS_MESSAGING_URL": f"redis://127.0.0.1:{self._redis_port}/0",
            "PREFECT_REDIS_WORKER_CLEANUP_QUEUE_URL": f"redis://127.0.0.1:{self._redis_port}/0",
            "PREFECT_SERVER_DOCKET_URL": f"redis://127.0.0.1:{self._redis_port}/1",
            "PREFECT_HOME": str(self.home),
        }
        for part in ("server", "services"):
            self._run(_unit_command(part, self._own_port), f"prefect-{part}", **settings)

    def close(self) -> None:
        super().close()
        self._end_redis()

    def lose(self) -> None:
        self._drop()
        self._make()

    def keep(self) -> None:
        self._tool("pg_dump", "--format=custom", f"--file={self._kept}", self._url)

    def go_back(self) -> None:
        self._drop()
        self._in_server(sql.SQL("CREATE DATABASE prefect"))
        self._tool("pg_restore", f"--dbname={self._url}", str(self._kept))

    def break_redis(self, seconds: float) -> str | None:
        self._end_redis()
        time.sleep(seconds)
        self._start_redis()
        return None

    @property
    def _url(self) -> str:
        return self._postgresql.url.rpartition("/")[0] + "/prefect"

    @property
    def _kept(self) -> Path:
        return self.home.parent / "prefect-kept.dump"

    def _make(self) -> None:
        self._in_server(sql.SQL("CREATE DATABASE prefect"))
        with psycopg.connect(self._url, autocommit=True) as ours:
            ours.execute("CREATE EXTENSION pg_trgm")

    def _drop(self) -> None:
        self._in_server(sql.SQL("DROP DATABASE prefect WITH (FORCE)"))

    def _in_server(self, statement: sql.SQL) -> None:
        with psycopg.connect(self._postgresql.url, autocommit=True) as ours:
            ours.execute(statement)

    def _tool(self, program: str, *arguments: str) -> None:
        subprocess.run([str(self._postgresql.programs / program), *arguments], check=True, capture_output=True)

    def _rows(self) -> Sequence[tuple[Any, ...]]:
        with psycopg.connect(self._url) as opened:
            return opened.execute(_WAITING).fetchall()

    def _start_redis(self) -> None:
        command = ["redis-server", "--bind", "127.0.0.1", "--port", str(self._redis_port), "--save", ""]
        self._redis = subprocess.Popen(
            [*command, "--dir", str(self.home)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def _end_redis(self) -> None:
        if self._redis is not None:
            self._redis.kill()
            self._redis.wait()


def _unit_command(part: str, port: int) -> list[str]:
    """What systemd starts, at another port."""
    unit = (ROOT / f"deploy/systemd/sunward-prefect-{part}.service").read_text(encoding="utf-8")
    [line] = [line for line in unit.splitlines() if line.startswith("ExecStart=")]
    program, *words = line.removeprefix("ExecStart=").split()
    return [str(Path(sys.executable).parent / Path(program).name), *(str(port) if word == "4200" else word for word in words)]  # fmt: skip


def answers(url: str, headers: Mapping[str, str] | None = None) -> bool:
    """Whether it answers well, within two seconds."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=dict(headers or {})), timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _utc(moment: str | datetime | None) -> datetime:
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    moment = moment or datetime.max.replace(tzinfo=UTC)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
