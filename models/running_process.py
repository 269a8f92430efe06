"""The processes that work on one record together: which they are, what they do, and when each was last seen."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, String, delete
from sqlmodel import Field, Session, col, select

from models.base import Record, UTCDateTime
from models.outage import Heartbeat

SEEN_EVERY = timedelta(seconds=5)
GONE_AFTER = timedelta(minutes=1)
"""A process that was not seen for this long has ended."""
FORGOTTEN_AFTER = timedelta(days=1)


class RunningProcess(Record, table=True):
    """One process. It takes its row away when it ends in order."""

    __tablename__ = "running_process"

    id: uuid.UUID = Field(primary_key=True)
    parts: str = Field(sa_type=String(60))
    """What it does: "web", "scheduler", "runner", "delivery", or several of them."""
    host: str = Field(sa_type=String(120))
    release: str = Field(sa_type=String(40))
    leads: bool = False
    """It does the jobs that only one process does."""
    last_runs: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """By job, when it last ended well."""
    marked_keys: bool = False
    """It has left a mark in its folder of case keys."""
    started_at: datetime = Field(sa_type=UTCDateTime)
    seen_at: datetime = Field(sa_type=UTCDateTime)


def load_running(session: Session, now: datetime) -> list[RunningProcess]:
    """The processes that run, sorted by parts and host."""
    query = select(RunningProcess).where(col(RunningProcess.seen_at) > now - GONE_AFTER)
    return sorted(session.exec(query), key=lambda one: (one.parts, one.host, one.started_at))


def is_program_running(session: Session, now: datetime) -> bool:
    """Whether any process that lasts works on the record, and not a command alone. A record in a file knows no processes, but
    the mark of the one that serves its pages."""
    alive = session.get(Heartbeat, 1)
    return bool(load_running(session, now)) or (alive is not None and alive.seen_at > now - GONE_AFTER)


def list_known(session: Session) -> list[uuid.UUID]:
    """The ids of all processes in the record, whether they run or not."""
    return list(session.exec(select(RunningProcess.id)))


def note_running(session: Session, process: RunningProcess, now: datetime) -> None:
    """The process is seen now. One that was not seen for a day is deleted."""
    process.seen_at = now
    session.merge(process)
    session.execute(delete(RunningProcess).where(col(RunningProcess.seen_at) < now - FORGOTTEN_AFTER))


def note_ended(session: Session, process_id: uuid.UUID) -> None:
    """The process is not in the record."""
    session.execute(delete(RunningProcess).where(col(RunningProcess.id) == process_id))


def newest_runs(processes: list[RunningProcess]) -> Mapping[str, datetime]:
    """By job, when any of them last did it."""
    found: dict[str, datetime] = {}
    for process in processes:
        for name, at in process.last_runs.items():
            moment = datetime.fromisoformat(at)
            found[name] = max(moment, found.get(name, moment))
    return found
