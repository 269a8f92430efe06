"""What people found when they looked at how somebody is doing. Every word and number of it is under the case's key; what
stands in the open is when, and by whom."""

import uuid
from datetime import date, datetime

from sqlalchemy import String
from sqlmodel import Field

from models.base import Record, UTCDateTime


class QuestionnaireResult(Record, table=True):
    """The result of a questionnaire, with its version and both consents. Only that there is one is in the open; which
    one, and its result, are encrypted."""

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
    document: bytes
