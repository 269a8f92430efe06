"""The program's own files are compared with the commit or the release, and the journal says when another edition begins."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlmodel import select

from app.program_files import find_changed_files, note_edition
from models.database import InMemoryDatabase
from models.journal import JournalLine
from tests.builders import an_office
from tools.bundle import write_sums


def a_program(folder: Path) -> Path:
    for name, content in (("law/practice.toml", "48"), ("app/cli.py", "pass"), ("tests/x.py", ""), ("law/old.py", "")):
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / name).write_text(content)
    return folder


def commit(folder: Path) -> None:
    for words in (["init", "-q"], ["add", "-A"], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "a"]):
        subprocess.run(["git", "-C", str(folder), *words], check=True)


@pytest.mark.parametrize("keep", [write_sums, commit])
def test_changed_added_and_missing_files_are_named(tmp_path: Path, keep: Callable[[Path], None]) -> None:
    root = a_program(tmp_path)
    assert find_changed_files(root) is None
    keep(root)
    assert find_changed_files(root) == []
    (root / "law" / "practice.toml").write_text("1")
    (root / "app" / "evil.py").write_text("")
    (root / "law" / "old.py").unlink()
    (root / "tests" / "x.py").write_text("not the program's")
    assert find_changed_files(root) == ["app/evil.py", "law/old.py", "law/practice.toml"]


def test_the_journal_has_a_line_when_an_edition_begins_and_none_when_the_same_starts_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    record = InMemoryDatabase()
    record.create_tables()
    context = an_office(record, "2026-11-27 09:00")
    for digest in ("one", "one", "another", "one"):
        monkeypatch.setattr("app.program_files.compute_program_digest", lambda digest=digest: digest)
        note_edition(context)
    with record.reading() as session:
        lines = session.exec(select(JournalLine).where(JournalLine.act == "edition_begins")).all()
    assert [line.note["digest"] for line in lines] == ["one", "another", "one"]
