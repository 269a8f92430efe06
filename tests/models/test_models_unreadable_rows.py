"""A row that nobody can read is named by itself, hides no other, and is put back from an older state of the record."""

import contextlib
import shutil
from pathlib import Path

import pytest

from models.as_stored import as_stored
from models.bound_rows import BOUND, RowBinding
from models.bound_rows_check import find_row_faults, put_back
from models.database import Database
from models.integrity import run_integrity_checks
from models.office_setting import SettingKind, list_settings
from models.vault import Vault
from tests.models.test_models_bound_rows import MORNING, NUMBER, some_row

BAD = [
    ("UPDATE unavailability_period SET to_on = 'yesterday'", "unavailability_period", "to_on"),
    ("UPDATE item SET due_on = '20261101'", "item", "due_on"),
    ("UPDATE leave SET id = 'x'", "leave", "id"),
    ("UPDATE incident SET id = x'0011'", "incident", "id"),
    ("UPDATE consent SET detail = '{'", "consent", "detail"),
    ("UPDATE staff SET active = 'x'", "staff", "active"),
    ("UPDATE condition SET kind = CAST(x'ff' AS TEXT)", "condition", "kind"),
    ("UPDATE proposal SET detail = x'00'", "proposal", "detail"),
]


@pytest.fixture
def record(migrated_sqlite: Path, tmp_path: Path) -> Database:
    """One row in every bound table, written by the program, and a copy of the file beside it."""
    shutil.copy(migrated_sqlite, tmp_path / "record.db")
    record = Database(f"sqlite:///{tmp_path / 'record.db'}")
    change(record)
    record.row_binding = RowBinding(b"k" * 32, lambda: MORNING)
    with record.transaction() as session:
        session.add_all([bound.record(**some_row(name)) for name, bound in BOUND.items()])
    record.dispose()
    shutil.copy(tmp_path / "record.db", tmp_path / "before.db")
    return record


def change(record: Database, *statements: str) -> None:
    """What somebody does past the program; the made-up rows name others that are not there."""
    with contextlib.closing(record.engine.raw_connection()) as connection:
        for statement in ("PRAGMA foreign_keys = OFF", *statements):
            connection.cursor().execute(statement)


def found(record: Database, tmp_path: Path) -> dict[str, tuple[str, str | None, tuple[str, ...]]]:
    """By table what is said of its rows; of references elsewhere."""
    problems = run_integrity_checks(record, b"k" * 32, Vault(tmp_path / "keys", b"m" * 32), MORNING)
    assert not {"file-damaged", "row-malformed"} & {one.code for one in problems}
    return {
        one.table: (one.code, one.plan, one.columns) for one in problems if one.table and one.code != "reference-broken"
    }


def test_each_of_several_unreadable_rows_is_named_beside_another_change_and_put_back(
    record: Database, tmp_path: Path
) -> None:
    assert found(record, tmp_path) == {}
    change(record, "UPDATE plan SET status = 'closed'", *(statement for statement, _table, _column in BAD))
    told = found(record, tmp_path)
    assert told.pop("plan") == ("rows-changed", NUMBER, ("status",))
    assert {table: columns for table, (_code, _plan, columns) in told.items()} == {
        table: (column,) for _statement, table, column in BAD
    }
    assert told["leave"] == ("rows-changed", NUMBER, ("id",))
    assert told["item"][0] == "rows-unreadable"
    with (
        as_stored(record) as stored, stored.reading() as looking, record.transaction() as session,
        Database(f"sqlite:///{tmp_path / 'before.db'}").reading() as source,
    ):  # fmt: skip
        faults = find_row_faults(looking, b"k" * 32)
        assert put_back(session, source, b"k" * 32, faults) == len(faults) == 1 + len(BAD)
    assert found(record, tmp_path) == {}


def test_two_dates_in_one_row_are_named_even_where_one_of_them_is_not_bound(record: Database, tmp_path: Path) -> None:
    change(record, "UPDATE leave SET to_on = 'x', prosecutor_decided_at = 'soon'")
    problems = run_integrity_checks(record, b"k" * 32, Vault(tmp_path / "keys", b"m" * 32), MORNING)
    told = {
        (one.code, one.plan, one.columns) for one in problems if one.table == "leave" and "reference" not in one.code
    }
    assert told == {
        ("rows-unreadable", NUMBER, ("to_on",)),
        ("value-unreadable", NUMBER, ("prosecutor_decided_at",)),
    }


def test_a_row_that_names_one_which_is_gone_is_named_by_table_column_and_key(record: Database, tmp_path: Path) -> None:
    change(record, "DELETE FROM plan")
    problems = run_integrity_checks(record, b"k" * 32, Vault(tmp_path / "keys", b"m" * 32), MORNING)
    broken = {(one.table, one.columns): one.rows for one in problems if one.code == "reference-broken"}
    assert broken["leave", ("plan_id",)] == (str(some_row("leave")["id"]),)
    assert found(record, tmp_path)["plan"] == ("rows-deleted", NUMBER, ())


@pytest.mark.parametrize("content", ["'{'", "'[]'", "'{}'"])
def test_a_setting_that_nobody_can_read_keeps_no_other_from_holding(record: Database, content: str) -> None:
    change(
        record,
        "UPDATE office_setting SET kind = 'policy', content = '{\"text\": null, \"mark\": null}'",
        "INSERT INTO office_setting (id, office_id, kind, key, content, reason, by_id, at) SELECT "
        f"replace(id, '6', '7'), office_id, kind, key, {content}, reason, by_id, at FROM office_setting",
    )
    with record.reading() as session:
        assert [row.content for row in list_settings(session, SettingKind.POLICY)] == [{"text": None, "mark": None}]
