"""What named people set for an office from a moment on: values, reminder policies, the kinds of apps, holidays."""

import logging
import uuid
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import JSON, Index, String, text
from sqlmodel import Field, Session, col, select

from models.base import Record, UTCDateTime
from models.bound_rows import bound

log = logging.getLogger(__name__)


class SettingKind(StrEnum):
    """What is set, and what `content` holds."""

    VALUE = "value"
    """An office's practice, or a clock known only from memory, by the number's key: `value`, `by_city_jurist`."""
    POLICY = "policy"
    """`text`, TOML as it was written, and its `mark`; both None: back to the policy that the program was started with."""
    CATEGORY = "category"
    """Where an app or a site was placed, by its name: `category`."""
    YEAR = "year"
    """A year whose notice of holidays was entered whole, by a named person who had seen what it moves: `notice`, `source`, and
    `days`, each with whether it is worked and its names."""


@bound("office_id", "kind", "key", "content", "from_on", "by_id", "at")
class OfficeSetting(Record, table=True):
    """One such word. It is never changed: a later one of the same kind and key takes its place."""

    __tablename__ = "office_setting"

    id: uuid.UUID = Field(primary_key=True)
    office_id: uuid.UUID | None = Field(default=None, foreign_key="office.id")
    """None: every office that has none of its own."""
    kind: SettingKind = Field(sa_type=String(10))
    key: str = Field(default="", sa_type=String(200))
    content: dict[str, Any] = Field(sa_type=JSON)
    from_on: date | None = None
    """The first day of a value; None: from `at` on."""
    reason: str = Field(default="", sa_type=String(1000))
    """About the law or the policy, never about a case: it stands in the open."""
    by_id: uuid.UUID = Field(foreign_key="staff.id")
    at: datetime = Field(sa_type=UTCDateTime)
    recalculated_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    """When all plans stood at the moments of the policies that held, after every process knew this one; None until then."""

    __table_args__ = (Index("ix_office_setting_kind_office", "kind", "office_id"),)


_HOLDS = {
    SettingKind.VALUE: {"value", "by_city_jurist"},
    SettingKind.POLICY: {"text", "mark"},
    SettingKind.CATEGORY: {"category"},
    SettingKind.YEAR: {"notice", "source", "days"},
}


def list_settings(session: Session, kind: SettingKind) -> list[OfficeSetting]:
    """All of that kind, of every office, in the order in which they were set. What was written past the program and cannot
    be read is passed over: what was set before holds."""
    query = select(OfficeSetting).where(OfficeSetting.kind == kind)
    try:
        rows = session.exec(query.order_by(col(OfficeSetting.at), col(OfficeSetting.id))).all()
    except (ValueError, TypeError, AttributeError):  # one row keeps no other from being read
        rows = [row for place in _places(session) if (row := _read(session, kind, place))]
        rows.sort(key=lambda row: (row.at, row.id))
    sound = [row for row in rows if isinstance(row.content, dict) and _HOLDS[kind] <= row.content.keys()]
    if len(sound) < len(rows):
        tell_unreadable(kind)
    return sound


def _places(session: Session) -> list[int]:
    return list(session.execute(text("SELECT rowid FROM office_setting")).scalars())


def _read(session: Session, kind: SettingKind, place: int) -> OfficeSetting | None:
    query = select(OfficeSetting).where(OfficeSetting.kind == kind, text("rowid = :place"))
    try:
        return session.exec(query, params={"place": place}).first()
    except (ValueError, TypeError, AttributeError):
        tell_unreadable(kind)
        return None


@cache
def tell_unreadable(kind: SettingKind) -> None:
    """Log, once in a process, that a setting of that kind cannot be read and is not used."""
    log.error(
        "A setting of an office (%s) in the record cannot be read. What was set before it holds, or else what the program was "
        "built with. ./run doctor names it. / 有一项设置（%s）读不出：仍按之前的或者程序自带的办。./run doctor 会指明。",
        kind.value, kind.value,
    )  # fmt: skip
