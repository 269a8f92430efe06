"""The level of support (帮扶力度): a measure of ours, set by a named person, and computed by nothing."""

import uuid
from datetime import date

from sqlmodel import Field

from models.base import Record


class SupportLevel(Record, table=True):
    """One setting of the level. The level itself and its reason are encrypted: no list, count or search sees them."""

    __tablename__ = "support_level"

    id: uuid.UUID = Field(primary_key=True)
    plan_id: uuid.UUID = Field(index=True, foreign_key="plan.id")
    set_on: date
    set_by: uuid.UUID = Field(foreign_key="staff.id")
    ended_on: date | None = None
    """When another was set, or it was taken back; else it lapses by itself."""
    document: bytes
