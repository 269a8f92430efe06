"""Supervision elsewhere: another office asked to assist, with its own clock of reports."""

import uuid
from datetime import date

from sqlmodel import Field

from models.base import Record


class Assistance(Record, table=True):
    """Another office assists (2013 Provisions art 44): asked, accepted, ended. It decides nothing."""

    __tablename__ = "assistance"

    id: uuid.UUID = Field(primary_key=True)
    plan_id: uuid.UUID = Field(index=True, foreign_key="plan.id")
    office_id: uuid.UUID = Field(index=True, foreign_key="office.id")
    asked_on: date
    accepted_on: date | None = None
    last_report_on: date | None = None
    ended_on: date | None = None
