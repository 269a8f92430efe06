"""What is written durably is on the disk under its name when the call returns, and is never seen half written."""

import ast
import errno
import os
import signal
import subprocess
import sys
import threading
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core import i18n
from core.clock import StoredClock
from core.durable_files import put_in_place, remove, remove_left_drafts, write_once, write_over
from core.errors import Archived
from core.working_folder import working_folder
from models.sealed_archive import extract_archive, write_archive
from models.vault import Vault
from notifications.restore_guard import OutboxPosition, read_position, write_position
from tests.sources import parse_where

ROOT = Path(__file__).parents[2]
PACKAGES = [
    "api",
    "app",
    "casework",
    "core",
    "documents",
    "flows",
    "models",
    "notifications",
    "serving",
    "usage",
    "web",
]
RENAMES = {"core/durable_files.py"}
NOW = datetime(2026, 11, 29, 9, tzinfo=UTC)


def draft_in_place(folder: Path) -> None:
    with (folder / "draft").open("wb") as draft:
        draft.write(b"1")
        draft.flush()
        os.fsync(draft.fileno())
    put_in_place(folder / "draft", folder / "file")


@pytest.mark.parametrize(
    "write",
    [
        lambda folder: write_once(folder / "file", b"1"),
        lambda folder: write_once(folder / "file", b"1", alone=True),
        lambda folder: write_over(folder / "file", b"1"),
        draft_in_place,
        lambda folder: StoredClock.begin(folder / "clock.json", NOW),
        lambda folder: i18n._compile("en", i18n.catalogue_file("en"), folder / "messages.mo"),
        lambda folder: write_position(folder / "mark.json", OutboxPosition(NOW)),
    ],
)
def test_after_the_power_has_failed_the_file_has_its_name(
    write: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its whole content goes to the disk, and then the folder: without it the new name, or the old content, may be there
    again."""
    synced = _watch(monkeypatch)
    write(tmp_path)
    [file] = tmp_path.iterdir()  # no draft is left
    assert _whole(file) in synced[:-1]
    assert synced[-1] == (tmp_path, {file.name})


@pytest.mark.parametrize("left", [b"", b"\xde\x12\x04\x95", bytes(5000)], ids=["empty", "begun", "without content"])
def test_english_that_a_power_failure_has_left_empty_or_half_written_is_compiled_anew(
    left: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "messages.po"
    source.write_text('msgid "密码不对。"\nmsgstr "The password is wrong."\n', encoding="utf-8")
    source.with_suffix(".mo").write_bytes(left)
    monkeypatch.setattr(i18n, "catalogue_file", lambda language: source)
    assert i18n.translations.__wrapped__("en").gettext("密码不对。") == "The password is wrong."
    assert source.with_suffix(".mo").read_bytes() != left


def test_what_is_packed_and_unpacked_is_on_the_disk_before_it_gets_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A backup, and what is restored from it."""
    synced, packed, restored = _watch(monkeypatch), tmp_path / "a.sunward", tmp_path / "restored"
    write_archive(packed, b"p" * 20, part="keys", point="1", edition="1", files={"one": b"1" * 5000, "two": b"2"})
    assert _whole(packed) in synced
    restored.mkdir()
    extract_archive(packed, b"p" * 20, restored)
    assert [_whole(each) in synced for each in restored.iterdir()] == [True, True]


def test_a_demonstration_s_clock_that_was_moved_is_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """XFS would leave it empty, and the demonstration would not start again."""
    clock = StoredClock.begin(tmp_path / "clock.json", NOW)
    synced = _watch(monkeypatch)
    clock.show(NOW + timedelta(days=1))
    assert synced[0] == _whole(clock.file)
    assert synced[1][0] == tmp_path


def test_a_file_that_was_taken_away_does_not_come_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "mark"
    write_over(file, b"1")
    synced = _watch(monkeypatch)
    remove(file)
    assert not file.exists()
    assert synced == [(tmp_path, set())]
    remove(file)  # nobody minds that there is none


def test_two_containers_that_share_a_folder_never_leave_half_a_mark(tmp_path: Path) -> None:
    """Each is the first process of its container, so their numbers are the same."""
    file = tmp_path / "mark.json"
    write_position(file, OutboxPosition(NOW))
    failed: list[BaseException] = []

    def advance() -> None:
        try:
            for number in range(200):
                write_position(file, OutboxPosition(NOW, number))
        except OSError as error:
            failed.append(error)

    hands = [threading.Thread(target=advance) for _ in range(3)]
    for each in hands:
        each.start()
    seen = 0
    while any(each.is_alive() for each in hands):
        assert read_position(file) is not None
        seen += 1
    assert seen
    assert failed == []


@pytest.mark.parametrize("then", ["destroyed", "sealed"])
def test_a_key_that_a_killed_process_wrote_leaves_no_draft_behind(tmp_path: Path, then: str) -> None:
    """A draft that stayed would open the case for ever, however often its key was wrapped anew or destroyed."""
    vault, case = Vault(tmp_path, b"m" * 32), uuid.uuid4()
    vault.new_key(another := uuid.uuid4())
    _killed(f"""
vault = Vault(Path({str(tmp_path)!r}), b"m" * 32)
os_link, os.link = os.link, lambda *given: (os_link(*given), killed())
vault.new_key(uuid.UUID({str(case)!r}))""")
    [draft] = tmp_path.glob(".*.part")
    assert draft.samefile(tmp_path / f"{case}.key")
    vault.check(case)
    left = {f"{another}.key", "ring.key"}
    if then == "destroyed":
        vault.destroy(case)
    else:
        vault.rewrap(case, b"a" * 32)
        left.add(f"{case}.key")
        with pytest.raises(Archived):
            vault.check(case)
    assert {each.name for each in tmp_path.iterdir() if ".key" in each.name} == left


def test_at_a_start_what_killed_processes_left_is_gone_and_what_is_being_written_is_not(tmp_path: Path) -> None:
    file, strange = tmp_path / "mark.json", tmp_path / "of-somebody-else.part"
    strange.touch()
    _killed(f"os.replace = killed\nwrite_over(Path({str(file)!r}), b'1')")
    [left] = set(tmp_path.iterdir()) - {strange}
    assert left != file
    remove_left_drafts(tmp_path)
    assert set(tmp_path.iterdir()) == {left, strange}, "somebody may be writing it"
    for each in (left, strange):
        os.utime(each, (0, each.stat().st_mtime - 601))
    remove_left_drafts(tmp_path)
    assert set(tmp_path.iterdir()) == {strange}
    remove_left_drafts(tmp_path / "not-there")


def test_a_start_needs_no_folder_that_can_be_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine may have the keys for reading only."""

    def refuse(place: Path, **_: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system", str(place))

    monkeypatch.setattr(Path, "touch", refuse)
    remove_left_drafts(tmp_path)


def test_what_was_half_done_by_a_killed_process_is_gone_with_the_next_try(tmp_path: Path) -> None:
    """Such as half a backup: a copy of the record that nobody has encrypted yet. Whoever is at one is left alone."""
    other = tmp_path / ".backup-of-somebody-else.part"
    other.mkdir()
    _killed(f"""
with working_folder(Path({str(tmp_path)!r}), "backup") as folder:
    (folder / "record.db").write_bytes(b"1")
    killed()""")
    left = set(tmp_path.iterdir()) - {other}
    assert [each.read_bytes() for each in tmp_path.rglob("record.db")] == [b"1"]
    with working_folder(tmp_path, "backup") as first, working_folder(tmp_path, "backup") as second:
        assert not left & set(tmp_path.iterdir())
        assert first.is_dir()
        assert second.is_dir()
    assert set(tmp_path.iterdir()) == {other}


def test_whatever_gets_a_name_gets_it_on_the_disk() -> None:
    """Renaming a file is not enough, so nobody else renames one."""
    found = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if any(map(_renames, ast.walk(parse_where(path, r"\.(?:replace|rename|renames|link|move)\("))))
    }
    assert found == RENAMES


def _killed(what: str) -> None:
    """Another process did that, and was killed where it says so."""
    begun = """
import os, signal, uuid
from pathlib import Path
from core.durable_files import write_over
from core.working_folder import working_folder
from models.vault import Vault
killed = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
"""
    ended = subprocess.run([sys.executable, "-c", f"{begun}\n{what}"], cwd=ROOT, check=False)
    assert ended.returncode == -signal.SIGKILL


def _renames(node: ast.AST) -> bool:
    """`place.replace(other)`, which no text does: it takes two; `os.replace`, `os.link`, `shutil.move`, any `rename`."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name("os" | "shutil"), attr="replace" | "link" | "move")):
            return True
        case ast.Call(func=ast.Attribute(attr="rename" | "renames")):
            return True
        case ast.Call(func=ast.Attribute(attr="replace"), args=[_], keywords=[]):
            return True
    return False


Synced = list[tuple[Path, set[str]] | tuple[int, int]]


def _watch(monkeypatch: pytest.MonkeyPatch) -> Synced:
    """What is brought to the disk, in order: a folder with the names in it at that moment, or a file and how long it was."""
    synced: Synced = []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        state, place = os.fstat(descriptor), Path(os.readlink(f"/proc/self/fd/{descriptor}"))
        synced.append(
            (place, {each.name for each in place.iterdir()}) if place.is_dir() else (state.st_ino, state.st_size)
        )
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    return synced


def _whole(file: Path) -> tuple[int, int]:
    return file.stat().st_ino, file.stat().st_size
