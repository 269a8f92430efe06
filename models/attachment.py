"""What was attached to something handed in: a photo, a recording, a place, a photographed sheet of paper."""

import uuid
from datetime import date, datetime

from sqlalchemy import String
from sqlmodel import Field

from models.base import Record, UTCDateTime


class Attachment(Record, table=True):
    """One of them, encrypted. On `ends_on` the thing itself goes; that there was one stays."""

    __tablename__ = "attachment"

    id: uuid.UUID = Field(primary_key=True)
    plan_id: uuid.UUID = Field(index=True, foreign_key="plan.id")
    submission_id: uuid.UUID | None = Field(default=None, index=True, foreign_key="submission.id")
    explanation_id: uuid.UUID | None = Field(default=None, index=True, foreign_key="explanation.id")
    """With which of the two it lies."""
    kind: str = Field(sa_type=String(10))
    """photo, voice, place, sheet (of paper, photographed), or words (what a recording said, once written down)."""
    received_at: datetime = Field(sa_type=UTCDateTime)
    by_id: uuid.UUID | None = None
    document: bytes | None = None
    """Encrypted: the bytes and what they are; for a place or a recording, its words, or the rounded square. Gone after its day."""
    ends_on: date
