"""Whatever is changed in a bound row past the program is found and named by plan, table and column; derived from the tables."""

import contextlib
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import JSON, Boolean, Column, Date, Integer, LargeBinary, Uuid, delete, insert, select, update
from sqlmodel import Session

from models.all_tables import import_models
from models.base import UTCDateTime
from models.bound_rows import BOUND, RowBinding, UnboundStatement
from models.bound_rows_check import RowFaultKind, find_row_faults
from models.database import InMemoryDatabase
from models.message import OPEN_STATES, MessageState

KEY = b"k" * 32
MORNING = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
PLAN = uuid.UUID(int=1)
NUMBER = "SW-AAAA-AAAA"
import_models()
EACH = pytest.mark.parametrize("name", sorted(BOUND))


def some_value(column: Column[Any], which: int) -> Any:
    if column.name in ("plan_id", "plan_number") and not which:
        return PLAN if column.name == "plan_id" else NUMBER
    match column.type:
        case UTCDateTime():
            return MORNING.replace(minute=which)
        case Date():
            return date(2026, 11, 1 + which)
        case Uuid():
            return uuid.UUID(int=100 + which)
        case Boolean():
            return bool(which)
        case Integer():
            return 2026 + which
        case LargeBinary():
            return bytes([which])
        case JSON():
            return [which]
        case _:
            return "ab"[which]


def some_row(name: str, which: int = 0) -> dict[str, Any]:
    made = {column.name: some_value(column, which) for column in BOUND[name].table.c}
    if name == "plan":
        made |= {"id": PLAN, "number": NUMBER} if not which else {}
    if BOUND[name].open_states:
        made["state"] = MessageState.SENT.value
    return made


@pytest.fixture(scope="module")
def whole() -> InMemoryDatabase:
    """One row in every bound table, written by the program."""
    record = InMemoryDatabase()
    record.create_tables()
    with contextlib.closing(record.engine.raw_connection()) as connection:
        connection.cursor().execute("PRAGMA foreign_keys = OFF")
    record.row_binding = RowBinding(KEY, lambda: MORNING)
    with record.transaction() as session:
        session.add_all([bound.record(**some_row(name)) for name, bound in BOUND.items()])
    with record.reading() as session:
        assert find_row_faults(session, KEY) == []
    return record


@pytest.fixture
def session(whole: InMemoryDatabase) -> Iterator[Session]:
    """What is done in it is taken back."""
    with whole.reading() as session:
        yield session
        session.rollback()


def plan_of(name: str) -> str | None:
    return NUMBER if BOUND[name].owner else None


def test_each_column_that_was_changed_is_named(session: Session) -> None:
    """The first of every table, then the second of every table, and so on; of a message the state, or it would be sent
    again."""
    for place in range(max(len(bound.columns) for bound in BOUND.values())):
        changed = {name: bound.columns[place] for name, bound in BOUND.items() if place < len(bound.columns)}
        for name, column in changed.items():
            table = BOUND[name].table
            other = "created" if column == "state" else some_value(table.c[column], 1)
            session.connection().execute(update(table).values({column: other}))
        faults = find_row_faults(session, KEY)
        assert [(one.table, one.fault, one.columns, one.after) for one in faults] == [
            (name, RowFaultKind.CHANGED, (column,), MORNING) for name, column in sorted(changed.items())
        ]
        named = {one.table: one.plan for one in faults if BOUND[one.table].owner != changed[one.table]}
        assert named == {name: plan_of(name) for name in named}
        for name, column in changed.items():
            session.connection().execute(update(BOUND[name].table).values({column: some_row(name)[column]}))
    assert find_row_faults(session, KEY) == []


def test_a_row_that_was_deleted_or_inserted_is_named(session: Session) -> None:
    for name in BOUND:
        session.connection().execute(BOUND[name].table.delete())
    gone = [(one.fault, one.table, one.plan, one.row) for one in find_row_faults(session, KEY)]
    assert gone == [
        (RowFaultKind.DELETED, name, plan_of(name), str(some_row(name)[BOUND[name].key])) for name in sorted(BOUND)
    ]
    for name in BOUND:
        session.connection().execute(insert(BOUND[name].table).values(some_row(name)))
    assert find_row_faults(session, KEY) == []
    for name in BOUND:
        session.connection().execute(insert(BOUND[name].table).values(some_row(name, 1)))
    # A message that waits is not bound: one that is done with and was never bound had its state changed.
    kinds = {
        name: RowFaultKind.CHANGED if bound.open_states else RowFaultKind.INSERTED for name, bound in BOUND.items()
    }
    new = [(one.table, one.fault, one.after) for one in find_row_faults(session, KEY)]
    assert new == [(name, kinds[name], None) for name in sorted(BOUND)]


@EACH
def test_many_rows_at_once_are_refused(session: Session, name: str) -> None:
    record = BOUND[name].record
    column = next(column for column in BOUND[name].columns if column != "state")
    value = some_value(BOUND[name].table.c[column], 1)
    many: list[Any] = [insert(record).values({column: value}), update(record).values({column: value}), delete(record)]
    for statement in many:
        with pytest.raises(UnboundStatement):
            session.execute(statement)


def test_a_message_is_claimed_by_the_batch_and_bound_when_it_is_done_with(whole: InMemoryDatabase) -> None:
    record = BOUND["message"].record
    with contextlib.suppress(ZeroDivisionError), whole.transaction() as session:
        for state in OPEN_STATES:
            session.execute(update(record).values({"state": state, "fence": 1}))
        for state in set(MessageState) - set(OPEN_STATES):
            with pytest.raises(UnboundStatement):
                session.execute(update(record).values(state=state))
        raise ZeroDivisionError
    with whole.reading() as session:
        assert find_row_faults(session, KEY) == []
        assert session.execute(select(record.state)).scalars().all() == [MessageState.SENT]  # type: ignore[attr-defined]
