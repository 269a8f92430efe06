"""Reminder policies that a named person has switched on: for one office, or for every office that has none of its own."""

import uuid
from datetime import datetime

from sqlalchemy import String, Text
from sqlmodel import Field

from models.base import Record, UTCDateTime
from models.bound_rows import bound


@bound("office_id", "text", "switched_by", "switched_at")
class ActivePolicy(Record, table=True):
    """One such policy. What it says is never changed: the next one of the same office takes its place, and history stays."""

    __tablename__ = "switched_policy"

    id: uuid.UUID = Field(primary_key=True)
    office_id: uuid.UUID | None = Field(default=None, foreign_key="office.id", index=True)
    """None: every office that has none of its own."""
    text: str | None = Field(default=None, sa_type=Text)
    """TOML, as it was written; None: back to the policy that the program was started with."""
    mark: str | None = Field(default=None, sa_type=String(12))
    reason: str = Field(sa_type=String(400))
    """About the policy, never about a case: it stands in the open."""
    switched_by: uuid.UUID = Field(foreign_key="staff.id")
    switched_at: datetime = Field(sa_type=UTCDateTime)
    recalculated_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    """When all plans stood at the moments of the policies that held, after every process knew this one; None until then."""
