"""Sessions as dated facts: so much of a condition or of an order was done on a day, told by somebody, confirmed by a second."""

import uuid
from datetime import date, datetime

from sqlalchemy import String
from sqlmodel import Field

from models.base import Record, UTCDateTime
from models.bound_rows import bound


@bound(
    "plan_id", "condition_id", "order_id", "done_on", "amount", "confirmed_at", "confirmed_by", "taken_back_at", "taken_back_by",
)  # fmt: skip
class DatedSession(Record, table=True):
    """One session, course or payment, or the hours of one day: of a condition (Rules art 476) or of an order to a guardian
    (Family Education Law art 49). How much is done is the sum of these rows and is kept nowhere else.

    A row that is taken back stays without counting; the reason is in the journal.
    """

    __tablename__ = "dated_session"

    id: uuid.UUID = Field(primary_key=True)
    plan_id: uuid.UUID = Field(index=True, foreign_key="plan.id")
    condition_id: uuid.UUID | None = Field(default=None, foreign_key="condition.id")
    order_id: uuid.UUID | None = Field(default=None, foreign_key="guardian_order.id")
    """One of the two."""
    done_on: date | None = None
    """None for what was recorded before the day was kept."""
    amount: int
    recorded_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    recorded_by: uuid.UUID | None = None
    recorded_role: str | None = Field(default=None, sa_type=String(20))
    confirmed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    confirmed_by: uuid.UUID | None = None
    """Who told the same session independently."""
    confirmed_role: str | None = Field(default=None, sa_type=String(20))
    taken_back_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    taken_back_by: uuid.UUID | None = None
