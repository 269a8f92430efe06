"""A backup is made while the program runs, and is a data folder again: whole, or not at all, and silent until released."""

import json
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import select

import models.backup as backup_module
from app import bootstrap
from app.bootstrap import Dispatcher, create_backup_source, create_memory_channels
from app.restore import put_back_rows, restore_backup
from casework.acting.context import Context
from casework.acting.rights import Actor
from casework.messages.outbox_alarms import release_outbox, run_alarm_checks
from core.clock import SimulatedClock
from core.errors import Archived, BadInput, StateConflict
from core.settings import GivenSettings
from flows.daily_backup import back_up, load_passphrases, make_daily_backup
from flows.supervision import process_due_events
from models import sealed_archive
from models.backup import KEYS, RECORD, extract_backup, list_backups, make_backup, remove_old_backups
from models.backup_day import BackupDay
from models.bound_rows import RowBinding
from models.bound_rows_check import find_row_faults
from models.database import Database
from models.item import Item
from models.journal import JournalLine
from models.keys import write_key
from models.message import Message, MessageState
from models.office import Role, Staff
from models.outage import Heartbeat
from models.plan import Plan
from models.sealed_archive import write_archive
from models.vault import Vault
from notifications.restore_guard import OutboxPosition, RestoreGuard, write_position
from tests.api.two_offices import START_MOMENT, TwoOffices, make_two_offices
from tests.builders import at

SECRETS = {"record": b"one two three four five six", "keys": b"seven eight nine ten eleven"}


@pytest.fixture(scope="module", autouse=True)
def _quickly_opened() -> Iterator[None]:
    """A key out of a passphrase costs half a second each time, and the header of each part says how much; of these, little."""
    with pytest.MonkeyPatch.context() as patch:
        quick = partial(sealed_archive.ArchiveHeader, iterations=1, memory=1024)
        patch.setattr(sealed_archive, "ArchiveHeader", quick)
        yield


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[GivenSettings, TwoOffices]]:
    """An installation on disk with two plans, and passphrases in files of their own."""
    place = tmp_path_factory.mktemp("office")
    files = {}
    for name, content in SECRETS.items():
        files[name] = place / f"{name}.passphrase"
        files[name].write_bytes(content + b"\n")
        files[name].chmod(0o600)
    settings = settings_of(place / "data", place)
    made = bootstrap.create_context(settings)
    offices = make_two_offices(made.database, made.vault)
    offices.context = replace(offices.context, archive_key=made.archive_key)
    yield settings, offices
    made.database.dispose()


def settings_of(data: Path, place: Path, **more: Any) -> GivenSettings:
    given = {"backup_passphrase_file": place / "record.passphrase", "backup_folder": place / "backups",
             "backup_keys_passphrase_file": place / "keys.passphrase"}  # fmt: skip
    return GivenSettings(data_folder=data, **(given | more))


@pytest.fixture(scope="module")
def parts(office: tuple[GivenSettings, TwoOffices], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Both parts of a point."""
    settings, offices = office
    found = back_up(offices.context, settings, tmp_path_factory.mktemp("points"))
    return {one.header.part: one.path for one in list_backups(found[0].parent)}


def rows_of(file: Path) -> dict[str, list[Any]]:
    with closing(sqlite3.connect(file)) as record:
        names = (
            "plan",
            "item",
            "decision",
            "submission",
            "person",
            "journal_line",
            "chain_link",
            "row_change",
            "message",
        )
        return {name: sorted(record.execute(f"SELECT * FROM {name}").fetchall(), key=repr) for name in names}


def reopened(folder: Path) -> Context:
    """The restored folder on the clock of the two offices."""
    opened = bootstrap.create_context(GivenSettings(data_folder=folder))
    clock = SimulatedClock(at(START_MOMENT))
    opened.database.row_binding = RowBinding(opened.vault.chain_key, clock.now)
    return replace(opened, clock=clock)


def test_a_restored_office_is_the_same_and_sends_nothing_until_it_is_released(
    office: tuple[GivenSettings, TwoOffices], parts: dict[str, Path], tmp_path: Path
) -> None:
    """The drill: checks, rows, keys; held messages; a release by an administrator; and then what is due goes on."""
    settings, offices = office
    to = tmp_path / "restored"
    restored = restore_backup(parts[RECORD], None, to, settings)
    assert restored.problems == []
    assert restored.counts["plan"] == 2
    before, after = rows_of(settings.data_folder / "record.db"), rows_of(to / "record.db")
    for table in before:
        assert all(row in after[table] for row in before[table]), table
        assert table in ("chain_link", "row_change") or before[table] == after[table]
    context = reopened(to)
    assert offices.context.vault.cases() == context.vault.cases()

    mark = RestoreGuard(GivenSettings(data_folder=to).high_water, context.database)
    position = mark.mark()
    assert position is not None
    assert position.number is None, "held also where nothing had left before the point"
    mail = Dispatcher(create_memory_channels(), high_water=mark)
    clock = context.clock
    assert isinstance(clock, SimulatedClock)
    clock.advance_to(at("2026-03-16 12:00"))
    process_due_events(context, offices.number, source="tick")
    mail.deliver(context)
    assert not sent(context, since=at("2026-03-16"))
    admin = an_administrator(context)
    release_outbox(context, admin, mark)
    clock.advance_to(at("2026-03-22 17:00"))
    process_due_events(context, offices.number, source="tick")
    mail.deliver(context)
    assert sent(context, since=at("2026-03-22"))
    context.database.dispose()


def test_what_fell_due_before_the_record_was_restored_is_for_a_person_and_not_sent_again(
    parts: dict[str, Path], tmp_path: Path, office: tuple[GivenSettings, TwoOffices]
) -> None:
    """The lost record may have reminded in time; the restored one notices the same things later, with a later moment."""
    to = tmp_path / "restored"
    restore_backup(parts[RECORD], None, to, office[0])
    context = reopened(to)
    mark = RestoreGuard(GivenSettings(data_folder=to).high_water, context.database)
    clock = context.clock
    assert isinstance(clock, SimulatedClock)
    came_back = at("2026-03-16 12:00")
    write_position(GivenSettings(data_folder=to).high_water, OutboxPosition(came_back, None))
    clock.advance_to(came_back + timedelta(minutes=30))
    process_due_events(context, office[1].number, source="tick")
    admin = an_administrator(context)
    with context.database.reading() as session:
        again = session.exec(select(Message.id).where(Message.due_at > came_back, Message.channel == "text")).all()
    assert again
    assert release_outbox(context, admin, mark) >= len(again)
    mail = Dispatcher(create_memory_channels(), high_water=mark)
    mail.deliver(context)
    assert not sent(context, since=came_back)
    clock.advance_to(at("2026-03-22 17:00"))
    process_due_events(context, office[1].number, source="tick")
    mail.deliver(context)
    assert sent(context, since=at("2026-03-22"))
    context.database.dispose()


def an_administrator(context: Context) -> Actor:
    with context.database.reading() as session:
        return Actor.of_staff(session.exec(select(Staff).where(Staff.role == Role.ADMINISTRATOR.value).limit(1)).one())


def sent(context: Context, since: datetime) -> list[Message]:
    with context.database.reading() as session:
        found = session.exec(select(Message).where(Message.state == MessageState.SENT.value)).all()
    return [one for one in found if one.sent_at is not None and one.sent_at >= since]


def end_of_last_but_one(content: bytes) -> int:
    """Where the last chunk begins: what is cut off there is whole chunks."""
    begins = place = content.index(b"\n") + 1
    while place < len(content):
        begins, place = place, place + 4 + int.from_bytes(content[place : place + 4])
    assert begins > content.index(b"\n") + 1, "the record has several chunks"
    return begins


def test_one_plan_is_put_right_out_of_a_backup_and_nothing_else_is_touched(
    office: tuple[GivenSettings, TwoOffices], parts: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was changed or deleted past the program in its rows holds again what the program left there; what was written
    after the backup is nobody's to put back, and rows of another plan, or of none, stay as they are."""
    settings, offices = office
    context = offices.context
    monkeypatch.setattr(bootstrap, "get_context", lambda: context)
    with context.database.transaction() as session:
        later = session.exec(
            select(Item).join(Plan).where(Plan.number == offices.number, Item.kind != "weekly_note")
        ).first()
        assert later is not None
        later.settled_because = "after the backup"
        here = session.exec(select(Plan.id).where(Plan.number == offices.number)).one().hex
    assert find_faults(context) == []
    with closing(sqlite3.connect(settings.data_folder / "record.db")) as record, record:
        record.execute("PRAGMA foreign_keys = OFF")
        record.execute("UPDATE plan SET period_to = '2030-01-01'")
        record.execute("DELETE FROM condition WHERE plan_id = ?", (here,))
        record.execute("UPDATE item SET status = 'missed' WHERE id = ?", (later.id.hex,))
        record.execute("UPDATE staff SET password_hash = 'x' WHERE login = 'gui.clerk'")
    wrong = find_faults(context)
    gone = [one for one in wrong if one[0] == "deleted"]
    assert {one[1] for one in gone} == {"condition"}
    assert put_back_rows(parts[RECORD], None, offices.number, settings) == (1 + len(gone), 1)
    left = [("changed", "item", offices.number), ("changed", "plan", offices.other), ("changed", "staff", None)]
    assert sorted(find_faults(context), key=str) == sorted(left, key=str)
    assert len(wrong) == len(left) + 1 + len(gone)
    assert put_back_rows(parts[RECORD], None, "none", settings) == (1, 0)
    with context.database.reading() as session:
        assert [line.note["rows"] for line in session.exec(select(JournalLine).where(JournalLine.act == "put_back_rows"))] == [
            1 + len(gone), 1,
        ]  # fmt: skip
    with context.database.transaction() as session:
        session.add(Heartbeat(seen_at=context.clock.now()))
    with pytest.raises(StateConflict, match="stop it first"):
        put_back_rows(parts[RECORD], None, offices.other, settings)
    with context.database.transaction() as session:
        session.delete(session.exec(select(Heartbeat)).one())
        session.get_one(Item, later.id).status = "open"
    assert put_back_rows(parts[RECORD], None, offices.other, settings) == (1, 0)
    assert find_faults(context) == []


def find_faults(context: Context) -> list[tuple[str, str, str | None]]:
    with context.database.reading() as session:
        return [(one.fault.value, one.table, one.plan) for one in find_row_faults(session, context.vault.chain_key)]


def test_a_part_that_is_cut_off_changed_or_opened_with_another_passphrase_restores_nothing(
    office: tuple[GivenSettings, TwoOffices], parts: dict[str, Path], tmp_path: Path
) -> None:
    whole = parts[RECORD].read_bytes()
    line = whole.index(b"\n")
    other = tmp_path / "other.passphrase"
    other.write_text("twelve thirteen fourteen")
    other.chmod(0o600)
    settings = office[0]
    elsewhere = settings.model_copy(update={"backup_passphrase_file": other})
    broken = tmp_path / "broken.sunward"
    for content, used, words in (
        (whole[:-20], settings, "incomplete"),
        (whole[: line + 1], settings, "incomplete"),
        (whole[: end_of_last_but_one(whole)], settings, "changed"),
        (whole[:-1] + bytes([whole[-1] ^ 1]), settings, "changed"),
        (whole + b"more", settings, "changed"),
        (whole.replace(b'"edition"', b'"editiom"', 1), settings, "no backup"),
        (whole.replace(b"0.2.0", b"0.3.0", 1), settings, "changed"),
        (b"something else", settings, "no backup"),
        (whole, elsewhere, "passphrase is wrong"),
    ):
        broken.write_bytes(content)
        with pytest.raises(BadInput, match=words):
            restore_backup(broken, parts[KEYS], tmp_path / "to", used)
        assert sorted(one.name for one in tmp_path.iterdir()) == ["broken.sunward", "other.passphrase"]


def test_a_record_is_not_restored_over_another_nor_with_keys_older_than_itself(
    office: tuple[GivenSettings, TwoOffices], parts: dict[str, Path], tmp_path: Path
) -> None:
    settings, _ = office
    with pytest.raises(StateConflict):
        restore_backup(parts[RECORD], parts[KEYS], settings.data_folder, settings)
    with pytest.raises(BadInput):
        restore_backup(parts[RECORD], parts[RECORD], tmp_path / "to", settings)
    older = tmp_path / "older.sunward"
    write_archive(older, SECRETS["keys"], part=KEYS, point="20200101T000000000000Z", edition="0.1.0", files={})
    with pytest.raises(BadInput, match="older than the record"):
        restore_backup(parts[RECORD], older, tmp_path / "to", settings)
    assert list(tmp_path.iterdir()) == [older]


def test_neither_part_tells_anything_without_its_passphrase(parts: dict[str, Path], office: Any) -> None:
    settings, offices = office
    master = (settings.keys / "master.key").read_bytes().strip()
    for part in parts.values():
        content = part.read_bytes()
        assert offices.number.encode() not in content
        assert master not in content
        assert part.stat().st_mode & 0o077 == 0
    record = settings.backup_passphrase_file
    assert record is not None
    copied = record.with_name("copied.passphrase")
    copied.write_bytes(record.read_bytes())
    copied.chmod(0o600)
    with pytest.raises(StateConflict, match="passphrases are the same"):
        load_passphrases(settings.model_copy(update={"backup_keys_passphrase_file": copied}))
    chosen = settings.model_copy(update={"backup_keys_passphrase_file": record})
    assert load_passphrases(chosen).keys == SECRETS["record"]


def test_every_case_has_its_key_whatever_is_opened_and_sealed_meanwhile(
    office: tuple[GivenSettings, TwoOffices], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At each moment of the backup a plan is opened (key first, as the program does), one is sealed (row first), and of
    one that was sealed before the key is not wrapped away yet."""
    settings, offices = office
    source, copy = create_backup_source(settings, offices.context), tmp_path / "record.db"
    with closing(sqlite3.connect(settings.data_folder / "record.db")) as there, closing(sqlite3.connect(copy)) as here:
        there.backup(here)
        here.execute("PRAGMA journal_mode = WAL")
        columns = [name for _, name, *_ in here.execute("PRAGMA table_info(plan)")]
    vault = Vault(tmp_path / "keys", source.master_key)
    for case in offices.context.vault.cases():
        vault.new_key(case)

    def do(*statements: tuple[str, str]) -> None:
        with closing(sqlite3.connect(copy, timeout=30)) as record:
            for statement in statements:
                record.execute(statement[0], statement[1:])
            record.commit()

    def opened() -> uuid.UUID:
        case = uuid.uuid4()
        vault.new_key(case)
        names = {"id": f"'{case.hex}'", "number": f"'{case.hex[:19]}'"}
        values = ", ".join(names.get(name, name) for name in columns)
        do((f"INSERT INTO plan SELECT {values} FROM plan LIMIT 1",))  # type: ignore[arg-type]
        return case

    def sealed(case: uuid.UUID, *, wrapped_away: bool) -> None:
        do(("UPDATE plan SET sealed_at = '2026-03-10 00:00:00' WHERE id = ?", case.hex))
        if wrapped_away:
            vault.rewrap(case, source.archive_key)

    plans = [opened() for _ in range(6)]
    real = backup_module._snapshot

    def snapshot(database: Path, target: Path) -> None:
        plans.append(opened())
        sealed(plans[0], wrapped_away=True)
        sealed(plans[1], wrapped_away=False)
        real(database, target)
        plans.append(opened())
        vault.rewrap(plans[1], source.archive_key)
        sealed(plans[2], wrapped_away=True)
        sealed(plans[3], wrapped_away=False)

    sealed(plans[4], wrapped_away=False)
    monkeypatch.setattr(backup_module, "_snapshot", snapshot)
    database = Database(f"sqlite:///{copy}")
    source = replace(source, database=database, keys_folder=tmp_path / "keys")
    record, keys = make_backup(
        source, load_passphrases(settings), tmp_path / "points", datetime(2026, 11, 24, tzinfo=UTC)
    )[::-1]
    database.dispose()

    folder = tmp_path / "extracted"
    extract_backup(record, keys, load_passphrases(settings), folder)
    restored = Vault(folder / "keys", source.master_key)
    with closing(sqlite3.connect(folder / "record.db")) as here:
        known = {uuid.UUID(case): at for case, at in here.execute("SELECT id, sealed_at FROM plan")}
    assert [known.get(case, "unknown") is not None for case in plans] == [
        True,
        True,
        False,
        False,
        True,
        False,
        False,
        True,
    ]
    for case, sealed_at in known.items():
        if sealed_at is None:
            restored.check(case)
        else:
            with pytest.raises(Archived):
                restored.check(case)


def test_a_backup_a_day_is_made_once_and_a_missing_one_is_an_alarm(
    office: tuple[GivenSettings, TwoOffices], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings, offices = office
    context = offices.context
    clock = context.clock
    assert isinstance(clock, SimulatedClock)
    used = settings.model_copy(update={"backup_folder": tmp_path})

    def wrong() -> bool:
        with context.database.reading() as session:
            return "backup" in {one.name for one in run_alarm_checks(session, context) if not one.ok}

    assert not make_daily_backup(context, used.model_copy(update={"backup_folder": None}))
    assert make_daily_backup(context, used), "the first does not wait for the night"
    assert not make_daily_backup(context, used)
    clock.advance_to(at("2026-03-11 02:59"))
    assert not make_daily_backup(context, used)
    clock.advance_to(at("2026-03-11 03:00"))
    failing = used.model_copy(update={"backup_passphrase_file": tmp_path / "absent"})
    assert not make_daily_backup(context, failing)
    with context.database.reading() as session:
        assert {row.failed_because for row in session.exec(select(BackupDay))} == {None, "StateConflict"}
    assert "The backup failed: StateConflict." in caplog.text
    assert not make_daily_backup(context, used), "another try comes an hour later"
    assert not wrong()
    clock.advance_to(at("2026-03-11 04:00"))
    (tmp_path / "no folder").touch()
    assert not make_daily_backup(context, used.model_copy(update={"backup_folder": tmp_path / "no folder" / "below"}))
    assert "The backup failed: NotADirectoryError (Not a directory)." in caplog.text
    clock.advance_to(at("2026-03-12 10:01"))
    assert wrong()
    assert make_daily_backup(context, used)
    assert not wrong()
    assert len(list_backups(tmp_path)) == 4


def test_a_record_on_postgresql_is_restored_as_a_file(
    office: tuple[GivenSettings, TwoOffices], postgresql_database: Database, tmp_path: Path
) -> None:
    """Every row, as the chain and the bound rows have it."""
    settings, _ = office
    vault = Vault(tmp_path / "data" / "keys", b"m" * 32)
    lived = make_two_offices(postgresql_database, vault)
    for name in ("master.key", "archive.key"):
        (tmp_path / name).write_bytes(write_key(name[0].encode() * 32))
        (tmp_path / name).chmod(0o400)
    given = settings_of(tmp_path / "data", settings.backup_folder.parent if settings.backup_folder else tmp_path,
                        main_keys_folder=tmp_path)  # fmt: skip
    keys, record = back_up(lived.context, given, tmp_path / "points")
    restored = restore_backup(record, keys, tmp_path / "to", given)
    assert restored.problems == []
    with postgresql_database.engine.connect() as connection:
        assert restored.counts["journal_line"] == connection.scalar(text("SELECT count(*) FROM journal_line"))
    assert not list((tmp_path / "to").glob("*.key")), "keys that lie elsewhere are in no backup"


def test_old_points_go_and_of_each_part_the_newest_stays(tmp_path: Path) -> None:
    """Keys go first: a destroyed key is gone from the backups when the last part that held it is."""
    now = datetime(2026, 11, 24, tzinfo=UTC)
    for days in (40, 20, 8, 1):
        point = (now - timedelta(days=days)).strftime("%Y%m%dT%H%M%S%fZ")
        for part in (RECORD, KEYS):
            header = {"format": "sunward-backup-1", "part": part, "point": point, "edition": "0.1.0", "salt": "00"}
            (tmp_path / f"sunward-{point}-{part}.sunward").write_text(json.dumps(header) + "\n")
    (tmp_path / "notes.sunward").write_text("not one of ours")
    remove_old_backups(tmp_path, now)
    left = [(one.header.part, (now - one.made_at).days) for one in list_backups(tmp_path)]
    assert left == [(RECORD, 20), (RECORD, 8), (KEYS, 1), (RECORD, 1)]
    remove_old_backups(tmp_path, now + timedelta(days=300))
    assert [one.header.part for one in list_backups(tmp_path)] == [KEYS, RECORD]
