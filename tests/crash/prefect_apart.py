"""A Prefect server of the campaign's own, beside the program: killing the program does not kill it."""

import base64
import contextlib
import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
_WAITING = (
    "SELECT r.name, r.id, r.next_scheduled_start_time, r.state_type FROM flow_run r"
    " JOIN deployment d ON d.id = r.deployment_id"
    " WHERE d.name LIKE 'sunward-%' AND r.state_type NOT IN ('COMPLETED', 'FAILED', 'CRASHED', 'CANCELLED')"
)


class OwnPrefect:
    """What `./run up` starts: one process, with its database in a file."""

    def __init__(self, home: Path, port: int) -> None:
        self.home, self._port = home, port
        self.secret = f"sunward:{secrets.token_urlsafe(12)}"
        self._running: subprocess.Popen[bytes] | None = None

    @property
    def _database(self) -> Path:
        return self.home / "prefect.db"

    def start(self) -> None:
        """It is being started."""
        self.home.mkdir(parents=True, exist_ok=True)
        bare = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT", "SUNWARD"))}
        bare |= {"PREFECT_SERVER_API_AUTH_STRING": self.secret, "SUNWARD_DATA_FOLDER": str(self.home.parent)}
        command = [sys.executable, "-m", "flows.prefect.server", "--home", str(self.home), "--port", str(self._port)]
        with (self.home.parent / "prefect.log").open("ab") as log:
            self._running = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=log, stderr=log, cwd=ROOT, env=bare)

    def lose(self) -> None:
        """Its database is gone; it does not run."""
        shutil.rmtree(self.home, ignore_errors=True)

    @property
    def is_alive(self) -> bool:
        return self._running is not None and self._running.poll() is None

    def kill(self) -> None:
        """It has ended at once."""
        if self._running is not None:
            self._running.kill()
            self._running.wait()

    def is_ready(self) -> bool:
        header = {"Authorization": f"Basic {base64.b64encode(self.secret.encode()).decode()}"}
        return answers(f"http://127.0.0.1:{self._port}/api/ready", header)

    def list_waiting(self) -> list[dict[str, Any]]:
        """Runs of plans that have not ended, from its database."""
        with contextlib.closing(sqlite3.connect(f"file:{self._database}?mode=ro", uri=True, timeout=10)) as opened:
            found = opened.execute(_WAITING).fetchall()
        return [{"name": name, "id": str(run_id), "at": _utc(at), "state": state} for name, run_id, at, state in found]


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
