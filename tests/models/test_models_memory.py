"""A throw-away record remembers what it has answered, for just as long as that is true."""

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import bindparam, event, insert, text, update
from sqlmodel import Session, SQLModel, col, func, select

from models.base import new_id
from models.database import InMemoryDatabase
from models.outage import Outage

NOON = datetime(2026, 6, 1, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)

_SINCE = select(Outage).where(col(Outage.to_at) > bindparam("since")).order_by(col(Outage.from_at))
_HOW_MANY = select(func.count()).select_from(Outage).where(col(Outage.to_at) > bindparam("since"))
_BETWEEN = select(Outage.id).where(col(Outage.from_at) >= bindparam("a"), col(Outage.from_at) < bindparam("b"))


class Watched:
    """A record in memory, and how often its database was asked."""

    def __init__(self) -> None:
        self.record = InMemoryDatabase()
        self.record.create_tables()
        self.asked = 0
        event.listen(self.record.engine, "after_execute", self._count)

    def _count(self, _connection: object, statement: object, *_more: object) -> None:
        self.asked += getattr(statement, "is_select", False)

    def count(self, session: Session, since: datetime = NOON) -> int:
        return session.exec(_HOW_MANY, params={"since": since}).one()


@pytest.fixture
def watched() -> Iterator[Watched]:
    watched = Watched()
    yield watched
    watched.record.dispose()


def outage(from_at: datetime = NOON) -> Outage:
    return Outage(id=new_id(from_at), from_at=from_at, to_at=from_at + HOUR)


def test_what_was_answered_is_not_asked_twice(watched: Watched) -> None:
    with watched.record.transaction() as session:
        session.add(outage())
    with watched.record.reading() as session:
        rows = [session.exec(_SINCE, params={"since": NOON}).all() for _ in range(3)]
        counts = [watched.count(session) for _ in range(3)]
    assert (watched.asked, counts) == (2, [1, 1, 1])
    assert all(row is rows[0][0] for answer in rows for row in answer)


def test_another_value_is_another_question(watched: Watched) -> None:
    with watched.record.transaction() as session:
        session.add(outage())
        assert (watched.count(session), watched.count(session, NOON + 2 * HOUR)) == (1, 0)
        forth = session.exec(_BETWEEN, params={"a": NOON, "b": NOON + HOUR}).all()
        back = session.exec(_BETWEEN, params={"b": NOON, "a": NOON + HOUR}).all()
    assert (len(forth), len(back)) == (1, 0)


@pytest.mark.parametrize("how", ["added", "changed", "in_bulk", "past_the_unit_of_work", "deleted"])
def test_once_something_was_written_it_is_asked_anew(watched: Watched, how: str) -> None:
    with watched.record.transaction() as session:
        first = outage()
        session.add(first)
        assert watched.count(session) == 1
        match how:
            case "added":
                session.add(outage(NOON + HOUR))
            case "changed":
                first.to_at = NOON
            case "in_bulk":
                session.exec(update(Outage).values(to_at=NOON))
            case "past_the_unit_of_work":
                new = {"id": new_id(NOON), "from_at": NOON, "to_at": NOON + HOUR}
                session.connection().execute(insert(SQLModel.metadata.tables["outage"]), [new])
            case "deleted":
                session.delete(first)
        assert watched.count(session) == (2 if how in ("added", "past_the_unit_of_work") else 0)


def test_what_was_undone_is_forgotten(watched: Watched) -> None:
    with contextlib.suppress(ZeroDivisionError), watched.record.transaction() as session:
        session.add(outage())
        assert watched.count(session) == 1
        _ = 1 / 0
    with watched.record.reading() as session:
        assert watched.count(session) == 0


@pytest.mark.parametrize("how", ["only_read", "changed", "written", "past_the_unit_of_work", "as_text"])
def test_a_refusal_leaves_nothing_and_what_was_only_read_stays_known(watched: Watched, how: str) -> None:
    with watched.record.transaction() as session:
        session.add(outage())
    row: Outage | None = None
    with contextlib.suppress(ZeroDivisionError), watched.record.transaction() as session:
        row = session.exec(_SINCE, params={"since": NOON}).one()
        match how:
            case "changed" | "written":
                row.to_at = NOON
                if how == "written":
                    session.flush()
            case "past_the_unit_of_work":
                session.connection().execute(update(SQLModel.metadata.tables["outage"]).values(to_at=NOON))
            case "as_text":
                session.connection().execute(text("DELETE FROM outage"))
        _ = 1 / 0
    asked = watched.asked
    with watched.record.reading() as session:
        assert [found.to_at for found in session.exec(_SINCE, params={"since": NOON})] == [NOON + HOUR]
    assert row is not None
    assert row.to_at == NOON + HOUR
    assert (watched.asked == asked) == (how == "only_read")


def test_a_question_that_locks_is_always_asked(watched: Watched) -> None:
    locking = _SINCE.with_for_update()
    with watched.record.transaction() as session:
        for _ in range(3):
            session.exec(locking, params={"since": NOON}).all()
    assert watched.asked == 3


def test_what_is_mostly_asked_in_vain_is_no_longer_remembered_and_still_right(watched: Watched) -> None:
    with watched.record.transaction() as session:
        for number in range(1, 121):
            session.add(outage(NOON + number * HOUR))
            assert watched.count(session) == number
            assert len(session.exec(_SINCE, params={"since": NOON}).all()) == number
    asked = watched.asked
    with watched.record.reading() as session:
        assert [watched.count(session) for _ in range(3)] == [120] * 3
    assert watched.asked == asked + 3
