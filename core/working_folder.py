"""Files and folders of something half done: held by the process that is at it, and free once that has ended, however it ended."""

import contextlib
import fcntl
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path


def hold(descriptor: int) -> bool:
    """Whether the open file or folder is held until it is closed, or its process ends: not where somebody else holds it,
    nor where the file system knows no locks."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def is_held(place: Path) -> bool:
    """Whether somebody is at it, or may be: a place that is away, or on a file system without locks, is taken for held."""
    try:
        descriptor = os.open(place, os.O_RDONLY)
    except OSError:
        return True
    try:
        return not hold(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def working_folder(parent: Path, name: str) -> Iterator[Path]:
    """A new folder in the parent for something half done, `.NAME.….part`, which is gone at the end unless it was moved
    away. Such as were left there by processes that were killed are gone before anything is written."""
    ours = re.compile(rf"\.{re.escape(name)}\.[0-9a-f]{{16}}\.part")
    for left in parent.iterdir():
        if ours.fullmatch(left.name) and not is_held(left):
            shutil.rmtree(left, ignore_errors=True)
    folder = parent / f".{name}.{secrets.token_hex(8)}.part"
    folder.mkdir(mode=0o700)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        hold(descriptor)
        yield folder
    finally:
        os.close(descriptor)
        shutil.rmtree(folder, ignore_errors=True)
