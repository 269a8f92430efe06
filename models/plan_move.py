"""That a plan was handed to another installation, or came from one."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import String
from sqlmodel import Field

from models.base import Record, UTCDateTime
from models.bound_rows import bound


class MoveState(StrEnum):
    """How far a move is, as this end knows."""

    OFFERED = "offered"
    """Announced to the other office; the plan goes on here as before."""
    CANCELLED = "cancelled"
    """Nothing came of it; the plan never stopped here."""
    RELEASED = "released"
    """Over here: whatever falls due from now on is the other office's, once it has brought in the file."""
    CONFIRMED = "confirmed"
    """The other office has said that it goes on there."""
    RECEIVED = "received"
    """It came from the other office, and goes on here."""


@bound(
    "plan_id", "state", "other_office", "other_card", "asked_by_id", "released_by_id", "released_at", "without_receipt"
)
class PlanMove(Record, table=True):
    """One move, at one end. Both ends know it by the same id."""

    __tablename__ = "plan_move"

    id: uuid.UUID = Field(primary_key=True)
    plan_id: uuid.UUID = Field(index=True, foreign_key="plan.id")
    state: str = Field(sa_type=String(10))
    other_office: str = Field(sa_type=String(40))
    other_card: str = Field(sa_type=String(600))
    """Public keys of the other installation, as its card says them."""
    asked_by_id: uuid.UUID = Field(foreign_key="staff.id")
    """Who decided it here; at the receiving end, who took it in."""
    asked_at: datetime = Field(sa_type=UTCDateTime)
    document: bytes
    """Encrypted: the reasons."""
    file: bytes | None = None
    """What is to be carried to the other office, encrypted to it; gone five weeks after it has confirmed."""
    released_by_id: uuid.UUID | None = Field(default=None, foreign_key="staff.id")
    released_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    without_receipt: bool = False
    """Whether a named person answered for it that the other office can take it over, without its receipt."""
    last_at: datetime = Field(sa_type=UTCDateTime)
    """When its state was last another."""
