"""Finding a plan again by a name or a phone number, without either standing in the open; and what a person keeps of
their own views."""

import uuid
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, String, text
from sqlmodel import Field

from models.base import Record


class IndexKind(StrEnum):
    """What a person is found by."""

    SEARCH = "search"
    """A name, a part of it, or a phone number as somebody types it."""
    PHONE = "phone"
    """The present phone number: tells whether it stands in another case, and who answered."""


class PersonIndex(Record, table=True):
    """Finds a person: a keyed digest, dropped when the case is sealed."""

    __tablename__ = "person_index"

    kind: IndexKind = Field(sa_type=String(10), primary_key=True)
    digest: str = Field(sa_type=String(64), primary_key=True)
    person_id: uuid.UUID = Field(primary_key=True, index=True, foreign_key="person.id")
    plan_id: uuid.UUID = Field(index=True, foreign_key="plan.id")

    __table_args__ = (
        Index(
            "one_phone", "person_id", unique=True,
            sqlite_where=text("kind = 'phone'"), postgresql_where=text("kind = 'phone'"),
        ),
    )  # fmt: skip


class Preference(Record, table=True):
    """What a member of staff has set for their own pages, in codes only: which plans the list shows."""

    __tablename__ = "preference"

    staff_id: uuid.UUID = Field(primary_key=True, foreign_key="staff.id")
    name: str = Field(sa_type=String(30), primary_key=True)
    value: dict[str, Any] = Field(sa_type=JSON)
