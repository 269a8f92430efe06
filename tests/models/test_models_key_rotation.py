"""A new master key: every case opens afterwards, and what outlives the master key stays the same."""

import contextlib
import json
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from app import bootstrap
from app.cli import app
from core import durable_files
from core.clock import WallClock
from core.durable_files import write_over
from core.errors import DecryptionError, KeyStoreError, StateConflict
from core.settings import Settings
from models import key_rotation, keys
from models.key_rotation import rotate_archive, rotate_master
from models.keys import ARCHIVE_FINGERPRINT, FINGERPRINT, RING, read_key, write_key
from models.running_process import RunningProcess
from models.vault import Vault

MASTER, ARCHIVE, NEW = b"m" * 32, b"a" * 32, b"n" * 32
CASES = [uuid.UUID(int=number) for number in range(1, 7)]
SEALED, FIELD, ROW = CASES[-1], "person.document", uuid.UUID(int=11)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Keys of six cases, one of them sealed, and the master key in a file beside them."""
    (tmp_path / "master.key").write_bytes(write_key(MASTER))
    (tmp_path / "master.key").chmod(0o600)
    vault = opened(tmp_path)
    for case_id in CASES:
        vault.new_key(case_id)
    vault.rewrap(SEALED, ARCHIVE)
    return tmp_path


def opened(folder: Path) -> Vault:
    """The vault as the program opens it."""
    return Vault(folder, read_key(folder / "master.key"))


def give(folder: Path, key: bytes, name: str = "master.key") -> None:
    write_over(folder / name, write_key(key))


def derived(vault: Vault) -> list[object]:
    purposes = ("journal head signature", "installation", "known devices", "something later")
    return [vault.index("x"), vault.chain_key, vault.signing_secret(ROW), *(vault.derive(one) for one in purposes)]


def test_every_case_opens_under_the_new_master_key_and_none_under_the_old_one(folder: Path) -> None:
    """And whatever was derived is the same: people are found, the chain holds, receivers know their secrets."""
    vault = opened(folder)
    texts = {case_id: vault.seal(case_id, FIELD, ROW, "话") for case_id in CASES[:-1]}
    before = derived(vault)
    assert rotate_master(folder, MASTER, NEW) == 5
    with pytest.raises(KeyStoreError, match="keys rotate"):
        opened(folder)
    give(folder, NEW)
    again = opened(folder)
    assert [again.open(case_id, FIELD, ROW, text) for case_id, text in texts.items()] == ["话"] * 5
    assert derived(again) == before
    assert again.count_keys() == (5, 1, 0)
    again.release(SEALED, ARCHIVE)
    again.check(SEALED)


@pytest.mark.parametrize("rotate", [rotate_master, rotate_archive])
@pytest.mark.parametrize("written", range(8))
def test_interrupted_anywhere_it_is_called_again_and_ends_well(
    folder: Path, monkeypatch: pytest.MonkeyPatch, written: int, rotate: Callable[[Path, bytes, bytes], int]
) -> None:
    """Wherever the power went: no program starts on half of it with a key that does not open all, and nothing is lost."""
    opened(folder).check_archive_key(ARCHIVE)
    old = MASTER if rotate is rotate_master else ARCHIVE
    left = iter(range(written))
    write_over = durable_files.write_over

    def write(*given: Any, **more: Any) -> None:
        if next(left, None) is None:
            raise KeyboardInterrupt
        write_over(*given, **more)

    for owner in (key_rotation, keys):
        monkeypatch.setattr(owner, "write_over", write)
    ended = False
    with contextlib.suppress(KeyboardInterrupt):
        rotate(folder, old, NEW)
        ended = True
    monkeypatch.undo()
    if written and not ended:  # given too early, the new key alone is not taken for all that there is
        with pytest.raises(KeyStoreError):
            rotate(folder, NEW, NEW)
    for key in (MASTER, NEW) if rotate is rotate_master else ():
        give(folder, key)
        with contextlib.suppress(KeyStoreError):
            assert opened(folder).count_keys() == (5, 1, 0)
    give(folder, MASTER)
    rotate(folder, old, NEW)
    assert rotate(folder, old, NEW) == 0
    if rotate is rotate_master:
        give(folder, NEW)
    vault = opened(folder)
    assert vault.count_keys() == (5, 1, 0)
    vault.check_archive_key(ARCHIVE if rotate is rotate_master else NEW)
    vault.release(SEALED, ARCHIVE if rotate is rotate_master else NEW)
    vault.check(SEALED)


def test_a_new_archive_key_takes_the_place_of_the_old_one(folder: Path) -> None:
    """The old key opens nothing afterwards, and is refused."""
    opened(folder).check_archive_key(ARCHIVE)
    opened(folder).rewrap(CASES[0], ARCHIVE)
    assert rotate_archive(folder, ARCHIVE, NEW) == 2
    vault = opened(folder)
    vault.check_archive_key(NEW)
    for case_id in (SEALED, CASES[0]):
        vault.open_single_case(case_id, NEW).check(case_id)
        with pytest.raises(KeyStoreError):
            vault.open_single_case(case_id, ARCHIVE)
    with pytest.raises(KeyStoreError):
        vault.check_archive_key(ARCHIVE)


@pytest.mark.parametrize("rotate", [rotate_master, rotate_archive])
def test_with_another_key_than_the_folder_s_nothing_is_written(
    folder: Path, rotate: Callable[[Path, bytes, bytes], int]
) -> None:
    opened(folder).check_archive_key(ARCHIVE)
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    with pytest.raises(KeyStoreError):
        rotate(folder, b"o" * 32, NEW)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


def test_a_damaged_key_keeps_no_other_from_the_new_master_key(folder: Path) -> None:
    (folder / f"{CASES[0]}.key").write_bytes(b"L123")
    assert rotate_master(folder, MASTER, NEW) == 4
    give(folder, NEW)
    assert opened(folder).count_keys() == (4, 1, 1)


@pytest.mark.parametrize(
    ("name", "content"),
    [(RING, None), (RING, b"short"), (FINGERPRINT, b"0" * 32), (ARCHIVE_FINGERPRINT, b"0" * 32), ("master.key", b"c2hvcnQ=")],
)  # fmt: skip
def test_a_key_that_is_lost_cut_short_or_another_one_is_told_of_and_nothing_is_written(
    folder: Path, name: str, content: bytes | None
) -> None:
    opened(folder).check_archive_key(ARCHIVE)
    (folder / name).unlink()
    if content is not None:
        (folder / name).write_bytes(content)
        (folder / name).chmod(0o600)
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    with pytest.raises(KeyStoreError) as refused:
        opened(folder).check_archive_key(ARCHIVE)
    assert refused.value.reason.zh
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


@pytest.mark.parametrize("ciphers", [("aes-256-gcm", "sm4-gcm"), ("sm4-gcm", "aes-256-gcm")])
def test_whatever_cipher_is_chosen_texts_of_the_other_are_read(tmp_path: Path, ciphers: tuple[str, str]) -> None:
    """And a text of either opens in its own place only, and not when it was changed."""
    first, then = (Vault(tmp_path, MASTER, cipher) for cipher in ciphers)
    first.new_key(CASES[0])
    texts = [vault.seal(CASES[0], FIELD, ROW, "话") for vault in (first, then)]
    assert texts[0][0] != texts[1][0]
    for text in texts:
        assert first.open(CASES[0], FIELD, ROW, text) == then.open(CASES[0], FIELD, ROW, text) == "话"
        other_format = bytes([3 - text[0]]) + text[1:]
        for changed in (text[:-1], text[:-1] + bytes([text[-1] ^ 1]), other_format, text[:30]):
            with pytest.raises(DecryptionError):
                then.open(CASES[0], FIELD, ROW, changed)


@pytest.mark.parametrize("archive", [False, True])
@pytest.mark.parametrize("outside", [False, True])
def test_the_command_puts_the_new_key_in_the_old_one_s_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, archive: bool, outside: bool
) -> None:
    """Of a key that is given from outside, the command keeps the new one in a file until that is the one that is given."""
    name, more = ("archive", ["--archive"]) if archive else ("master", [])
    given = tmp_path / f"{name}.key"
    if outside:
        for key, file in ((MASTER, "master.key"), (ARCHIVE, "archive.key")):
            give(tmp_path, key, file)
            (tmp_path / file).chmod(0o600)
        monkeypatch.setenv("SUNWARD_MAIN_KEYS_FOLDER", str(tmp_path))
    monkeypatch.setenv("SUNWARD_DATA_FOLDER", str(tmp_path / "data"))
    monkeypatch.setenv("SUNWARD_PORT", "0")
    before = bootstrap.create_context(Settings())
    before.vault.new_key(CASES[0])
    if archive:
        before.vault.rewrap(CASES[0], before.archive_key)
    before.database.dispose()

    def rotate() -> Any:
        done = CliRunner().invoke(app, ["keys", "rotate", *more, "--json"])
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)

    answer = rotate()
    assert answer["rewrapped"] == 1
    if outside:
        given.write_bytes(Path(answer["key_file"]).read_bytes())
        assert rotate() == {"rewrapped": 0, "key_file": None}
    assert not (tmp_path / "data-keys" / f"{name}.new").exists()
    after = bootstrap.create_context(Settings())
    assert after.vault.chain_key == before.vault.chain_key
    assert (after.archive_key != before.archive_key) is archive
    after.vault.open_single_case(CASES[0], after.archive_key).check(CASES[0])
    with after.database.transaction() as session:
        seen: Any = {"host": "b", "release": "x", "started_at": WallClock().now(), "seen_at": WallClock().now()}
        session.add(RunningProcess(id=CASES[0], parts="web", **seen))
    after.database.dispose()
    refused = CliRunner().invoke(app, ["keys", "rotate", *more])
    assert isinstance(refused.exception, StateConflict)
