"""Which Prefect server shows the runs of this record."""

import uuid
from datetime import datetime

from sqlmodel import Field

from models.base import Record, UTCDateTime


class PrefectLink(Record, table=True):
    """One row: the server that keeps the plans' runs, and when it was last seen to do so."""

    __tablename__ = "prefect_link"

    id: int = Field(default=1, primary_key=True)
    server_id: uuid.UUID
    """The id of the work pool in that server: a new database has a new one."""
    seen_at: datetime = Field(sa_type=UTCDateTime)
