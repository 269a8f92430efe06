"""What somebody was asked for, and what was answered."""

import uuid
from datetime import date, datetime

from sqlalchemy import String
from sqlmodel import Field

from models.base import Record, UTCDateTime


class Request(Record, table=True):
    """A unit, an authority or the office itself was asked, and answers. Words and amounts stand in the encrypted columns only."""

    __tablename__ = "request"

    id: uuid.UUID = Field(primary_key=True)
    plan_id: uuid.UUID = Field(index=True, foreign_key="plan.id")
    kind: str = Field(sa_type=String(30))
    """The kind of the item by which its answer is waited for."""
    label: str = Field(sa_type=String(20))
    """Tells two of one kind apart; empty where a plan has one at a time."""
    choice: str | None = Field(default=None, sa_type=String(20))
    """What exactly is asked, as the act that asks says it: judicial_aid, counselling, copy."""
    asked_at: datetime = Field(sa_type=UTCDateTime)
    item_id: uuid.UUID | None = Field(default=None, foreign_key="item.id")
    """By which it is waited for; None where an answer came that nobody had asked for."""
    person_id: uuid.UUID | None = Field(default=None, foreign_key="person.id")
    """Who of the family asked, and hears of the answer."""
    outcome: str | None = Field(default=None, sa_type=String(10))
    """What was answered last, in a code of its kind."""
    answered_on: date | None = None
    document: bytes
    answers: bytes | None = None
    """Every answer with its words and its line in the journal, the latest first."""
