"""Rows outside the journal that matter are bound into its chain: whoever changes one past the program is found.

A table says once which of its columns count, `@bound("kind", "decided_on", …)`. The transaction that writes such a row
leaves a keyed digest of these columns beside it, all of its rows in one statement; the linker puts it into the chain
within a second, as it does with lines. `models/bound_rows_check.py` compares the newest digest of each row with the row.

Encrypted columns count by their bytes. Columns are only ever added at the end of a list: a digest says how many it is of.
Which rows a change is about is encrypted: when a row that the seal erases was written would tell what it was.
"""

import json
import secrets
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha256
from typing import Any, TypeVar, cast

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import BigInteger, Integer, String, event, insert
from sqlalchemy import select as sql_select
from sqlalchemy.orm import ORMExecuteState, attributes
from sqlmodel import Field, Session, SQLModel

from models.append_only import append_only
from models.base import Record, UTCDateTime, new_id
from models.keyed_digest import make_keyed_digest
from models.keys import NONCE_BYTES
from models.origin import get_origin

RecordClass = TypeVar("RecordClass", bound=type[Record])
Entry = list[Any]
"""A table, the id of a row, how many columns count, and their digest; without a digest the row is gone."""
_REREAD = object()
"""Of a row that was written together with others: what it holds is asked at the end."""

_CHANGED = "bound rows"

BOUND_COLUMNS: dict[str, tuple[str, ...]] = {}
"""By table, the columns that count, in the order in which they came to count."""
_classes: set[type[Record]] = set()


class UnboundInsert(Exception):
    """Something tried to insert bound rows past the session, where nobody notices: a mistake in the program."""

    def __init__(self, table: str) -> None:
        super().__init__(f"rows of {table} are bound: they are added to the session, one by one")


def bound(*columns: str) -> Callable[[RecordClass], RecordClass]:
    """Marks a table with a key named `id`: what these columns hold is bound into the chain."""

    def mark(record: RecordClass) -> RecordClass:
        BOUND_COLUMNS[str(record.__tablename__)] = columns
        _classes.add(record)
        return record

    return mark


@append_only
class RowChange(Record, table=True):
    """What one transaction left in bound rows. Its link in the chain has its id and its digest."""

    __tablename__ = "row_change"

    id: uuid.UUID = Field(primary_key=True)
    at: datetime = Field(sa_type=UTCDateTime)
    entries: bytes
    """Encrypted: the rows with their digests, and with which journal lines they were written."""
    digest: str = Field(sa_type=String(64))


class UnlinkedRowChange(Record, table=True):
    """One that is not yet in the chain: written in the transaction itself, moved to its place by whoever links it."""

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


@dataclass
class _Changes:
    """What a transaction has done with bound rows so far: the row, _REREAD, or None where it is gone."""

    rows: dict[tuple[str, uuid.UUID], Any]
    transaction_id: uuid.UUID | None = None


def watch(session: Session) -> None:
    """From now on the session notes which bound rows it writes."""
    session.info[_CHANGED] = _Changes({})


def unwatch(session: Session) -> None:
    """What the session noted is forgotten."""
    session.info.pop(_CHANGED, None)


def bind_changes(session: Session, binding: RowBinding) -> None:
    """All is written that the session holds, and the digests of what it changed in bound rows beside it."""
    session.flush()
    changes: _Changes | None = session.info.pop(_CHANGED, None)
    if changes is None or not changes.rows:
        return
    entries = [
        [table, str(row_id), len(BOUND_COLUMNS[table]), None if row is None else _digest_of(binding.key, row)]
        for (table, row_id), row in changes.rows.items()
        if row is not _REREAD
    ]
    for table in BOUND_COLUMNS:
        if ids := [row_id for (name, row_id), row in changes.rows.items() if name == table and row is _REREAD]:
            count = len(BOUND_COLUMNS[table])
            for row_id, values in read_bound_rows(session, table, count, ids):
                entries.append([table, str(row_id), count, digest_values(binding.key, table, row_id, values)])
    _write(session, binding, entries, changes.transaction_id)


def bind_part(session: Session, binding: RowBinding) -> None:
    """As `bind_changes`, at the end of one part of a transaction that others follow in: nothing is written for a part that
    has left bound rows as they are."""
    changes: _Changes = session.info[_CHANGED]
    added = (*session.new, *session.deleted)
    if changes.rows or any(type(row) in _classes for row in added) or any(map(_is_bound_change, session.dirty)):
        bind_changes(session, binding)
        watch(session)


def read_bound_rows(
    session: Session, table: str, columns: int, ids: Collection[uuid.UUID] | None = None
) -> Iterator[tuple[uuid.UUID, list[Any]]]:
    """Every row of the table as it stands, or of these ids: its id, and the first of the columns that count."""
    there = SQLModel.metadata.tables[table].c
    query = sql_select(there.id, *(there[name] for name in BOUND_COLUMNS[table][:columns]))
    if ids is not None:
        query = query.where(there.id.in_(ids))
    for row_id, *values in session.connection().execute(query, execution_options={"yield_per": 1000}):
        yield row_id, values


def digest_values(key: bytes, table: str, row_id: uuid.UUID, values: Iterable[Any]) -> str:
    """The keyed digest of what these columns of a row hold."""
    return make_keyed_digest(key, "row", [table, str(row_id), *map(_plain, values)])


def digest_change(key: bytes, change: RowChange | UnlinkedRowChange | Mapping[str, Any]) -> str:
    """The keyed digest of all that it says."""
    said = change if isinstance(change, Mapping) else vars(change)
    content = [str(said["id"]), _plain(said["at"]), _plain(said["entries"])]
    return make_keyed_digest(key, "rows", content)


def open_entries(key: bytes, change: RowChange | UnlinkedRowChange) -> list[Entry]:
    """What it says of which rows; the change is one whose digest is right."""
    nonce, sealed = change.entries[:NONCE_BYTES], change.entries[NONCE_BYTES:]
    entries: list[Entry] = json.loads(_cipher(key).decrypt(nonce, sealed, change.id.bytes))["rows"]
    return entries


@cache
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(bytes.fromhex(make_keyed_digest(key, "entries", "")))


def _digest_of(key: bytes, row: Record) -> str:
    table = str(row.__tablename__)
    values = [getattr(row, name) for name in BOUND_COLUMNS[table]]
    return digest_values(key, table, row.id, values)  # type: ignore[attr-defined]


def _write(session: Session, binding: RowBinding, entries: list[Entry], transaction_id: uuid.UUID | None) -> None:
    now = binding.now()
    change_id, nonce = new_id(now), secrets.token_bytes(NONCE_BYTES)
    content = json.dumps({"rows": entries, "transaction": str(transaction_id) if transaction_id else None}).encode()
    sealed = nonce + _cipher(binding.key).encrypt(nonce, content, change_id.bytes)
    said: dict[str, Any] = {"id": change_id, "at": now, "entries": sealed}
    said["digest"] = digest_change(binding.key, said)
    session.connection().execute(insert(SQLModel.metadata.tables["row_change_unlinked"]), said)


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case date() | uuid.UUID():
            return str(value)
        case bytes():
            return sha256(value).hexdigest()
        case None | bool() | int() | float() | list() | dict():
            return value
        case _:
            return str(value)


@event.listens_for(Session, "after_flush")
def _note(session: Session, _flush: object) -> None:
    changes: _Changes | None = session.info.get(_CHANGED)
    if changes is None:
        return
    written = [row for row in session.new if type(row) in _classes]
    written += filter(_is_bound_change, session.dirty)
    for row in written:
        if changes.rows.get((row.__tablename__, row.id)) is not _REREAD:
            changes.rows[row.__tablename__, row.id] = row
    gone = [row for row in session.deleted if type(row) in _classes]
    changes.rows |= dict.fromkeys(((row.__tablename__, row.id) for row in gone), None)
    if written or gone:
        _note_transaction(session, changes)


def _note_transaction(session: Session, changes: _Changes) -> None:
    changes.transaction_id = get_origin(session).transaction_id or changes.transaction_id


def _is_bound_change(row: Any) -> bool:
    return type(row) in _classes and _counts(row)


def _counts(row: Any) -> bool:
    """Whether a column that counts was set to another value."""
    before = attributes.instance_state(row).committed_state
    changed = before.keys() & _bound_names(row.__tablename__)
    return any(before[name] != getattr(row, name) for name in changed)


@cache
def _bound_names(table: str) -> frozenset[str]:
    return frozenset(BOUND_COLUMNS[table])


@event.listens_for(Session, "do_orm_execute")
def _note_many(state: ORMExecuteState) -> None:
    """Rows that are written or deleted together, past the session's bookkeeping, are found out before it happens."""
    if not (state.is_update or state.is_delete or state.is_insert):
        return
    for mapper in state.all_mappers:
        if mapper.class_ not in _classes:
            continue
        table = mapper.local_table.description
        if state.is_insert:
            raise UnboundInsert(table)
        changes: _Changes | None = state.session.info.get(_CHANGED)
        statement: Any = state.statement
        if changes is None or (state.is_update and _sets(statement).isdisjoint(BOUND_COLUMNS[table])):
            continue
        # The ORM flushes before such a statement, but only after this.
        state.session.flush()
        concerned = sql_select(SQLModel.metadata.tables[table].c.id).where(*statement._where_criteria)
        given = state.parameters if isinstance(state.parameters, Mapping) else {}
        ids = state.session.connection().execute(concerned, given).scalars().all()
        changes.rows |= dict.fromkeys(((table, row_id) for row_id in ids), None if state.is_delete else _REREAD)
        _note_transaction(cast(Session, state.session), changes)


def _sets(statement: Any) -> set[str]:
    """The columns that an UPDATE sets."""
    return {getattr(column, "key", column) for column in statement._values or {}}
