"""The review of digital use: what was agreed, what was found, what the young person says to it, who closed it."""

import uuid
from datetime import date, datetime

from sqlalchemy import JSON, String
from sqlmodel import Field

from models.base import Record, UTCDateTime


class UsageReview(Record, table=True):
    """One review, closed by a named person: the findings as they stood, the goals, the closing words (encrypted).

    `assessable` is False where too little was known: then nothing is lost or won.
    """

    __tablename__ = "usage_review"

    id: uuid.UUID = Field(primary_key=True)
    plan_id: uuid.UUID = Field(index=True, foreign_key="plan.id")
    item_id: uuid.UUID | None = Field(default=None, foreign_key="item.id")
    from_on: date
    to_on: date
    assessable: bool
    closed_at: datetime = Field(sa_type=UTCDateTime)
    closed_by: uuid.UUID | None = None
    document: bytes
    became: bytes | None = None
    """Encrypted: what became of the disposition in which it ended."""
    became_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    became_by: uuid.UUID | None = None


class UsageRemark(Record, table=True):
    """A comment or a dispute of the family, with the answer of a named person. `review_id` is set when its review closes.

    `set_aside` are days that the answer takes out: they count as missing from then on.
    """

    __tablename__ = "usage_remark"

    id: uuid.UUID = Field(primary_key=True)
    plan_id: uuid.UUID = Field(index=True, foreign_key="plan.id")
    review_id: uuid.UUID | None = Field(default=None, foreign_key="usage_review.id")
    disputes: bool
    given_at: datetime = Field(sa_type=UTCDateTime)
    by_role: str = Field(sa_type=String(20))
    by_id: uuid.UUID | None = None
    by_phone: bool = False
    document: bytes
    answer: str | None = Field(default=None, sa_type=String(12))
    """accepted, partly, or kept."""
    answered_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    answered_by: uuid.UUID | None = None
    answer_document: bytes | None = None
    set_aside: list[str] = Field(default_factory=list, sa_type=JSON)
