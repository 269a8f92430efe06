"""The figures of all offices for the decisions of one year, counted at night where there are many offices."""

from datetime import date, datetime

from sqlalchemy import Text
from sqlmodel import Field

from models.base import Record, UTCDateTime


class KeptStatistics(Record, table=True):
    """Figures and durations by office: nobody's name, and no office that has too few cases to be spoken of."""

    __tablename__ = "kept_statistics"

    year: int = Field(primary_key=True)
    as_of: date
    """The day until which facts are counted in it."""
    counted_at: datetime = Field(sa_type=UTCDateTime)
    offices: str = Field(sa_type=Text)
    """JSON, by the id of the office: a megabyte for the whole country, which is put together in one go."""
