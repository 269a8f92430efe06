"""What somebody of the family asks about what is stored of them, and its answer."""

import uuid
from datetime import datetime

from sqlalchemy import String
from sqlmodel import Field

from models.base import Record, UTCDateTime


class DataRequest(Record, table=True):
    """A request about one's own data (Personal Information Protection Law arts 44-50): answered by a named person."""

    __tablename__ = "data_request"

    id: uuid.UUID = Field(primary_key=True)
    plan_id: uuid.UUID = Field(index=True, foreign_key="plan.id")
    person_id: uuid.UUID = Field(foreign_key="person.id")
    place: int
    """The how-manieth of the plan: its label."""
    wish: str = Field(sa_type=String(12))
    """copy, correct, delete or object."""
    asked_at: datetime = Field(sa_type=UTCDateTime)
    document: bytes
    outcome: str | None = Field(default=None, sa_type=String(10))
    """done, partly or refused."""
    answered_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    answered_by: uuid.UUID | None = Field(default=None, foreign_key="staff.id")
    answer_document: bytes | None = None
