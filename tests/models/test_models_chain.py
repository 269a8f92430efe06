"""The chain: whatever is done to a line afterwards shows, and nobody who links in good faith is ever in the way."""

import threading
import uuid
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from sqlalchemy import text
from sqlmodel import Session, col, select

from models.chain import NOTHING, ChainHead, ChainLink, count_unlinked, export_head, link_committed
from models.chain_check import ChainFaultKind, ChainReport, verify
from models.database import Database
from models.journal import ActorKind, JournalLine, append_line

KEY = b"k" * 32
MORNING = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
PLAN = uuid.UUID(int=1)


def add(session: Session, act: str, at: datetime = MORNING) -> JournalLine:
    return append_line(session, at, act, actor_kind=ActorKind.SYSTEM, actor_role="system", plan_id=PLAN, note={"n": 1})


def write(database: Database, *acts: str) -> None:
    for act in acts:
        with database.transaction() as session:
            add(session, act)


def link(database: Database, limit: int = 1000) -> int:
    with database.transaction() as session:
        return link_committed(session, KEY, MORNING + timedelta(seconds=1), limit)


def check(database: Database, *exported: ChainHead, key: bytes = KEY) -> ChainReport:
    with database.reading() as session:
        return verify(session, key, exported)


def head(database: Database) -> ChainHead:
    with database.reading() as session:
        return export_head(session)


def linked_acts(database: Database) -> list[str]:
    with database.reading() as session:
        query = select(JournalLine.act).join(ChainLink, col(ChainLink.line_id) == col(JournalLine.id))
        return list(session.exec(query.order_by(col(ChainLink.number))))


def tamper(database: Database, *statements: str) -> None:
    """What somebody could do who owns the database: drop the triggers, then anything."""
    with database.engine.begin() as connection:
        for table, act in product(("journal_line", "chain_link"), ("update", "delete")):
            connection.execute(text(f"DROP TRIGGER {table}_no_{act}" + ("" if database.is_sqlite else f" ON {table}")))
        for statement in statements:
            connection.execute(text(statement))


def faults(report: ChainReport) -> list[tuple[ChainFaultKind, int | None]]:
    return [(found.fault, found.number) for found in report.faults]


def test_committed_lines_are_linked_once(database: Database) -> None:
    write(database, "one", "two", "three")

    assert link(database) == 3
    assert link(database) == 0
    report = check(database)
    assert report.sound
    assert report.links == 3
    assert linked_acts(database) == ["one", "two", "three"]


def test_an_empty_chain_is_sound(database: Database) -> None:
    assert link(database) == 0
    assert check(database).sound
    assert head(database) == ChainHead(0, NOTHING)


def test_a_long_queue_is_linked_in_portions(database: Database) -> None:
    write(database, *(f"act_{number}" for number in range(7)))
    assert [link(database, limit=3) for _ in range(4)] == [3, 3, 1, 0]
    assert check(database).sound


def test_a_line_that_becomes_visible_late_is_linked_late(postgresql_database: Database) -> None:
    """Its number is lower than one linked before it, because its transaction took longer."""
    slow = Session(postgresql_database.engine)
    add(slow, "slow")
    slow.flush()
    write(postgresql_database, "quick")
    assert link(postgresql_database) == 1

    slow.commit()
    slow.close()
    assert link(postgresql_database) == 1

    assert linked_acts(postgresql_database) == ["quick", "slow"]
    assert check(postgresql_database).sound


def test_many_writers_and_many_linkers_leave_one_chain(database: Database) -> None:
    """Nothing forks, nothing is linked twice, nothing is left out, and nobody fails."""
    failures: list[BaseException] = []
    written = threading.Event()

    def guard(work: object) -> None:
        try:
            work()  # type: ignore[operator]
        except BaseException as error:
            failures.append(error)

    def write_many() -> None:
        for number in range(15):
            write(database, f"act_{number}")

    def link_many() -> None:
        while not written.is_set():
            link(database, limit=4)

    writers = [threading.Thread(target=guard, args=(write_many,)) for _ in range(3)]
    linkers = [threading.Thread(target=guard, args=(link_many,)) for _ in range(3)]
    for thread in writers + linkers:
        thread.start()
    for thread in writers:
        thread.join()
    written.set()
    for thread in linkers:
        thread.join()
    link(database)

    assert failures == []
    report = check(database)
    assert report.sound
    assert report.links == 45


def test_linking_waits_for_no_verb_and_no_verb_for_linking(postgresql_database: Database) -> None:
    """An open transaction with lines of its own holds nobody up; a linker in mid-work neither."""
    write(postgresql_database, "before")
    verb, linker = Session(postgresql_database.engine), Session(postgresql_database.engine)
    for session in (verb, linker):
        session.execute(text("SET lock_timeout = '2s'"))
    add(verb, "open")
    verb.flush()
    assert link_committed(linker, KEY, MORNING) == 1
    add(verb, "more")
    verb.commit()
    linker.commit()
    verb.close()
    linker.close()
    assert link(postgresql_database) == 2
    assert check(postgresql_database).sound


def test_lines_that_wait_too_long_are_counted(database: Database) -> None:
    with database.transaction() as session:
        add(session, "long_ago", MORNING - timedelta(seconds=11))
        add(session, "just_now", MORNING)
    with database.reading() as session:
        assert count_unlinked(session, MORNING - timedelta(seconds=10)) == 1
    link(database)
    with database.reading() as session:
        assert count_unlinked(session, MORNING + timedelta(days=1)) == 0


LINE, LINK = ChainFaultKind.LINE_CHANGED, ChainFaultKind.LINK_FORGED
REMOVE_TWO = "DELETE FROM journal_line WHERE act = 'two'; DELETE FROM chain_link WHERE number = 2"
RENUMBER = (
    "UPDATE chain_link SET number = 2, previous = (SELECT head FROM chain_link WHERE number = 1) WHERE number = 3"
)
CHANGE_PLACES = "; ".join(
    f"UPDATE journal_line SET act = '{new}' WHERE act = '{old}'"
    for old, new in (("one", "spare"), ("two", "one"), ("spare", "two"))
)
CHANGES = [
    "act = 'something_else'", "at = '2026-11-20 01:00:00'", "actor_role = 'prosecutor'", "actor_kind = 'staff'",
    "plan_id = NULL", "article = 'X'", "note = '{\"n\": 2}'", "fell_due_at = '2026-11-20 01:00:00'",
    "noticed_at = '2026-11-20 01:00:00'", "subject_kind = 'item'", "sequence = 99", "actor_id = line.id",
    "subject_id = line.id", "detail_sealed = '01'",
]  # fmt: skip
TAMPERED = {f"UPDATE journal_line AS line SET {change} WHERE act = 'two'": [(LINE, 2)] for change in CHANGES} | {
    "DELETE FROM journal_line WHERE act = 'two'": [(ChainFaultKind.LINE_REMOVED, 2)],
    REMOVE_TWO: [(ChainFaultKind.LINK_REMOVED, 3)],
    # A gap closed by renumbering: without the key nobody can make the later links fit again.
    f"{REMOVE_TWO}; {RENUMBER}": [(LINK, 2)],
    CHANGE_PLACES: [(LINE, 1), (LINE, 2)],
}


def test_whatever_was_changed_removed_or_changed_places_shows(database: Database) -> None:
    write(database, "one", "two", "three")
    link(database)
    tamper(database)
    found = {}
    for statements in TAMPERED:
        with database.reading() as session:  # what is done in it is thrown away
            for statement in statements.split("; "):
                session.connection().execute(text(statement))
            found[statements] = faults(verify(session, KEY))
    assert found == TAMPERED


def test_a_chain_that_has_grown_still_agrees_with_an_older_head(database: Database) -> None:
    write(database, "one", "two")
    link(database)
    exported = head(database)
    write(database, "three")
    link(database)
    assert check(database, exported).sound


def test_a_line_kept_from_being_linked_shows(database: Database) -> None:
    write(database, "one", "two")
    tamper(database, "DELETE FROM journal_unlinked WHERE line_id = (SELECT id FROM journal_line WHERE act = 'one')")
    link(database)
    assert faults(check(database)) == [(ChainFaultKind.NEVER_LINKED, None)]


def test_a_chain_does_not_fit_another_key(database: Database) -> None:
    write(database, "one")
    link(database)
    assert {fault for fault, _ in faults(check(database, key=b"x" * 32))} == {
        ChainFaultKind.LINE_CHANGED,
        ChainFaultKind.LINK_FORGED,
    }


def test_a_chain_longer_than_one_page_is_read_to_its_end(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.chain_check._PAGE", 3)
    write(sqlite_database, *(f"act_{number}" for number in range(10)))
    link(sqlite_database)
    report = check(sqlite_database)
    assert report.sound
    assert report.links == 10
