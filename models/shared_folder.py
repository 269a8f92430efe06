"""Whether several processes see the same folder: each leaves a mark in it, and looks for those of the others.

A folder of case keys that was copied to a second machine looks right there. But each new case would be encrypted under a
key that the other machine lacks.
"""

import contextlib
import uuid
from collections.abc import Collection
from datetime import timedelta
from pathlib import Path

from models.keys import FINGERPRINT

_MARKS = ".processes"
"""Inside the folder. Backups and listings of keys skip names that begin with a dot."""
_OLD = timedelta(minutes=5)
"""Far longer than a process may be silent and still count as running."""
_KEPT = timedelta(days=1)


def leave_mark(folder: Path, process_id: uuid.UUID) -> bool:
    """Whether the folder now holds a mark of that process: not where it may not be written to, nor where it is no folder of
    keys, as when its file system is not mounted."""
    try:
        (folder / FINGERPRINT).stat()
        marks = folder / _MARKS
        marks.mkdir(mode=0o700, exist_ok=True)
        (marks / process_id.hex).touch(mode=0o600)
    except OSError:
        return False
    return True


def take_mark_away(folder: Path, process_id: uuid.UUID) -> None:
    """No mark of that process is left."""
    (folder / _MARKS / process_id.hex).unlink(missing_ok=True)


def find_unseen(folder: Path, own: uuid.UUID, processes: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """The processes whose mark is missing here, or is old beside our own, which was just made: a running process
    renews its mark every few seconds, and a copy of the folder has old marks."""
    now = _made_at(folder, own)
    return {
        one
        for one in processes
        if (made_at := _made_at(folder, one)) is None or (now is not None and made_at < now - _OLD.total_seconds())
    }


def _made_at(folder: Path, process_id: uuid.UUID) -> float | None:
    try:
        return (folder / _MARKS / process_id.hex).stat().st_mtime
    except FileNotFoundError:
        return None


def forget_marks(folder: Path, own: uuid.UUID, known: Collection[uuid.UUID]) -> None:
    """Marks of unknown processes, which were killed, are deleted a day after they were made by the folder's own clock,
    since a starting process leaves its mark before it is known."""
    own_mark, kept = folder / _MARKS / own.hex, {one.hex for one in known}
    if not own_mark.exists():
        return
    made_now = own_mark.stat().st_mtime
    for mark in own_mark.parent.iterdir():
        with contextlib.suppress(FileNotFoundError):  # another process has just done so
            if mark.name not in kept and mark.stat().st_mtime < made_now - _KEPT.total_seconds():
                mark.unlink()
