"""What an office wrote of what helps: advice and addresses for families, nothing about anybody."""

import uuid
from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlmodel import Field

from models.base import Record, UTCDateTime


class OfficeHelp(Record, table=True):
    """An entry as an office wrote it. It is never changed: a later row with the same code stands in its place."""

    __tablename__ = "office_help"

    id: uuid.UUID = Field(primary_key=True)
    office_id: uuid.UUID = Field(foreign_key="office.id")
    code: str = Field(sa_type=String(24))
    title: str = Field(sa_type=String(80))
    text: str = Field(sa_type=Text)
    """Its lines; empty where the office shows none, or took its own words back."""
    shown: bool
    """False: the office shows families no such entry."""
    written_at: datetime = Field(sa_type=UTCDateTime)
    written_by: uuid.UUID | None = None

    __table_args__ = (Index("ix_office_help_office_code", "office_id", "code"),)
