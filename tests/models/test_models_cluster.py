"""Several machines on one record: one leads, and all have the same keys."""

import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from core.errors import KeyStoreError
from models.cluster_lock import ClusterLock
from models.database import Database, lock_for_update
from models.installation import Installation, ensure_same_installation
from models.office import Office
from models.storage_problem import StorageProblem, find_storage_problem

MORNING = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
HERE, THERE = b"h" * 32, b"t" * 32


def test_one_holds_the_lock_until_it_is_gone(postgresql_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server gives it to the next when the first one's connection is cut, and the first one notices."""
    monkeypatch.setattr("models.cluster_lock.ASKED_EVERY_SECONDS", 0)
    first, second = (ClusterLock(postgresql_database, "scheduler") for _ in range(2))
    other = ClusterLock(postgresql_database, "delivery")
    assert (first.hold(), second.hold(), first.hold(), other.hold()) == (True, False, True, True)
    with postgresql_database.engine.connect() as connection:
        connection.execute(text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"))
    assert (first.hold(), second.hold()) == (False, True)
    second.release()
    assert first.hold()
    first.release()


def test_a_process_that_stands_still_leads_no_more(
    postgresql_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has closed nothing, and its machine still answers for its connection."""
    monkeypatch.setattr("models.cluster_lock.ASKED_EVERY_SECONDS", 0)
    monkeypatch.setattr("models.cluster_lock.FROZEN_AFTER_SECONDS", 1)
    frozen, second = (ClusterLock(postgresql_database, "scheduler") for _ in range(2))
    assert (frozen.hold(), second.hold()) == (True, False)
    until(second.hold)
    assert (frozen.hold(), second.hold()) == (False, True)
    second.release()


def test_who_goes_on_asking_goes_on_leading(postgresql_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.cluster_lock.ASKED_EVERY_SECONDS", 0)
    monkeypatch.setattr("models.cluster_lock.FROZEN_AFTER_SECONDS", 4)
    first, second = (ClusterLock(postgresql_database, "scheduler") for _ in range(2))
    assert first.hold()
    for _time in range(4):
        time.sleep(1.5)
        assert (first.hold(), second.hold()) == (True, False)
    first.release()


def test_a_transaction_that_stands_still_keeps_nobody_waiting(
    postgresql_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever waits for its row gives up after a while, in words, and later finds the row free; it has written nothing."""
    monkeypatch.setattr("models.database.FROZEN_MILLISECONDS", 3000)
    monkeypatch.setattr("models.database.BUSY_MILLISECONDS", 300)
    url = postgresql_database.url
    frozen, other = Database(url), Database(url)
    with frozen.transaction() as session:
        session.add(Office(id=uuid.uuid4(), name="甲县"))

    def rename(database: Database, name: str) -> None:
        with database.transaction() as session:
            office = session.exec(select(Office)).one()
            lock_for_update(session, Office, office.id).name = name

    def rename_slowly() -> None:
        with frozen.transaction() as session:
            office = session.exec(select(Office)).one()
            lock_for_update(session, Office, office.id).name = "乙县"
            session.flush()
            try:
                rename(other, "丙县")
            except DBAPIError as refused:
                waited.append(find_storage_problem(refused))
            time.sleep(3.5)

    waited: list[StorageProblem | None] = []
    with pytest.raises(DBAPIError) as ended:
        rename_slowly()
    assert waited == [StorageProblem.LOCKED]
    assert find_storage_problem(ended.value) in (StorageProblem.AWAY, StorageProblem.BUSY)
    rename(other, "丙县")
    with other.reading() as session:
        assert session.exec(select(Office.name)).one() == "丙县"
    frozen.dispose()
    other.dispose()


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_a_file_has_one_machine(sqlite_database: Database) -> None:
    assert ClusterLock(sqlite_database, "scheduler").hold()


def test_a_record_knows_its_keys(database: Database) -> None:
    """The same keys are the same installation; others are told so, and change nothing."""
    known = ensure_same_installation(database, HERE, MORNING)
    assert ensure_same_installation(database, HERE, MORNING + timedelta(days=1)) == known
    with pytest.raises(KeyStoreError, match="SUNWARD_KEYS_FOLDER"):
        ensure_same_installation(database, THERE, MORNING)
    with database.reading() as session:
        assert session.get_one(Installation, 1).begun_at == MORNING
