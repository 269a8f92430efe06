"""A throw-away copy of as much of the record as a month of messages is about: the plans of one office, or of all.

What is heavy and says nothing of messages (the journal, papers, exports of phones, attachments) stays where it is, and so do
messages of long ago.
"""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Table, and_, or_
from sqlmodel import SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from casework.shared.context import Context
from core.clock import SimulatedClock
from models.database import InMemoryDatabase
from models.message import OPEN_STATES, Message, MessageState
from models.office import Staff
from models.person import Person, PhoneIndex
from models.plan import Plan, TeamMember
from notifications.events import ChannelName

EXCLUDED_TABLES = frozenset({
    "journal_line", "journal_unlinked", "chain_link", "row_change", "row_change_unlinked", "search_index", "identity_index", "document", "document_version",
    "attachment", "usage_day", "usage_source", "usage_remark", "sign_in", "repeat", "access", "after_care",
})  # fmt: skip
"""Tables of which nothing is asked when messages are posted or sent."""
LOOKBACK = timedelta(days=31)
"""So long ago a message may still matter: as proof of a thing still open, as said already, as one of the day."""
COPY_BATCH = 5_000
_ROWS = SQLModel.metadata.tables


@dataclass(frozen=True)
class RecordCopy:
    """A copy of the record, with so many plans of those that were asked for."""

    context: Context
    plans: int
    plans_asked_for: int


@dataclass(frozen=True)
class _Wanted:
    """What is copied of what belongs to somebody: of these plans, and of the staff of these offices."""

    plans: SelectOfScalar[uuid.UUID] | Sequence[uuid.UUID]
    offices: SelectOfScalar[uuid.UUID] | Sequence[uuid.UUID]


def copy_record(
    context: Context, start: datetime, office_id: uuid.UUID | None = None, at_most: int | None = None
) -> RecordCopy:
    """A context over the copy, in memory, on a simulated clock; what is done in it touches nothing.

    If more than `at_most` plans of theirs are neither closed nor sealed at `start`, only so many are in it, taken evenly
    from all of them in the order in which they were opened.
    """
    goes_on = [or_(ends.is_(None), ends > start) for ends in (col(Plan.closed_at), col(Plan.sealed_at))]
    own = [] if office_id is None else [col(Plan.office_id) == office_id]
    with context.database.reading() as session:
        plans = list(session.exec(select(Plan.id).where(*goes_on, *own).order_by(col(Plan.id))))
    wanted, copied = None, len(plans)
    if at_most is not None and len(plans) > at_most:
        taken = _take_evenly(plans, at_most)
        wanted, copied = _Wanted(taken, select(Plan.office_id).where(col(Plan.id).in_(taken))), at_most
    elif office_id is not None:
        wanted = _Wanted(_plans_of(office_id), [office_id])
    return RecordCopy(_copy(context, start, _asked(wanted, start)), copied, len(plans))


def _take_evenly(plans: Sequence[uuid.UUID], at_most: int) -> list[uuid.UUID]:
    return [plans[place * len(plans) // at_most] for place in range(at_most)]


def copy_plan(context: Context, number: str) -> Context:
    """The same with one plan in it, as it stands now, beside the office's people and rules; of other plans nothing."""
    with context.database.reading() as session:
        plan_id = context.plan_id(session, number)
    return _copy(context, context.clock.now(), _asked_of(plan_id))


def _copy(context: Context, start: datetime, asked: Iterator[tuple[Table, list[ColumnElement[bool]]]]) -> Context:
    copy = InMemoryDatabase()
    copy.create_tables()
    driver = copy.engine.raw_connection().driver_connection
    assert driver is not None
    driver.execute("PRAGMA foreign_keys = OFF")  # an office may stand before its superior, a message without its plan
    with context.database.reading() as source, copy.transaction() as target:
        for table, which in asked:
            rows = source.execute(table.select().where(*which).execution_options(yield_per=COPY_BATCH)).mappings()
            for some in rows.partitions(COPY_BATCH):
                target.execute(table.insert(), [dict(row) for row in some])
    return replace(
        context, database=copy, clock=SimulatedClock(start), on_commit=None, on_opening=None, before_commit=None,
        run_id=None, failed_runs={},
    )  # fmt: skip


def _asked(wanted: _Wanted | None, start: datetime) -> Iterator[tuple[Table, list[ColumnElement[bool]]]]:
    """Each table with what is wanted of it; without `wanted`, of everybody."""
    for table in SQLModel.metadata.sorted_tables:
        if table.name in EXCLUDED_TABLES:
            continue
        which: list[ColumnElement[bool]] = []
        if table.name == "message_step":
            which = [table.c.message_id.in_(select(Message.id).where(*_messages(wanted, start)))]
        elif table.name == "message":
            which = _messages(wanted, start)
        elif wanted is None:
            pass
        elif table.name == "person":
            which = [or_(col(Person.plan_id).in_(wanted.plans), col(Person.id).in_(_who_share_a_number(wanted)))]
        elif table.name == "phone_index":
            which = [col(PhoneIndex.digest).in_(_numbers_of(wanted))]
        elif table.name == "plan":
            which = [col(Plan.id).in_(wanted.plans)]
        elif table.name == "staff":
            carry = select(TeamMember.staff_id).where(col(TeamMember.plan_id).in_(wanted.plans))
            which = [or_(col(Staff.office_id).in_(wanted.offices), col(Staff.id).in_(carry))]
        elif "plan_id" in table.c:
            which = [table.c.plan_id.in_(wanted.plans)]
        yield table, which


def _asked_of(plan_id: uuid.UUID) -> Iterator[tuple[Table, list[ColumnElement[bool]]]]:
    """Each table with what is wanted of it for one plan."""
    messages = select(Message.id).where(Message.plan_id == plan_id)
    people = select(Person.id).where(Person.plan_id == plan_id)
    for table in SQLModel.metadata.sorted_tables:
        if table.name in EXCLUDED_TABLES:
            continue
        which: list[ColumnElement[bool]] = []
        if table.name == "message_step":
            which = [table.c.message_id.in_(messages)]
        elif table.name == "plan":
            which = [table.c.id == plan_id]
        elif table.name == "phone_index":
            which = [table.c.person_id.in_(people)]
        elif "plan_id" in table.c:
            which = [table.c.plan_id == plan_id]
        yield table, which


def _plans_of(office_id: uuid.UUID) -> SelectOfScalar[uuid.UUID]:
    """The office's plans, those it assists with, and those that one of its people carries."""
    carried = (
        select(TeamMember.plan_id)
        .join(Staff, col(Staff.id) == col(TeamMember.staff_id))
        .where(Staff.office_id == office_id)
    )
    mine = or_(col(Plan.office_id) == office_id, col(Plan.assisting_office_id) == office_id, col(Plan.id).in_(carried))
    return select(Plan.id).where(mine)


def _messages(wanted: _Wanted | None, start: datetime) -> list[ColumnElement[bool]]:
    """Those that wait, those of late, and those that tell of a number that takes nothing."""
    tells_of_a_number = or_(
        col(Message.state) == MessageState.BOUNCED.value,
        and_(col(Message.channel) == ChannelName.CALL.value, col(Message.state_reason) == "wrong_number"),
    )
    matters = or_(col(Message.state).in_(OPEN_STATES), col(Message.due_at) >= start - LOOKBACK, tells_of_a_number)
    if wanted is None:
        return [matters]
    staff = select(Staff.id).where(col(Staff.office_id).in_(wanted.offices))
    theirs = or_(
        col(Message.plan_id).in_(wanted.plans),
        and_(col(Message.plan_id).is_(None), col(Message.recipient_id).in_(staff)),
    )
    return [matters, theirs]


def _numbers_of(wanted: _Wanted) -> SelectOfScalar[str]:
    return (
        select(PhoneIndex.digest)
        .join(Person, col(Person.id) == col(PhoneIndex.person_id))
        .where(col(Person.plan_id).in_(wanted.plans))
    )


def _who_share_a_number(wanted: _Wanted) -> SelectOfScalar[uuid.UUID]:
    return select(PhoneIndex.person_id).where(col(PhoneIndex.digest).in_(_numbers_of(wanted)))
