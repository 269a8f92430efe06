"""What named people decided, and what followed from it outside the plan's own calendar."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index, String, text
from sqlmodel import Field

from models.base import Record, UTCDateTime
from models.bound_rows import bound


@bound(
    "plan_id", "kind", "decided_on", "recorded_at", "proposed_by", "decided_by", "document", "detail", "superseded_by_id",
)  # fmt: skip
class Decision(Record, table=True):
    """A decision: always by a named person, always with reasons (encrypted). Of a conditional non-prosecution that was
    signed on paper before its plan was entered, `decided_by` is empty where the file does not say who signed, or says it
    in words only: these stand with the reasons.
    """

    __tablename__ = "decision"

    id: uuid.UUID = Field(primary_key=True)
    plan_id: uuid.UUID = Field(index=True, foreign_key="plan.id")
    kind: str = Field(sa_type=String(30))
    decided_on: date
    recorded_at: datetime = Field(sa_type=UTCDateTime)
    proposed_by: uuid.UUID | None = Field(default=None, foreign_key="staff.id")
    decided_by: uuid.UUID | None = Field(default=None, foreign_key="staff.id")
    document: bytes
    detail: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """Dates and codes only."""
    superseded_by_id: uuid.UUID | None = Field(default=None, foreign_key="decision.id")

    __table_args__ = (
        Index(
            "uq_decision_standing",
            "plan_id",
            "kind",
            unique=True,
            sqlite_where=text(
                "superseded_by_id IS NULL AND kind IN ('conditional_non_prosecution', 'revocation', 'non_prosecution')"
            ),
            postgresql_where=text(
                "superseded_by_id IS NULL AND kind IN ('conditional_non_prosecution', 'revocation', 'non_prosecution')"
            ),
        ),
    )


@bound(
    "plan_id", "kind", "status", "done_on", "found_on", "reported_at", "serious", "document", "response", "closed_by"
)
class Incident(Record, table=True):
    """A reported possible breach: heard, then dismissed, answered by a lesser response, or found to be a ground."""

    __tablename__ = "incident"

    id: uuid.UUID = Field(primary_key=True)
    plan_id: uuid.UUID = Field(index=True, foreign_key="plan.id")
    label: str = Field(sa_type=String(20))
    kind: str = Field(sa_type=String(20))
    status: str = Field(default="reported", sa_type=String(16))
    """reported, under_review, heard, dismissed, lesser, ground."""
    done_on: date
    found_on: date
    reported_at: datetime = Field(sa_type=UTCDateTime)
    reported_by_role: str = Field(sa_type=String(20))
    serious: bool = False
    rests_on: str | None = Field(default=None, sa_type=String(10))
    """serious, several: what the finding of a ground under art 479(3) or (4) rests on, where it says so."""
    document: bytes
    response: str | None = Field(default=None, sa_type=String(20))
    closed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    closed_by: uuid.UUID | None = Field(default=None, foreign_key="staff.id")


@bound(
    "plan_id", "from_on", "to_on", "asked_at", "emergency", "standing", "prosecutor_approved", "police_station_approved",
    "document",
)  # fmt: skip
class Leave(Record, table=True):
    """Leave to be away from the boundary written in the decision; on bail the police station must agree as well."""

    __tablename__ = "leave"

    id: uuid.UUID = Field(primary_key=True)
    plan_id: uuid.UUID = Field(index=True, foreign_key="plan.id")
    label: str = Field(sa_type=String(20))
    from_on: date
    to_on: date
    asked_at: datetime = Field(sa_type=UTCDateTime)
    asked_by_role: str = Field(sa_type=String(20))
    emergency: bool = False
    standing: bool = False
    needs_police_station: bool = False
    prosecutor_approved: bool | None = None
    prosecutor_decided_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    police_station_approved: bool | None = None
    document: bytes


@bound(
    "plan_id", "kind", "decision_received_on", "filed_on", "posted_on", "in_time", "answer_by", "decided_on", "outcome",
)  # fmt: skip
class Remedy(Record, table=True):
    """Reconsideration, higher review or a victim's complaint. The period runs on under a banner."""

    __tablename__ = "remedy"

    id: uuid.UUID = Field(primary_key=True)
    plan_id: uuid.UUID = Field(index=True, foreign_key="plan.id")
    kind: str = Field(sa_type=String(20))
    decision_received_on: date
    filed_on: date
    posted_on: date | None = None
    in_time: bool = True
    answer_by: date
    receipt_number: str | None = Field(default=None, sa_type=String(40))
    """Whose complaint it is, where there are several victims."""
    label: str = Field(sa_type=String(24))
    """The label of the item that waits for its answer."""
    decided_on: date | None = None
    outcome: str | None = Field(default=None, sa_type=String(12))


@bound("plan_id", "decision", "addressee", "received_on", "how", "recorded_at")
class ServiceReceipt(Record, table=True):
    """Service of a decision on one addressee: owed until the receipt has come back."""

    __tablename__ = "receipt"

    id: uuid.UUID = Field(primary_key=True)
    plan_id: uuid.UUID = Field(index=True, foreign_key="plan.id")
    decision: str = Field(sa_type=String(30))
    addressee: str = Field(sa_type=String(24))
    number: str | None = Field(default=None, sa_type=String(40))
    received_on: date | None = None
    how: str | None = Field(default=None, sa_type=String(12))
    """Signed for, taken in by a grown-up of the family, or refused and left there; None where nobody said."""
    recorded_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    contact: bytes | None = None
    """The number of a victim's side that was asked to sign, encrypted; gone when the receipt is back or the file sealed."""


@bound("plan_number", "office_id", "clock", "addressee", "began_on", "ends_on", "done_on")
class ClosingListEntry(Record, table=True):
    """One line of the closing list (收尾清单), which outlives the seal: no name, no offence, no link to a person."""

    __tablename__ = "closing"

    id: uuid.UUID = Field(primary_key=True)
    plan_number: str = Field(sa_type=String(20), index=True)
    office_id: uuid.UUID = Field(foreign_key="office.id", index=True)
    clock: str = Field(sa_type=String(30))
    """service, complaint_window, unfreezing, police_sealing, reexamination."""
    addressee: str | None = Field(default=None, sa_type=String(24))
    receipt_number: str | None = Field(default=None, sa_type=String(40))
    began_on: date
    ends_on: date
    done_on: date | None = None


class AfterCare(Record, table=True):
    """An after-care card, made only with consent, under its own key: no offence, no office, no link to the case."""

    __tablename__ = "after_care"

    id: uuid.UUID = Field(primary_key=True)
    key_id: uuid.UUID
    document: bytes
    from_on: date
    until_on: date
    ended_on: date | None = None
    keeper_id: uuid.UUID | None = Field(default=None, foreign_key="staff.id", index=True)
    """Who visits and calls. Ended, the card's key is destroyed: nobody reads it again."""
