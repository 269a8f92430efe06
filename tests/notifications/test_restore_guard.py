"""A record restored from a backup sends nothing until a person says so, and nothing twice afterwards."""

import shutil
import sqlite3
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from casework.acting.rights import Actor
from casework.messages.outbox_alarms import AlarmCheck, check_outbox_hold, release_outbox
from core.errors import NotAllowed, Refused
from flows.services import DailyAlarms
from models.database import Database
from models.message import MessageState
from models.office import Office as OfficeRow
from models.office import Role, Staff
from notifications.restore_guard import OutboxPosition, RestoreGuard
from tests.builders import an_office
from tests.notifications.doubles import TUESDAY, ScriptedChannel, SimulatedOffice


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "aside" / "outbox.mark"


def an_office_over(database: Database) -> SimulatedOffice:
    return SimulatedOffice(database, channels={"text": ScriptedChannel()})


def guard_of(office: SimulatedOffice, file: Path) -> RestoreGuard:
    """As the program has it."""
    return RestoreGuard(file, office.database)


def carried(office: SimulatedOffice) -> int:
    channel = office.channels["text"]
    assert isinstance(channel, ScriptedChannel)
    return len(channel.handed)


def restored(office: SimulatedOffice, backup: Path, tmp_path: Path) -> SimulatedOffice:
    """The same office on the record as it was when the backup was made; the data folder beside it is today's."""
    shutil.copy(backup, tmp_path / "restored.db")
    return SimulatedOffice(Database(f"sqlite:///{tmp_path / 'restored.db'}"), office.clock, {"text": ScriptedChannel()})


def backed_up(tmp_path: Path) -> Path:
    record, backup = sqlite3.connect(tmp_path / "record.db"), sqlite3.connect(tmp_path / "backup.db")
    record.backup(backup)
    record.close()
    backup.close()
    return tmp_path / "backup.db"


def an_administrator(office: SimulatedOffice, role: Role = Role.ADMINISTRATOR) -> Actor:
    with office.database.transaction() as session:
        place = session.exec(select(OfficeRow)).first() or OfficeRow(id=uuid.UUID(int=90), name="癸县")
        session.add(place)
        staff = Staff(id=uuid.uuid4(), office_id=place.id, login=f"gui.{role}", display_name="x", role=role.value)
        session.add(staff)
    return Actor.of_staff(staff)


def test_a_restored_record_is_held_and_released_by_a_person_and_nothing_leaves_twice(
    sqlite_database: Database, tmp_path: Path, file: Path
) -> None:
    """Two had left since the backup: after the release they are unknown; the one that fell due later leaves."""
    office = an_office_over(sqlite_database)
    high_water = guard_of(office, file)
    office.post("before")
    office.deliver(high_water=high_water)
    for key in ("one", "two"):
        office.post(key, alone=True)
    office.post("later", alone=True, due_at=TUESDAY + timedelta(hours=2))
    backup = backed_up(tmp_path)
    office.deliver(high_water=high_water)
    assert carried(office) == 3

    again = restored(office, backup, tmp_path)
    high_water = guard_of(again, file)
    office.clock.advance_by(timedelta(hours=3))
    for _ in range(3):
        again.deliver(high_water=high_water)
    assert carried(again) == 0
    assert not check_outbox_hold(again.database, high_water).ok

    context = an_office(again.database, again.clock.now())
    with pytest.raises(NotAllowed, match="Only an administrator"):
        release_outbox(context, an_administrator(again, Role.PROSECUTOR), high_water)
    assert release_outbox(context, an_administrator(again), high_water) == 2
    again.deliver(high_water=high_water)
    assert carried(again) == 1
    states = {(m.dedupe_key, m.state, m.state_reason) for m in again.messages("text")}
    assert states == {
        ("before/text", MessageState.SENT, None),
        ("one/text", MessageState.UNKNOWN, "restored"),
        ("two/text", MessageState.UNKNOWN, "restored"),
        ("later/text", MessageState.SENT, None),
    }


def test_a_record_moved_without_its_mark_is_held_and_a_new_one_is_not(
    sqlite_database: Database, tmp_path: Path, file: Path
) -> None:
    """The disk died and only the backup of the record is left: who knows what has left since."""
    office = an_office_over(sqlite_database)
    office.post("first")
    assert office.deliver(high_water=guard_of(office, file)).sent == 1
    office.post("second", alone=True)
    elsewhere = guard_of(office, tmp_path / "another folder" / "outbox.mark")
    office.deliver(high_water=elsewhere)
    assert carried(office) == 1
    assert release_outbox(an_office(office.database, office.clock.now()), an_administrator(office), elsewhere) == 1


@pytest.mark.parametrize("content", ["", "null", '{"at": 1}', '{"message": "x"', "{}"])
def test_a_mark_that_says_nothing_is_as_one_that_is_not_there(
    sqlite_database: Database, file: Path, content: str
) -> None:
    """Held until a person has looked, and not an error in every round for ever."""
    office = an_office_over(sqlite_database)
    high_water = guard_of(office, file)
    office.post("first")
    office.deliver(high_water=high_water)
    file.write_text(content)
    office.post("second", alone=True)
    office.deliver(high_water=high_water)
    assert carried(office) == 1
    assert not check_outbox_hold(office.database, high_water).ok
    assert release_outbox(an_office(office.database, office.clock.now()), an_administrator(office), high_water) == 1
    assert high_water.mark() is not None


def test_a_record_that_only_stood_still_is_not_held(sqlite_database: Database, file: Path) -> None:
    """Ten days without power, a withdrawn message and a dead process are no restored backup."""
    office = an_office_over(sqlite_database)
    high_water = guard_of(office, file)
    office.post("one")
    office.deliver(high_water=high_water)
    office.clock.advance_by(timedelta(days=10))
    office.post("two", alone=True)
    office.deliver(high_water=guard_of(office, file))
    assert carried(office) == 2
    context = an_office(office.database, office.clock.now())
    with pytest.raises(Refused):
        release_outbox(context, an_administrator(office), high_water)


def test_the_mark_is_on_disk_before_anything_is_handed_over(sqlite_database: Database, file: Path) -> None:
    """Whoever carries a message already finds it in the file; the second mark of a new folder."""
    office, found = an_office_over(sqlite_database), list[OutboxPosition | None]()
    high_water = guard_of(office, file)
    office.channels["text"] = ScriptedChannel(during=lambda _message: found.append(high_water.mark()))
    office.post("one")
    office.deliver(high_water=high_water)
    assert found == [OutboxPosition(office.clock.now(), 2)]


def test_without_a_mark_that_can_be_written_nothing_leaves(sqlite_database: Database, tmp_path: Path) -> None:
    """A full or read-only disk holds messages back; it sends none that a later restore could not know of."""
    (tmp_path / "no folder").write_text("a file")
    office = an_office_over(sqlite_database)
    office.post("one")
    with pytest.raises(OSError, match="no folder"):
        office.deliver(high_water=guard_of(office, tmp_path / "no folder" / "outbox.mark"))
    assert carried(office) == 0


def test_a_second_machine_is_no_restored_record_and_a_dump_read_back_is(
    postgresql_database: Database, tmp_path: Path
) -> None:
    """On PostgreSQL the mark is in the record: by its table a dump is known, by a machine's number an older copy."""
    office = an_office_over(postgresql_database)
    here, there = (RestoreGuard(tmp_path / place / "outbox.mark", postgresql_database) for place in ("a", "b"))
    office.post("one")
    office.deliver(high_water=here)
    office.post("two", alone=True)
    office.deliver(high_water=there)
    office.post("three", alone=True)
    office.deliver(high_water=here)
    assert carried(office) == 3

    with postgresql_database.engine.begin() as connection:  # as it was before "two": a standby that had not received it
        connection.execute(text("UPDATE outbox_mark SET number = 1"))
    with postgresql_database.reading() as session:
        assert [guard.detects_restore(session) for guard in (here, there)] == [True, True]
    context = an_office(office.database, office.clock.now())
    administrator = an_administrator(office)
    release_outbox(context, administrator, here)
    with postgresql_database.reading() as session:
        assert [guard.detects_restore(session) for guard in (here, there)] == [False, False]
    with postgresql_database.engine.begin() as connection:  # as reading back a dump does: the same rows, another table
        connection.execute(text("CREATE TABLE again (LIKE outbox_mark INCLUDING ALL)"))
        connection.execute(text("INSERT INTO again SELECT * FROM outbox_mark"))
        connection.execute(text("DROP TABLE outbox_mark"))
        connection.execute(text("ALTER TABLE again RENAME TO outbox_mark"))
    assert not check_outbox_hold(office.database, here).ok
    assert not check_outbox_hold(office.database, RestoreGuard(tmp_path / "new" / "outbox.mark", office.database)).ok
    release_outbox(context, administrator, here)
    office.deliver(high_water=here)
    assert check_outbox_hold(office.database, here).ok


def test_a_record_that_was_moved_is_handed_over_by_a_second_machine_and_a_held_one_by_none(
    postgresql_database: Database, tmp_path: Path
) -> None:
    """The first machine's folder came along; the second has an empty one and may be the first to hand over."""
    office = an_office_over(postgresql_database)
    here, there = (RestoreGuard(tmp_path / place / "outbox.mark", postgresql_database) for place in ("a", "b"))
    office.post("one")
    office.deliver(high_water=here)

    def held_after_a_move(number: int) -> list[bool]:
        with postgresql_database.engine.begin() as connection:  # as the rows of a file are
            connection.execute(text("UPDATE outbox_mark SET storage = '', number = :number"), {"number": number})
        here.note_move()
        with postgresql_database.reading() as session:
            return [guard.detects_restore(session) for guard in (here, there)]

    mark = here.mark()
    assert mark is not None
    assert mark.number is not None
    assert held_after_a_move(mark.number - 1) == [True, True], "restored from a backup before"
    assert held_after_a_move(mark.number) == [False, False]
    office.post("two", alone=True)
    office.deliver(high_water=there)
    assert carried(office) == 2


def test_what_leaves_while_it_is_looked_is_not_taken_for_a_restored_record(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mark is raised all the time: whatever is compared with it is read after it."""
    office, file = an_office_over(database), tmp_path / "outbox.mark"
    guard = RestoreGuard(file, database)
    others = iter(range(100))

    def something_leaves() -> None:
        office.post(f"other-{next(others)}", alone=True)
        office.deliver(high_water=RestoreGuard(file, database))

    def watch(session: Session, _context: object) -> list[AlarmCheck]:
        session.exec(select(OfficeRow)).all()
        something_leaves()
        return []

    def mark() -> OutboxPosition | None:
        something_leaves()
        return type(guard).mark(guard)

    something_leaves()
    monkeypatch.setattr("flows.services.run_alarm_checks", watch)
    assert DailyAlarms().log_alarms(an_office(database, office.clock.now()), guard) == 0
    monkeypatch.setattr(guard, "mark", mark)
    assert check_outbox_hold(database, guard).ok
    assert carried(office) == 3
