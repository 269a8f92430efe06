"""What the storage has is told in words: full, damaged, held by somebody else; never a traceback."""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from starlette.testclient import TestClient

from models.database import Database
from models.integrity import run_integrity_checks
from models.schema import migrate
from models.storage_problem import StorageProblem, find_storage_problem, free_bytes
from models.vault import Vault
from serving.middleware import ErrorBoundary
from tests.models.test_models_doctor import MORNING


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "record.db"


@pytest.fixture
def record(file: Path) -> Database:
    database = Database(f"sqlite:///{file}")
    migrate(database)
    return database


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


def test_a_fault_of_the_program_is_none_of_the_storage(record: Database) -> None:
    def ask_for_nothing() -> None:
        with record.reading() as session:
            session.execute(text("SELECT 1 FROM no_such_table"))

    assert trouble_of(ask_for_nothing) is None
    assert find_storage_problem(ValueError("a number")) is None


def test_the_doctor_names_a_damaged_file(record: Database, file: Path, tmp_path: Path) -> None:
    vault = Vault(tmp_path / "keys", b"m" * 32)
    assert "file-damaged" not in [one.code for one in run_integrity_checks(record, vault.chain_key, vault, MORNING)]
    record.dispose()
    damage(file)
    assert [one.code for one in run_integrity_checks(record, vault.chain_key, vault, MORNING)] == ["file-damaged"]


def test_who_acts_while_the_disk_is_full_is_informed(record: Database) -> None:
    """503, in words, with a reference; nothing was saved."""
    fill(record)

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
