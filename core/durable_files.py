"""Files that are still there after the power has failed: whole, under their name, in their folder.

Each is first a draft beside it, `.NAME.….part`, which its process holds locked. A draft that nobody holds was left by a
process that was killed.
"""

import contextlib
import errno
import os
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from core.held_places import hold, is_held

_NO_LINKS = (errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP)
_DRAFT = re.compile(r"\.(?P<of>.+)\.[0-9a-f]{16}\.part")


def write_once(path: Path, content: bytes) -> None:
    """The file is there, whole and on disk; FileExistsError if one was there before.

    A USB stick and some network shares know no links: there a power cut in the very moment may leave an empty file."""
    with _written_beside(path, content) as draft:
        try:
            os.link(draft, path)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            os.replace(draft, path)


def write_over(path: Path, content: bytes) -> None:
    """The file holds this content, on disk; at no moment was there half of it or none. Several processes, of several
    machines too, may do so at one moment: the file is that of one of them."""
    with _written_beside(path, content) as draft:
        os.replace(draft, path)


def copy_into(files: Iterable[Path], folder: Path) -> None:
    """Each file lies in the folder too, with its name, content, rights and times, on disk. A file that had its name is gone."""
    for file in files:
        copy = folder / file.name
        copy.unlink(missing_ok=True)
        shutil.copy2(file, copy)
        _sync(copy)
    sync_folder(folder)


def put_in_place(draft: Path, path: Path) -> None:
    """The file or folder, which is on disk under another name, has this name, on disk; a file that had it is gone."""
    os.replace(draft, path)
    sync_folder(path.parent)


def remove(path: Path) -> None:
    """No file has this name any more, on disk, and no draft of it is left that a killed process did not finish."""
    path.unlink(missing_ok=True)
    remove_left_drafts(path.parent, path.name)
    sync_folder(path.parent)


def remove_left_drafts(folder: Path, name: str | None = None) -> None:
    """No draft of that file, or of any, is left in the folder by a process that was killed. Where the file system knows no
    locks they stay."""
    with contextlib.suppress(FileNotFoundError):
        for place in folder.iterdir():
            draft = _DRAFT.fullmatch(place.name)
            if draft is not None and name in (None, draft["of"]) and not is_held(place):
                place.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """What was created, renamed or removed in the folder is on disk."""
    _sync(folder)


def _sync(place: Path) -> None:
    descriptor = os.open(place, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _written_beside(path: Path, content: bytes) -> Iterator[Path]:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}.part")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            hold(descriptor)
            file.write(content)
            file.flush()
            os.fsync(descriptor)
            yield draft
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(path.parent)
