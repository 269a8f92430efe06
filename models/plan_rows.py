"""All rows of one plan, as they are: to be carried to another record and put there with the same ids.

What is encrypted stays as it is, because its key goes along. A table with a column for the plan is carried, unless it is
named here with the reason why not; a test finds one that hangs on such rows without a column for the plan.
"""

import base64
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Table
from sqlalchemy import select as sql_select
from sqlmodel import Session, SQLModel

from models.base import Record
from models.journal import UnlinkedLine

Row = dict[str, Any]
Rows = dict[str, list[Row]]
"""By table, in the order in which they can be written."""

MADE_ANEW = frozenset({"identity_index", "phone_index", "search_index"})
"""Under the keys of an installation: made from the encrypted documents where the plan arrives."""
LEFT_BEHIND = frozenset({"plan_move", "index_told"})
"""Of a plan, and true only where they were written: a move of each end is its own, an index is that of its office."""
BY_ANOTHER = frozenset({"message_step"})
"""Of a plan by a row of it that they refer to, without a column for the plan."""
_UNBOUND = {"journal_line": "sequence"}
"""What the receiving record counts by itself."""


def list_carried() -> list[Table]:
    """The tables of a plan's own rows, each after those it refers to."""
    return [
        table
        for table in SQLModel.metadata.sorted_tables
        if (table.name == "plan" or "plan_id" in table.c or table.name in BY_ANOTHER)
        and table.name not in MADE_ANEW | LEFT_BEHIND
    ]


def read_plan_rows(session: Session, plan_id: uuid.UUID) -> Rows:
    """Every row of the plan as it stands in this transaction."""
    session.flush()
    found: Rows = {}
    for table in list_carried():
        if table.name == "plan":
            of_plan = table.c.id == plan_id
        elif table.name == "message_step":
            messages = SQLModel.metadata.tables["message"]
            of_plan = table.c.message_id.in_(sql_select(messages.c.id).where(messages.c.plan_id == plan_id))
        else:
            of_plan = table.c.plan_id == plan_id
        order = table.c.sequence if table.name in _UNBOUND else next(iter(table.primary_key))
        rows = session.connection().execute(sql_select(table).where(of_plan).order_by(order)).mappings()
        found[table.name] = [dict(row) for row in rows]
    return found


def write_plan_rows(session: Session, rows: Rows) -> None:
    """The rows are in this record, each bound and each journal line waiting for its link. What refers to a row of its own
    table is filled in once all of that table are there."""
    for table in list_carried():
        made = get_row_class(table.name)
        to_itself = [key.parent.name for key in table.foreign_keys if key.column.table.name == table.name]
        later: list[tuple[Record, Row]] = []
        for row in rows.get(table.name, []):
            own = {name: value for name, value in row.items() if name != _UNBOUND.get(table.name)}
            kept = {name: own.pop(name) for name in to_itself if own.get(name) is not None}
            written = made(**own)
            session.add(written)
            if kept:
                later.append((written, kept))
            if table.name == "journal_line":
                session.add(UnlinkedLine(line_id=row["id"], at=row["at"]))
                session.flush()  # one after another: the order of writing is the order of reading
        session.flush()
        for written, kept in later:
            for name, value in kept.items():
                setattr(written, name, value)
        session.flush()


def find_staff_ids(rows: Rows, known: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Which of these people the rows speak of."""
    wanted = set(known)
    return {value for row in iterate_rows(rows) for value in row.values() if isinstance(value, uuid.UUID)} & wanted


def iterate_rows(rows: Rows) -> Iterator[Row]:
    """Each row, of whatever table."""
    for of_table in rows.values():
        yield from of_table


def replace_texts(rows: Rows, instead: Mapping[str, str], *, but: frozenset[str]) -> None:
    """Each of these codes is another one wherever it stands in the open, except in the tables named."""

    def change(value: Any) -> Any:
        match value:
            case str():
                for old, new in instead.items():
                    value = value.replace(old, new)
                return value
            case list():
                return [change(each) for each in value]
            case dict():
                return {key: change(each) for key, each in value.items()}
            case _:
                return value

    if not instead:
        return
    for table, of_table in rows.items():
        if table not in but:
            for row in of_table:
                row.update({name: change(value) for name, value in row.items()})


def as_json(rows: Rows) -> dict[str, Any]:
    """The rows in values of JSON, to be read again by `from_json`."""
    return {
        table: [{name: _plain(value) for name, value in row.items()} for row in of_table]
        for table, of_table in rows.items()
    }


def from_json(content: Mapping[str, Any]) -> Rows:
    """What `as_json` wrote. ValueError for anything else, and for a table or a column that this record does not have."""
    rows: Rows = {}
    for table in list_carried():
        rows[table.name] = []
        for row in content[table.name]:
            if set(row) != set(table.c.keys()):
                raise ValueError(table.name)
            rows[table.name].append({name: _back(value) for name, value in row.items()})
    if set(content) != set(rows):
        raise ValueError("tables")
    return rows


@cache
def _classes() -> dict[str, type[Record]]:
    def below(one: type[Record]) -> Iterator[type[Record]]:
        for each in one.__subclasses__():
            yield each
            yield from below(each)

    return {str(each.__tablename__): each for each in below(Record) if "__table__" in vars(each)}


def get_row_class(table: str) -> type[Record]:
    """The class of that table's rows."""
    return _classes()[table]


def _plain(value: Any) -> Any:
    match value:
        case uuid.UUID():
            return {"uuid": str(value)}
        case datetime():
            return {"at": value.isoformat()}
        case date():
            return {"on": value.isoformat()}
        case bytes():
            return {"bytes": base64.b64encode(value).decode()}
        case dict() | list():
            return {"json": value}
        case _:
            return value


_BACK: dict[str, Callable[[Any], Any]] = {
    "uuid": uuid.UUID,
    "at": datetime.fromisoformat,
    "on": date.fromisoformat,
    "bytes": lambda text: base64.b64decode(text, validate=True),
    "json": lambda value: value,
}


def _back(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    ((kind, said),) = value.items()
    return _BACK[kind](said)
