"""Reading the bound rows against the chain: which were changed, deleted or inserted past the program, and since when."""

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import insert, type_coerce, update
from sqlalchemy import select as sql_select
from sqlalchemy.exc import StatementError
from sqlalchemy.types import NullType
from sqlmodel import Session, SQLModel, col, select

from models.as_stored import UnreadableValue
from models.bound_rows import (
    BOUND,
    BoundEntry,
    RowChange,
    UnlinkedRowChange,
    digest_change,
    digest_row,
    mark_columns,
    open_entries,
    read_bound_rows,
    split_marks,
)
from models.chain import ChainLink

NO_PLAN = "none"
"""In place of a plan's number: rows that are of no plan."""
_PAGE = 500


class RowFaultKind(StrEnum):
    """What can be wrong with a row of a bound table."""

    CHANGED = "changed"
    DELETED = "deleted"
    INSERTED = "inserted"
    UNREADABLE = "unreadable"
    """Changed, to what is no value of the column's kind."""


@dataclass(frozen=True)
class RowFault:
    """What is wrong with one row."""

    fault: RowFaultKind
    table: str
    row: str
    plan: str | None
    """The number of its plan, where it is of one."""
    columns: tuple[str, ...]
    entry: BoundEntry | None
    """What the program left in it last, at `after`; None where it never wrote it."""
    after: datetime | None
    key: Any = None
    """Under which key the row stands now, where that was changed."""


def find_row_faults(session: Session, key: bytes) -> list[RowFault]:
    """Every bound row was compared with the newest digest of it. Lines of the chain itself are read by `verify`."""
    newest: dict[str, dict[str, tuple[BoundEntry, datetime]]] = {}
    plans: dict[str | None, str | None] = {}
    for change in _in_order(session, key):
        for left in open_entries(key, change):
            newest.setdefault(left.table, {})[left.row] = left, change.at
            if left.table == "plan" and left.owner:
                plans[left.row] = left.owner
    faults = []
    for name, bound_table in BOUND.items():
        known, strange = newest.get(name, {}), list[tuple[RowFault, list[Any]]]()
        for place, owner, values in read_bound_rows(session, name):
            row = str(place)
            entry, at = known.pop(row, (None, None))
            kind, columns = RowFaultKind.CHANGED, tuple[str, ...]()
            if entry is None or entry.digest is None:
                if bound_table.is_open(values):
                    continue
                # A message that is done with waited before: its state was changed.
                kind, columns = (kind, ("state",)) if bound_table.open_states else (RowFaultKind.INSERTED, ())
                new = RowFault(kind, name, row, plans.get(owner, owner), columns, None, None, place)
                strange.append((new, values))
                continue
            marks = split_marks(entry.marks)
            values = values[: len(marks)]
            if entry.digest == digest_row(key, name, row, values):
                continue
            names = zip(bound_table.columns, marks, mark_columns(key, name, row, values), strict=False)
            columns = tuple(column for column, was, now in names if was != now)
            if any(isinstance(value, UnreadableValue) for value in values):
                kind = RowFaultKind.UNREADABLE
            faults.append(RowFault(kind, name, row, plans.get(owner, owner), columns, entry, at))
        for row, (left, at) in known.items():
            if left.digest is None:
                continue
            plan, count = plans.get(left.owner, left.owner), len(split_marks(left.marks))
            gone = RowFault(RowFaultKind.DELETED, name, row, plan, (), left, at)
            for new, values in strange:
                if new.plan == plan and digest_row(key, name, row, values[:count]) == left.digest:
                    gone = replace(gone, fault=RowFaultKind.CHANGED, columns=(bound_table.key,), key=new.key)
                    strange.remove((new, values))
                    break
            faults.append(gone)
        faults += [new for new, _values in strange]
    return sorted(faults, key=lambda one: (one.table, one.fault, one.plan or "", one.row))


def put_back(session: Session, source: Session, key: bytes, faults: Sequence[RowFault]) -> int:
    """Changed and deleted rows hold again what the program left in them, where that stands in `source`, an older state of the
    record: by its digest it is known. Returns how many. They are bound as they were, so nothing of it is bound anew."""
    order, done = [table.name for table in SQLModel.metadata.sorted_tables], 0
    for one in sorted(faults, key=lambda one: order.index(one.table)):
        bound_table, entry = BOUND[one.table], one.entry
        if entry is None:
            continue
        table, at = bound_table.table, bound_table.table.c[bound_table.key]
        kind = at.type.python_type
        row_key = date.fromisoformat(entry.row) if kind is date else kind(entry.row)
        place = at == row_key
        row = source.connection().execute(sql_select(table).where(place)).mappings().first()
        content = {name: row[name] for name in bound_table.columns[: len(split_marks(entry.marks))]} if row else {}
        if row is None or digest_row(key, one.table, entry.row, content.values()) != entry.digest:
            continue
        if one.key is not None:
            now = one.key.stored if isinstance(one.key, UnreadableValue) else one.key
            place = (type_coerce(at, NullType()) if isinstance(one.key, UnreadableValue) else at) == now
        changed = update(table).where(place).values(content | {bound_table.key: row_key})
        # What others still hold apart from it, or name, may keep a row from its place: that one is told of again.
        with contextlib.suppress(StatementError), session.begin_nested():
            gone = one.fault is RowFaultKind.DELETED
            session.connection().execute(insert(table).values(dict(row)) if gone else changed)
            done += 1
    return done


def _in_order(session: Session, key: bytes) -> Iterator[RowChange | UnlinkedRowChange]:
    number = 0
    while True:
        page = session.exec(
            select(ChainLink.number, RowChange)
            .join(RowChange, col(RowChange.id) == col(ChainLink.line_id))
            .where(col(ChainLink.number) > number)
            .order_by(col(ChainLink.number))
            .limit(_PAGE)
        ).all()
        if not page:
            break
        number = page[-1][0]
        yield from (change for _, change in page if change.digest == digest_change(key, change))
        session.expunge_all()
    for change in session.exec(select(UnlinkedRowChange).order_by(col(UnlinkedRowChange.sequence))):
        if change.digest == digest_change(key, change):
            yield change
