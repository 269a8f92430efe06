"""What named people set for an office from a moment on: values, reminder policies, the kinds of apps, holidays."""

import uuid
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlmodel import Field, Session, col, select

from models.base import Record, UTCDateTime
from models.bound_rows import bound


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


def list_settings(session: Session, kind: SettingKind) -> list[OfficeSetting]:
    """All of that kind, of every office, in the order in which they were set."""
    query = select(OfficeSetting).where(OfficeSetting.kind == kind)
    return list(session.exec(query.order_by(col(OfficeSetting.at), col(OfficeSetting.id))))
