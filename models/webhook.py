"""Where an office's own systems are told of dates. Their secrets are not here: the vault derives them."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlmodel import Field

from models.base import Record, UTCDateTime
from models.bound_rows import bound


@bound("office_id", "url", "events", "registered_by", "ended_at")
class Webhook(Record, table=True):
    """One receiver of one office. It hears of the plans of that office and of no other."""

    __tablename__ = "webhook"

    id: uuid.UUID = Field(primary_key=True)
    office_id: uuid.UUID = Field(foreign_key="office.id", index=True)
    url: str = Field(sa_type=String(500))
    events: list[Any] = Field(default_factory=list, sa_type=JSON)
    """The codes it wants to hear of; none means all."""
    registered_at: datetime = Field(sa_type=UTCDateTime)
    registered_by: uuid.UUID = Field(foreign_key="staff.id")
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
