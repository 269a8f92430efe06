"""What one process does of the program: all of it, or a part, when several machines share one record.

Delivery is a part of its own: it alone speaks to providers outside, holds their secrets, and waits for them.
"""

import contextlib
import os
import socket
import subprocess
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from time import sleep

from casework.acting.context import Context
from core.errors import StateConflict
from core.i18n import _
from core.settings import Settings
from models.base import new_id
from models.running_process import GONE_AFTER, RunningProcess, list_known, load_running, note_ended, note_running
from models.shared_folder import find_unseen, forget_marks, leave_mark, take_mark_away

MARK_TRIES, MARK_WAIT = 10, 0.5
"""How often, and after how many seconds each, the mark of another process is searched."""


class Part(StrEnum):
    """A part of the program that can run by itself."""

    WEB = "web"
    """Pages and API."""
    SCHEDULER = "scheduler"
    """Due plans; and in one of all schedulers whatever is done once: Prefect kept in step, chain, digests, backups."""
    RUNNER = "runner"
    """Runs of the plans in Prefect, as stock workers execute them too."""
    DELIVERY = "delivery"
    """The outbox, and what providers say."""


ROOT = Path(__file__).resolve().parents[1]


def describe_release() -> str:
    """The version and the commit of this program, such as "0.1.0 39a2cd54c0", by which two releases are told apart while one
    takes the place of the other. The version alone where neither a bundle nor git says which commit it is."""
    named = ROOT / "COMMIT"
    commit = named.read_text(encoding="utf-8").strip() if named.exists() else ""
    if not commit and (ROOT / ".git").exists():
        asked = ["git", "-c", f"safe.directory={ROOT}", "rev-parse", "--short=10", "HEAD"]
        with contextlib.suppress(OSError, subprocess.SubprocessError):
            commit = subprocess.run(
                asked, cwd=ROOT, capture_output=True, text=True, timeout=5, check=True
            ).stdout.strip()
    return f"{version('sunward')} {commit}".strip()


EVERY_PART = frozenset(Part)
NEEDS_PREFECT = frozenset({Part.SCHEDULER, Part.RUNNER})


class ThisProcess:
    """This process among those that share the record. A record in a SQLite file knows of none."""

    def __init__(self, settings: Settings, context: Context, parts: frozenset[Part]) -> None:
        host = socket.gethostname()
        self._context = context
        self._is_alone = context.database.is_sqlite
        now = context.clock.now()
        self._keys = settings.keys
        self._row = RunningProcess(
            id=new_id(now),
            parts=" ".join(sorted(parts)),
            host=host[:120],
            release=describe_release()[:40],
            started_at=now,
            seen_at=now,
        )

    @property
    def name(self) -> str:
        """By which its runner is told from others at Prefect."""
        return "sunward" if self._is_alone else f"sunward {self._row.host} {os.getpid()}"

    def ensure_same_keys(self) -> None:
        """It has left its mark in the folder of case keys. StateConflict where another process that runs keeps its case
        keys in another folder than this one: each would encrypt new cases under keys that the other lacks."""
        if self._is_alone:
            return
        self._row.marked_keys = leave_mark(self._keys, self._row.id)
        with self._context.database.reading() as session:
            others = load_running(session, self._context.clock.now())
            forget_marks(self._keys, self._row.id, list_known(session))
        now = self._context.clock.now()
        # One whose clock was far ahead of ours need not run any more.
        marked = {one.id: one for one in others if one.marked_keys and one.seen_at <= now + GONE_AFTER}
        for left in range(MARK_TRIES, -1, -1):
            if not (unseen := find_unseen(self._keys, self._row.id, marked)):
                return
            if left:
                sleep(MARK_WAIT)  # what another machine has just written may come a moment later
        other = marked[min(unseen)]
        raise StateConflict(
            _(
                "别的进程（{parts}，主机{host}）的案件密钥不在本机的密钥文件夹里：本机看到的是另一个文件夹，或者一份复制件。"
                "没有写入任何内容。请让各台机器的 SUNWARD_KEYS_FOLDER 指向同一个共用文件夹，再启动。",
                parts=other.parts, host=other.host,
            )
        )  # fmt: skip

    def note(self, last_runs: Mapping[str, datetime], *, leads: bool) -> None:
        """The process is seen now, with its jobs."""
        if self._is_alone:
            return
        self._row.marked_keys = leave_mark(self._keys, self._row.id)
        self._row.last_runs = {name: at.isoformat() for name, at in last_runs.items()}
        self._row.leads = leads
        with self._context.database.transaction() as session:
            note_running(session, self._row, self._context.clock.now())

    def end(self) -> None:
        """The process is not in the record."""
        if not self._is_alone:
            with self._context.database.transaction() as session:
                note_ended(session, self._row.id)
            take_mark_away(self._keys, self._row.id)


def ensure_fit_for(parts: frozenset[Part], settings: Settings) -> None:
    """StateConflict where the settings do not suit a process that does only these parts, or one of several machines."""
    is_file = settings.record_url.startswith("sqlite")
    if parts != EVERY_PART and is_file:
        raise StateConflict(
            _("分开运行的进程共用一个 PostgreSQL 记录；SQLite 文件只供一台机器。请设 SUNWARD_DATABASE_URL，或用 sunward up。")
        )  # fmt: skip
    if parts != EVERY_PART and parts & NEEDS_PREFECT and settings.prefect_api_url is None:
        raise StateConflict(
            _("分开运行的 scheduler 和 runner 共用一个 Prefect 服务。请设 SUNWARD_PREFECT_API_URL 和 SUNWARD_PREFECT_SECRET。")
        )  # fmt: skip
