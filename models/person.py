"""The people of a plan outside the office: the minor, guardians, and those recorded as already knowing.

Everything that tells who they are lies in one encrypted document per person (see models/vault.py). What stands in
the open is what the machine must ask of thousands at once: may this person be written to, and until when.
"""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlmodel import Field

from models.base import Record, UTCDateTime
from models.bound_rows import bound


@bound("plan_id", "role", "document", "named_as_danger_at", "ended_on", "page_digest", "code_hash")
class Person(Record, table=True):
    """One person of one plan. The document holds name, birth date, identity number, phone, address, hidden contacts."""

    __tablename__ = "person"

    id: uuid.UUID = Field(primary_key=True)
    plan_id: uuid.UUID = Field(index=True, foreign_key="plan.id")
    role: str = Field(sa_type=String(20))
    """minor, guardian, or informed."""
    relation: str = Field(sa_type=String(20))
    """'minor', or 'mother', 'father' …, or the role of somebody who already knows."""
    document: bytes
    device: str = Field(default="unknown", sa_type=String(10))
    reach: list[str] = Field(default_factory=list, sa_type=JSON)
    number_since_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    """Since when the number is on file or was last confirmed; before that, no text has come back from it."""
    phone_held: list[str] = Field(default_factory=list, sa_type=JSON)
    """When this person holds a phone, as stretches of the week; empty means always."""
    held_in_term: bool = False
    """The school keeps the phone: the stretches hold in term only."""
    not_at: list[str] = Field(default_factory=list, sa_type=JSON)
    """Stretches of the week in which this person sleeps or works."""
    at_school: bool = False
    """No text comes in class hours. Of a minor it is assumed until somebody says otherwise."""
    exams: list[str] = Field(default_factory=list, sa_type=JSON)
    """Days on which nothing is said that can wait, such as "2027-06-07/2027-06-09"."""
    opted_out: list[str] = Field(default_factory=list, sa_type=JSON)
    """Events of which this person wants no message."""
    no_texts_since_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    """From then on the person wants no text at all: what is owed stays owed, and somebody calls."""
    receives: bool = True
    legal_representative: bool = False
    from_on: date | None = None
    ended_on: date | None = None
    """From this day the person is no contact: the minor came of age, or another was named."""
    ended_because: str | None = Field(default=None, sa_type=String(30))
    named_as_danger_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    """From this moment the person receives nothing, sees nothing, and is not told so."""
    page_digest: str | None = Field(default=None, sa_type=String(64), unique=True)
    """Digest of the secret in the address of this family's saved page."""
    code_hash: str | None = Field(default=None, sa_type=String(200))
    page_given_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    """When the page and the code were last given out."""


@bound("plan_id", "person_id", "subject", "given", "given_on", "way", "recorded_by_id", "withdrawn_on", "detail")
class Consent(Record, table=True):
    """What one person answered about one subject: a consent, until it is withdrawn, or a No. The last answer counts.

    Who wrote it down and how it was said stands beside it: nobody's answer is told in another's name.
    """

    __tablename__ = "consent"

    id: uuid.UUID = Field(primary_key=True)
    plan_id: uuid.UUID = Field(index=True, foreign_key="plan.id")
    person_id: uuid.UUID = Field(foreign_key="person.id")
    subject: str = Field(sa_type=String(30))
    given: bool = True
    """False where the answer was No from the start."""
    given_on: date
    """The day on which the person said so."""
    way: str | None = Field(default=None, sa_type=String(12))
    """page (by the person), person, phone or paper; nobody knows of what older versions wrote."""
    recorded_by_role: str | None = Field(default=None, sa_type=String(20))
    recorded_by_id: uuid.UUID | None = None
    withdrawn_on: date | None = None
    withdrawn_way: str | None = Field(default=None, sa_type=String(12))
    withdrawn_by_role: str | None = Field(default=None, sa_type=String(20))
    """Who wrote the withdrawal down."""
    detail: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
