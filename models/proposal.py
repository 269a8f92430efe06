"""A proposal to the person who decides, and the remarks on its way to a decision."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, text
from sqlmodel import Field

from models.base import Record, UTCDateTime
from models.bound_rows import bound


@bound("plan_id", "step", "status", "proposed_by", "countersigned_by", "settled_at", "detail")
class Proposal(Record, table=True):
    """A decision that the prosecutor asks for. For each step a plan has one open proposal at most.

    `status` is open, returned, refused, withdrawn, decided or lapsed; only an open one waits for anybody.
    """

    __tablename__ = "proposal"

    id: uuid.UUID = Field(primary_key=True)
    plan_id: uuid.UUID = Field(index=True, foreign_key="plan.id")
    step: str = Field(sa_type=String(30))
    """The act that decides it (a step of law/four_eyes.py): change_period, revoke, decide_non_prosecution, end_otherwise."""
    status: str = Field(default="open", sa_type=String(12), index=True)
    proposed_at: datetime = Field(sa_type=UTCDateTime)
    proposed_by: uuid.UUID = Field(foreign_key="staff.id")
    countersigned_by: uuid.UUID | None = Field(default=None, foreign_key="staff.id")
    settled_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    detail: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """What is asked for, in dates and codes only."""

    __table_args__ = (
        Index(
            "uq_proposal_open",
            "plan_id",
            "step",
            unique=True,
            sqlite_where=text("status = 'open'"),
            postgresql_where=text("status = 'open'"),
        ),
    )


class ProposalRemark(Record, table=True):
    """One thing that was done with a proposal, by whom, and what they wrote to it (encrypted)."""

    __tablename__ = "proposal_remark"

    id: uuid.UUID = Field(primary_key=True)
    proposal_id: uuid.UUID = Field(index=True, foreign_key="proposal.id")
    plan_id: uuid.UUID = Field(index=True, foreign_key="plan.id")
    at: datetime = Field(sa_type=UTCDateTime)
    by_id: uuid.UUID = Field(foreign_key="staff.id")
    by_role: str = Field(sa_type=String(20))
    did: str = Field(sa_type=String(14))
    """proposed, countersigned, returned, refused, withdrawn, decided, lapsed."""
    document: bytes
