"""The demonstration's folder: one demonstration at a time makes its story, lives in it and takes it away. A copy of the story
is kept beside it for the next start, as long as program and examples are the same."""

import contextlib
import fcntl
import shutil
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import IO

from core.errors import StateConflict
from core.i18n import _

_OF_THE_STORY = {".py", ".toml", ".txt", ".po"}


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
                _make(folder, build, fresh=fresh)
            except KeyboardInterrupt:  # half a story is nobody's
                shutil.rmtree(folder, ignore_errors=True)
                raise
        yield found
        shutil.rmtree(folder, ignore_errors=True)


def _make(folder: Path, build: Callable[[], None], *, fresh: bool) -> None:
    """The story is in the folder: from the copy that was kept, if that was made by exactly this program from exactly these
    examples; else it is made, and kept."""
    kept = folder.parent / f"{folder.name}-kept"
    made_by, program = kept / "made-by", compute_program_digest()
    if not fresh and made_by.exists() and made_by.read_text(encoding="ascii") == program:
        shutil.copytree(kept, folder)
        return
    build()
    shutil.rmtree(kept, ignore_errors=True)
    shutil.copytree(folder, kept)
    made_by.write_text(program, encoding="ascii")


def compute_program_digest() -> str:
    """Of all that the story is made by and from: another one after any change of program or examples."""
    root, digest = Path(__file__).parents[1], sha256()
    for file in sorted(each for each in root.glob("*/**/*") if each.suffix in _OF_THE_STORY):
        if (part := file.relative_to(root).parts[0]) != "tests" and not part.startswith((".", "data")):
            digest.update(f"{file.relative_to(root)} ".encode() + file.read_bytes())
    return digest.hexdigest()


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
