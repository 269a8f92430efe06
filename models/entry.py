"""What an act put on file that has no other effect: its own fields, encrypted, with who did it and when."""

import uuid
from datetime import datetime

from sqlalchemy import String
from sqlmodel import Field

from models.base import Record, UTCDateTime
from models.bound_rows import bound


@bound("plan_id", "act", "at", "by_role", "by_id", "way", "about", "document", "superseded_by_id")
class Entry(Record, table=True):
    """One act that is its own record. A later one may take its place; it is never changed otherwise."""

    __tablename__ = "entry"

    id: uuid.UUID = Field(primary_key=True)
    plan_id: uuid.UUID = Field(index=True, foreign_key="plan.id")
    act: str = Field(sa_type=String(40))
    at: datetime = Field(sa_type=UTCDateTime)
    by_role: str = Field(sa_type=String(20))
    by_id: uuid.UUID | None = None
    way: str | None = Field(default=None, sa_type=String(16))
    """`new_card` or `staff_device` where it may not have been they who opened their page."""
    about: uuid.UUID | None = None
    """The item, person or other row that it is about."""
    document: bytes
    """The fields of the act."""
    superseded_by_id: uuid.UUID | None = Field(default=None, foreign_key="entry.id")
