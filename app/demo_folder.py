"""The demonstration's folder: the first to come makes its story, whoever comes later lives in it too, the last takes it
away."""

import contextlib
import fcntl
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from core.errors import StateConflict
from core.i18n import _


@contextlib.contextmanager
def shared_demo_folder(folder: Path, built: Path, build: Callable[[], None], *, fresh: bool) -> Iterator[bool]:
    """Meanwhile the folder holds a whole story (then `built` is there), and nobody takes it away. Yields whether the story
    was found there.

    It is gone when the last processes that use it have ended. After a power cut or an error it stays for the next,
    since the lock of a process goes with the process. Refused to whoever wants it anew while another lives in it.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (folder.parent / f"{folder.name}.lock").open("w") as lock:
        found = _enter(lock, folder, built, build, fresh=fresh)
        yield found
        if _alone(lock):
            shutil.rmtree(folder, ignore_errors=True)


def is_in_use(folder: Path) -> bool:
    """Whether a demonstration lives in that folder now."""
    kept = folder.parent / f"{folder.name}.lock"
    if not kept.exists():
        return False
    with kept.open() as lock:
        return not _alone(lock)


def _enter(lock: IO[str], folder: Path, built: Path, build: Callable[[], None], *, fresh: bool) -> bool:
    while True:
        found = True
        if _alone(lock):
            found = built.exists() and not fresh
            if not found:
                shutil.rmtree(folder, ignore_errors=True)
                try:
                    build()
                except KeyboardInterrupt:  # half a story is nobody's
                    shutil.rmtree(folder, ignore_errors=True)
                    raise
        elif fresh:
            raise StateConflict(_("另一个演示还在这里运行，先停止它。"))
        fcntl.flock(lock, fcntl.LOCK_SH)  # waits while somebody else makes the story, or takes it away
        if built.exists():
            return found
        fcntl.flock(lock, fcntl.LOCK_UN)


def _alone(lock: IO[str]) -> bool:
    """Whether nobody else holds it; then it is held alone."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
