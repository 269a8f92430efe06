"""How far the outbox of a record has been emptied, by all machines together."""

from datetime import datetime

from sqlalchemy import BigInteger, String
from sqlmodel import Field

from models.base import Record, UTCDateTime


class OutboxMark(Record, table=True):
    """One row, raised durably before anything is handed over; what it is for, `notifications/restore_guard.py` says."""

    __tablename__ = "outbox_mark"

    id: int = Field(default=1, primary_key=True)
    number: int = Field(sa_type=BigInteger)
    """How often it was raised."""
    at: datetime = Field(sa_type=UTCDateTime)
    storage: str = Field(sa_type=String(80))
    """In which tables of which server it was written; empty in a file."""
