"""What an office's own systems may hear of, in the order in which it happened: the feed of events reads it."""

import uuid
from datetime import date, datetime

from sqlalchemy import String, UniqueConstraint
from sqlmodel import Field

from models.base import Record, UTCDateTime


class OfficeEvent(Record, table=True):
    """Something happened to a plan: its code and a day, and nothing about anybody."""

    __tablename__ = "office_event"

    id: uuid.UUID = Field(primary_key=True)
    plan_id: uuid.UUID = Field(foreign_key="plan.id", index=True)
    key: str = Field(sa_type=String(120))
    """The same occasion is kept once."""
    event: str = Field(sa_type=String(40))
    kind: str | None = Field(default=None, sa_type=String(40))
    """The kind of the item that it is about, unless its day tells an age."""
    due_on: date | None = None
    at: datetime = Field(sa_type=UTCDateTime)

    __table_args__ = (UniqueConstraint("plan_id", "key"),)
