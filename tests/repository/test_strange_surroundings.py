"""The program starts, answers and ends wherever it is started: with closed streams, in a folder of any name, in a terminal of
another encoding."""

import os
import re
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from app import bootstrap
from app.cli import main
from app.server import ensure_own_disk, run_server
from casework.staff.authentication import list_without_password
from core.errors import StateConflict
from core.file_permissions import find_files_open_to_others
from core.settings import Settings
from tests.prefect.conftest import free_port, until

ROOT = Path(__file__).parents[2]
SUNWARD = Path(sys.executable).parent / "sunward"
ANY_NAME = "a?b%41#c 向阳"
PLAIN_ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
A_MINUTE_AND_MORE = 100
"""The program itself gives up after a minute."""


def test_with_closed_streams_it_runs_in_any_folder_and_any_terminal(tmp_path: Path) -> None:
    """As something starts it that has no terminal and gives it nothing in its place; no Prefect beside it. What a process that
    was killed left half written there an hour ago is gone."""
    folder, port = tmp_path / ANY_NAME, free_port()
    folder.mkdir()
    left = folder / ".outbox.json.0123456789abcdef.part"
    left.touch()
    os.utime(left, (0, left.stat().st_mtime - 3600))
    settings = {"SUNWARD_DATA_FOLDER": str(folder), "SUNWARD_PREFECT_API_URL": "http://127.0.0.1:1/api"}
    running = subprocess.Popen(
        ["sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", str(SUNWARD), "up", "--port", str(port)],
        cwd=ROOT, env=os.environ | settings | PLAIN_ASCII,
    )  # fmt: skip

    def answers() -> bool:
        assert running.poll() is None, "it has ended"
        try:
            with urlopen(f"http://127.0.0.1:{port}/health/live", timeout=5) as answer:
                return bool(answer.status == 200)
        except URLError:
            return False

    try:
        until(answers, 120)
        running.send_signal(signal.SIGTERM)
        assert running.wait(A_MINUTE_AND_MORE) == 0
    finally:
        running.kill()
        running.wait()
    assert (folder / "record.db").read_bytes().startswith(b"SQLite format 3\0")
    assert not left.exists()


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
