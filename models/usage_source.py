"""Devices whose use is measured, and what was handed in about them: sources, never raw titles or addresses."""

import uuid
from datetime import date, datetime

from sqlalchemy import Index, String, UniqueConstraint
from sqlmodel import Field

from models.base import Record, UTCDateTime


class UsageDevice(Record, table=True):
    """A device, account or line as the plan knows it. Shared and unknown ones give no finding about a person."""

    __tablename__ = "usage_device"

    id: uuid.UUID = Field(primary_key=True)
    plan_id: uuid.UUID = Field(index=True, foreign_key="plan.id")
    label: str = Field(sa_type=String(20))
    """A code of the office's own, such as 'phone'; never a person's name."""
    whose: str = Field(sa_type=String(10))
    """own, shared or unknown."""
    unplaced: bytes | None = None
    """Encrypted: apps that nobody has placed yet, with how long they were open."""

    __table_args__ = (UniqueConstraint("plan_id", "label"),)


class UsageSource(Record, table=True):
    """One file or sheet, or one day that another system sent. `digest` (keyed) tells the same file again.

    `working` is the reading without problems, kept until `working_ends_on` so that an overlapping file can be merged
    exactly; `raw` is the file itself, kept only where the plan says so; `photo` a picture of a screen. Each goes on its
    own day. A corrected one is `superseded` and does not count; one that `waits` does not count yet.
    """

    __tablename__ = "usage_source"

    id: uuid.UUID = Field(primary_key=True)
    plan_id: uuid.UUID = Field(index=True, foreign_key="plan.id")
    device_id: uuid.UUID = Field(index=True, foreign_key="usage_device.id")
    item_id: uuid.UUID | None = Field(default=None, index=True, foreign_key="item.id")
    source: str = Field(sa_type=String(20))
    grade: str = Field(sa_type=String(1))
    collector: str = Field(sa_type=String(20))
    by_id: uuid.UUID | None = None
    way: str = Field(sa_type=String(12))
    """page, phone, paper, person, or system."""
    zone: str = Field(sa_type=String(40))
    digest: str = Field(sa_type=String(64))
    received_at: datetime = Field(sa_type=UTCDateTime)
    first_on: date | None = None
    last_on: date | None = None
    entries: int = 0
    superseded: bool = False
    waits: bool = False
    """It was handed in and nobody has confirmed it yet: it counts nowhere. `working` holds how it was read, until
    `working_ends_on`."""
    document: bytes
    """Encrypted: the file's hash, coverage by day, problems with their places."""
    working: bytes | None = None
    working_ends_on: date | None = None
    photo: bytes | None = None
    photo_ends_on: date | None = None

    __table_args__ = (
        UniqueConstraint("device_id", "digest"),
        Index("ix_usage_source_device_days", "device_id", "first_on", "last_on"),
    )
