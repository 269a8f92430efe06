"""The demonstration's folder: one demonstration at a time makes its story, lives in it and takes it away."""

import contextlib
import fcntl
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from core.errors import StateConflict
from core.i18n import _


@contextlib.contextmanager
def open_demo_folder(folder: Path, built: Path, build: Callable[[], None], *, fresh: bool) -> Iterator[bool]:
    """Meanwhile the folder holds a whole story (then `built` is there), and at the end it is gone. Yields whether the story
    was found there: after a power cut or an error it stays for the next. StateConflict while another lives in it: the lock
    of a process goes with the process."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (folder.parent / f"{folder.name}.lock").open("w") as lock:
        if not _alone(lock):
            raise StateConflict(_("另一个演示还在这里运行，先停止它。"))
        found = built.exists() and not fresh
        if not found:
            shutil.rmtree(folder, ignore_errors=True)
            try:
                build()
            except KeyboardInterrupt:  # half a story is nobody's
                shutil.rmtree(folder, ignore_errors=True)
                raise
        yield found
        shutil.rmtree(folder, ignore_errors=True)


def is_in_use(folder: Path) -> bool:
    """Whether a demonstration lives in that folder now."""
    kept = folder.parent / f"{folder.name}.lock"
    if not kept.exists():
        return False
    with kept.open() as lock:
        return not _alone(lock)


def _alone(lock: IO[str]) -> bool:
    """Whether nobody else holds it; then it is held alone."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
