"""Goals of digital use that were agreed on with the minor, and what was said of them."""

import uuid
from datetime import date, datetime

from sqlalchemy import String, UniqueConstraint
from sqlmodel import Field

from models.base import Record, UTCDateTime


class UsageGoal(Record, table=True):
    """One goal, or a proposal of the family for one: what it measures, its start, targets and words are encrypted.

    `agreed_on` is None as long as it is a proposal. `ended_on` is the day on which a named person ended it.
    """

    __tablename__ = "usage_goal"

    id: uuid.UUID = Field(primary_key=True)
    plan_id: uuid.UUID = Field(index=True, foreign_key="plan.id")
    label: str = Field(sa_type=String(20))
    written_at: datetime = Field(sa_type=UTCDateTime)
    by_role: str = Field(sa_type=String(20))
    by_id: uuid.UUID | None = None
    agreed_on: date | None = None
    ended_on: date | None = None
    document: bytes
    """Measure, kind of use, device, start with its source, the terms one after the other, who helps, the minor's words."""
    ending: bytes | None = None
    """How it ended, and why."""

    __table_args__ = (UniqueConstraint("plan_id", "label"),)
