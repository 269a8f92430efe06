"""Transactions on the record: one wins, all or nothing, and no error repeats what was being written."""

import sqlite3
import threading
import traceback
import uuid
from contextlib import closing
from datetime import date
from pathlib import Path
from time import monotonic, sleep

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from core.errors import NotFound
from models.database import Database, lock_for_update
from models.decision import AfterCare
from models.fair_lock import FairLock
from models.office import Office, Staff
from models.one_transaction import OneTransaction
from tests.at_once import at_once

CARD = uuid.UUID(int=1)


def keep_card(database: Database) -> None:
    with database.transaction() as session:
        session.add(
            AfterCare(
                id=CARD,
                key_id=uuid.UUID(int=2),
                document=b"",
                from_on=date(2026, 11, 24),
                until_on=date(2027, 11, 24),
            )
        )


def test_of_several_who_decide_at_once_exactly_one_wins(database: Database) -> None:
    """Lock, look again, write: the others see what the first has done."""
    keep_card(database)
    outcomes: list[str] = []

    def end_card() -> None:
        with database.transaction() as session:
            card = lock_for_update(session, AfterCare, CARD)
            sleep(0.05)  # long enough for the others to have looked as well, if they could
            if card.ended_on is None:
                card.ended_on = date(2026, 12, 1)
                outcomes.append("won")
            else:
                outcomes.append("told")

    at_once(*[end_card] * 4)

    assert sorted(outcomes) == ["told", "told", "told", "won"]


def test_a_lock_sees_what_changed_since_the_first_look(database: Database) -> None:
    """A row read before the lock is read again under it."""
    keep_card(database)
    with database.engine.connect() as looking, Session(looking) as session:
        first_look = session.get(AfterCare, CARD)
        session.commit()
        with database.transaction() as another:
            lock_for_update(another, AfterCare, CARD).ended_on = date(2026, 12, 1)

        assert lock_for_update(session, AfterCare, CARD).ended_on == date(2026, 12, 1)
        assert first_look is not None


def test_a_second_lock_keeps_what_the_transaction_has_changed(database: Database) -> None:
    """A verb called by a verb locks again and loses nothing."""
    keep_card(database)
    with database.transaction() as session:
        lock_for_update(session, AfterCare, CARD).ended_on = date(2026, 12, 1)
        assert lock_for_update(session, AfterCare, CARD).ended_on == date(2026, 12, 1)
    with database.reading() as session:
        assert session.get_one(AfterCare, CARD).ended_on == date(2026, 12, 1)


def test_what_is_not_there_cannot_be_locked(database: Database) -> None:
    with pytest.raises(NotFound), database.transaction() as session:
        lock_for_update(session, AfterCare, CARD)


def test_two_verbs_that_write_a_referring_row_first_do_not_wait_for_each_other_for_ever(
    postgresql_database: Database,
) -> None:
    """A row that refers to the locked one may be written by others, so nobody deadlocks."""
    office_id = uuid.UUID(int=3)
    with postgresql_database.transaction() as session:
        session.add(Office(id=office_id, name="青禾区院"))
    both_have_written = threading.Barrier(2)
    failures: list[BaseException] = []

    def employ(number: int) -> None:
        try:
            with postgresql_database.transaction() as session:
                session.add(
                    Staff(
                        id=uuid.UUID(int=number), office_id=office_id, login=f"s{number}", display_name="", role="clerk"
                    )
                )
                session.flush()
                both_have_written.wait()
                lock_for_update(session, Office, office_id)
        except BaseException as error:
            failures.append(error)

    at_once(lambda: employ(4), lambda: employ(5))

    assert failures == []


@pytest.mark.parametrize("mistake", ["a login used twice", "a role left out", "an office that is not there"])
def test_a_database_error_does_not_repeat_what_was_being_written(database: Database, mistake: str) -> None:
    """Neither the library nor the server puts values into the error; PostgreSQL would do so by itself."""
    office_id = uuid.UUID(int=3)
    name = "沈小满"  # invented
    with database.transaction() as session:
        session.add(Office(id=office_id, name="青禾区院"))
        session.flush()
        session.add(Staff(id=uuid.UUID(int=4), office_id=office_id, login="xiaoman", display_name=name, role="clerk"))
    wrong = Staff(id=uuid.UUID(int=5), office_id=office_id, login="another", display_name=name, role="clerk")
    if mistake == "a login used twice":
        wrong.login = "xiaoman"
    elif mistake == "a role left out":
        wrong.role = None  # type: ignore[assignment]
    else:
        wrong.office_id = uuid.UUID(int=99)

    def employ() -> None:
        with database.transaction() as session:
            session.add(wrong)

    with pytest.raises(DBAPIError) as caught:
        employ()

    text = "".join(traceback.format_exception(caught.value)) + repr(caught.value.orig) + repr(caught.value)
    assert name not in text
    assert "'xiaoman'" not in text
    assert "(xiaoman" not in text
    assert str(uuid.UUID(int=99)) not in text


def test_text_that_is_no_number_is_not_repeated_either(postgresql_database: Database) -> None:
    name = "沈小满"
    with pytest.raises(DBAPIError) as caught, postgresql_database.reading() as session:
        session.execute(text("SELECT CAST(:words AS integer)"), {"words": name})
    assert name not in "".join(traceback.format_exception(caught.value))


def test_two_may_be_the_first_to_open_a_new_file(tmp_path: Path) -> None:
    """Web and tick start at the same moment on a machine that has no record yet: one waits for the other's WAL."""
    file = tmp_path / "record.db"
    first = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    first.execute("BEGIN IMMEDIATE")
    threading.Timer(0.2, first.execute, ["COMMIT"]).start()

    second = Database(f"sqlite:///{file}")
    with second.transaction() as session:
        assert session.scalar(text("PRAGMA journal_mode")) == "wal"

    second.dispose()
    first.close()


def test_a_sqlite_record_keeps_what_it_has_acknowledged(sqlite_database: Database) -> None:
    """WAL with synchronous FULL: a commit is on disk before anybody is told."""
    with sqlite_database.engine.connect() as connection:
        assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
        assert connection.scalar(text("PRAGMA synchronous")) == 2
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1


def test_who_has_waited_longest_writes_next_and_nobody_is_passed_over() -> None:
    turn, order = FairLock(), list[int]()
    assert turn.acquire(1)
    waiting = []
    for place in range(4):

        def write(place: int = place) -> None:
            assert turn.acquire(10)
            order.append(place)
            turn.release()

        waiting.append(threading.Thread(target=write))
        waiting[-1].start()
        while len(turn._line) <= place + 1:
            sleep(0.001)
    assert not turn.acquire(0.01)  # waits in vain, and leaves the line
    turn.release()
    for each in waiting:
        each.join()
    assert order == [0, 1, 2, 3]
    assert turn.acquire(0)


def test_a_write_that_fails_hands_the_turn_on(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'record.db'}")
    with pytest.raises(ZeroDivisionError), database.transaction():
        raise ZeroDivisionError
    unfinished = OneTransaction(database)
    with unfinished.transaction() as session:
        session.execute(text("CREATE TABLE undone (a INT)"))
    unfinished.close()
    began = monotonic()
    with database.transaction() as session:
        session.execute(text("CREATE TABLE done (a INT)"))
    assert monotonic() - began < 20  # had the turn been kept, thirty seconds would have been waited for it
    database.dispose()


def test_what_was_put_off_is_done_when_all_is_committed_and_nothing_is_locked(tmp_path: Path) -> None:
    """Who only looks, and makes a paper for a second, does not hold up whoever writes meanwhile."""
    database = Database(f"sqlite:///{tmp_path / 'record.db'}")
    names = list[str]()

    def write(record: Database) -> None:
        with record.transaction() as session:
            names.extend(session.execute(text("SELECT name FROM sqlite_master")).scalars())

    with closing(OneTransaction(database)) as transaction:
        transaction.after_commit(write)
        with transaction.reading() as session, database.transaction():
            session.execute(text("SELECT 1"))
        with transaction.transaction() as session:
            session.execute(text("CREATE TABLE done (a INT)"))
        assert names == []
        transaction.commit()
    assert names == ["done"]
    database.dispose()


def test_whoever_will_write_holds_the_write_lock_from_the_beginning(tmp_path: Path) -> None:
    """Another process that wants to write waits then, and is not refused in the midst of its transaction."""
    record = Database(f"sqlite:///{tmp_path / 'record.db'}")
    with closing(sqlite3.connect(tmp_path / "record.db", timeout=0, isolation_level=None)) as another:
        with record.transaction() as session:
            session.execute(text("SELECT 1"))
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                another.execute("BEGIN IMMEDIATE")
        with record.reading() as session:
            session.execute(text("SELECT 1"))
            another.execute("BEGIN IMMEDIATE")
            another.execute("ROLLBACK")
    record.dispose()
