"""The compiled catalogue beside the program belongs to whoever came first, and stands in nobody's way."""

import shutil
from pathlib import Path

import pytest

from core import i18n

NOT_FOUND = "没有这条记录。"


@pytest.fixture
def compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where it is kept, of a catalogue in a folder of its own."""
    catalogue = i18n.catalogue_file("en")
    monkeypatch.setattr(i18n, "LOCALE", tmp_path)
    i18n.catalogue_file("en").parent.mkdir(parents=True)
    shutil.copy(catalogue, i18n.catalogue_file("en"))
    return i18n.catalogue_file("en").with_suffix(".mo")


def read() -> str:
    """The sentence in English, as a process reads it that has just begun."""
    return i18n.translations.__wrapped__("en").gettext(NOT_FOUND)


def test_a_command_of_root_leaves_a_catalogue_that_the_user_of_the_units_can_read(compiled: Path) -> None:
    in_english = read()
    assert in_english != NOT_FOUND
    assert compiled.stat().st_mode & 0o777 == 0o644
    assert read() == in_english


def test_one_that_cannot_be_read_is_compiled_anew(compiled: Path) -> None:
    """The program used not to start at all. Root reads every file, so that a folder stands in for one that is closed."""
    compiled.mkdir()
    assert read() != NOT_FOUND
