"""Texts that somebody sent back to us: that they did, and what it comes to. What was written is not kept."""

import uuid
from datetime import datetime

from sqlalchemy import String
from sqlmodel import Field

from models.base import Record, UTCDateTime


class Reply(Record, table=True):
    """One reply of one person."""

    __tablename__ = "reply"

    id: uuid.UUID = Field(primary_key=True)
    plan_id: uuid.UUID = Field(index=True, foreign_key="plan.id")
    person_id: uuid.UUID = Field(index=True)
    mark: str = Field(sa_type=String(64), unique=True)
    """Keyed, of the provider's own number for it and the person: the same reply told twice is one."""
    meaning: str = Field(sa_type=String(10))
    """stop, start, or other: a person reads nothing here, they call."""
    received_at: datetime = Field(sa_type=UTCDateTime)
