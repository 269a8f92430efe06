"""The program's own files: whether program and law are those of the commit or release, and since when this edition runs."""

import hashlib
import subprocess
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from sqlmodel import col, select

from app.demo_folder import compute_program_digest
from casework.acting.acts.machine import EDITION_BEGINS
from casework.acting.context import Context
from casework.acting.rights import SYSTEM
from models.journal import JournalLine

ROOT = Path(__file__).parents[1]
_COUNTS = {".py", ".toml", ".txt", ".po", ".html", ".js"}


def find_changed_files(root: Path = ROOT) -> list[str] | None:
    """Return the program's files that differ from the commit or the unpacked release, are not in it, or are missing; None if
    there is neither to compare with."""
    known = _read_release(root) or _read_commit(root)
    if not known:
        return None
    there = {str(file.relative_to(root)): file for file in _list_files(root, {Path(name).parts[0] for name in known})}
    return sorted(
        name
        for name in there.keys() | known.keys()
        if name not in there or name not in known or known[name] != _digest(there[name], known[name])
    )


def note_edition(context: Context) -> None:
    """Write to the journal that this edition of the program runs from now on, unless it is the last one named there."""
    note = {"version": version("sunward"), "digest": compute_program_digest()}
    with context.database.transaction() as session:
        lines = select(JournalLine).where(JournalLine.act == EDITION_BEGINS.code)
        last = session.exec(lines.order_by(col(JournalLine.sequence).desc()).limit(1)).first()
        if last is None or last.note != note:
            context.write_journal_line(session, context.clock.now(), SYSTEM, EDITION_BEGINS.code, note=note)


def _read_release(root: Path) -> dict[str, str]:
    sums = root / "SHA256SUMS"
    lines = sums.read_text(encoding="utf-8").splitlines() if sums.exists() else []
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines) if _counts(Path(name))}


def _read_commit(root: Path) -> dict[str, str]:
    asked = ["git", "-C", str(root), "ls-tree", "-r", "-z", "HEAD"]
    try:
        told = subprocess.run(asked, capture_output=True, check=True, text=True, timeout=60).stdout
    except (OSError, subprocess.SubprocessError):
        return {}
    entries = (entry.split("\t", 1) for entry in told.split("\0") if entry)
    return {name: how.split()[2] for how, name in entries if _counts(Path(name))}


def _digest(file: Path, like: str) -> str:
    """Return the digest of the same kind: SHA-256 for a release, Git's own for a commit."""
    content = file.read_bytes()
    if len(like) == 64:
        return hashlib.sha256(content).hexdigest()
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def _list_files(root: Path, folders: set[str]) -> Iterator[Path]:
    for folder in folders:
        yield from (file for file in (root / folder).rglob("*") if _counts(file.relative_to(root)))


def _counts(file: Path) -> bool:
    return len(file.parts) > 1 and file.suffix in _COUNTS and file.parts[0] not in ("tests", "bench", "docs", "wheels")
