"""A plan that is still being written, and what an office keeps to begin others with."""

import uuid
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import String, UniqueConstraint
from sqlmodel import Field

from models.base import Record, UTCDateTime

KEPT = timedelta(days=30)
"""How long after it was last saved a draft is deleted."""


class DraftKind(StrEnum):
    """What a draft is of."""

    PLAN = "plan"
    """What is filled in of a new plan."""
    SHEET = "sheet"
    """A spreadsheet of an office's present caseload, while somebody brings it in."""


class PlanDraft(Record, table=True):
    """What somebody has filled in or read in of new plans. It is theirs alone, encrypted under a key of its own, and deleted
    when the plan is opened, when it is discarded, or when nobody has gone on with it for a while."""

    __tablename__ = "plan_draft"

    id: uuid.UUID = Field(primary_key=True)
    kind: DraftKind = Field(sa_type=String(10))
    staff_id: uuid.UUID = Field(index=True, foreign_key="staff.id")
    prepared_by_id: uuid.UUID | None = Field(default=None, foreign_key="staff.id")
    """The author who handed it on to be opened; None where its owner wrote it, or has changed it."""
    number: str | None = Field(default=None, sa_type=String(20))
    """The number that the plan will have: sent twice, it is opened once. Each row of a spreadsheet has its own."""
    document: bytes
    begun_at: datetime = Field(sa_type=UTCDateTime)
    saved_at: datetime = Field(index=True, sa_type=UTCDateTime)


class PlanTemplate(Record, table=True):
    """Conditions, schedule and attachments that an office begins plans with; nothing of a person is in it."""

    __tablename__ = "plan_template"

    id: uuid.UUID = Field(primary_key=True)
    office_id: uuid.UUID = Field(index=True, foreign_key="office.id")
    name: str = Field(sa_type=String(40))
    document: bytes
    """Encrypted: an office writes its conditions in its own words."""
    kept_at: datetime = Field(sa_type=UTCDateTime)
    kept_by: uuid.UUID = Field(foreign_key="staff.id")

    __table_args__ = (UniqueConstraint("office_id", "name"),)
