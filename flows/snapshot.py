"""A throw-away copy of as much of the record as one plan's course is about.

What is heavy and says nothing of it (the journal, papers, exports of phones, attachments) stays where it is.
"""

import uuid
from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import ColumnElement, Table
from sqlmodel import SQLModel, select

from casework.acting.context import Context
from core.clock import SimulatedClock
from models.database import InMemoryDatabase
from models.message import Message

EXCLUDED_TABLES = frozenset({
    "journal_line", "journal_unlinked", "chain_link", "row_change", "row_change_unlinked", "document", "document_version",
    "attachment", "usage_day", "usage_source", "usage_remark", "sign_in", "idempotency_record", "access", "after_care",
})  # fmt: skip
"""Tables of which nothing is asked when messages are posted or sent."""


def copy_plan(context: Context, number: str) -> Context:
    """A context over a copy with that plan in it, as it stands now, beside the people and rules of all; in memory, on a
    simulated clock. What is done in it touches nothing."""
    copy = InMemoryDatabase()
    copy.create_tables()
    driver = copy.engine.raw_connection().driver_connection
    assert driver is not None
    driver.execute("PRAGMA foreign_keys = OFF")  # an office may stand before its superior, a message without its plan
    with context.database.reading() as source, copy.transaction() as target:
        for table, which in _asked_of(context.plan_id(source, number)):
            if rows := [dict(row) for row in source.execute(table.select().where(*which)).mappings()]:
                target.execute(table.insert(), rows)
    return replace(
        context, database=copy, clock=SimulatedClock(context.clock.now()), on_commit=None, on_opening=None,
        before_commit=None, run_id=None, failed_runs={},
    )  # fmt: skip


def _asked_of(plan_id: uuid.UUID) -> Iterator[tuple[Table, list[ColumnElement[bool]]]]:
    """Each table with what is wanted of it for one plan."""
    messages = select(Message.id).where(Message.plan_id == plan_id)
    for table in SQLModel.metadata.sorted_tables:
        if table.name in EXCLUDED_TABLES:
            continue
        which: list[ColumnElement[bool]] = []
        if table.name == "message_step":
            which = [table.c.message_id.in_(messages)]
        elif table.name == "plan":
            which = [table.c.id == plan_id]
        elif "plan_id" in table.c:
            which = [table.c.plan_id == plan_id]
        yield table, which
