"""What was counted before a record was sealed: sums over many people, no row of which is anybody's."""

from sqlalchemy import String
from sqlmodel import Field

from models.base import Record


class Tally(Record, table=True):
    """How many of that group had that result in that year, of cases that are sealed; it says neither who nor when."""

    __tablename__ = "tally"

    year: int = Field(primary_key=True)
    measure: str = Field(sa_type=String(20), primary_key=True)
    by: str = Field(sa_type=String(20), primary_key=True)
    group: str = Field(sa_type=String(24), primary_key=True)
    result: str = Field(sa_type=String(24), primary_key=True)
    count: int = 0
