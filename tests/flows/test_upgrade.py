"""A record of an earlier release has the tables of this one, holds all that it held, and its plans go on."""

import tarfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, inspect, text
from sqlmodel import SQLModel, select

import models.schema as schema
from app import bootstrap
from casework.acting.context import Context
from core.clock import SimulatedClock
from core.settings import GivenSettings
from models.all_tables import import_models
from models.append_only import find_unprotected_tables
from models.bound_rows import RowBinding
from models.integrity import run_integrity_checks
from models.message import Message, MessageState
from models.plan import Plan
from models.schema import is_current, newest_migration, render_revision, schema_differences
from tests.api.two_offices import START_MOMENT, TwoOffices
from tests.builders import at
from tests.flows.kept_record import KEPT

RELEASES = sorted(file.name.removesuffix(".tar.xz") for file in KEPT.glob("*.tar.xz"))


@pytest.fixture(params=RELEASES)
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The data folder of that release, as it was left."""
    with tarfile.open(KEPT / f"{request.param}.tar.xz") as packed:
        packed.extractall(tmp_path, filter="data")
    return tmp_path / "data"


@pytest.fixture
def upgraded(folder: Path) -> Iterator[Context]:
    """The record as this release opens it, on the clock of its last day."""
    context = bootstrap.create_context(GivenSettings(data_folder=folder))
    clock = SimulatedClock(at(START_MOMENT))
    context.database.row_binding = RowBinding(context.vault.chain_key, clock.now)
    yield replace(context, clock=clock, second_factor=False)
    context.database.dispose()


def test_a_record_of_an_earlier_release_is_whole_and_its_plans_go_on(upgraded: Context) -> None:
    """Tables, journal and bound rows are as they should be, names are read, and the next reminders leave."""
    assert is_current(upgraded.database)
    assert schema_differences(upgraded.database) == []
    now = upgraded.clock.now()
    problems = run_integrity_checks(upgraded.database, upgraded.vault.chain_key, upgraded.vault, now)
    assert [one for one in problems if one.code != "backup-missing"] == []
    with upgraded.database.reading() as session:
        offices = TwoOffices(upgraded, *session.exec(select(Plan.number).order_by(Plan.number)))
    if offices.plan().office_id != offices.staff("gui.prosecutor").office_id:
        offices.number, offices.other = offices.other, offices.number
    read = offices.as_("gui.prosecutor").get(f"/api/v1/plans/{offices.number}")
    assert "芒果" in read.text
    offices.dismiss_open_items()
    offices.on("2026-03-22 17:00")
    offices.process_due()
    later = [message for message in offices.rows(Message) if message.due_at > at(START_MOMENT)]
    assert MessageState.SENT in {message.state for message in later}
    problems = run_integrity_checks(upgraded.database, upgraded.vault.chain_key, upgraded.vault, upgraded.clock.now())
    assert {one.code for one in problems} <= {"backup-missing"}


def test_a_change_of_tables_is_a_revision_that_keeps_every_row(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A column added to a table that is bound and to one that is written once: rows, digests and protection stay."""
    import_models()
    versions = tmp_path / "migrations" / "versions"
    versions.mkdir(parents=True)
    for file in [schema.MIGRATIONS / "env.py", *(schema.MIGRATIONS / "versions").glob("*.py")]:
        (tmp_path / "migrations" / file.relative_to(schema.MIGRATIONS)).write_text(file.read_text("utf-8"), "utf-8")
    changed = [SQLModel.metadata.tables[name] for name in ("plan", "journal_line")]
    for table in changed:
        table.append_column(Column("another", Integer))
    try:
        (versions / "another.py").write_text(render_revision("another"), "utf-8")
    finally:
        for table in changed:
            table._columns.remove(table.c.another)
    monkeypatch.setattr(schema, "MIGRATIONS", tmp_path / "migrations")
    assert newest_migration() == "another"
    context = bootstrap.create_context(GivenSettings(data_folder=folder))
    try:
        assert is_current(context.database)
        for table in changed:
            assert "another" in {column["name"] for column in inspect(context.database.engine).get_columns(table.name)}
        with context.database.engine.connect() as connection:
            assert connection.scalar(text("SELECT count(*) FROM plan")) == 2
            assert find_unprotected_tables(connection) == []
        found = run_integrity_checks(context.database, context.vault.chain_key, context.vault, at(START_MOMENT))
        assert {one.code for one in found} <= {"backup-missing"}
    finally:
        context.database.dispose()
