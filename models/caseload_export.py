"""Exports of a caseload with its names: asked for by one person, approved by another."""

import uuid
from datetime import datetime

from sqlalchemy import String
from sqlmodel import Field

from models.base import Record, UTCDateTime
from models.bound_rows import bound


@bound("office_id", "asked_by_id", "approved_by_id", "approved_at")
class CaseloadExport(Record, table=True):
    """Somebody asks for a spreadsheet of their cases. It leaves only once a second person has approved it, and within a day
    of that."""

    __tablename__ = "caseload_export"

    id: uuid.UUID = Field(primary_key=True)
    office_id: uuid.UUID = Field(foreign_key="office.id", index=True)
    asked_by_id: uuid.UUID = Field(foreign_key="staff.id")
    asked_at: datetime = Field(sa_type=UTCDateTime)
    reason: str = Field(sa_type=String(200))
    approved_by_id: uuid.UUID | None = Field(default=None, foreign_key="staff.id")
    approved_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
