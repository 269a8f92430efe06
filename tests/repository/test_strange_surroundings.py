"""The program keeps its record wherever it is started: in a folder of any name, on a full disk, on none of a network."""

import os
import re
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from app import answers, bootstrap
from app.cli import main
from app.server import ensure_own_disk, run_server
from casework.staff.authentication import list_without_password
from core.errors import StateConflict
from core.file_permissions import find_files_open_to_others
from core.settings import Settings

ANY_NAME = "a?b%41#c 向阳"


@pytest.mark.parametrize("name", ["a?b", "a%41b", ANY_NAME])
def test_a_record_lies_in_the_folder_that_was_named(tmp_path: Path, name: str) -> None:
    """An address has signs of its own, which a name may have too."""
    folder = tmp_path / name
    bootstrap.create_context(Settings(data_folder=folder)).database.dispose()
    assert (folder / "record.db").exists()
    assert sorted(place.name for place in tmp_path.iterdir()) == [name, f"{name}-keys"]


def test_an_answer_that_finds_no_room_is_no_record_that_finds_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The codes of the first people are lost with it, and they are enrolled: nobody is told that nothing was saved. Record, logs
    and keys are their owner's alone, whatever the shell's own umask is."""
    folder = tmp_path / "data"
    monkeypatch.setenv("SUNWARD_DATA_FOLDER", str(folder))
    monkeypatch.setattr(bootstrap, "_current", None)
    monkeypatch.setattr(answers._Spoken, "may_be_lost", False)  # a program that serves sets it for its process
    monkeypatch.setattr(sys, "argv", ["sunward", "--language", "zh-CN", "enrol", "examples/first-office.toml"])
    before, full = os.umask(0o000), open("/dev/full", "w")  # noqa: SIM115 closing it fails too
    monkeypatch.setattr(sys, "stdout", full)
    try:
        with pytest.raises(SystemExit) as ended:
            main()
    finally:
        os.umask(before)
        with suppress(OSError):
            full.close()
    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert "没有保存" not in said
    assert said.splitlines()[-1].startswith("答复写不出去")
    assert {"record.db", "data-keys", "master.key", "archive.key"} <= {place.name for place in tmp_path.rglob("*")}
    assert [*find_files_open_to_others(folder), *find_files_open_to_others(tmp_path / "data-keys")] == []
    assert list_without_password(bootstrap.create_context(Settings(data_folder=folder)), ["jia.chief"])


@pytest.mark.parametrize(
    ("mounted", "kind"),
    [
        ("{place} rw - nfs4 nas:/export rw", "nfs4"),
        ("{place}/data rw - cifs //nas/share rw", "cifs"),
        ("{place} rw master:1 - fuse.sshfs nas: rw", "fuse.sshfs"),
        ("{place} rw - nfs4 nas:/export rw\n9 1 0:1 / {place}/data rw - ext4 /dev/sdb rw", None),
        ("{place}/dat rw - nfs4 nas:/export rw", None),
        ("{place} rw - fuse.gocryptfs secret rw", None),
    ],
)
def test_a_record_in_a_file_is_kept_on_no_file_system_of_a_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mounted: str, kind: str | None
) -> None:
    """Before anything is made there. A record on PostgreSQL lies where its server has it."""
    place = tmp_path / "an office"
    mounts = tmp_path / "mountinfo"
    first, others = "1 0 8:1 / / rw - ext4 /dev/sda rw", mounted.format(place=str(place).replace(" ", "\\040"))
    mounts.write_text(f"{first}\n2 1 0:5 / {others}\n")
    monkeypatch.setattr("core.file_systems._MOUNTS", mounts)
    monkeypatch.setenv("SUNWARD_DATA_FOLDER", str(place / "data"))
    if kind is None:
        ensure_own_disk(Settings())
    else:
        with pytest.raises(StateConflict, match=re.escape(f"({kind})")):
            run_server(port=0)
    assert not place.exists()
    monkeypatch.setenv("SUNWARD_DATABASE_URL", "postgresql://sunward@127.0.0.1/sunward")
    ensure_own_disk(Settings())
