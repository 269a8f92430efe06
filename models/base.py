"""How the record writes down moments, ids and codes."""

import secrets
import threading
import uuid
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeVar

from pydantic import ConfigDict
from sqlalchemy import DateTime, MetaData
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

# Set before the first table: migrations need constraints that can be named.
SQLModel.metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


RecordRow = TypeVar("RecordRow", bound="Record")


class Record(SQLModel):
    """What every table of the record descends from."""

    metadata = SQLModel.metadata
    # Nobody validates a table: its validator need not be built at every start
    model_config = ConfigDict(defer_build=True)  # type: ignore[assignment]

    def __init__(self, **values: Any) -> None:
        # SQLModel's own asks of each default how it is made and sets each value twice; a new row needs neither.
        for name, field in type(self).model_fields.items():
            if name not in values and not field.is_required():
                values[name] = field.default_factory() if field.default_factory else field.default  # type: ignore[call-arg]
        vars(self).update(values)


def first_id_after(moment: datetime) -> uuid.UUID:
    """No id that was made by that moment, to the millisecond, sorts behind it, and every later one does."""
    return uuid.UUID(int=(int(moment.timestamp() * 1000) + 1) << 80)


def detached_row(table: type[RecordRow], values: dict[str, Any]) -> RecordRow:
    """An instance for a row that was just written with these values past the session. Add it to a session before it is
    changed; a change without one shows in its state."""
    row = table(**values)
    make_transient_to_detached(row)
    return row


@cache
def insert_if_new(dialect: str, table: str, key: str) -> postgresql.Insert | sqlite.Insert:
    """Inserts a row of that table on that database, unless one with the same key is there."""
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return insert(SQLModel.metadata.tables[table]).on_conflict_do_nothing(index_elements=[key])


class UTCDateTime(TypeDecorator[datetime]):
    """An aware moment in UTC, on both databases. SQLite forgets zones, so the zone is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone cannot be recorded")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        moment: datetime | None = value
        if not isinstance(moment, datetime):  # nothing, or, where it is read as it is stored, no moment
            return moment
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


_turn = threading.Lock()
_last: tuple[int, int] = (-1, 0)


def new_id(now: datetime) -> uuid.UUID:
    """A UUIDv7 whose time part is `now`. Ids made in this process for one millisecond sort in the order of their making,
    so that what fell due together is done in the same order everywhere; 48 bits are random."""
    global _last
    milliseconds = int(now.timestamp() * 1000) & ((1 << 48) - 1)
    with _turn:
        counter = _last[1] + 1 if _last[0] == milliseconds else 0
        _last = (milliseconds, counter)
    high, low = (counter >> 14) & 0xFFF, counter & 0x3FFF
    value = (milliseconds << 80) | (0x7 << 76) | (high << 64) | (0b10 << 62) | (low << 48) | secrets.randbits(48)
    return uuid.UUID(int=value)
