"""The journal: lines are added, and that is all that can be done with them."""

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select

from core.errors import DecryptionError
from models.append_only import AppendOnlyViolation
from models.chain import link_committed
from models.database import Database
from models.journal import READ, ActorKind, Harmless, JournalLine, UnlinkedLine, append_line, open_detail
from models.vault import Vault

MORNING = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
PLAN, STAFF = uuid.UUID(int=1), uuid.UUID(int=2)
DETAIL = {"words": "沈小满说末班车没赶上。"}  # invented


@pytest.fixture
def vault() -> Vault:
    new = Vault(None, b"m" * 32)
    new.new_key(PLAN)
    return new


def write(database: Database, act: str = READ, **more: object) -> JournalLine:
    with database.transaction() as session:
        return append_line(
            session,
            MORNING,
            act,
            actor_kind=ActorKind.STAFF,
            actor_role="prosecutor",
            actor_id=STAFF,
            plan_id=PLAN,
            **more,  # type: ignore[arg-type]
        )


def test_a_line_says_who_did_what_when_and_why(database: Database, vault: Vault) -> None:
    written = write(
        database,
        "check_in_missed",
        subject_kind="item",
        subject_id=uuid.UUID(int=3),
        article="CPL 283",
        fell_due_at=MORNING - timedelta(hours=9),
        noticed_at=MORNING,
        note={"due_on": date(2026, 11, 23), "misses": 2, "before_this_system": False},
        detail=DETAIL,
        vault=vault,
    )
    with database.reading() as session:
        line = session.exec(select(JournalLine)).one()

    assert (line.id, line.act, line.article, line.actor_id) == (written.id, "check_in_missed", "CPL 283", STAFF)
    assert (line.at, line.fell_due_at, line.noticed_at) == (MORNING, MORNING - timedelta(hours=9), MORNING)
    assert line.note == {"due_on": "2026-11-23", "misses": 2, "before_this_system": False}
    assert open_detail(vault, line) == DETAIL


def test_the_words_of_one_line_cannot_be_put_under_another(sqlite_database: Database, vault: Vault) -> None:
    line, other = write(sqlite_database, detail=DETAIL, vault=vault), write(sqlite_database, detail={}, vault=vault)
    other.detail_sealed = line.detail_sealed
    with pytest.raises(DecryptionError):
        open_detail(vault, other)


def test_a_line_goes_with_its_transaction(sqlite_database: Database) -> None:
    """What was not done leaves no line, and nothing to be linked."""

    def fail_after_writing() -> None:
        with sqlite_database.transaction() as session:
            append_line(session, MORNING, "signed", actor_kind=ActorKind.STAFF, actor_role="prosecutor")
            session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_writing()
    with sqlite_database.reading() as session:
        assert session.exec(select(JournalLine)).all() == []
        assert session.exec(select(UnlinkedLine)).all() == []


def test_lines_of_the_same_moment_keep_the_order_of_writing(database: Database) -> None:
    acts = [f"act_{number}" for number in range(20)]
    with database.transaction() as session:
        for act in acts:
            append_line(session, MORNING, act, actor_kind=ActorKind.SYSTEM, actor_role="system")
    with database.reading() as session:
        lines = session.exec(select(JournalLine).order_by(col(JournalLine.sequence))).all()
    assert [line.act for line in lines] == acts


def test_a_moment_written_in_another_zone_is_the_same_moment(database: Database) -> None:
    local = MORNING.astimezone(timezone(timedelta(hours=8)))
    with database.transaction() as session:
        append_line(session, local, READ, actor_kind=ActorKind.STAFF, actor_role="auditor")
    with database.reading() as session:
        assert session.exec(select(JournalLine)).one().at == MORNING


@pytest.mark.parametrize(
    "change",
    [
        lambda session, line: setattr(session.get_one(JournalLine, line.sequence), "act", "something_else"),
        lambda session, line: session.delete(session.get_one(JournalLine, line.sequence)),
        lambda session, line: session.execute(update(JournalLine).values(act="x")),
        lambda session, line: session.execute(delete(JournalLine)),
    ],
)
def test_the_program_cannot_change_or_delete_a_line(
    sqlite_database: Database, change: Callable[[Session, JournalLine], object]
) -> None:
    line = write(sqlite_database)
    with pytest.raises(AppendOnlyViolation), sqlite_database.transaction() as session:
        change(session, line)


def test_the_database_itself_refuses_too(database: Database) -> None:
    """Also whoever goes past the program with plain SQL."""
    write(database)
    with database.transaction() as session:
        link_committed(session, b"k" * 32, MORNING)
    for table, column in (("journal_line", "act"), ("chain_link", "head")):
        for statement in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
            with pytest.raises(DBAPIError), database.transaction() as session:
                session.execute(text(statement))


def test_postgresql_refuses_to_empty_the_journal(postgresql_database: Database) -> None:
    with pytest.raises(DBAPIError), postgresql_database.transaction() as session:
        session.execute(text("TRUNCATE journal_line"))


@pytest.mark.parametrize(
    "value",
    [
        "沈小满",
        "said he was late",
        "99000020100101123X",
        "10000000000",
        "+8610000000000",
        99000020100101123,
        ["沈小满"],
        1.5,
    ],
    ids=[
        "a name",
        "a sentence",
        "an identity number",
        "a phone",
        "a phone abroad",
        "a number as int",
        "a list",
        "a float",
    ],
)
def test_a_note_takes_no_words_about_anybody(sqlite_database: Database, value: Harmless) -> None:
    """Invented values; the refusal does not repeat them."""
    with pytest.raises(ValueError, match="codes, counts, dates and ids") as refusal:
        write(sqlite_database, note={"what": value})
    assert str(value) not in str(refusal.value)


def test_an_act_is_a_code_and_not_a_sentence(sqlite_database: Database) -> None:
    with pytest.raises(ValueError, match="codes"):
        write(sqlite_database, "沈小满迟到了")
