"""Keys that are moved to another folder are never in neither: not for a moment, and not after the power has failed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from core.errors import KeyStoreError, StateConflict
from models.keys import FINGERPRINT
from models.keys_move import move_keys

ROOT = Path(__file__).parents[2]
CONTENT = {"a.key": b"a", "b.key": b"b", FINGERPRINT: b"f", "master.key": b"m"}

_KILLED_EVERYWHERE = """
import os, shutil, signal, sys
from pathlib import Path
from tests.models.test_keys_move import CONTENT, made
from models.keys_move import move_keys

def killed_at(count):
    left = [count]
    def counted(real):
        def call(*given, **named):
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*given, **named)
        return call
    for owner, name in ((os, "fsync"), (Path, "unlink"), (Path, "mkdir"), (Path, "rmdir"), (shutil, "copy2")):
        setattr(owner, name, counted(getattr(owner, name)))

for count in range(1, 100):
    folder = Path(sys.argv[1]) / str(count)
    before, target = made(folder)
    child = os.fork()
    if child == 0:
        killed_at(count)
        move_keys(before, target)
        os._exit(0)
    ended = os.waitpid(child, 0)[1]
    there = {file.name: file.read_bytes() for place in (target, before) if place.exists() for file in place.iterdir()}
    assert there == CONTENT, count
    assert not (before / "master.fingerprint").exists() or len(list(before.iterdir())) == len(CONTENT), count
    if ended == 0:
        break
    if before.exists():
        move_keys(before, target)
    assert {file.name: file.read_bytes() for file in target.iterdir()} == CONTENT, count
    assert not before.exists()
print(count)
"""


def made(folder: Path) -> tuple[Path, Path]:
    """A folder of keys, and where they are to go."""
    before = folder / "data" / "keys"
    before.mkdir(parents=True)
    for name, content in CONTENT.items():
        (before / name).write_bytes(content)
    return before, folder / "elsewhere"


def test_killed_at_any_moment_the_keys_are_there_and_the_next_try_goes_on(tmp_path: Path) -> None:
    """A folder that lacks some of its keys is never taken for a folder of keys."""
    done = subprocess.run(
        [sys.executable, "-c", _KILLED_EVERYWHERE, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 15


def test_all_copies_are_on_the_disk_before_the_first_key_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is in memory only goes with the power, and the keys with it; nobody reads that record again."""
    before, target = made(tmp_path)
    happened: list[tuple[str, Path]] = []
    fsync, unlink = os.fsync, Path.unlink

    def brought(descriptor: int) -> None:
        happened.append(("on disk", Path(os.readlink(f"/proc/self/fd/{descriptor}"))))
        fsync(descriptor)

    def removed(place: Path, missing_ok: bool = False) -> None:
        happened.append(("gone", place))
        unlink(place, missing_ok)

    monkeypatch.setattr(os, "fsync", brought)
    monkeypatch.setattr(Path, "unlink", removed)
    assert move_keys(before, target) == len(CONTENT)
    first_gone = next(
        place for place, (what, each) in enumerate(happened)
        if what == "gone" and each.parent == before
    )  # fmt: skip
    on_disk = [each for what, each in happened[:first_gone] if what == "on disk"]
    assert {target / name for name in CONTENT} <= set(on_disk)
    assert on_disk[-2:] == [target / FINGERPRINT, target]
    assert happened[-1] == ("on disk", before.parent)


def test_where_a_copy_differs_no_key_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a stick that keeps less than it was given."""
    before, target = made(tmp_path)
    monkeypatch.setattr(shutil, "copy2", lambda file, copy: copy.write_bytes(file.read_bytes()[:-1]))
    with pytest.raises(KeyStoreError):
        move_keys(before, target)
    kept = {file.name: file.read_bytes() for file in before.iterdir()}
    assert kept == CONTENT


@pytest.mark.parametrize("strange", [{"other.key": b"o"}, {FINGERPRINT: b"of other keys"}, {FINGERPRINT: b"f"}])
def test_a_folder_that_holds_anything_else_is_left_alone(tmp_path: Path, strange: dict[str, bytes]) -> None:
    """Other keys, or these with one lacking: only what an interrupted try has left may lie there."""
    before, target = made(tmp_path)
    target.mkdir()
    for name, content in strange.items():
        (target / name).write_bytes(content)
    with pytest.raises(StateConflict):
        move_keys(before, target)
    assert {file.name: file.read_bytes() for file in target.iterdir()} == strange
    assert len(list(before.iterdir())) == len(CONTENT)
