"""A key that is lost is told of; no new one takes its place beside what was written under the old one."""

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest

from app import bootstrap
from app.doctor_command import advise
from core.durable_files import write_once
from core.errors import KeyStoreError, StateConflict
from core.settings import Settings
from models.keys import write_key
from models.shared_folder import leave_mark
from models.storage_problem import StorageProblem, find_storage_problem
from models.vault import Vault


def contents(folder: Path) -> dict[Path, bytes]:
    return {file: file.read_bytes() for file in folder.rglob("*") if file.is_file() and "record.db-" not in file.name}


@pytest.mark.parametrize(
    ("lost", "said"),
    [
        ("data-keys/master.key", "data-keys/master.key.*SUNWARD_MAIN_KEYS_FOLDER"),
        ("data-keys/archive.key", "data-keys/archive.key.*SUNWARD_MAIN_KEYS_FOLDER"),
        ("data-keys/ring.key", "file of derived keys is missing: .*data-keys/ring.key"),
        ("data-keys", "SUNWARD_KEYS_FOLDER"),
    ],
)
def test_a_lost_key_never_makes_a_new_one(tmp_path: Path, lost: str, said: str) -> None:
    """The error names the file, or its setting, and nothing was written."""
    settings = Settings(data_folder=tmp_path / "data")
    bootstrap.create_context(settings).database.dispose()
    place = tmp_path / lost
    shutil.rmtree(place) if place.is_dir() else place.unlink()
    before = contents(tmp_path)
    with pytest.raises(KeyStoreError, match=said):
        bootstrap.create_context(settings)
    assert contents(tmp_path) == before
    assert not place.exists()


def test_an_empty_folder_in_place_of_the_keys_is_told_as_keys_that_are_not_here(tmp_path: Path) -> None:
    """As where a share is not mounted, and both keys are given from outside. The folder stays empty."""
    for file in (tmp_path / "master.key", tmp_path / "archive.key"):
        file.write_bytes(write_key(os.urandom(32)))
        file.chmod(0o600)
    settings = Settings(data_folder=tmp_path / "data", keys_folder=tmp_path / "shared", main_keys_folder=tmp_path)
    bootstrap.create_context(settings).database.dispose()
    (tmp_path / "empty").mkdir()
    with pytest.raises(KeyStoreError, match=r"its keys are not here: .*/empty.*SUNWARD_KEYS_FOLDER"):
        bootstrap.create_context(settings.model_copy(update={"keys_folder": tmp_path / "empty"}))
    assert list((tmp_path / "empty").iterdir()) == []


@pytest.mark.parametrize("in_its_place", [False, True], ids=["none", "an empty folder"])
def test_where_the_folder_of_keys_is_not_mounted_no_case_gets_a_second_key(tmp_path: Path, in_its_place: bool) -> None:
    """What was sealed under a second key would be lost as soon as the folder is back."""
    vault, case, row, folder = Vault(tmp_path / "keys", b"m" * 32), uuid4(), uuid4(), tmp_path / "keys"
    vault.new_key(case)
    sealed = vault.seal(case, "a.b", row, "芒果")
    away = folder.rename(tmp_path / "away")
    if in_its_place:
        folder.mkdir()
    acts: list[Callable[[], object]] = [
        lambda: vault.new_key(case), lambda: vault.seal(case, "a.b", row, "芒果"), lambda: vault.ensure_keys_at_hand(),
        lambda: vault.open(case, "a.b", row, sealed),
    ]  # fmt: skip
    for act in acts:
        with pytest.raises(KeyStoreError) as refused:
            act()
        assert find_storage_problem(refused.value) is StorageProblem.NO_KEYS
    assert not contents(folder)
    if in_its_place:
        folder.rmdir()
    away.rename(folder)
    assert vault.open(case, "a.b", row, sealed) == "芒果"


@pytest.mark.parametrize("empty", [False, True], ids=["gone", "empty"])
def test_a_record_that_is_not_there_is_missed_by_its_keys(tmp_path: Path, empty: bool) -> None:
    """The disk of the data folder is not mounted: no empty record begins in its place."""
    settings = Settings(data_folder=tmp_path / "data")
    context = bootstrap.create_context(settings)
    context.vault.new_key(uuid4())
    context.database.dispose()
    record = tmp_path / "data" / "record.db"
    record.write_bytes(b"") if empty else record.unlink()
    with pytest.raises(StateConflict, match="SUNWARD_KEYS_FOLDER"):
        bootstrap.create_context(settings)
    assert empty or not record.exists()


def test_keys_lie_beside_the_data_folder_and_none_of_them_in_it(tmp_path: Path) -> None:
    """Whoever copies the data folder has no key."""
    bootstrap.create_context(Settings(data_folder=tmp_path / "data")).database.dispose()
    assert list((tmp_path / "data").rglob("*.key")) == []
    assert {"master.key", "archive.key", "ring.key"} <= {file.name for file in (tmp_path / "data-keys").iterdir()}
    assert (tmp_path / "data-keys").stat().st_mode & 0o077 == 0


def test_keys_that_lie_in_the_data_folder_are_used_there_until_they_are_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The doctor says so. Once the folder is moved, the same keys open the same record."""
    inside = tmp_path / "data" / "keys"
    before = bootstrap.create_context(Settings(data_folder=tmp_path / "data", keys_folder=inside))
    before.database.dispose()
    monkeypatch.setenv("SUNWARD_DATA_FOLDER", str(tmp_path / "data"))
    monkeypatch.setenv("SUNWARD_PORT", "0")
    settings = Settings()
    assert settings.keys == inside
    assert bootstrap.create_context(settings).vault.chain_key == before.vault.chain_key
    assert [code for code, _words in advise(settings)] == ["keys-beside-record"]

    assert leave_mark(inside, uuid4())  # as a process that was killed leaves it
    inside.rename(tmp_path / "data-keys")
    assert advise(Settings()) == []
    assert list((tmp_path / "data").rglob("*.key")) == []
    assert not inside.exists()
    assert bootstrap.create_context(Settings()).vault.chain_key == before.vault.chain_key


def test_the_two_keys_may_come_from_another_folder(tmp_path: Path) -> None:
    """No other is made then; one that is not there is told of."""
    for name in ("master.key", "archive.key"):
        (tmp_path / name).write_bytes(write_key(name[0].encode() * 32))
        (tmp_path / name).chmod(0o400)
    settings = Settings(data_folder=tmp_path / "data", main_keys_folder=tmp_path)
    assert bootstrap.create_context(settings).archive_key == b"a" * 32
    assert [file.name for file in settings.keys.glob("*.key")] == ["ring.key"]
    (tmp_path / "master.key").unlink()
    with pytest.raises(KeyStoreError, match=r"master\.key"):
        bootstrap.create_context(settings)


def test_keys_without_their_master_key_are_not_begun_anew(tmp_path: Path) -> None:
    """Also where the record itself is gone, or lies elsewhere: the folder of case keys says that there was one."""
    settings = Settings(data_folder=tmp_path / "data")
    bootstrap.create_context(settings).database.dispose()
    for name in ("data-keys/master.key", "data/record.db", "data/record.db-wal", "data/record.db-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    with pytest.raises(KeyStoreError):
        bootstrap.create_context(settings)
    assert not (tmp_path / "data-keys/master.key").exists()


def test_keys_may_lie_on_a_stick_that_knows_no_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor do some network shares, on which heads of the journal are kept. What is there is written over by nobody."""

    def refuse(source: Path, target: Path) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted", str(source), None, str(target))

    monkeypatch.setattr(os, "link", refuse)
    settings = Settings(data_folder=tmp_path / "data")
    bootstrap.create_context(settings).database.dispose()
    kept = contents(settings.keys)
    assert {"master.key", "archive.key"} <= {file.name for file in kept}
    bootstrap.create_context(settings).database.dispose()
    with pytest.raises(FileExistsError):
        write_once(settings.keys / "master.key", b"another")
    assert contents(settings.keys) == kept
