"""Values that a named person chose, each from a day on: an office's practice, or a clock known only from memory."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlmodel import Field

from models.base import Record, UTCDateTime
from models.bound_rows import bound


@bound("office_id", "key", "value", "from_on", "by_city_jurist", "chosen_by", "chosen_at")
class ChosenValue(Record, table=True):
    """One choice. It is never changed: another choice takes its place from its own first day."""

    __tablename__ = "chosen_value"

    id: uuid.UUID = Field(primary_key=True)
    office_id: uuid.UUID | None = Field(default=None, foreign_key="office.id", index=True)
    """None: every office that has none of its own."""
    key: str = Field(sa_type=String(60), index=True)
    value: Any = Field(sa_type=JSON)
    from_on: date
    reason: str = Field(sa_type=String(1000))
    """About the law, never about a case: it stands in the open."""
    by_city_jurist: bool
    chosen_by: uuid.UUID = Field(foreign_key="staff.id")
    chosen_at: datetime = Field(sa_type=UTCDateTime)
