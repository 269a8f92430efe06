"""Plans that are due at one moment are processed in one transaction: of each is recorded what it would be alone."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event
from sqlmodel import SQLModel, col, select

from casework.acting.context import Context
from casework.plan import scheduling
from core.clock import SimulatedClock
from flows.due_events import Due
from flows.scheduler import OverduePlans
from flows.services import process_in_tick
from flows.supervision import DUE_OPERATIONS, process_batch
from models.base import new_id
from models.bound_rows import RowBinding, UnlinkedRowChange, open_entries
from models.database import Database, InMemoryDatabase
from models.item import UnavailabilityPeriod
from models.journal import JournalLine
from models.message import Message
from models.plan import Plan, RunLogEntry
from tests.builders import a_plan, an_office, announce_and_serve, at, start_plan_in
from tests.records import content_of
from tests.statements import counted

NUMBERS = ("SW-AAAA-AAAA", "SW-BBBB-BBBB", "SW-CCCC-CCCC")
CALL = at("2026-03-07 17:00")
MUCH_LATER = at("2026-03-23 10:00")
"""By then everything has come at once: calls, last days, asking, settling, what the office owes, bringing up again."""

Office = Callable[[], Context]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Three plans that were told on 4 March; for one the team works, and one was unable for a day. Given again and again,
    each time in a file of its own."""
    database = InMemoryDatabase()
    database.create_tables()
    context = an_office(database, "2026-03-02 09:00")
    cadence = {"weekly_note": {"on": "Sun"}, "thought_report": {"every_months": 1, "on_day": 8}}
    plans = [a_plan(number=number, cadence=cadence) for number in NUMBERS]
    simulated = [start_plan_in(context, plan, team_works=plan is plans[0]) for plan in plans]
    for life in simulated:
        announce_and_serve(life, "2026-03-04")
    with database.transaction() as session:
        # Nobody has settled what falls into it: that is found when it is due.
        period = {
            "from_on": date(2026, 3, 15),
            "to_on": date(2026, 3, 15),
            "recorded_at": simulated[1].now,
            "document": b"",
        }
        row = UnavailabilityPeriod(id=new_id(simulated[1].now), plan_id=simulated[1].plan.id, owner="minor", **period)
        session.add(row)
    content, folder = content_of(database), tmp_path_factory.mktemp("shared")
    with ExitStack() as until_the_end:

        def again() -> Context:
            path = folder / f"{len(list(folder.iterdir()))}.db"
            path.write_bytes(content)
            record, clock = Database(f"sqlite:///{path}"), SimulatedClock(simulated[0].now)
            until_the_end.callback(record.dispose)
            record.row_binding = RowBinding(context.vault.chain_key, clock.now)
            return replace(context, database=record, clock=clock, on_commit=None)

        yield again


def at_moment(context: Context, moment: datetime) -> Context:
    assert isinstance(context.clock, SimulatedClock)
    context.clock.advance_to(moment)
    return context


def tick(context: Context, shared: list[str] | None = None) -> int:
    """As the scheduler goes it; with a list, those that can share a transaction do, and are noted in it."""

    def share(context: Context, numbers: Sequence[str], before: datetime) -> tuple[Sequence[str], Sequence[str]]:
        if shared is None:
            return (), numbers
        done, alone = process_batch(context, numbers, before, source="tick")
        shared.extend(done)
        return done, alone

    overdue = OverduePlans(scheduling, process_in_tick, late_by=timedelta(0), share=share)
    return overdue.once(context)


def everything(context: Context) -> dict[str, list[str]]:
    """All rows of the record, without what was drawn by lot; what of it was written together; and what was bound."""
    found = {}
    with context.database.reading() as session:
        for name, table in SQLModel.metadata.tables.items():
            if name == "row_change_unlinked":
                continue  # whatever shares a transaction is bound by one
            rows = session.connection().execute(table.select()).mappings().all()
            found[name] = sorted(_normalised(row) for row in rows)
        changes = session.exec(select(UnlinkedRowChange).order_by(col(UnlinkedRowChange.sequence)))
        entries = {(one.table, one.row) for change in changes for one in open_entries(context.vault.chain_key, change)}
        found["bound"] = sorted(_ID.sub(r"\1", str(entry)) for entry in entries)
        lines = session.exec(select(JournalLine).order_by(col(JournalLine.plan_id), col(JournalLine.sequence))).all()
        found["in order"] = [str((line.plan_id, line.act)) for line in lines]
        one_each = {(line.plan_id, line.transaction_id) for line in lines}
        found["transactions"] = [str(sorted(Counter(str(plan) for plan, _ in one_each).items()))]
    return found


_BY_LOT = {"sequence", "transaction_id", "entries", "digest", "detail_sealed"}
_ID = re.compile(r"([0-9a-f]{8}-?[0-9a-f]{4})[0-9a-f-]{8,}")


def _normalised(row: Mapping[str, Any]) -> str:
    """Of an id, the moment at which it was made."""
    return _ID.sub(r"\1", str({key: str(value) for key, value in row.items() if key not in _BY_LOT}))


def test_the_record_is_the_same_whether_plans_share_a_transaction_or_not(office: Office) -> None:
    """First late, so that all sorts of things have come; then on each day of a week."""
    alone, batch = office(), office()
    shared: list[str] = []
    for moment in (MUCH_LATER, *(MUCH_LATER + timedelta(days=day) for day in range(1, 8))):
        assert tick(at_moment(batch, moment), shared) == tick(at_moment(alone, moment))
    assert len(shared) > len(set(shared)) == len(NUMBERS)
    shared_record, expected = everything(batch), everything(alone)
    for name in expected:
        assert shared_record[name] == expected[name], name


def test_what_is_due_together_is_one_transaction(office: Office) -> None:
    context = at_moment(office(), CALL - timedelta(minutes=1))
    tick(context)
    at_moment(context, CALL)
    asked: list[str] = []
    event.listen(context.database.engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
    with counted(context.database) as transactions:
        # Of the second it is asked whether anybody is unable just now, and what was put off is written first.
        assert process_batch(context, NUMBERS[::2], CALL, source="tick") == (list(NUMBERS[::2]), [])
    assert transactions.writing == 1
    assert len([said for said in asked if "INSERT INTO message " in said]) == 1


def test_on_postgresql_they_share_one_as_well(postgresql_database: Database) -> None:
    """There a driver that does not tell how many rows it wrote would have each processed for itself."""
    context = an_office(postgresql_database, "2026-03-02 09:00")
    for number in NUMBERS[:2]:
        start_plan_in(context, a_plan(number=number), team_works=False)
    context = at_moment(replace(context, on_commit=None), MUCH_LATER)
    assert process_batch(context, NUMBERS[:2], MUCH_LATER, source="tick") == (list(NUMBERS[:2]), [])
    with context.database.reading() as session:
        assert session.exec(select(Message.id).where(Message.created_at == MUCH_LATER)).all()


def test_a_plan_that_fails_takes_back_no_other(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of those that share a transaction with it each is processed for itself, once; and its failure is in its account."""
    context, expected = at_moment(office(), CALL), at_moment(office(), CALL)
    remind = DUE_OPERATIONS[Due.CHECK_IN_DUE]

    def fail_for_one(context: Context, number: str, item_id: UUID) -> None:
        remind.do(context, number, item_id)
        if number == NUMBERS[1]:
            raise RuntimeError

    tick(expected)
    monkeypatch.setitem(DUE_OPERATIONS, Due.CHECK_IN_DUE, replace(remind, do=fail_for_one))
    assert tick(context, []) == 2
    with context.database.reading() as session, expected.database.reading() as other:
        failed = session.exec(select(Plan.id).where(Plan.number == NUMBERS[1])).one()
        for table in (Message, JournalLine, RunLogEntry):
            of_others = select(table).where(table.plan_id != failed)
            assert len(session.exec(of_others).all()) == len(other.exec(of_others).all()) > 0
        account = session.exec(select(RunLogEntry).where(RunLogEntry.plan_id == failed, RunLogEntry.source == "tick"))
        assert [run.failure_kind for run in account][-1:] == ["RuntimeError"]


def test_a_plan_that_moves_on_has_a_transaction_of_its_own(office: Office) -> None:
    """At the end of its period it awaits a decision, whatever else there is to remind of."""
    end = at("2026-09-30 09:00")
    shared, alone = process_batch(at_moment(office(), end), NUMBERS, end, source="tick")
    assert (list(shared), sorted(alone)) == ([], list(NUMBERS))


def test_a_plan_that_somebody_else_holds_is_left_alone(office: Office) -> None:
    context = at_moment(office(), CALL)
    assert scheduling.claim_plan(context, NUMBERS[0], "run-elsewhere").held
    assert process_batch(context, NUMBERS, CALL, source="tick") == (list(NUMBERS[1:]), [])
