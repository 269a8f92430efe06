"""Objections of the minor and the legal representative, and what became of them."""

import uuid
from datetime import date, datetime

from sqlalchemy import String
from sqlmodel import Field

from models.base import Record, UTCDateTime
from models.bound_rows import bound


@bound(
    "plan_id", "made_by", "against", "made_on", "in_time", "document", "adopted", "answered_at", "answered_by", "answer_document", "withdrawn_on",
)  # fmt: skip
class Objection(Record, table=True):
    """An objection to the decision or to its conditions (CPL art 282(3); Rules art 470).

    `in_time` says whether it was made before the announcement was closed, as one to the decision must be.
    """

    __tablename__ = "objection"

    id: uuid.UUID = Field(primary_key=True)
    plan_id: uuid.UUID = Field(index=True, foreign_key="plan.id")
    made_by: str = Field(sa_type=String(24))
    """both, minor or legal_representative."""
    against: str = Field(sa_type=String(12))
    """decision or conditions."""
    made_on: date
    in_time: bool
    recorded_at: datetime = Field(sa_type=UTCDateTime)
    recorded_by: uuid.UUID | None = None
    document: bytes
    adopted: bool | None = None
    answered_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    answered_by: uuid.UUID | None = Field(default=None, foreign_key="staff.id")
    answer_document: bytes | None = None
    withdrawn_on: date | None = None
