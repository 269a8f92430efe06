"""Wrong tries at signing in, counted so that every process of an installation counts the same."""

from datetime import datetime

from sqlalchemy import String
from sqlmodel import Field

from models.base import Record, UTCDateTime


class SignInAttempt(Record, table=True):
    """How often in a row it went wrong for one account from one place. The key is a keyed digest: neither the name that
    was typed nor the address stands here."""

    __tablename__ = "sign_in_attempt"

    key: str = Field(sa_type=String(64), primary_key=True)
    tries: int
    last_at: datetime = Field(sa_type=UTCDateTime, index=True)
    wait_until: datetime = Field(sa_type=UTCDateTime)
