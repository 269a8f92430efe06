"""Whatever is done to the record past the program is found and named, by table and kind, and by nobody's name."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import select

from casework.staff.staffing import ensure_office, ensure_staff
from flows.services import link_journal
from models.api_token import ApiToken
from models.bound_rows import RowChange
from models.chain import count_unlinked
from models.integrity import run_integrity_checks
from models.item import Item
from models.message import Message
from models.office import Role
from models.schema import newest_migration
from tests.api.two_offices import HERE, TwoOffices


@pytest.fixture
def record(offices: TwoOffices) -> TwoOffices:
    """The two offices, with a note that was handed in, and everything linked."""
    with offices.context.database.engine.begin() as connection:  # a lasting record, that knows its edition
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
        connection.execute(text(f"INSERT INTO alembic_version VALUES ('{newest_migration()}')"))
    offices.as_("minor").post(
        f"/api/v1/plans/{offices.number}/check-ins",
        json={"item": "weekly_note", "due_on": "2026-03-09", "text": "我好多了"},
    )
    while link_journal(offices.context):
        pass
    return offices


def found(offices: TwoOffices) -> list[str]:
    context = offices.context
    problems = run_integrity_checks(context.database, context.vault.chain_key, context.vault, context.clock.now())
    return [f"{one.code} {one.words.zh}" for one in problems]


def tamper(offices: TwoOffices, *statements: str) -> None:
    """By somebody who owns the database: triggers dropped, then anything, then the triggers as they were."""
    with offices.context.database.engine.begin() as connection:
        triggers = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
        for name, _ in triggers:
            connection.execute(text(f"DROP TRIGGER {name}"))
        for statement in statements:
            assert connection.execute(text(statement)).rowcount, statement
        for _, made_by in triggers:
            connection.execute(text(made_by))


def test_a_record_that_only_the_program_has_written_is_whole(record: TwoOffices) -> None:
    assert found(record) == []
    record.on("2026-03-16 12:00")
    record.process_due()
    assert found(record) == [], "what waits for its link counts already"
    record.mail.deliver(record.context)
    assert any(one.channel == "text" and one.state == "sent" for one in record.rows(Message))
    assert found(record) == [], "messages are written by the batch, and bound when they are done with"


def test_what_a_call_with_a_key_writes_is_bound_as_well(record: TwoOffices) -> None:
    """It is one transaction with the answer that is kept, of another kind than all others."""
    asked = {"name": "门户", "scopes": ["read"], "ends_on": "2026-12-31", "reason": "接入"}
    answer = record.as_("gui.administrator").post("/api/v1/tokens", json=asked, headers={"Idempotency-Key": "a-key-1"})
    assert answer.status_code == 201
    assert len(record.rows(ApiToken)) == 1
    assert found(record) == []


FIRST = "(SELECT id FROM {table} ORDER BY id LIMIT 1)"


TAMPERED = (
    ("UPDATE decision SET kind = 'non_prosecution' WHERE id = " + FIRST, "decision", "changed"),
    ("UPDATE message SET state = 'delivered' WHERE id = (SELECT id FROM message WHERE state IN ('sent', 'not_sent') LIMIT 1)",
     "message", "changed"),
    ("UPDATE staff SET password_hash = 'another' WHERE login = 'gui.chief_prosecutor'", "staff", "changed"),
    ("UPDATE decision SET document = x'00' WHERE id = " + FIRST, "decision", "changed"),
    ("UPDATE plan SET period_to = '2026-08-01' WHERE id = " + FIRST, "plan", "changed"),
    ("UPDATE plan SET sealed_at = '2026-03-01 00:00:00.000000' WHERE id = " + FIRST, "plan", "changed"),
    ("DELETE FROM submission", "submission", "deleted"),
    ("UPDATE item SET status = 'missed' WHERE id = " + FIRST, "item", "changed"),
    ("UPDATE person SET document = substr(document, 1, 40) WHERE id = " + FIRST, "person", "changed"),
    ("UPDATE staff SET role = 'chief_prosecutor' WHERE login = 'gui.clerk'", "staff", "changed"),
    ("INSERT INTO second_factor (id, staff_id, kind, name, secret, added_at, sign_count) SELECT "
     "'0192f0c0000070008000000000000003', id, 'totp', 'phone', x'00', '2026-03-09 00:00:00', 0 FROM staff LIMIT 1",
     "second_factor", "inserted"),
    ("UPDATE staff SET active = 0 WHERE login = 'gui.clerk'", "staff", "changed"),
    ("UPDATE team_member SET staff_id = (SELECT id FROM staff WHERE login = 'gui.clerk') WHERE id = " + FIRST,
     "team_member", "changed"),
    ("INSERT INTO decision (id, plan_id, kind, decided_on, recorded_at, document, detail) SELECT "
     "'0192f0c0000070008000000000000001', plan_id, 'revocation', decided_on, recorded_at, document, detail FROM decision "
     "LIMIT 1", "decision", "inserted"),
)  # fmt: skip


def test_a_row_that_was_changed_past_the_program_is_named_by_its_table(record: TwoOffices, tmp_path: Path) -> None:
    as_it_was = tmp_path / "as-it-was.db"
    live = str(record.context.database.engine.url.database)
    _copy(live, as_it_was)
    for statement, table, fault in TAMPERED:
        tamper(record, statement.format(table=table))
        named = [one for one in found(record) if one.startswith("rows-")]
        assert len(named) == 1, statement
        assert named[0].startswith(f"rows-{fault} ")
        assert f"表 {table}" in named[0]
        assert ("方案 SW-" in named[0]) is (table not in ("staff", "second_factor")), named[0]
        _copy(as_it_was, live)
    assert found(record) == []


def _copy(source: Path | str, target: Path | str) -> None:
    with closing(sqlite3.connect(source)) as there, closing(sqlite3.connect(target)) as here:
        there.backup(here)


def test_nobody_makes_good_what_was_tampered_with(record: TwoOffices) -> None:
    """An old change put back in line is not linked again, one without the key not at all."""
    with record.context.database.reading() as session:
        old = session.exec(select(RowChange)).first()
    assert old is not None
    tamper(record, "UPDATE item SET status = 'missed' WHERE id = " + FIRST.format(table="item"))
    again = f"INSERT INTO row_change_unlinked SELECT NULL, id, at, entries, digest FROM row_change WHERE id = '{old.id.hex}'"
    forged = again.replace("NULL, id", "NULL, '0192f0c0000070008000000000000002'")
    tamper(record, again, forged)
    assert link_journal(record.context) == 0
    (named,) = [one for one in found(record) if one.startswith("rows-")]
    assert named.startswith("rows-changed 方案 ")
    assert "、表 item、列 status：在程序之外改动1行，在2026-03-" in named
    assert "./run restore 备份 --plan SW-" in named


def test_what_was_forged_in_thousands_keeps_no_change_of_the_program_from_its_link(record: TwoOffices) -> None:
    many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500) "
    forged = "SELECT NULL, printf('0192f0c000007000800000000%07d', i), at, entries, digest FROM n, row_change"
    tamper(
        record,
        f"{many} INSERT INTO row_change_unlinked {forged} WHERE row_change.id = {FIRST.format(table='row_change')}",
    )
    record.on("2026-03-16 12:00")
    record.process_due()
    with record.context.database.reading() as session:
        written = count_unlinked(session, record.context.clock.now() + timedelta(days=1)) - 2500
    linked = 0
    while (more := link_journal(record.context)) > 0:
        linked += more
    assert linked == written > 0


def test_a_change_that_was_removed_or_altered_in_the_chain_is_found(record: TwoOffices) -> None:
    tamper(record, "UPDATE row_change SET entries = x'00' WHERE id = " + FIRST.format(table="row_change"))
    assert "chain-line-changed" in {one.split()[0] for one in found(record)}
    tamper(record, "DELETE FROM row_change WHERE id = " + FIRST.format(table="row_change"))
    assert "chain-line-removed" in {one.split()[0] for one in found(record)}


def test_a_chain_recomputed_with_nothing_but_the_database_is_found(record: TwoOffices) -> None:
    tamper(
        record,
        "UPDATE chain_link SET digest = printf('%064x', number), head = printf('%064x', number + 1), previous = "
        "printf('%064x', number)",
    )
    codes = {one.split()[0] for one in found(record)}
    assert {"chain-link-forged", "chain-line-changed"} <= codes


def test_a_change_does_not_say_in_the_open_which_rows_it_is_of(record: TwoOffices) -> None:
    with record.context.database.reading() as session:
        ids = session.exec(select(Item.id)).all()
        changes = session.exec(select(RowChange)).all()
    assert ids
    assert changes
    for change in changes:
        assert not any(item.bytes in change.entries or str(item).encode() in change.entries for item in ids)


def test_what_is_written_and_taken_back_leaves_nothing(record: TwoOffices) -> None:
    context = record.context

    def begin_and_fail() -> None:
        with context.database.transaction() as session:
            office = ensure_office(session, context.clock.now(), "癸县")
            ensure_staff(session, context.clock.now(), f"{HERE}.late", Role.CLERK, office)
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        begin_and_fail()
    assert found(record) == []
