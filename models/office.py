"""Offices (检察院) and the people who work for them."""

import uuid
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, String, UniqueConstraint
from sqlmodel import Field

from models.base import Record, UTCDateTime
from models.bound_rows import bound


class OfficeLevel(StrEnum):
    BASIC = "basic"
    CITY = "city"


@bound("name", "level", "superior_id")
class Office(Record, table=True):
    """A procuratorate. A basic-level office handles cases; the city office hears reviews and complaints."""

    __tablename__ = "office"

    id: uuid.UUID = Field(primary_key=True)
    name: str = Field(sa_type=String(40), unique=True)
    level: str = Field(default=OfficeLevel.BASIC, sa_type=String(10))
    superior_id: uuid.UUID | None = Field(default=None, foreign_key="office.id")


class Role(StrEnum):
    """What a person is to the work. What each may do stands in casework/acting/rights, and nowhere else."""

    PROSECUTOR = "prosecutor"
    ASSISTANT = "assistant"
    DEPARTMENT_HEAD = "department_head"
    CASE_MANAGEMENT = "case_management"
    CHIEF_PROSECUTOR = "chief_prosecutor"
    DEPUTY = "deputy"
    SOCIAL_WORKER = "social_worker"
    CLERK = "clerk"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    JURIST = "jurist"
    MINOR = "minor"
    GUARDIAN = "guardian"
    INFORMED = "informed"
    """Somebody who already knows, recorded so by a prosecutor: may be asked, and is shown nothing but the question."""
    INTEGRATION = "integration"
    """A system of an office that uses the API by a token: it does what the token was given, and never decides."""
    SYSTEM = "system"


MACHINES = (Role.INTEGRATION, Role.SYSTEM)
"""Roles in which no person acts."""

STAFF_ROLES = tuple(role for role in Role if role not in (Role.MINOR, Role.GUARDIAN, Role.INFORMED, *MACHINES))
"""The posts of people who have an account."""


@bound(
    "office_id", "login", "role", "active", "authority_from", "authority_to", "provider_identity", "password_hash",
    "phone", "email", "counts_from_at", "first_sign_in_at",
)  # fmt: skip
class Staff(Record, table=True):
    """Somebody with an account. A deputy signs only inside the dates of the authority given."""

    __tablename__ = "staff"

    id: uuid.UUID = Field(primary_key=True)
    office_id: uuid.UUID = Field(foreign_key="office.id", index=True)
    login: str = Field(sa_type=String(60), unique=True)
    display_name: str = Field(sa_type=String(60))
    role: str = Field(sa_type=String(20))
    email: str | None = Field(default=None, sa_type=String(200))
    phone: str | None = Field(default=None, sa_type=String(20))
    """The number of their work, at which families call back and to which a text goes when mail is refused."""
    address_since_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    """Since when phone and mail are on file or confirmed: what came back before says nothing about them."""
    password_hash: str | None = Field(default=None, sa_type=String(200))
    authority_from: date | None = None
    authority_to: date | None = None
    active: bool = True
    failed_sign_ins: int = 0
    """Wrong tries since their last sign-in."""
    provider_identity: str | None = Field(default=None, sa_type=String(64), unique=True)
    """Keyed digest of who this is at the identity provider, once a second person has confirmed it."""
    counts_from_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    """Of a signer who came from the machine after the installation began: from when they confirm what holds for all offices."""
    first_sign_in_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    """When they first signed in: some days later they need a second factor."""


class SignIn(Record, table=True):
    """A signed-in session, held by the server; the browser holds only a random token, of which a digest stands here.

    Exactly one of `staff_id` and `person_id` is set: staff sign in with a password, families with a page and a code.
    """

    __tablename__ = "sign_in"

    id: uuid.UUID = Field(primary_key=True)
    token_digest: str = Field(sa_type=String(64))
    staff_id: uuid.UUID | None = Field(default=None, foreign_key="staff.id", index=True)
    person_id: uuid.UUID | None = Field(default=None, index=True)
    created_at: datetime = Field(sa_type=UTCDateTime)
    last_seen_at: datetime = Field(sa_type=UTCDateTime)
    confirmed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    """When staff last said again who they are. With a second factor it is emptied by the act it was said for; without one,
    and without a moment here, the sign-in counts."""
    confirmed_for: str | None = Field(default=None, sa_type=String(10))
    """accounts, tokens or settings: the kind of act that it was used for, and holds for again."""
    ends_at: datetime = Field(sa_type=UTCDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    stage: str = Field(default="full", sa_type=String(10))
    """full; factor while the second factor is still asked for; enrol while one is still to be set up."""
    by_factor: bool = False
    """Whether the account has a second factor: then a confirmation counts for one act."""
    kept_out: bool = False
    """Whether, once idle too long, it still opens the offline form until it ends, and nothing else."""
    previous_digest: str | None = Field(default=None, sa_type=String(64), index=True)
    """Of the token before the last change of trust. For some seconds it still reads, and confirms nothing."""
    rotated_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    browser: str | None = Field(default=None, sa_type=String(40))
    """Browser and system as codes; nothing more of what a browser says of itself."""
    wrong_before: int = 0
    """Wrong tries at the account between the sign-in before and this one."""

    __table_args__ = (UniqueConstraint("token_digest"),)


@bound(
    "staff_id", "kind", "asked_by_id", "asked_at", "needs_second", "phone", "email", "authority_from", "authority_to",
    "provider_identity", "first_part", "second_part", "ends_at", "content", "holds_from", "answered_by_id", "answered_at",
)  # fmt: skip
class AccountRequest(Record, table=True):
    """Something asked for an account: to begin, to have a new way in, to hold other data, to end; or, with a `content`, what
    is to hold for all offices.

    With `needs_second` nothing of it holds until somebody else has confirmed it. A one-time code has two parts, each
    shown once to one person and kept as a hash.
    """

    __tablename__ = "account_request"

    id: uuid.UUID = Field(primary_key=True)
    staff_id: uuid.UUID = Field(foreign_key="staff.id", index=True)
    kind: str = Field(sa_type=String(10))
    """enter, change, code, link, leave or sessions; of all offices policy, value or holidays."""
    asked_by_id: uuid.UUID | None = Field(default=None, foreign_key="staff.id")
    """None where it was done at the machine of the installation."""
    asked_at: datetime = Field(sa_type=UTCDateTime)
    reason: str = Field(sa_type=String(200))
    needs_second: bool
    display_name: str | None = Field(default=None, sa_type=String(60))
    phone: str | None = Field(default=None, sa_type=String(20))
    email: str | None = Field(default=None, sa_type=String(200))
    authority_from: date | None = None
    authority_to: date | None = None
    provider_identity: str | None = Field(default=None, sa_type=String(64))
    """Of `link`: keyed digest of who they are at the identity provider."""
    content: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    """What is to hold for all offices: about the law and the calendar, never about a case."""
    first_part: str | None = Field(default=None, sa_type=String(200))
    second_part: str | None = Field(default=None, sa_type=String(200))
    holds_from: datetime | None = Field(default=None, sa_type=UTCDateTime)
    """Before this moment the code is not valid, so that the notified owner can stop it; None: valid at once."""
    ends_at: datetime = Field(sa_type=UTCDateTime)
    wrong_tries: int = 0
    answered_by_id: uuid.UUID | None = Field(default=None, foreign_key="staff.id")
    answered_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    answer_reason: str | None = Field(default=None, sa_type=String(200))
    granted: bool | None = None
    used_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    shown_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    """When it was last shown to the owner of the account."""
