"""Records whose time is over: which are due to be deleted, and what a named person decided about each."""

import uuid
from datetime import date, datetime

from sqlalchemy import String
from sqlmodel import Field

from models.base import Record, UTCDateTime
from models.bound_rows import bound


@bound("plan_number", "office_id", "outcome", "due_on", "held_until_on", "decided_at", "decided_by", "deleted_at")
class RetentionReview(Record, table=True):
    """One record that is due: held until another day for a reason, or deleted. It outlives what was deleted, and says
    nothing of anybody."""

    __tablename__ = "retention_review"

    id: uuid.UUID = Field(primary_key=True)
    plan_number: str = Field(sa_type=String(20), unique=True)
    office_id: uuid.UUID = Field(foreign_key="office.id", index=True)
    outcome: str = Field(sa_type=String(20))
    """Under which line of the schedule it was kept: a code of `casework.seal.retention_schedule.KEPT`."""
    due_on: date
    """The day after the last on which it is kept, by the schedule of the day on which it was proposed."""
    proposed_at: datetime = Field(sa_type=UTCDateTime)
    held_until_on: date | None = None
    """The last day on which it is kept all the same, because somebody decided so."""
    decided_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    decided_by: uuid.UUID | None = Field(default=None, foreign_key="staff.id")
    key_id: uuid.UUID | None = None
    document: bytes | None = None
    """Encrypted under a key of its own: why it is held. Gone with the record."""
    deleted_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
