"""Second factors beside the password, and the challenges that were sent for them."""

import uuid
from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlmodel import Field

from models.base import Record, UTCDateTime
from models.bound_rows import bound


@bound("staff_id", "kind", "secret", "credential_digest", "added_at")
class SecondFactor(Record, table=True):
    """A code generator or a passkey of one account. Its secret is encrypted under a key of the account's own."""

    __tablename__ = "second_factor"

    id: uuid.UUID = Field(primary_key=True)
    staff_id: uuid.UUID = Field(foreign_key="staff.id", index=True)
    kind: str = Field(sa_type=String(10))
    """totp or passkey."""
    name: str = Field(sa_type=String(40))
    """What its owner calls it."""
    secret: bytes
    credential_digest: str | None = Field(default=None, sa_type=String(64))
    """Of a passkey, by which it is found again."""
    added_at: datetime = Field(sa_type=UTCDateTime)
    last_used_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    last_step: int | None = None
    """Of a code generator, the half minute of the newest code that was used: no code is used twice."""
    sign_count: int = 0
    """Of a passkey, how often it says that it has signed."""

    __table_args__ = (UniqueConstraint("credential_digest"),)


class FactorChallenge(Record, table=True):
    """Something one session was asked to prove or to set up, once and for some minutes."""

    __tablename__ = "factor_challenge"

    id: uuid.UUID = Field(primary_key=True)
    sign_in_id: uuid.UUID = Field(index=True)
    purpose: str = Field(sa_type=String(20))
    """totp, passkey or assertion; provider or provider_link for what was begun at the identity provider."""
    digest: str | None = Field(default=None, sa_type=String(64))
    """Of what a passkey is to sign, or of the state that the provider is to bring back."""
    secret: bytes | None = None
    """Of a code generator that is being set up, encrypted."""
    ends_at: datetime = Field(sa_type=UTCDateTime, index=True)
