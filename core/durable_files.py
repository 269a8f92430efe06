"""Files that are still there after the power has failed: whole, under their name, in their folder."""

import contextlib
import errno
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

_NO_LINKS = (errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP)


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


def put_in_place(draft: Path, path: Path) -> None:
    """The file or folder, which is on disk under another name, has this name, on disk; a file that had it is gone."""
    os.replace(draft, path)
    sync_folder(path.parent)


def remove(path: Path) -> None:
    """No file has this name any more, on disk."""
    with contextlib.suppress(FileNotFoundError):
        path.unlink()
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """What was created, renamed or removed in the folder is on disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _written_beside(path: Path, content: bytes) -> Iterator[Path]:
    draft = path.with_name(f".{secrets.token_hex(8)}.part")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        yield draft
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(path.parent)
