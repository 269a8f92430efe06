"""Finding a plan again by a name or a phone number, without either standing in the open; and what a person keeps of
their own views."""

import uuid
from typing import Any

from sqlalchemy import JSON, String
from sqlmodel import Field

from models.base import Record


class SearchIndex(Record, table=True):
    """Keyed digests of a person's name, parts of it, and number: dropped when the case is sealed."""

    __tablename__ = "search_index"

    digest: str = Field(sa_type=String(64), primary_key=True)
    person_id: uuid.UUID = Field(primary_key=True, index=True, foreign_key="person.id")
    plan_id: uuid.UUID = Field(index=True, foreign_key="plan.id")


class Preference(Record, table=True):
    """What a member of staff has set for their own pages, in codes only: which plans the list shows."""

    __tablename__ = "preference"

    staff_id: uuid.UUID = Field(primary_key=True, foreign_key="staff.id")
    name: str = Field(sa_type=String(30), primary_key=True)
    value: dict[str, Any] = Field(sa_type=JSON)
