"""Files that are still there after the power has failed: whole, under their name, in their folder.

Each is first a draft beside it, `.NAME.….part`. A process that is killed leaves its draft behind.
"""

import contextlib
import errno
import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path

_NO_LINKS = (errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP)
_DRAFT = re.compile(r"\..+\.part")
_LEFT_SECONDS = 600
"""Nobody writes a draft for so long."""


def write_once(path: Path, content: bytes, *, alone: bool = False) -> None:
    """The file is there, whole and on disk; FileExistsError if one was there before. With `alone`, for a caller that
    makes sure that nobody else writes it meanwhile, no other draft of it is left either.

    A USB stick and some network shares know no links: there a power cut in the very moment may leave an empty file."""
    with _written_beside(path, content, alone) as draft:
        try:
            os.link(draft, path)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            os.replace(draft, path)


def write_over(path: Path, content: bytes, *, alone: bool = False) -> None:
    """The file holds this content, on disk; at no moment was there half of it or none. Without `alone` several processes, of
    several machines too, may do so at one moment: the file is that of one of them. With it, as of `write_once`."""
    with _written_beside(path, content, alone) as draft:
        os.replace(draft, path)


def put_in_place(draft: Path, path: Path) -> None:
    """The file or folder, which is on disk under another name, has this name, on disk; a file that had it is gone."""
    os.replace(draft, path)
    _sync_folder(path.parent)


def remove(path: Path) -> None:
    """No file has this name, on disk, and no draft is left of a process that was killed while it wrote it alone."""
    path.unlink(missing_ok=True)
    _draft_of(path, "alone").unlink(missing_ok=True)
    _sync_folder(path.parent)


def remove_left_drafts(folder: Path) -> None:
    """What processes that were killed have left half written in the folder is gone, once it is ten minutes old by the folder's
    own clock. It stays where the folder is away or for reading only."""
    with contextlib.suppress(OSError):
        now = _draft_of(folder / "now", secrets.token_hex(8))
        now.touch(mode=0o600)
        made_now = now.stat().st_mtime
        now.unlink()
        for place in folder.iterdir():
            if _DRAFT.fullmatch(place.name) and place.is_file() and place.stat().st_mtime < made_now - _LEFT_SECONDS:
                place.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """What was created, renamed or removed in the folder is on disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _draft_of(path: Path, whose: str) -> Path:
    return path.with_name(f".{path.name}.{whose}.part")


@contextlib.contextmanager
def _written_beside(path: Path, content: bytes, alone: bool) -> Iterator[Path]:
    draft = _draft_of(path, "alone" if alone else secrets.token_hex(8))
    if alone:
        draft.unlink(missing_ok=True)  # never written over: it may be another name of the file itself
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(descriptor)
        yield draft
    finally:
        draft.unlink(missing_ok=True)
    _sync_folder(path.parent)
