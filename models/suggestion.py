"""Suggestions of the office to a unit that failed a duty, and the unit's answer."""

import uuid
from datetime import date

from sqlalchemy import String
from sqlmodel import Field

from models.base import Record


class Suggestion(Record, table=True):
    """A procuratorial suggestion (检察建议): served, to be answered in writing by its day.

    `document` (encrypted) holds the unit and the words; `reply` (encrypted) what the unit answered.
    """

    __tablename__ = "suggestion"

    id: uuid.UUID = Field(primary_key=True)
    plan_id: uuid.UUID = Field(index=True, foreign_key="plan.id")
    label: str = Field(sa_type=String(20))
    kind: str = Field(sa_type=String(20))
    """minors_protection (one month) or general (two months)."""
    served_on: date
    reply_by: date
    replied_on: date | None = None
    document: bytes
    reply: bytes | None = None
