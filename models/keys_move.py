"""The keys' way to another folder: all of them are on the disk there before the first one is gone here."""

from collections.abc import Sequence
from pathlib import Path

from core.durable_files import copy_into, remove, sync_folder
from core.errors import KeyStoreError, StateConflict
from core.i18n import _
from models.keys import FINGERPRINT
from models.shared_folder import remove_marks


def move_keys(before: Path, target: Path) -> int:
    """What lay in the folder of keys lies in the target, and here no more; returns how many
    files. The program does not run meanwhile. Interrupted, by a failing power too, it is called again and goes on.

    StateConflict where the target holds anything else. KeyStoreError where a copy differs: nothing was removed.
    """
    files = [file for file in before.iterdir() if file.is_file()]
    _ensure_free_for(files, target)
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    target.chmod(0o700)
    # Without its fingerprint a folder is no folder of keys: there it comes last, here it goes first.
    copy_into([file for file in files if file.name != FINGERPRINT], target)
    copy_into([file for file in files if file.name == FINGERPRINT], target)
    if not all(_is_copied(file, target) for file in files):
        raise KeyStoreError(_("复制的密钥文件与原件不同，原件没有动。"))
    remove(before / FINGERPRINT)
    for file in files:
        file.unlink(missing_ok=True)
    remove_marks(before)
    before.rmdir()
    sync_folder(before.parent)
    return len(files)


def _ensure_free_for(files: Sequence[Path], target: Path) -> None:
    """What a try that was interrupted has left there may stay: some of these files, or, once the fingerprint is there, all."""
    there = {place.name for place in target.iterdir()} if target.exists() else set[str]()
    if FINGERPRINT in there:
        left = all(_is_copied(file, target) for file in files)
    else:
        left = there <= {file.name for file in files}
    if not left:
        raise StateConflict(_("这个文件夹不是空的，请另选一个。"))


def _is_copied(file: Path, target: Path) -> bool:
    copy = target / file.name
    return copy.is_file() and copy.read_bytes() == file.read_bytes()
