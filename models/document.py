"""The papers made for a plan, each kept in every version; their numbers; and the templates an office uses."""

import uuid
from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlmodel import Field

from models.base import Record, UTCDateTime
from models.bound_rows import bound


@bound(
    "office_id", "paper", "version", "content", "sha256", "offered_by", "approved_at", "approved_by", "ended_at", "ended_by",
)  # fmt: skip
class PaperTemplate(Record, table=True):
    """A Word template that an office offers in place of ours. It is used once a second person has approved it."""

    __tablename__ = "paper_template"

    id: uuid.UUID = Field(primary_key=True)
    office_id: uuid.UUID = Field(index=True, foreign_key="office.id")
    paper: str = Field(sa_type=String(40))
    version: int
    content: bytes
    sha256: str = Field(sa_type=String(64))
    offered_at: datetime = Field(sa_type=UTCDateTime)
    offered_by: uuid.UUID = Field(foreign_key="staff.id")
    approved_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    approved_by: uuid.UUID | None = Field(default=None, foreign_key="staff.id")
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    """Turned down, taken back, or replaced."""
    ended_by: uuid.UUID | None = Field(default=None, foreign_key="staff.id")

    __table_args__ = (UniqueConstraint("office_id", "paper", "version"),)


class PaperNumber(Record, table=True):
    """The last number an office has given to papers of one kind in one year."""

    __tablename__ = "paper_number"

    office_id: uuid.UUID = Field(primary_key=True, foreign_key="office.id")
    paper: str = Field(sa_type=String(40), primary_key=True)
    year: int = Field(primary_key=True)
    last: int = 0


class Document(Record, table=True):
    """One paper of a plan. Its number, if it has one, was given with its first version and stays."""

    __tablename__ = "document"

    id: uuid.UUID = Field(primary_key=True)
    plan_id: uuid.UUID = Field(index=True, foreign_key="plan.id")
    office_id: uuid.UUID = Field(foreign_key="office.id")
    paper: str = Field(sa_type=String(40))
    about: str = Field(default="", sa_type=String(60))
    """Which leave, incident, day or service it is about: a code, never words."""
    year: int | None = None
    sequence: int | None = None

    __table_args__ = (
        UniqueConstraint("plan_id", "paper", "about"),
        UniqueConstraint("office_id", "paper", "year", "sequence"),
    )


class DocumentVersion(Record, table=True):
    """One version of a paper, as it was made. The content and what was typed into it lie under the plan's key."""

    __tablename__ = "document_version"

    id: uuid.UUID = Field(primary_key=True)
    document_id: uuid.UUID = Field(index=True, foreign_key="document.id")
    plan_id: uuid.UUID = Field(index=True, foreign_key="plan.id")
    version: int
    made_at: datetime = Field(sa_type=UTCDateTime)
    made_by: uuid.UUID = Field(foreign_key="staff.id")
    template_sha256: str = Field(sa_type=String(64))
    sha256: str = Field(sa_type=String(64))
    """Of the file as it is handed out, so that a copy can be told from it."""
    size: int
    content: bytes
    values: bytes

    __table_args__ = (UniqueConstraint("document_id", "version"),)
