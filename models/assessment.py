"""Psychological assessments: kept only with the consents that came before the test."""

import uuid
from datetime import date

from sqlalchemy import String
from sqlmodel import Field

from models.base import Record


class Assessment(Record, table=True):
    """The result of a psychological assessment (PJD art 51). Reference material: it decides nothing."""

    __tablename__ = "assessment"

    id: uuid.UUID = Field(primary_key=True)
    plan_id: uuid.UUID = Field(index=True, foreign_key="plan.id")
    label: str = Field(sa_type=String(20))
    tested_on: date
    minor_consented_on: date
    representative_consented_on: date | None = None
    """Empty only where the person is of age."""
    document: bytes
