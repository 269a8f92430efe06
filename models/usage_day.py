"""What one day of one device looked like: figures under the vault, and in the open only how far they may be believed."""

import uuid
from datetime import date

from sqlalchemy import Index, String, UniqueConstraint
from sqlmodel import Field

from models.base import Record


class UsageDay(Record, table=True):
    """One local day of one device from one source.

    `mark` tells machines apart that came under one device. Of several sources the surest that says enough is
    `standing`; the others are there to be compared and never added.
    """

    __tablename__ = "usage_day"

    id: uuid.UUID = Field(primary_key=True)
    plan_id: uuid.UUID = Field(index=True, foreign_key="plan.id")
    device_id: uuid.UUID = Field(foreign_key="usage_device.id")
    day: date
    mark: str = Field(default="", sa_type=String(8))
    source: str = Field(sa_type=String(20))
    grade: str = Field(sa_type=String(1))
    coverage: float
    standing: bool = True
    document: bytes

    __table_args__ = (
        UniqueConstraint("device_id", "mark", "source", "day"),
        Index("ix_usage_day_plan_day", "plan_id", "day"),
    )
