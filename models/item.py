"""What is owed, by whom, by when: one row for everything dated that has an owner."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Index, String, literal_column, text
from sqlmodel import Field

from models.append_only import append_only
from models.base import Record, UTCDateTime
from models.bound_rows import bound


class ItemStatus(StrEnum):
    """What a person would say of an item. The open ones may still change by themselves; the others need an act."""

    OPEN = "open"
    NOT_RECEIVED = "not_received"
    """The day has passed; asked for an explanation. No verdict."""
    ON_TIME = "on_time"
    LATE = "late"
    """Accepted after its day; a late one is accepted whenever it comes."""
    MISSED = "missed"
    """Could know, could act, had the chance to be heard, and did not."""
    UNKNOWN = "unknown"
    """Not received, but nothing proves that the person could know or could act. Never counts."""
    UNABLE = "unable"
    EXCUSED = "excused"
    NOT_OWED_YET = "not_owed_yet"
    """Its day came before the person was told of the duty."""
    BEFORE_THIS_SYSTEM = "before_this_system"
    CANCELLED = "cancelled"
    DONE = "done"
    """For an item of the office's own."""


STILL_OPEN = (ItemStatus.OPEN, ItemStatus.NOT_RECEIVED)
OPEN_IN_SQL: list[ColumnElement[str]] = [literal_column(f"'{status}'") for status in STILL_OPEN]
"""The same for a question that is asked at every wake: written out, it is put into words once."""


@bound("plan_id", "kind", "owner", "due_on", "status", "received_at", "settled_because", "condition_id")
class Item(Record, table=True):
    """One thing owed. `next_step` names what comes next for it by itself, and `next_at` when."""

    __tablename__ = "item"

    id: uuid.UUID = Field(primary_key=True)
    plan_id: uuid.UUID = Field(index=True, foreign_key="plan.id")
    kind: str = Field(sa_type=String(30))
    label: str = Field(default="", sa_type=String(40))
    """Tells two of one kind apart: a milestone's name, an addressee, a leave's reference. Never a person."""
    owner: str = Field(sa_type=String(20))
    """The role that owes it; another's miss never stands in the minor's column."""
    due_on: date
    due_at: datetime = Field(sa_type=UTCDateTime)
    status: str = Field(default=ItemStatus.OPEN, sa_type=String(20))
    next_step: str | None = Field(default=None, sa_type=String(20))
    next_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    called_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    """When its owner was first told that it is due."""
    received_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    asked_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    """When an explanation was asked for."""
    moved_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    """When it was last put on another day."""
    moves: int = 0
    """How often."""
    settled_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    settled_because: str | None = Field(default=None, sa_type=String(40))
    condition_id: uuid.UUID | None = Field(default=None, foreign_key="condition.id")
    article: str | None = Field(default=None, sa_type=String(200))
    transaction_id: uuid.UUID | None = None
    """With which journal lines it was put on the plan."""

    __table_args__ = (
        Index(
            "uq_item_open",
            "plan_id",
            "kind",
            "label",
            "due_on",
            unique=True,
            sqlite_where=text("status IN ('open', 'not_received')"),
            postgresql_where=text("status IN ('open', 'not_received')"),
        ),
        Index("ix_item_plan_status_due", "plan_id", "status", "due_on"),
        Index("ix_item_plan_next", "plan_id", "next_at"),
        Index("ix_item_status_due", "status", "due_on"),
    )


@append_only
class ItemChange(Record, table=True):
    """That an item had another status, or another day, from a moment on. Only ever added.

    What an item is at first needs no row: `status_before` and `due_before` of its first change say it.
    """

    __tablename__ = "item_change"

    id: uuid.UUID = Field(primary_key=True)
    plan_id: uuid.UUID = Field(index=True, foreign_key="plan.id")
    item_id: uuid.UUID = Field(index=True, foreign_key="item.id")
    at: datetime = Field(sa_type=UTCDateTime)
    status_before: str = Field(sa_type=String(20))
    status_after: str = Field(sa_type=String(20))
    due_before: date
    due_after: date
    because: str | None = Field(default=None, sa_type=String(40))
    transaction_id: uuid.UUID | None = None
    run_id: uuid.UUID | None = None


@bound("plan_id", "item_id", "received_at", "by_role", "by_id", "way", "late", "addition", "document", "reviewed_by")
class Submission(Record, table=True):
    """What was handed in for an item: once counted, kept for ever; corrections are additions."""

    __tablename__ = "submission"

    id: uuid.UUID = Field(primary_key=True)
    plan_id: uuid.UUID = Field(index=True, foreign_key="plan.id")
    item_id: uuid.UUID = Field(index=True, foreign_key="item.id")
    received_at: datetime = Field(sa_type=UTCDateTime)
    by_role: str = Field(sa_type=String(20))
    by_id: uuid.UUID | None = None
    way: str = Field(sa_type=String(12))
    """page, new_card or staff_device (by the page, and maybe not by whose it is), phone (told by phone, filled in by a
    worker), paper, or person."""
    late: bool = False
    addition: bool = False
    """True for what came after the first, or was taken back: kept, and it does not count."""
    document: bytes
    """By how many minutes the phone's clock differed; a remark only."""
    reviewed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    """When one of the handlers has looked at it and said so."""
    reviewed_by: uuid.UUID | None = Field(default=None, foreign_key="staff.id")


@bound(
    "plan_id", "item_id", "incident_id", "given_at", "by_role", "document", "answered_by", "answer", "answer_document"
)
class Explanation(Record, table=True):
    """An explanation for an item or an incident, and the answer of a named person."""

    __tablename__ = "explanation"

    id: uuid.UUID = Field(primary_key=True)
    plan_id: uuid.UUID = Field(index=True, foreign_key="plan.id")
    item_id: uuid.UUID | None = Field(default=None, index=True, foreign_key="item.id")
    incident_id: uuid.UUID | None = Field(default=None, index=True, foreign_key="incident.id")
    given_at: datetime = Field(sa_type=UTCDateTime)
    by_role: str = Field(sa_type=String(20))
    document: bytes
    answered_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    answered_by: uuid.UUID | None = Field(default=None, foreign_key="staff.id")
    answer: str | None = Field(default=None, sa_type=String(20))
    answer_document: bytes | None = None


@bound("plan_id", "owner", "from_on", "to_on", "document", "recorded_at", "recorded_by", "while_held", "while_missing")
class UnavailabilityPeriod(Record, table=True):
    """From a day to a day somebody could not do what was owed, with the reason kept apart and encrypted."""

    __tablename__ = "unavailability_period"

    id: uuid.UUID = Field(primary_key=True)
    plan_id: uuid.UUID = Field(index=True, foreign_key="plan.id")
    owner: str = Field(sa_type=String(20))
    from_on: date
    to_on: date
    document: bytes
    recorded_at: datetime = Field(sa_type=UTCDateTime)
    recorded_by: uuid.UUID | None = None
    while_held: bool = False
    """It lasts until a release is recorded; its last day is that of the period until then."""
    while_missing: bool = False
    """Nobody knows where the minor is: what is owed is unknown, until they were found and heard."""
