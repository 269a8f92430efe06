"""When this program was not there: a mark that it is alive, and each time that the mark stood still."""

import uuid
from datetime import datetime

from sqlmodel import Field

from models.base import Record, UTCDateTime


class Heartbeat(Record, table=True):
    """One row: when the program was last seen to be alive."""

    __tablename__ = "heartbeat"

    id: int = Field(default=1, primary_key=True)
    seen_at: datetime = Field(sa_type=UTCDateTime)


class Outage(Record, table=True):
    """A time in which nobody could hand anything in here, because this program was not there."""

    __tablename__ = "outage"

    id: uuid.UUID = Field(primary_key=True)
    from_at: datetime = Field(sa_type=UTCDateTime)
    to_at: datetime = Field(sa_type=UTCDateTime, index=True)
