"""The secret addresses under which members of the staff have their due dates in a calendar of their own."""

import uuid
from datetime import datetime

from sqlalchemy import String
from sqlmodel import Field

from models.base import Record, UTCDateTime


class CalendarLink(Record, table=True):
    """One such address. The secret itself is shown once and kept nowhere; its owner can end it."""

    __tablename__ = "calendar_link"

    id: uuid.UUID = Field(primary_key=True)
    staff_id: uuid.UUID = Field(foreign_key="staff.id", index=True)
    digest: str = Field(sa_type=String(64), unique=True)
    made_at: datetime = Field(sa_type=UTCDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    read_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    """When a calendar last asked, by the day."""
