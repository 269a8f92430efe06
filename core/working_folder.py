"""A folder for something that is half done, which does not stay when its process is killed."""

import contextlib
import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def working_folder(parent: Path, name: str) -> Iterator[Path]:
    """A new folder in the parent, `.NAME.….part`, which is gone at the end unless it was moved away. Folders that
    killed processes left there are deleted first, where the file system knows locks: a process in one holds its
    lock."""
    for left in parent.glob(f".{name}.{'[0-9a-f]' * 16}.part"):
        with contextlib.suppress(OSError), _locked(left):
            shutil.rmtree(left, ignore_errors=True)
    folder = parent / f".{name}.{secrets.token_hex(8)}.part"
    folder.mkdir(mode=0o700)
    with contextlib.ExitStack() as held:
        with contextlib.suppress(OSError):
            held.enter_context(_locked(folder))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """The folder is locked until it is closed, or its process ends. OSError where somebody else has it, or without locks."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)
