"""A folder for something that is half done, which does not stay when its process is killed."""

import contextlib
import fcntl
import re
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def working_folder(parent: Path, name: str) -> Iterator[Path]:
    """A new folder in the parent, `.NAME.….part`, which is gone at the end unless it was moved away. Such as were left there
    by processes that were killed are gone before anything is written, where the file system knows locks: whoever is at one
    holds the file `.NAME.….held` beside it."""
    ours = re.compile(rf"\.{re.escape(name)}\.[0-9a-f]{{16}}\.held")
    for left in parent.iterdir():
        if ours.fullmatch(left.name):
            _remove_unless_held(left)
    held = parent / f".{name}.{secrets.token_hex(8)}.held"
    with held.open("w") as lock:
        _lock(lock.fileno())
        folder = _folder_of(held)
        folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            held.unlink(missing_ok=True)


def _remove_unless_held(held: Path) -> None:
    with contextlib.suppress(FileNotFoundError), held.open("r+") as lock:
        if _lock(lock.fileno()):
            shutil.rmtree(_folder_of(held), ignore_errors=True)
            held.unlink(missing_ok=True)


def _folder_of(held: Path) -> Path:
    return held.with_suffix(".part")


def _lock(descriptor: int) -> bool:
    """Whether it is locked until it is closed, or its process ends: not where somebody else has it, nor without locks."""
    with contextlib.suppress(OSError):
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False
