"""The office's calendar as people entered it: years whose holidays are announced, day by day, with their source."""

import uuid
from datetime import date, datetime

from sqlalchemy import String
from sqlmodel import Field

from models.base import Record, UTCDateTime
from models.bound_rows import bound


@bound("notice", "source", "entered_at", "confirmed_by", key="year")
class AnnouncedYear(Record, table=True):
    """A year whose notice was entered whole, by a named person who had seen what it moves."""

    __tablename__ = "announced_year"

    year: int = Field(primary_key=True)
    notice: str = Field(sa_type=String(100))
    source: str = Field(sa_type=String(300))
    entered_at: datetime = Field(sa_type=UTCDateTime)
    confirmed_by: uuid.UUID = Field(foreign_key="staff.id")


@bound("year", "works", key="day")
class Holiday(Record, table=True):
    """A day of such a notice: free by name, or a weekend that is worked."""

    __tablename__ = "holiday"

    day: date = Field(primary_key=True)
    year: int = Field(foreign_key="announced_year.year", index=True)
    works: bool
    name_zh: str | None = Field(default=None, sa_type=String(40))
    name_en: str | None = Field(default=None, sa_type=String(60))
