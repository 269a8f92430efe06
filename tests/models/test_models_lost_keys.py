"""A key that is lost is told of; no new one takes its place beside what was written under the old one."""

import base64
import shutil
from pathlib import Path

import pytest

from app import bootstrap
from core.errors import KeyStoreError
from core.settings import Settings


def contents(folder: Path) -> dict[Path, bytes]:
    return {file: file.read_bytes() for file in folder.rglob("*") if file.is_file() and "record.db-" not in file.name}


@pytest.mark.parametrize(
    ("lost", "setting"),
    [
        ("master.key", "SUNWARD_MASTER_KEY"),
        ("archive.key", "SUNWARD_ARCHIVE_KEY"),
        ("keys", "SUNWARD_KEYS_FOLDER"),
    ],
)
def test_a_lost_key_never_makes_a_new_one(tmp_path: Path, lost: str, setting: str) -> None:
    """The error names the file and the setting, and nothing was written."""
    bootstrap.create_context(Settings(data_folder=tmp_path)).database.dispose()
    place = tmp_path / lost
    shutil.rmtree(place) if place.is_dir() else place.unlink()
    before = contents(tmp_path)
    with pytest.raises(KeyStoreError, match=setting):
        bootstrap.create_context(Settings(data_folder=tmp_path))
    assert contents(tmp_path) == before
    assert not place.exists()


def test_keys_without_their_master_key_are_not_begun_anew(tmp_path: Path) -> None:
    """Also where the record itself is gone, or lies elsewhere: the folder of case keys says that there was one."""
    bootstrap.create_context(Settings(data_folder=tmp_path)).database.dispose()
    for name in ("master.key", "record.db", "record.db-wal", "record.db-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    with pytest.raises(KeyStoreError):
        bootstrap.create_context(Settings(data_folder=tmp_path))
    assert not (tmp_path / "master.key").exists()


def test_master_key_and_archive_key_may_come_from_settings(tmp_path: Path) -> None:
    """Then no key file is made."""
    given = [base64.b64encode(bytes([number]) * 32).decode() for number in (1, 2)]
    settings = Settings.model_validate({"data_folder": tmp_path, "master_key": given[0], "archive_key": given[1]})
    context = bootstrap.create_context(settings)
    assert context.archive_key == bytes([2]) * 32
    assert list(tmp_path.glob("*.key")) == []
