"""`./run clock`, from another window than that of the demonstration."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.clock_command import show_clock
from app.demo_folder import open_demo_folder
from app.server import DEMO_FOLDER, DEMO_NOW
from core.clock import StoredClock
from core.errors import StateConflict


@pytest.fixture
def running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StoredClock]:
    """The clock of a demonstration that runs in this folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    kept = DEMO_FOLDER / "clock.json"

    def build() -> None:
        DEMO_FOLDER.mkdir(parents=True)
        StoredClock.begin(kept, DEMO_NOW)

    with open_demo_folder(DEMO_FOLDER, kept, build, fresh=False):
        yield StoredClock(kept)


def test_it_shows_the_time(running: StoredClock, capsys: pytest.CaptureFixture[str]) -> None:
    show_clock()
    assert capsys.readouterr().out.startswith("2026-11-24 09:00:0")


def test_where_no_demonstration_runs_there_is_no_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StateConflict):
        show_clock()
