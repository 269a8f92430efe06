"""Cards and accounts in card-selling cases: what is restricted until when."""

import uuid
from datetime import date

from sqlalchemy import String, UniqueConstraint
from sqlmodel import Field

from models.base import Record
from models.bound_rows import bound


@bound("plan_id", "from_on", "ends_on", "appealed_on", "appeal_outcome", "relieved_on", "lifted_on", "document")
class CardRestriction(Record, table=True):
    """A restriction of cards, accounts or counter-free business, with its notice, appeal and relief."""

    __tablename__ = "card_restriction"

    id: uuid.UUID = Field(primary_key=True)
    plan_id: uuid.UUID = Field(index=True, foreign_key="plan.id")
    label: str = Field(sa_type=String(20))
    group: str = Field(sa_type=String(20))
    """punished or found_by_police."""
    from_on: date
    ends_on: date
    notice_on: date | None = None
    """When the written notice of ground, period, measures and appeal came; None: none is known."""
    appealed_on: date | None = None
    answer_by: date | None = None
    answered_on: date | None = None
    appeal_outcome: str | None = Field(default=None, sa_type=String(10))
    """granted, partly, or refused."""
    relief: str | None = Field(default=None, sa_type=String(12))
    """wage_card, school_card, phone_card or lifted."""
    relieved_on: date | None = None
    lifted_on: date | None = None
    document: bytes

    __table_args__ = (UniqueConstraint("plan_id", "label"),)
