"""A spreadsheet of an office's present caseload, while somebody brings it in."""

import uuid
from datetime import datetime

from sqlmodel import Field

from models.base import Record, UTCDateTime


class CaseloadSheet(Record, table=True):
    """What somebody has read in of a spreadsheet. It is theirs alone, encrypted under a key of its own, and deleted when
    they discard it or when nobody has gone on with it for a while."""

    __tablename__ = "caseload_sheet"

    id: uuid.UUID = Field(primary_key=True)
    staff_id: uuid.UUID = Field(index=True, foreign_key="staff.id")
    document: bytes
    """Encrypted: headings, cells, which column is which field, what holds for all rows, which rows were opened."""
    begun_at: datetime = Field(sa_type=UTCDateTime)
    saved_at: datetime = Field(index=True, sa_type=UTCDateTime)
