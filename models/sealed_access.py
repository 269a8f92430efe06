"""Access to a file that is not one's own: asked for with a ground, answered by a named person, ending by itself."""

import uuid
from datetime import date, datetime

from sqlalchemy import String
from sqlmodel import Field

from models.base import Record, UTCDateTime
from models.bound_rows import bound

COLLEAGUE = "colleague"
"""Who asks to read a case that is still open and that somebody else handles; everybody else asks for a sealed file."""


@bound(
    "plan_number", "office_id", "requester", "granted", "answered_at", "answered_by", "reader_id", "until_on", "ended_at",
    "document", "answer",
)  # fmt: skip
class SealedAccessRequest(Record, table=True):
    """A request to look into one sealed file (Rules arts 484-486), or into a colleague's case (Network Regulations art
    36), and its answer. `document` is encrypted under a key of its own, so that it can be read while the file stays
    sealed: who asks, on which basis, for what, and the reason of the answer.
    """

    __tablename__ = "access"

    id: uuid.UUID = Field(primary_key=True)
    plan_number: str = Field(sa_type=String(20), index=True)
    office_id: uuid.UUID = Field(foreign_key="office.id", index=True)
    label: str = Field(sa_type=String(20))
    key_id: uuid.UUID
    requester: str = Field(sa_type=String(32))
    """judicial_organ_for_a_case, unit_under_state_provisions, anyone_else or colleague."""
    asked_on: date
    answer_by: date
    recorded_by: uuid.UUID = Field(foreign_key="staff.id")
    granted: bool | None = None
    answered_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    answered_by: uuid.UUID | None = Field(default=None, foreign_key="staff.id")
    reader_id: uuid.UUID | None = Field(default=None, foreign_key="staff.id", index=True)
    """Who may look, and nobody else."""
    until_on: date | None = None
    """The last day on which they may; of a colleague who waits for the answer, the day they asked for."""
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    last_read_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    document: bytes
    answer: bytes | None = None

    @property
    def by_colleague(self) -> bool:
        """Whether a colleague asked to read a case that is not sealed."""
        return self.requester == COLLEAGUE
