"""The doctor says how much room is left where the record and its backups lie, and warns before it is gone."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from app import disk_room
from app.disk_room import measure, measure_disks
from core.settings import GivenSettings
from models.storage_problem import LOW_FREE_BYTES
from tests.repository.test_command_line import FIRST_OFFICE, ROOT, ask, in_folder

MORE_THAN_ANY_DISK = 10**18


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The data folder of an office that has just been enrolled; whoever works at the program has changed its files."""
    monkeypatch.setattr("app.program_files.find_changed_files", list)
    place = tmp_path / "data"
    before = os.umask(0o077)  # as the program sets it: files open to others are a fault of their own
    try:
        place.mkdir()
        with in_folder(place):
            assert ask("enrol", FIRST_OFFICE).exit_code == 0
            yield place
    finally:
        os.umask(before)


def test_a_person_reads_how_much_room_is_left(installation: Path) -> None:
    said = ask("--language", "en", "doctor")
    assert said.exit_code == 0
    assert f"The disk of {installation}" in said.output
    assert " GB free" in said.output


@pytest.mark.parametrize(("bound", "code", "ends_with"), [("LOW", "disk-nearly-full", 0), ("MIN", "disk-full", 1)])
def test_below_the_bound_it_warns_and_a_full_disk_is_a_fault(
    installation: Path, monkeypatch: pytest.MonkeyPatch, bound: str, code: str, ends_with: int
) -> None:
    """The disk is a real one; the bound is one that no disk keeps."""
    monkeypatch.setattr(disk_room, "LOW_FREE_BYTES", MORE_THAN_ANY_DISK)
    monkeypatch.setattr(disk_room, f"{bound}_FREE_BYTES", MORE_THAN_ANY_DISK)
    said = ask("doctor", "--json")
    in_words = ask("--language", "en", "doctor").output
    assert ([one["code"] for one in json.loads(said.stdout)], said.exit_code) == ([code], ends_with)
    assert ("All is well." in in_words) == (ends_with == 0)


def test_the_place_of_the_backups_is_looked_at_too(tmp_path: Path) -> None:
    """On the same disk it is named beside the record; where it is not mounted, that is said."""
    settings = GivenSettings(data_folder=tmp_path / "data", backup_folder=tmp_path / "backups")
    settings.data_folder.mkdir()
    settings.keys.mkdir()
    assert [disk.code for disk in measure_disks(settings) if disk.is_low] == ["folder-away"]
    (tmp_path / "backups").mkdir()
    (disk,) = measure_disks(settings)
    assert str(tmp_path / "backups") in disk.words.zh
    (away,) = measure([tmp_path / "nowhere"])
    assert "(is not there)" in away.words.en


def test_the_rule_for_alarms_has_the_same_bound() -> None:
    rules = yaml.safe_load((ROOT / "deploy/alerts.yaml").read_text(encoding="utf-8"))["groups"][0]["rules"]
    (rule,) = [one for one in rules if one["alert"] == "SunwardDiskFull"]
    assert float(rule["expr"].removeprefix("sunward_disk_free_bytes < ")) == LOW_FREE_BYTES
