"""The doctor: a record that is well has no symptoms, and each illness has its own."""

import json
import shutil
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import text

from models.append_only import protect
from models.bound_rows import RowBinding
from models.chain import link_committed
from models.database import Database
from models.exported_head import FILE_NAME, HeadText, get_public_key, read_head_files, sign_head
from models.integrity import run_integrity_checks
from models.integrity_result import describe_result, save_result
from models.journal import READ, ActorKind, append_line
from models.office import Office
from models.outage import Heartbeat
from models.vault import Vault

MORNING = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
CASE = uuid.UUID(int=1)


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    new = Vault(tmp_path / "keys", b"m" * 32)
    new.new_key(CASE)
    return new


def write_two(lasting: Database, vault: Vault) -> Database:
    """A lasting record with one linked line and one that has just been written."""
    with lasting.transaction() as session:
        append_line(session, MORNING, READ, actor_kind=ActorKind.SYSTEM, actor_role="system")
        session.flush()
        link_committed(session, vault.chain_key, MORNING)
        append_line(session, MORNING, READ, actor_kind=ActorKind.SYSTEM, actor_role="system")
    return lasting


@pytest.fixture
def either(migrated_database: Database, vault: Vault) -> Database:
    """Where the triggers of the database itself are looked at."""
    return write_two(migrated_database, vault)


@pytest.fixture
def record(migrated_sqlite: Path, tmp_path: Path, vault: Vault) -> Iterator[Database]:
    shutil.copy(migrated_sqlite, tmp_path / "lasting.db")
    lasting = Database(f"sqlite:///{tmp_path / 'lasting.db'}")
    yield write_two(lasting, vault)
    lasting.dispose()


def codes(record: Database, vault: Vault, now: datetime = MORNING) -> list[str]:
    return [symptom.code for symptom in run_integrity_checks(record, vault.chain_key, vault, now)]


def test_a_record_that_is_well_has_no_symptoms_and_a_changed_line_and_its_missing_trigger_are_both_reported(
    either: Database, vault: Vault
) -> None:
    assert codes(either, vault, MORNING + timedelta(seconds=10)) == []
    with either.engine.begin() as connection:
        on = "" if either.is_sqlite else " ON journal_line"
        connection.execute(text(f"DROP TRIGGER journal_line_no_update{on}"))
        connection.execute(text("UPDATE journal_line SET act = 'something_else'"))
    assert codes(either, vault) == ["not-protected", "chain-line-changed"]


def test_a_record_without_tables_asks_to_be_migrated(empty_database: Database, vault: Vault) -> None:
    assert codes(empty_database, vault) == ["not-migrated"]


def test_what_the_doctor_last_found_is_kept_and_one_that_never_ran_is_no_alarm(record: Database) -> None:
    results = []
    for problems in (None, 2, 0):
        if problems is not None:
            save_result(record, MORNING, problems)
        with record.reading() as session:
            results.append(describe_result(session))
    assert [ok for ok, _words in results] == [True, False, True]
    assert results[1][1].zh == "2026-11-24 09:00核验（./run doctor），不对之处：2。"


def test_lines_that_wait_are_an_alarm_where_the_program_runs(record: Database, vault: Vault) -> None:
    """What a command alone has written waits for the program's start, and nothing is wrong; nor where the program has just
    ended."""
    later = MORNING + timedelta(seconds=71)
    assert codes(record, vault, later) == []
    with record.transaction() as session:
        session.add(Heartbeat(seen_at=MORNING))
    assert codes(record, vault, MORNING + timedelta(seconds=59)) == [], "it may have ended since"
    with record.transaction() as session:
        session.get_one(Heartbeat, 1).seen_at = later
    assert codes(record, vault, later) == ["unlinked-lines"]
    assert codes(record, vault, later + timedelta(minutes=2)) == [], "it has ended since"


def test_a_damaged_key_file_is_reported_and_an_archived_one_is_not(
    record: Database, vault: Vault, tmp_path: Path
) -> None:
    vault.rewrap(CASE, b"a" * 32)
    assert codes(record, vault) == []
    (tmp_path / "keys" / f"{uuid.UUID(int=2)}.key").write_bytes(b"L" + b"?" * 68)
    assert codes(record, vault) == ["keys-damaged"]


def tamper(record: Database, *statements: str) -> None:
    """What somebody does who owns the database: the triggers go first."""
    with record.engine.begin() as connection:
        for table in ("journal_line", "chain_link"):
            for act in ("update", "delete"):
                connection.execute(text(f"DROP TRIGGER {table}_no_{act}"))
        for statement in statements:
            connection.execute(text(statement))
    with record.engine.begin() as connection:
        protect(connection)


def check_heads(record: Database, vault: Vault, *texts: str) -> list[str]:
    """What is found with these heads, in codes."""
    heads = [HeadText("kept.json", one) for one in texts]
    return [one.code for one in run_integrity_checks(record, vault.chain_key, vault, MORNING, heads)]


def export(record: Database, vault: Vault) -> str:
    with record.transaction() as session:
        link_committed(session, vault.chain_key, MORNING)
    with record.reading() as session:
        head = sign_head(session, vault, MORNING)
    assert head is not None
    return head.model_dump_json()


CUT_OFF = ("DELETE FROM journal_line WHERE sequence = 2", "DELETE FROM chain_link WHERE number = 2")


def test_an_end_that_was_cut_off_is_found_by_a_head_and_the_day_of_the_head_is_told(
    record: Database, vault: Vault
) -> None:
    kept = export(record, vault)
    assert check_heads(record, vault, kept) == []
    tamper(record, *CUT_OFF)
    assert check_heads(record, vault) == [], "without a head the shorter chain is sound"
    heads = [HeadText("kept.json", kept)]
    (found,) = run_integrity_checks(record, vault.chain_key, vault, MORNING, heads)
    assert found.code == "chain-end-cut-off"
    assert "2026-11-24" in found.words.zh


def test_a_chain_linked_anew_by_whoever_has_the_key_is_found_by_every_head(record: Database, vault: Vault) -> None:
    kept = export(record, vault)
    tamper(record, *CUT_OFF)
    with record.transaction() as session:
        append_line(session, MORNING, "denied", actor_kind=ActorKind.SYSTEM, actor_role="system")
    later = export(record, vault)
    assert check_heads(record, vault, later) == []
    assert check_heads(record, vault, later, kept) == ["chain-rewritten"]


def test_what_is_no_head_of_ours_is_told_and_never_a_traceback(record: Database, vault: Vault, tmp_path: Path) -> None:
    kept = export(record, vault)
    number = json.loads(kept) | {"number": 1}
    other = export(record, Vault(tmp_path / "elsewhere", b"o" * 32))
    # Signed by somebody with a key of their own, under our name.
    foreign = json.loads(other) | {"installation": json.loads(kept)["installation"]}
    for text_, code in (
        ("", "head-unreadable"),
        (kept[:-20], "head-unreadable"),
        ("[" * 4000, "head-unreadable"),
        (json.dumps({"head": "\udfff"}), "head-unreadable"),
        (json.dumps(number), "head-forged"),
        (other, "head-of-another"),
        (json.dumps(foreign), "head-forged"),
    ):
        assert check_heads(record, vault, text_) == [code], text_[:40]


def test_a_head_can_be_checked_by_somebody_who_has_nothing_of_ours(record: Database, vault: Vault) -> None:
    """As docs/tampering.md says it: the public key, and the rest of the file with sorted names and without spaces."""
    said = json.loads(export(record, vault))
    signature = bytes.fromhex(said.pop("signature"))
    content = json.dumps(said, sort_keys=True, separators=(",", ":")).encode()
    Ed25519PublicKey.from_public_bytes(bytes.fromhex(said["public_key"])).verify(signature, content)
    assert said["public_key"] == get_public_key(vault)


def test_heads_are_read_from_files_and_folders(record: Database, vault: Vault, tmp_path: Path) -> None:
    kept = export(record, vault)
    (tmp_path / FILE_NAME.format(day="2026-11-24")).write_text(kept)
    (tmp_path / "notes.json").write_text("{}")
    loose = tmp_path / "loose"
    loose.write_bytes(b"\xff" * 9000)
    found = read_head_files([tmp_path, loose, tmp_path / "absent"])
    assert [one.place for one in found] == ["journal-head-2026-11-24.json", "loose", "absent"]
    assert check_heads(record, vault, *(one.text for one in found)) == ["head-unreadable"]


def test_a_clock_that_was_set_back_is_found_afterwards_with_the_acts_between(
    record: Database, vault: Vault, caplog: pytest.LogCaptureFixture
) -> None:
    """Whether the lines were linked by the wrong clock or, as those of a command, by the right one."""
    for written, linked, act in (
        (MORNING, MORNING, "confirm"),
        (MORNING - timedelta(days=40), MORNING - timedelta(days=40), "change_password"),
        (MORNING + timedelta(minutes=1), MORNING + timedelta(minutes=1), "confirm"),
        (MORNING - timedelta(days=30), MORNING + timedelta(minutes=2), "use_code"),
    ):
        with record.transaction() as session:
            append_line(session, written, act, actor_kind=ActorKind.SYSTEM, actor_role="system")
            session.flush()
            link_committed(session, vault.chain_key, linked)
    assert ["the clock was set back" in line for line in caplog.messages] == [True]
    first, second = run_integrity_checks(record, vault.chain_key, vault, MORNING)
    assert {first.code, second.code} == {"chain-time-back"}
    assert ("2026-10-15" in first.words.zh, "change_password" in first.words.zh) == (True, True)
    assert ("2026-10-25" in second.words.zh, "use_code" in second.words.zh) == (True, True)


def test_lines_that_waited_for_days_and_are_linked_at_one_moment_are_in_order(record: Database, vault: Vault) -> None:
    record.row_binding = RowBinding(vault.chain_key, lambda: MORNING)
    with record.transaction() as session:
        session.add(Office(id=uuid.UUID(int=7), name="某区检察院"))
        append_line(session, MORNING + timedelta(days=3), READ, actor_kind=ActorKind.SYSTEM, actor_role="system")
    with record.transaction() as session:
        link_committed(session, vault.chain_key, MORNING + timedelta(days=4))
    assert codes(record, vault, MORNING + timedelta(days=4)) == []
