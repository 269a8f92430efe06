"""What the storage has is told in words: full, damaged, held by somebody else; never a traceback."""

import errno
import io
import os
import shutil
import sqlite3
import sys
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from psycopg.errors import lookup
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from starlette.testclient import TestClient

from core.log_output import set_up_log
from models.database import Database
from models.integrity import run_integrity_checks
from models.office import Office
from models.storage_problem import StorageProblem, find_storage_problem, free_bytes, is_taken_meanwhile
from models.vault import Vault
from serving.middleware import ErrorBoundary
from tests.models.test_models_doctor import MORNING


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "record.db"


@pytest.fixture
def record(file: Path, migrated_sqlite: Path) -> Database:
    shutil.copy(migrated_sqlite, file)
    return Database(f"sqlite:///{file}")


def write(record: Database, bytes_to_write: int = 5_000_000) -> None:
    with record.transaction() as session:
        session.execute(text("CREATE TABLE big AS SELECT randomblob(:size)"), {"size": bytes_to_write})


def fill(record: Database) -> None:
    """No page more fits: as SQLite sees it, the disk is full."""
    with record.engine.connect() as connection:
        pages = connection.scalar(text("PRAGMA page_count"))
        connection.execute(text(f"PRAGMA max_page_count = {pages}"))


def damage(file: Path) -> None:
    """All pages but the first hold noise."""
    with sqlite3.connect(file) as record:
        record.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    record.close()
    with file.open("r+b") as raw:
        raw.seek(4096)
        raw.write(os.urandom(file.stat().st_size - 4096))


def hold(file: Path) -> sqlite3.Connection:
    holder = sqlite3.connect(file)
    holder.execute("BEGIN IMMEDIATE")
    return holder


def trouble_of(act: Callable[[], object]) -> StorageProblem | None:
    with pytest.raises(DBAPIError) as caught:
        act()
    return find_storage_problem(caught.value)


def test_a_full_disk_is_known(record: Database) -> None:
    fill(record)
    assert trouble_of(lambda: write(record)) is StorageProblem.FULL


def test_a_damaged_file_is_known(record: Database, file: Path) -> None:
    record.dispose()
    damage(file)
    assert trouble_of(lambda: write(record)) is StorageProblem.DAMAGED


def test_a_record_held_by_somebody_else_is_known(record: Database, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.database.BUSY_MILLISECONDS", 50)
    impatient = Database(f"sqlite:///{file}")
    holder = hold(file)
    assert trouble_of(lambda: write(impatient)) is StorageProblem.LOCKED
    holder.close()


@pytest.mark.parametrize("in_its_place", ["nothing", "an empty file", "a backup"])
@pytest.mark.parametrize("connected", [True, False], ids=["a kept connection", "a new connection"])
def test_a_file_that_was_moved_or_replaced_takes_no_more(
    record: Database, file: Path, in_its_place: str, connected: bool
) -> None:
    """What is written into a file that nobody finds again is lost, whoever has it open. Put back, it is the record again."""
    write(record, 10)
    away = file.with_name("away.db")
    shutil.copy(file, away.with_name("backup.db"))
    if not connected:
        record.engine.pool.dispose()
    file.rename(away)
    if in_its_place != "nothing":
        file.touch()
    if in_its_place == "a backup":
        away.with_name("backup.db").replace(file)
    size = file.stat().st_size if file.exists() else None
    for act in (lambda: write(record), record.ensure_usable):
        assert trouble_of(act) == StorageProblem.MOVED
    assert (file.stat().st_size if file.exists() else None) == size, "no other record begins there"
    away.replace(file)
    with record.transaction() as session:
        session.execute(text("DROP TABLE big"))


@pytest.mark.parametrize("in_its_place", ["nothing", "an empty file"])
def test_a_journal_that_was_removed_takes_no_more(record: Database, file: Path, in_its_place: str) -> None:
    """The file beside the record looks like what may be tidied up. Once all is closed, the record can be used again."""
    write(record, 10)
    for _ in range(3):
        record.ensure_usable()
    journal = file.with_name("record.db-wal")
    journal.unlink()
    if in_its_place != "nothing":
        journal.touch()
    for act in (lambda: write(record), record.ensure_usable):
        assert trouble_of(act) == StorageProblem.MOVED
    record.dispose()
    record.ensure_usable()


def test_a_server_that_is_not_there_is_known() -> None:
    """Refused before anything was said, it has no code of the server's. Nobody is told that nothing was saved: a commit may
    have been under way."""
    nowhere = Database("postgresql+psycopg://nobody@127.0.0.1:1/none")
    assert trouble_of(lambda: write(nowhere)) is StorageProblem.AWAY
    assert "什么也没有保存" not in StorageProblem.AWAY.words.zh


def test_a_fault_of_the_program_is_none_of_the_storage(record: Database) -> None:
    def ask_for_nothing() -> None:
        with record.reading() as session:
            session.execute(text("SELECT 1 FROM no_such_table"))

    assert trouble_of(ask_for_nothing) is None
    assert find_storage_problem(ValueError("a number")) is None


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        *((lookup(code)("..."), problem) for code, problem in (
            ("57014", StorageProblem.BUSY), ("40P01", StorageProblem.BUSY), ("25P03", StorageProblem.BUSY),
            ("25006", StorageProblem.READ_ONLY), ("53300", StorageProblem.AWAY), ("53200", StorageProblem.AWAY),
            ("57P01", StorageProblem.AWAY), ("57P05", StorageProblem.AWAY), ("08006", StorageProblem.AWAY),
            ("58030", StorageProblem.AWAY), ("53100", StorageProblem.FULL), ("42501", StorageProblem.READ_ONLY),
            ("42P01", StorageProblem.READ_ONLY), ("42703", None), ("23505", None),
        )),
        (OSError(errno.EMFILE, "..."), StorageProblem.BUSY),
        (OSError(errno.ENOSPC, "..."), StorageProblem.FULL),
        (OSError(errno.EFBIG, "..."), StorageProblem.FULL),
        (FileNotFoundError(errno.ENOENT, "..."), None),
        (MemoryError(), StorageProblem.BUSY),
        (RuntimeError("can't start new thread"), StorageProblem.BUSY),
        (RuntimeError("..."), None),
    ],
)  # fmt: skip
def test_what_the_machine_or_the_server_has_is_no_fault_of_the_program(
    error: Exception, problem: StorageProblem | None
) -> None:
    """A query that was cancelled, a deadlock's victim, no file, thread or memory left: 503, and in words."""
    assert find_storage_problem(error) is problem


def test_the_doctor_names_a_damaged_file(record: Database, file: Path, tmp_path: Path) -> None:
    vault = Vault(tmp_path / "keys", b"m" * 32)
    assert "file-damaged" not in [one.code for one in run_integrity_checks(record, vault.chain_key, vault, MORNING)]
    record.dispose()
    damage(file)
    assert [one.code for one in run_integrity_checks(record, vault.chain_key, vault, MORNING)] == ["file-damaged"]


class FullFile(io.StringIO):
    """Takes not one character more."""

    def write(self, _text: str) -> int:
        raise OSError(errno.ENOSPC, "no room")


@pytest.mark.parametrize("log_is_full", [False, True], ids=["", "the log lies on the same disk"])
def test_who_acts_while_the_disk_is_full_is_informed(
    record: Database, log_is_full: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """503, in words, with a reference; nothing was saved. Found by the crash tests: where the log was full too, the line
    that could not be written became the answer, 500 without a word."""
    set_up_log()
    fill(record)
    if log_is_full:
        monkeypatch.setattr(sys, "stderr", FullFile())

    async def acts(*_: object) -> None:
        write(record)

    answer = TestClient(ErrorBoundary(acts)).get("/")
    assert answer.status_code == 503
    assert answer.json()["code"] == "record-unavailable"
    assert "磁盘已满" in answer.json()["detail"]
    assert answer.json()["reference"] in answer.json()["detail"]


def test_how_much_space_is_left_is_asked_of_a_file_only(file: Path) -> None:
    package = free_bytes(f"sqlite:///{file}")
    assert package is not None
    assert package > 0
    assert free_bytes("sqlite://") is None
    assert free_bytes("postgresql+psycopg://nobody@localhost/none") is None


def test_what_somebody_else_has_just_written_is_told_from_a_fault_of_ours(database: Database) -> None:
    def enter(*offices: Office) -> IntegrityError:
        with pytest.raises(IntegrityError) as refused, database.transaction() as session:
            session.add_all(offices)
        return refused.value

    assert is_taken_meanwhile(enter(Office(id=uuid.uuid4(), name="甲县"), Office(id=uuid.uuid4(), name="甲县")))
    assert not is_taken_meanwhile(enter(Office(id=uuid.uuid4(), name="乙县", superior_id=uuid.uuid4())))
    assert not is_taken_meanwhile(ValueError())
