"""The files of an installation are for their owner alone: the record, its keys, Prefect's database, what was sent. What is
in memory is in none."""

import os
import pwd
import resource
from collections.abc import Iterator
from pathlib import Path

OWNER_ONLY_UMASK = 0o077
"""The rights that nobody else has."""


def restrict_new_files() -> None:
    """Every file and folder that this process and its children make from now on is for their owner alone."""
    os.umask(OWNER_ONLY_UMASK)


def forbid_core_dumps() -> None:
    """A crash of this process, or of its children from now on, leaves no image of its memory, which holds keys and names."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def restrict_existing_files(folder: Path) -> int:
    """Nothing in the folder, nor it itself, can be read by anybody but its owner; returns how much was open before."""
    found = 0
    for place in find_files_open_to_others(folder):
        place.chmod(place.stat().st_mode & 0o700)
        found += 1
    return found


def find_other_owner(file: Path) -> str | None:
    """The user whose file it is, where root works and it is somebody else's: what root makes beside it, that user cannot
    open. None where nobody works among another's files, or there is no such file."""
    if os.geteuid() != 0 or not file.exists() or (owner := file.stat().st_uid) == 0:
        return None
    try:
        return pwd.getpwuid(owner).pw_name
    except KeyError:
        return str(owner)


def find_files_open_to_others(folder: Path) -> Iterator[Path]:
    """Files and folders there that somebody else can read, write or enter, the folder itself first."""
    if not folder.exists():
        return
    for place in (folder, *folder.rglob("*")):
        try:
            if not place.is_symlink() and place.stat().st_mode & OWNER_ONLY_UMASK:
                yield place
        except FileNotFoundError:
            continue  # gone meanwhile: a log of SQLite, a draft
