"""The case and its plan: one minor, one decision, one period."""

import uuid
from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlmodel import Field, Session

from models.base import Record, UTCDateTime, insert_if_new
from models.bound_rows import bound


class Edition(Record, table=True):
    """An edition of the rulebook, kept whole, so that a plan lives under the one it was opened under."""

    __tablename__ = "edition"

    id: str = Field(sa_type=String(64), primary_key=True)
    """SHA-256 of the canonical snapshot."""
    snapshot: dict[str, Any] = Field(sa_type=JSON)
    kept_at: datetime = Field(sa_type=UTCDateTime)


def keep_edition(
    session: Session, edition_id: str, snapshot: Callable[[], Mapping[str, Any]], kept_at: datetime
) -> None:
    """The edition is kept, also where somebody else keeps it at the same moment."""
    if session.get(Edition, edition_id) is None:
        values = {"id": edition_id, "snapshot": snapshot(), "kept_at": kept_at}
        session.execute(insert_if_new(session.get_bind().dialect.name, "edition", "id"), values)


@bound(
    "number", "office_id", "edition_id", "status", "opened_at", "started_here_on", "case_document", "decided_on",
    "period_from", "period_to", "working_end", "limit_ends_on", "review_days_left", "final_decision_by", "announced_on",
    "outcome_announced_on", "outcome", "ended_because", "sealed_at", "closed_at", "recused", "deleted_at",
)  # fmt: skip
class Plan(Record, table=True):
    """A supervision plan: its status, and when it is due next.

    `period_from` and `period_to` are as the decision writes them; `working_end` is the earlier of the written and the
    computed end, from which reminders count. `wake_at` is the record's own alarm clock: at that moment something is
    due. A verb that makes something to react to sets it to now.
    """

    __tablename__ = "plan"

    id: uuid.UUID = Field(primary_key=True)
    number: str = Field(sa_type=String(20), unique=True)
    office_id: uuid.UUID = Field(foreign_key="office.id", index=True)
    assisting_office_id: uuid.UUID | None = Field(default=None, foreign_key="office.id", index=True)
    asked_office_id: uuid.UUID | None = Field(default=None, foreign_key="office.id", index=True)
    """An office that was asked to assist and has not answered yet."""
    edition_id: str = Field(sa_type=String(64), foreign_key="edition.id")
    status: str = Field(sa_type=String(24), index=True)
    opened_at: datetime = Field(sa_type=UTCDateTime)
    started_here_on: date
    """What lies before this day was before this system: never counted, never written about."""
    case_document: bytes
    """Encrypted: facts, reasons, opinions, offence, act dates."""
    decided_on: date
    period_from: date
    period_to: date
    working_end: date
    limit_ends_on: date
    review_days_left: int
    final_decision_by: date
    """The last day for the final decision, rolled over days off; the working day before it is what the desk shows."""
    announced_on: date | None = None
    outcome_announced_on: date | None = None
    age_doubted_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    stopped_by: list[str] = Field(default_factory=list, sa_type=JSON)
    """Codes of the facts by which duties, reminders and misses have stopped, and which a decision has yet to follow."""
    hushed_until_on: date | None = None
    leave_boundary: str = Field(default="county", sa_type=String(10))
    on_bail: bool = False
    may_attach: str | None = Field(default=None, sa_type=String(40))
    """What may be attached to what is handed in, as words apart: photo, voice, place, sheet. Nothing else is taken."""
    outcome: str | None = Field(default=None, sa_type=String(20))
    ended_because: str | None = Field(default=None, sa_type=String(30))
    """The row of ends.toml by which it stands, once the supervision is over: how it ended, or how the case goes on."""
    sealed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    deleted_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    """Since when its contents are gone and its key is destroyed, because the time for which they are kept was over."""
    after_care: str | None = Field(default=None, sa_type=String(10))
    """consented or declined, once the person has answered; the card itself has no link to the plan."""
    after_care_card_id: uuid.UUID | None = None
    """The card, so that it can be taken back; forgotten when the record is sealed."""
    recused: str | None = Field(default=None, sa_type=String(1000))
    """Ids of the staff who are recused from the case, one after another with a space between: to them it is not there."""
    attention_open: bool = False
    """Several misses opened an attention for the prosecutor; it changes nothing by itself."""
    version: int = 1
    """Counted up by every change; a person's edit names the one it was made from."""

    wake_at: datetime | None = Field(default=None, sa_type=UTCDateTime, index=True)
    woken_by_id: uuid.UUID | None = None
    """The transaction of the last act for which it is to be processed at once; none where an item's moment is waited for."""
    claimed_by: str | None = Field(default=None, sa_type=String(60))
    claimed_until: datetime | None = Field(default=None, sa_type=UTCDateTime)
    quarantined_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    """Its processing failed again and again, or a due event was not answered: the program does nothing for it until a
    person has looked."""
    failures: int = 0
    """How often in a row its processing has failed; 0 after one that went well."""
    failing_since_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    generation: int = 0
    flow_run_id: uuid.UUID | None = None

    __table_args__ = (Index("ix_plan_office_status", "office_id", "status"),)

    def is_recused(self, staff_id: uuid.UUID | None) -> bool:
        """Whether that member of staff is recused from the case."""
        return self.recused is not None and str(staff_id) in self.recused.split()

    @property
    def stopped_because(self) -> str | None:
        """The code under which nobody of the family owes anything at present; None where duties run as usual."""
        return "age_in_doubt" if self.age_doubted_at is not None else next(iter(self.stopped_by), None)


class WokenBy(StrEnum):
    """Why a plan was processed."""

    DUE = "due"
    """A step of an item was due."""
    ACT = "act"
    """Somebody did something that has consequences at once."""
    NOTHING = "nothing"
    """Nothing was due and nobody asked: it was looked at, and found in order."""


class RunLogEntry(Record, table=True):
    """One processing of a plan: when, by which source, what was done, and when the plan is due next."""

    __tablename__ = "run_log_entry"

    id: uuid.UUID = Field(primary_key=True)
    plan_id: uuid.UUID = Field(index=True, foreign_key="plan.id")
    began_at: datetime = Field(sa_type=UTCDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    source: str = Field(sa_type=String(12))
    """run (in the plan's own Prefect run), tick, rehearsal, or past (the past of a demonstration)."""
    verbs: list[str] = Field(default_factory=list, sa_type=JSON)
    parked_until: datetime | None = Field(default=None, sa_type=UTCDateTime)
    woken_by: str | None = Field(default=None, sa_type=String(10))
    """A code of `WokenBy`: why the plan was processed just then."""
    woken_by_id: uuid.UUID | None = None
    """The item that was due, or the transaction of the act."""
    woken_step: str | None = Field(default=None, sa_type=String(20))
    """The step of that item that was due."""
    woken_due_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    """When that step fell due."""
    failure_reference: str | None = Field(default=None, sa_type=String(20))
    failure_kind: str | None = Field(default=None, sa_type=String(60))


@bound("plan_id", "staff_id", "role", "from_at", "accepted_at", "until_at", "standing_in", "replaces_id")
class TeamMember(Record, table=True):
    """Who carries a plan in which role, from when to when. `accepted_at` empty: named, but not yet responsible."""

    __tablename__ = "team_member"

    id: uuid.UUID = Field(primary_key=True)
    plan_id: uuid.UUID = Field(index=True, foreign_key="plan.id")
    staff_id: uuid.UUID = Field(index=True, foreign_key="staff.id")
    role: str = Field(sa_type=String(20))
    from_at: datetime = Field(sa_type=UTCDateTime)
    accepted_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    until_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    standing_in: bool = False
    replaces_id: uuid.UUID | None = Field(default=None, foreign_key="staff.id")
    """Whose place this person takes: of a successor, who leaves; of a stand-in, who is away."""


@bound(
    "plan_id",
    "place",
    "kind",
    "document",
    "confirmed_by",
    "owner",
    "amount",
    "unit",
    "by_on",
    "told_on",
    "ended_on",
    "replaced_by_id",
)
class Condition(Record, table=True):
    """A duty of the plan: the four of the law, and the additional ones, each measurable.

    `document` (encrypted) holds text, measure and evidence. A changed condition is ended and a new one begun.
    """

    __tablename__ = "condition"

    id: uuid.UUID = Field(primary_key=True)
    plan_id: uuid.UUID = Field(index=True, foreign_key="plan.id")
    place: int
    kind: str = Field(sa_type=String(3))
    """S1-S4 for the four statutory duties (CPL art. 283(3)), A1-A6 for additional ones (Rules art. 476)."""
    document: bytes
    confirmed_by: str = Field(sa_type=String(20))
    owner: str = Field(sa_type=String(20))
    amount: int | None = None
    unit: str | None = Field(default=None, sa_type=String(10))
    by_on: date | None = None
    told_on: date | None = None
    """From this day it can be missed."""
    ended_on: date | None = None
    replaced_by_id: uuid.UUID | None = Field(default=None, foreign_key="condition.id")
