"""A point to which an office can go back: two encrypted files, made while the program runs.

- The record: a snapshot of the database, and the office's own questionnaires and numbers. Without the case keys nobody
  reads in it what is encrypted.
- The keys: the wrapped case keys, and the master and archive key where they are files. They are under another passphrase
  and are kept for a shorter time: once the last copy of a destroyed case key has passed, nobody reads that case again.

The keys are copied before the snapshot and looked at once more after it. So every case of the snapshot has its key; one
that was sealed in the snapshot has the archive's, and one that was sealed just after it has the key it had.
"""

import contextlib
import hashlib
import json
import sqlite3
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sqlmodel import SQLModel

from core.durable_files import put_in_place
from core.errors import Archived, BadInput, KeyStoreError
from core.i18n import _
from core.settings import sqlite_url
from core.working_folder import working_folder
from models.all_tables import import_models
from models.database import Database
from models.keys import KeyProvider
from models.schema import migrate, newest_migration
from models.sealed_archive import ArchiveHeader, extract_archive, read_header, write_archive
from models.vault import Vault, is_archived

RECORD, KEYS = "record", "keys"
SUFFIX = ".sunward"
MANIFEST = "manifest.json"
RECORD_FILE = "record.db"
RECORD_KEPT = timedelta(days=30)
"""With one day only nobody could go back behind a mistake of yesterday; what is older than a year holds what the law wants
erased."""
KEYS_KEPT = timedelta(days=7)
"""A destroyed key is gone when the last of these parts has passed."""
COUNTED = ("plan", "decision", "item", "submission", "journal_line", "message", "staff")
"""Of these tables the manifest says how many rows there are."""


@dataclass(frozen=True)
class BackupSource:
    """Of what a backup is made."""

    database: Database
    keys_folder: Path
    master_key: bytes | KeyProvider
    archive_key: bytes
    own_files: Sequence[Path]
    """What an office has put into the data folder in addition to files of the program."""


@dataclass(frozen=True)
class Passphrases:
    """The passphrases under which the two parts are encrypted, one each."""

    record: bytes
    keys: bytes


@dataclass(frozen=True)
class BackupFile:
    """One part of one point, as it lies in a folder."""

    path: Path
    header: ArchiveHeader

    @property
    def made_at(self) -> datetime:
        return datetime.strptime(self.header.point, _POINT).replace(tzinfo=UTC)


@dataclass(frozen=True)
class Extracted:
    """What was in the parts, checked against their manifests."""

    record: dict[str, Any]
    keys: dict[str, Any]


_POINT = "%Y%m%dT%H%M%S%fZ"


def make_backup(source: BackupSource, passphrases: Passphrases, folder: Path, now: datetime) -> list[Path]:
    """Both parts of a point of this moment lie in the folder, the keys first: no record is there without its keys.

    A record on PostgreSQL is in it as a SQLite file, which this program runs on as well.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    point, edition = now.astimezone(UTC).strftime(_POINT), version("sunward")
    with working_folder(folder, "sunward-backup") as aside:
        before = _read_keys(source.keys_folder)
        snapshot = aside / RECORD_FILE
        _snapshot_record(source.database, snapshot)
        keys = aside / "keys"
        _write_keys(source, snapshot, before, keys)
        said = {"point": point, "edition": edition, "schema": newest_migration(), "moment": now.isoformat()}
        record_files: dict[str, Path | bytes] = {RECORD_FILE: snapshot}
        record_files |= {file.name: file for file in source.own_files}
        key_files: dict[str, Path | bytes] = {
            f"keys/{file.name}": file for file in sorted(keys.iterdir()) if not file.name.startswith(".")
        }
        written = []
        for part, passphrase, files, more in (
            (KEYS, passphrases.keys, key_files, {"cases": len(key_files)}),
            (RECORD, passphrases.record, record_files, _describe(snapshot)),
        ):
            name = f"sunward-{point}-{part}{SUFFIX}"
            manifest = json.dumps(said | more | {"files": {name: _sha256(file) for name, file in files.items()}})
            write_archive(aside / name, passphrase, part=part, point=point, edition=edition,
                          files={MANIFEST: manifest.encode(), **files})  # fmt: skip
            put_in_place(aside / name, folder / name)
            written.append(folder / name)
    return written


def list_backups(folder: Path) -> list[BackupFile]:
    """What lies in the folder, the oldest first; what is no backup is left out."""
    found = []
    for file in sorted(folder.glob(f"*{SUFFIX}")):
        with contextlib.suppress(BadInput, OSError):
            found.append(BackupFile(file, read_header(file)))
    return sorted(found, key=lambda one: (one.header.point, one.header.part))


def remove_old_backups(folder: Path, now: datetime) -> list[Path]:
    """Parts older than that are gone, but of each kind never the newest; returns which."""
    gone = []
    for part, kept in ((RECORD, RECORD_KEPT), (KEYS, KEYS_KEPT)):
        files = [one for one in list_backups(folder) if one.header.part == part]
        for old in files[:-1]:
            if old.made_at < now - kept:
                old.path.unlink()
                gone.append(old.path)
    return gone


def find_keys_for(record: Path) -> Path | None:
    """The oldest part with keys in the same folder that is not older than that record."""
    point = read_header(record).point
    fit = [one for one in list_backups(record.parent) if one.header.part == KEYS and one.header.point >= point]
    return fit[0].path if fit else None


def extract_backup(record: Path, keys: Path, passphrases: Passphrases, folder: Path) -> Extracted:
    """Both parts lie in the folder, each file as its manifest has it. BadInput for parts that do not belong together,
    were changed or cut off, or are opened with another passphrase."""
    headers = {read_header(record).part: record, read_header(keys).part: keys}
    if headers.keys() != {RECORD, KEYS}:
        raise BadInput(_("需要一份记录和一份密钥。"))
    if read_header(headers[KEYS]).point < read_header(headers[RECORD]).point:
        raise BadInput(_("密钥比记录旧，有的案件会没有密钥；请用同一时点或之后的密钥。"))
    extract_archive(headers[RECORD], passphrases.record, folder)
    of_record = _take_manifest(folder)
    extract_archive(headers[KEYS], passphrases.keys, folder)
    return Extracted(of_record, _take_manifest(folder))


def _take_manifest(folder: Path) -> dict[str, Any]:
    file = folder / MANIFEST
    try:
        manifest: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        wrong = [name for name, digest in manifest["files"].items() if _sha256(folder / name) != digest]
    except (OSError, ValueError, KeyError):
        wrong = [MANIFEST]
    if wrong:
        raise BadInput(_("备份文件里的内容与清单不符。什么也没有恢复。"))
    file.unlink()
    return manifest


def _snapshot_record(database: Database, target: Path) -> None:
    if database.is_sqlite:
        _snapshot(Path(str(database.engine.url.database)), target)
        return
    copy = Database(sqlite_url(target))
    try:
        import_models()
        migrate(copy)
        with (
            database.engine.connect().execution_options(isolation_level="REPEATABLE READ") as there,
            copy.engine.connect() as here,
        ):
            driver = here.connection.driver_connection
            assert driver is not None
            driver.execute("PRAGMA foreign_keys = OFF")  # rows come table by table, some before those they refer to
            for table in SQLModel.metadata.sorted_tables:
                for rows in (
                    there.execute(table.select(), execution_options={"yield_per": 1000}).mappings().partitions()
                ):
                    here.execute(table.insert(), [dict(row) for row in rows])
            here.commit()
            driver.execute("PRAGMA journal_mode = DELETE")
    finally:
        copy.dispose()


def _snapshot(database: Path, target: Path) -> None:
    """The file holds what was committed at one moment, also while others write."""
    with (
        contextlib.closing(sqlite3.connect(database, timeout=30)) as there,
        contextlib.closing(sqlite3.connect(target)) as here,
    ):
        there.backup(here)
        here.execute("PRAGMA journal_mode = DELETE")


def _read_keys(folder: Path) -> dict[str, bytes]:
    found = {}
    for file in folder.iterdir() if folder.exists() else ():
        if not file.name.startswith("."):
            with contextlib.suppress(FileNotFoundError):
                found[file.name] = file.read_bytes()
    return found


def _write_keys(source: BackupSource, snapshot: Path, before: Mapping[str, bytes], target: Path) -> None:
    """The keys as the snapshot knows its plans: a living one has the key it had, a sealed one the archive's."""
    target.mkdir(mode=0o700)
    sealed = _read_plans(snapshot)
    for name, content in _read_keys(source.keys_folder).items():
        (target / name).write_bytes(content)
    for plan_id, is_sealed in sealed.items():
        file = target / f"{plan_id}.key"
        if not is_sealed and file.name in before and file.exists() and is_archived(file.read_bytes()):
            file.write_bytes(before[file.name])
    vault = Vault(target, source.master_key)
    for plan_id, is_sealed in sealed.items():
        if is_sealed:
            with contextlib.suppress(Archived, KeyStoreError):
                vault.check(plan_id)
                vault.rewrap(plan_id, source.archive_key)


def _read_plans(snapshot: Path) -> dict[uuid.UUID, bool]:
    with contextlib.closing(sqlite3.connect(snapshot)) as here:
        return {uuid.UUID(plan): sealed is not None for plan, sealed in here.execute("SELECT id, sealed_at FROM plan")}


def _describe(snapshot: Path) -> dict[str, Any]:
    with contextlib.closing(sqlite3.connect(snapshot)) as here:
        counts = {table: here.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in COUNTED}
        head = here.execute("SELECT number, head FROM chain_link ORDER BY number DESC LIMIT 1").fetchone()
    return {"counts": counts, "chain": {"number": head[0], "head": head[1]} if head else None}


def _sha256(file: Path | bytes) -> str:
    if isinstance(file, bytes):
        return hashlib.sha256(file).hexdigest()
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
