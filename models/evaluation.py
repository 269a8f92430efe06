"""What people found when they looked at how somebody is doing. Every word and number of it is under the case's key; what
stands in the open is when, and by whom."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index, String, text
from sqlmodel import Field

from models.base import Record, UTCDateTime


class NeedRating(Record, table=True):
    """One rater's needs profile at one time (start, mid, end): corrected by another row, never changed."""

    __tablename__ = "need_rating"

    id: uuid.UUID = Field(primary_key=True)
    plan_id: uuid.UUID = Field(index=True, foreign_key="plan.id")
    time: str = Field(sa_type=String(8))
    rated_by: uuid.UUID = Field(foreign_key="staff.id")
    rated_at: datetime = Field(sa_type=UTCDateTime)
    document: bytes
    superseded_by_id: uuid.UUID | None = Field(default=None, foreign_key="need_rating.id")

    __table_args__ = (
        Index(
            "uq_need_rating_standing",
            "plan_id",
            "time",
            "rated_by",
            unique=True,
            sqlite_where=text("superseded_by_id IS NULL"),
            postgresql_where=text("superseded_by_id IS NULL"),
        ),
    )


class Situation(Record, table=True):
    """How somebody lives from a day on: school or work, and with whom."""

    __tablename__ = "situation"

    id: uuid.UUID = Field(primary_key=True)
    plan_id: uuid.UUID = Field(index=True, foreign_key="plan.id")
    on: date
    recorded_at: datetime = Field(sa_type=UTCDateTime)
    recorded_by: uuid.UUID | None = Field(default=None, foreign_key="staff.id")
    document: bytes


class QuestionnaireResult(Record, table=True):
    """The result of a questionnaire, with its version and both consents. That there is one stands in the open; which
    one, and what came of it, does not."""

    __tablename__ = "questionnaire_result"

    id: uuid.UUID = Field(primary_key=True)
    plan_id: uuid.UUID = Field(index=True, foreign_key="plan.id")
    taken_on: date
    recorded_at: datetime = Field(sa_type=UTCDateTime)
    recorded_by: uuid.UUID | None = Field(default=None, foreign_key="staff.id")
    document: bytes


class EvaluationProposal(Record, table=True):
    """What somebody proposes for a milestone, with the reason: by a person, computed by nothing."""

    __tablename__ = "evaluation_proposal"

    id: uuid.UUID = Field(primary_key=True)
    plan_id: uuid.UUID = Field(index=True, foreign_key="plan.id")
    item_id: uuid.UUID = Field(index=True, foreign_key="item.id")
    proposed_at: datetime = Field(sa_type=UTCDateTime)
    proposed_by: uuid.UUID = Field(foreign_key="staff.id")
    result: str = Field(sa_type=String(12))
    document: bytes


class ProgressComment(Record, table=True):
    """What somebody says to how their progress is told: it stands beside it, and asks for what is wrong to be mended."""

    __tablename__ = "progress_comment"

    id: uuid.UUID = Field(primary_key=True)
    plan_id: uuid.UUID = Field(index=True, foreign_key="plan.id")
    given_at: datetime = Field(sa_type=UTCDateTime)
    by_role: str = Field(sa_type=String(20))
    by_id: uuid.UUID | None = None
    no_number: bool = False
    """The person wants no number about themselves: then none is shown to anybody."""
    document: bytes


class IndexSetting(Record, table=True):
    """An office's choice about the progress index: on or off, with which weights, from when, by whom and why. The latest
    holds; a plan keeps the weights that stood when it was opened."""

    __tablename__ = "index_setting"

    id: uuid.UUID = Field(primary_key=True)
    office_id: uuid.UUID = Field(index=True, foreign_key="office.id")
    switched_on: bool
    weights: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    set_at: datetime = Field(sa_type=UTCDateTime)
    set_by: uuid.UUID = Field(foreign_key="staff.id")
    reason: str = Field(sa_type=String(400))


class IndexExplanation(Record, table=True):
    """That the weights were shown and explained to the minor, and when. Before that no number is shown to anybody."""

    __tablename__ = "index_told"

    plan_id: uuid.UUID = Field(primary_key=True, foreign_key="plan.id")
    setting_id: uuid.UUID = Field(foreign_key="index_setting.id")
    told_on: date
    recorded_at: datetime = Field(sa_type=UTCDateTime)
    recorded_by: uuid.UUID = Field(foreign_key="staff.id")
