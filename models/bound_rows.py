"""Rows outside the journal that matter are bound into its chain, so that a change past the program is found.

A table says once which of its columns count, `@bound("kind", "decided_on", …)`. The transaction that writes such a row
leaves keyed digests of these columns beside it, all of its rows in one statement; the linker puts them into the chain
within a second, as it does with lines. `models/bound_rows_check.py` compares the newest digest of each row with the row.

Such rows are written one by one, through the session: a statement that inserts or deletes many, or sets what counts in
many, is refused. A message is bound once its sending has ended: until then it is claimed and marked by the batch.

Encrypted columns count by their bytes. Columns are only ever added at the end of a list: an entry says how many it is of.
Which rows a change is about is encrypted: when a row that the seal erases was written would tell what it was.
"""

import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple, TypeVar

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import BigInteger, Integer, String, Table, event
from sqlalchemy import select as sql_select
from sqlalchemy.orm import ORMExecuteState, attributes
from sqlmodel import Field, Session, SQLModel

from models.append_only import append_only
from models.base import Record, UTCDateTime, new_id
from models.envelope import decrypt, encrypt
from models.keyed_digest import make_keyed_digest

RecordClass = TypeVar("RecordClass", bound=type[Record])

_CHANGED = "bound rows"
_MARK = 8
"""Characters of the short digest of one column: it only tells which column differs where the row's digest does."""


class BoundEntry(NamedTuple):
    """What a transaction left in one row. Without a digest the row is gone."""

    table: str
    row: str
    digest: str | None
    marks: str
    owner: str | None
    """The id or number of its plan."""


@dataclass(frozen=True)
class BoundTable:
    """Which columns of a table count, in the order in which they came to count."""

    record: type[Record]
    columns: tuple[str, ...]
    key: str
    open_states: frozenset[str]
    """While its `state` is one of these a row is not bound yet."""

    @property
    def table(self) -> Table:
        return SQLModel.metadata.tables[str(self.record.__tablename__)]

    @property
    def owner(self) -> str | None:
        """The column that names the plan."""
        return get_owner(self.table)

    def is_open(self, values: Sequence[Any]) -> bool:
        """Whether a row with these values in its columns is not bound yet."""
        return bool(self.open_states) and values[self.columns.index("state")] in self.open_states


BOUND: dict[str, BoundTable] = {}


def get_owner(table: Table) -> str | None:
    """The column by which its rows name their plan, if they do."""
    return next((name for name in ("plan_number", "plan_id", "number") if name in table.c), None)


class UnboundStatement(Exception):
    """Something tried to write bound rows past the session, where nobody notices: a mistake in the program."""

    def __init__(self, table: str) -> None:
        super().__init__(f"rows of {table} are bound: they are added, changed and deleted in the session, one by one")


def bound(*columns: str, key: str = "id", open_states: Iterable[str] = ()) -> Callable[[RecordClass], RecordClass]:
    """Marks a table: what these columns hold is bound into the chain."""

    def mark(record: RecordClass) -> RecordClass:
        BOUND[str(record.__tablename__)] = BoundTable(record, columns, key, frozenset(open_states))
        return record

    return mark


@append_only
class RowChange(Record, table=True):
    """What one transaction left in bound rows. Its link in the chain has its id and its digest."""

    __tablename__ = "row_change"

    id: uuid.UUID = Field(primary_key=True)
    at: datetime = Field(sa_type=UTCDateTime)
    entries: bytes
    """Encrypted: a `BoundEntry` for each row."""
    digest: str = Field(sa_type=String(64))


class UnlinkedRowChange(Record, table=True):
    """One that is not yet in the chain: written in the transaction itself, moved to its place by the linker."""

    __tablename__ = "row_change_unlinked"
    __table_args__ = {"sqlite_autoincrement": True}

    sequence: int | None = Field(default=None, primary_key=True, sa_type=BigInteger().with_variant(Integer, "sqlite"))
    """Of one row, the later change has the higher number: it is written while the row is locked."""
    id: uuid.UUID = Field(unique=True)
    at: datetime = Field(sa_type=UTCDateTime, index=True)
    entries: bytes
    digest: str = Field(sa_type=String(64))


@dataclass(frozen=True)
class RowBinding:
    """Under which key the rows of a record are bound, and who says when."""

    key: bytes
    now: Callable[[], datetime]


def watch(session: Session) -> None:
    """From now on the session notes which bound rows it writes."""
    session.info[_CHANGED] = {}


def note_written(session: Session, rows: Iterable[Record], gone: Iterable[Record] = ()) -> None:
    """These rows are bound at the end of the transaction, however they are written."""
    if _CHANGED in session.info:
        session.info[_CHANGED] |= {_place(row): row for row in rows} | {_place(row): None for row in gone}


def bind_changes(session: Session, binding: RowBinding) -> None:
    """All is written that the session holds, and the digests of what it changed in bound rows beside it."""
    session.flush()
    noted: dict[tuple[str, str], Record | None] = session.info.pop(_CHANGED, None) or {}
    entries = []
    for (name, row_id), row in noted.items():
        bound_table = BOUND[name]
        if row is None:
            entries.append(BoundEntry(name, row_id, None, "", None))
            continue
        values = [getattr(row, column) for column in bound_table.columns]
        if not bound_table.is_open(values):
            marks = "".join(mark_columns(binding.key, name, row_id, values))
            owner = getattr(row, bound_table.owner) if bound_table.owner else None
            digest = digest_row(binding.key, name, row_id, values)
            entries.append(BoundEntry(name, row_id, digest, marks, owner and str(owner)))
    if entries:
        _write(session, binding, entries)


def read_bound_rows(session: Session, name: str) -> Iterator[tuple[Any, str | None, list[Any]]]:
    """Every row of the table as it stands: its key, its owner as text, and what its columns that count hold."""
    bound_table = BOUND[name]
    query = sql_select(*(bound_table.table.c[each] for each in (bound_table.key, *bound_table.columns)))
    if bound_table.owner:
        query = query.add_columns(bound_table.table.c[bound_table.owner].label("owner"))
    for key, *values in session.connection().execute(query, execution_options={"yield_per": 1000}):
        owner = values.pop() if bound_table.owner else None
        yield key, owner and str(owner), values


def digest_row(key: bytes, table: str, row_id: str, values: Iterable[Any]) -> str:
    """The keyed digest of what the columns of a row hold."""
    return make_keyed_digest(key, "row", [table, row_id, *values])[:32]


def mark_columns(key: bytes, table: str, row_id: str, values: Iterable[Any]) -> list[str]:
    """The short digest of each column."""
    content = enumerate(values)
    return [make_keyed_digest(key, "column", [table, row_id, place, value])[:_MARK] for place, value in content]


def split_marks(marks: str) -> list[str]:
    """The short digests of an entry, one for each column that it is of."""
    return [marks[begin : begin + _MARK] for begin in range(0, len(marks), _MARK)]


def digest_change(key: bytes, change: RowChange | UnlinkedRowChange) -> str:
    """The keyed digest of all that it says."""
    return make_keyed_digest(key, "rows", [change.id, change.at, change.entries])


def open_entries(key: bytes, change: RowChange | UnlinkedRowChange) -> list[BoundEntry]:
    """What it says of which rows; the change is one whose digest is right."""
    return [BoundEntry(*one) for one in json.loads(decrypt(_cipher(key), change.entries, change.id.bytes))]


@cache
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(bytes.fromhex(make_keyed_digest(key, "entries", "")))


def _write(session: Session, binding: RowBinding, entries: list[BoundEntry]) -> None:
    now = binding.now()
    change_id = new_id(now)
    sealed = encrypt(_cipher(binding.key), json.dumps(entries).encode(), change_id.bytes)
    change = UnlinkedRowChange(id=change_id, at=now, entries=sealed, digest="")
    change.digest = digest_change(binding.key, change)
    session.add(change)
    session.flush()


@event.listens_for(Session, "after_flush")
def _note(session: Session, _flush: object) -> None:
    if _CHANGED in session.info:
        new, gone = ([row for row in rows if row.__tablename__ in BOUND] for rows in (session.new, session.deleted))
        note_written(session, [*new, *filter(_is_bound_change, session.dirty)], gone)


def _place(row: Any) -> tuple[str, str]:
    name = str(row.__tablename__)
    return name, str(getattr(row, BOUND[name].key))


def _is_bound_change(row: Any) -> bool:
    """Whether a column that counts was set to another value."""
    if row.__tablename__ not in BOUND:
        return False
    before = attributes.instance_state(row).committed_state
    return any(before[name] != getattr(row, name) for name in before.keys() & {*BOUND[row.__tablename__].columns})


@event.listens_for(Session, "do_orm_execute")
def _refuse_many(state: ORMExecuteState) -> None:
    """Of rows that are written past the session's bookkeeping nobody would know which they are."""
    if not (state.is_update or state.is_delete or state.is_insert):
        return
    statement: Any = state.statement
    for mapper in state.all_mappers:
        bound_table = BOUND.get(mapper.local_table.description)
        if bound_table is None:
            continue
        given = (statement._values or {}) if state.is_update else {}
        values = {getattr(name, "key", name): getattr(value, "value", value) for name, value in given.items()}
        for row in state.parameters if isinstance(state.parameters, list) else ():
            values |= dict.fromkeys(row)
        counted = values.keys() & set(bound_table.columns)
        is_open = counted == {"state"} and values["state"] in bound_table.open_states
        if not state.is_update or (counted and not is_open):
            raise UnboundStatement(mapper.local_table.description)
