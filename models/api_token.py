"""Tokens by which an office's own systems use the API."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String, UniqueConstraint
from sqlmodel import Field

from models.base import Record, UTCDateTime
from models.bound_rows import bound


@bound(
    "office_id",
    "scopes",
    "sends_nothing",
    "token_digest",
    "asked_by_id",
    "confirmed_by_id",
    "confirmed_at",
    "ends_at",
    "ended_by_id",
    "ended_at",
)
class ApiToken(Record, table=True):
    """A token of one office's system. It opens nothing until a second person has confirmed it; of the token itself only a
    digest is kept."""

    __tablename__ = "api_token"

    id: uuid.UUID = Field(primary_key=True)
    office_id: uuid.UUID = Field(foreign_key="office.id", index=True)
    name: str = Field(sa_type=String(60))
    scopes: list[Any] = Field(default_factory=list, sa_type=JSON)
    """What it may do."""
    sends_nothing: bool = False
    """No message leaves because of it: for trying a system out."""
    token_digest: str = Field(sa_type=String(64))
    asked_by_id: uuid.UUID = Field(foreign_key="staff.id")
    asked_at: datetime = Field(sa_type=UTCDateTime)
    reason: str = Field(sa_type=String(200))
    confirmed_by_id: uuid.UUID | None = Field(default=None, foreign_key="staff.id")
    confirmed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    ends_at: datetime = Field(sa_type=UTCDateTime)
    last_used_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    """To the hour."""
    ended_by_id: uuid.UUID | None = Field(default=None, foreign_key="staff.id")
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)

    __table_args__ = (UniqueConstraint("token_digest"),)
