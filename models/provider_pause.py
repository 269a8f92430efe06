"""Accounts with providers that rest: one of them has asked for a pause, and every dispatcher keeps it."""

from datetime import datetime

from sqlmodel import Field

from models.base import Record, UTCDateTime


class ProviderPause(Record, table=True):
    """The last pause of one account. Over once `until_at` has come; the row stays and says how often in a row."""

    __tablename__ = "provider_pause"

    account: str = Field(primary_key=True, max_length=80)
    """Which account with which provider, as a mark that tells nothing of it."""
    since_at: datetime = Field(sa_type=UTCDateTime)
    until_at: datetime = Field(sa_type=UTCDateTime)
    times: int = 1
    """The number of pauses in a row, with at most a moment between them."""
    reason: str | None = Field(default=None, max_length=80)
    """The provider's code."""
    said: str | None = Field(default=None, max_length=200)
    """The provider's own words."""
