"""Orders to guardians: of guardianship, and of family-education guidance, with their hours."""

import uuid
from datetime import date

from sqlalchemy import String
from sqlmodel import Field

from models.base import Record
from models.bound_rows import bound


@bound("plan_id", "kind", "person_id", "ordered_on", "ordered_by", "until_on", "hours", "ended_on", "document")
class GuardianOrder(Record, table=True):
    """An order to one guardian (Family Education Law art 49; Minors Protection Law art 118(2)).

    `document` (encrypted) holds who gives the hours and what is asked. Ended early, nothing of it is owed.
    """

    __tablename__ = "guardian_order"

    id: uuid.UUID = Field(primary_key=True)
    plan_id: uuid.UUID = Field(index=True, foreign_key="plan.id")
    label: str = Field(sa_type=String(20))
    kind: str = Field(sa_type=String(20))
    """family_education or guardianship."""
    person_id: uuid.UUID = Field(foreign_key="person.id")
    ordered_on: date
    """The day on which it was made; it may have been entered later."""
    ordered_by: uuid.UUID = Field(foreign_key="staff.id")
    until_on: date
    hours: int | None = None
    ended_on: date | None = None
    ended_because: str | None = Field(default=None, sa_type=String(20))
    document: bytes
