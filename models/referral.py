"""A referral to somebody who helps: to whom, with whose consent, and what became of it."""

import uuid
from datetime import date

from sqlalchemy import String
from sqlmodel import Field

from models.base import Record


class Referral(Record, table=True):
    """The young person is referred to counselling, a school or another service, by consent and not as a duty."""

    __tablename__ = "referral"

    id: uuid.UUID = Field(primary_key=True)
    plan_id: uuid.UUID = Field(index=True, foreign_key="plan.id")
    label: str = Field(sa_type=String(20))
    kind: str = Field(sa_type=String(12))
    """counselling, school or service."""
    referred_on: date
    minor_consented_on: date | None = None
    guardian_consented_on: date | None = None
    outcome: str | None = Field(default=None, sa_type=String(10))
    """accepted, declined or no_answer, once it is known."""
    answered_on: date | None = None
    first_on: date | None = None
    """The first day there, where it was accepted."""
    document: bytes
    """To whom, and for what."""
    answer: bytes | None = None
    """What was said to it, and earlier answers."""
