"""Reading the bound rows against the chain: which were changed, deleted or inserted past the program."""

import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session, col, select

from core.i18n import Text, ngettext
from models.bound_rows import (
    BOUND_COLUMNS,
    RowChange,
    UnlinkedRowChange,
    digest_change,
    digest_values,
    open_entries,
    read_bound_rows,
)
from models.chain import ChainLink

_PAGE = 500


class RowFaultKind(StrEnum):
    """What can be wrong with rows of a bound table."""

    CHANGED = "changed"
    DELETED = "deleted"
    INSERTED = "inserted"


@dataclass(frozen=True)
class RowFault:
    """What is wrong with how many rows of a table."""

    fault: RowFaultKind
    table: str
    count: int

    @property
    def words(self) -> Text:
        """What has happened, as a sentence that names the table and nobody."""
        match self.fault:
            case RowFaultKind.CHANGED:
                return ngettext(
                    "表 {table} 有{count}行在程序之外被改动。", self.count, count=self.count, table=self.table
                )
            case RowFaultKind.DELETED:
                return ngettext(
                    "表 {table} 有{count}行在程序之外被删除。", self.count, count=self.count, table=self.table
                )
            case RowFaultKind.INSERTED:
                return ngettext(
                    "表 {table} 有{count}行在程序之外被加入。", self.count, count=self.count, table=self.table
                )


@dataclass(frozen=True)
class _Newest:
    columns: int
    digest: str | None


def find_row_faults(session: Session, key: bytes) -> list[RowFault]:
    """Every bound row was compared with the newest digest of it. Lines of the chain itself are read by `verify`."""
    newest = _read_newest(session, key)
    found: Counter[tuple[str, RowFaultKind]] = Counter()
    for table, columns in BOUND_COLUMNS.items():
        known = newest.get(table, {})
        for row_id, values in read_bound_rows(session, table, len(columns)):
            last = known.pop(row_id, None)
            if last is None or last.digest is None:
                found[table, RowFaultKind.INSERTED] += 1
            elif last.digest != digest_values(key, table, row_id, values[: last.columns]):
                found[table, RowFaultKind.CHANGED] += 1
        gone = sum(last.digest is not None for last in known.values())
        if gone:
            found[table, RowFaultKind.DELETED] = gone
    return [RowFault(kind, table, count) for (table, kind), count in sorted(found.items())]


def _read_newest(session: Session, key: bytes) -> dict[str, dict[uuid.UUID, _Newest]]:
    """What the chain says last of each row, by table."""
    newest: dict[str, dict[uuid.UUID, _Newest]] = {}
    for change in _in_order(session, key):
        for table, row_id, columns, digest in open_entries(key, change):
            newest.setdefault(table, {})[uuid.UUID(row_id)] = _Newest(columns, digest)
    return newest


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
