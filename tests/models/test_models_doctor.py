"""The doctor: a record that is well has no symptoms, and each illness has its own."""

import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from models.chain import link_committed
from models.database import Database
from models.integrity import run_integrity_checks
from models.journal import READ, ActorKind, append_line
from models.schema import migrate
from models.vault import Vault

MORNING = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
CASE = uuid.UUID(int=1)


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    new = Vault(tmp_path / "keys", b"m" * 32)
    new.new_key(CASE)
    return new


@pytest.fixture
def record(empty_database: Database, vault: Vault) -> Database:
    """A lasting record with one linked line and one that has just been written."""
    migrate(empty_database)
    with empty_database.transaction() as session:
        append_line(session, MORNING, READ, actor_kind=ActorKind.SYSTEM, actor_role="system")
        session.flush()
        link_committed(session, vault.chain_key, MORNING)
        append_line(session, MORNING, READ, actor_kind=ActorKind.SYSTEM, actor_role="system")
    return empty_database


def codes(record: Database, vault: Vault, now: datetime = MORNING) -> list[str]:
    return [symptom.code for symptom in run_integrity_checks(record, vault.chain_key, vault, now)]


def test_a_record_that_is_well_has_no_symptoms(record: Database, vault: Vault) -> None:
    assert codes(record, vault, MORNING + timedelta(seconds=10)) == []


def test_a_record_without_tables_asks_to_be_migrated(empty_database: Database, vault: Vault) -> None:
    assert codes(empty_database, vault) == ["not-migrated"]


def test_lines_that_wait_more_than_ten_seconds_are_an_alarm(record: Database, vault: Vault) -> None:
    assert codes(record, vault, MORNING + timedelta(seconds=11)) == ["unlinked-lines"]


def test_a_changed_line_and_its_missing_trigger_are_both_reported(record: Database, vault: Vault) -> None:
    with record.engine.begin() as connection:
        on = "" if record.is_sqlite else " ON journal_line"
        connection.execute(text(f"DROP TRIGGER journal_line_no_update{on}"))
        connection.execute(text("UPDATE journal_line SET act = 'something_else'"))
    assert codes(record, vault) == ["not-protected", "chain-line-changed"]


def test_a_damaged_key_file_is_reported_and_an_archived_one_is_not(
    record: Database, vault: Vault, tmp_path: Path
) -> None:
    vault.rewrap(CASE, b"a" * 32)
    assert codes(record, vault) == []
    (tmp_path / "keys" / f"{uuid.UUID(int=2)}.key").write_bytes(b"L" + b"?" * 68)
    assert codes(record, vault) == ["keys-damaged"]
