"""What the program does once to a record when it starts, because it needs the keys and no migration can do it."""

from datetime import datetime

from sqlalchemy import String
from sqlmodel import Field

from models.base import Record, UTCDateTime


class StartStep(Record, table=True):
    """That such a step has gone through the whole record."""

    __tablename__ = "start_step"

    name: str = Field(sa_type=String(40), primary_key=True)
    done_at: datetime = Field(sa_type=UTCDateTime)
