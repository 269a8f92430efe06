"""Aid to a family in need: asked for, and answered."""

import uuid
from datetime import date

from sqlalchemy import String
from sqlmodel import Field

from models.base import Record


class Aid(Record, table=True):
    """Judicial or legal aid (Minors Protection Law art 104). Every amount stands in the encrypted words only."""

    __tablename__ = "aid"

    id: uuid.UUID = Field(primary_key=True)
    plan_id: uuid.UUID = Field(index=True, foreign_key="plan.id")
    label: str = Field(sa_type=String(20))
    kind: str = Field(sa_type=String(16))
    """judicial_aid or legal_aid."""
    asked_on: date
    answered_on: date | None = None
    granted: bool | None = None
    document: bytes
    """Why, and how much is asked."""
    answer: bytes | None = None
    """How much is granted, and why."""
