"""Many plans that are due at one moment, and processes that process them: what several benches have in common.

One plan is opened and lived for four weeks; the others are its copies, written straight into the tables with keys, people
and rows of their own, so that thousands are there within seconds.
"""

import contextlib
import json
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path
from threading import Thread
from time import process_time, sleep
from typing import Any

from sqlalchemy import Table, func, insert, text, update
from sqlalchemy.orm import configure_mappers
from sqlmodel import SQLModel, col, select

from app.bootstrap import Dispatcher, create_memory_channels
from casework.plan import scheduling
from casework.plan.opening import open_new_plan
from casework.shared.context import Context
from casework.shared.files.parsing import read_plan_path
from casework.shared.files.plan_file import AnnouncementPart
from core.clock import SimulatedClock, at_local
from flows.process_parts import Part, lower_priority
from flows.rehearsal import create_staff, get_opener
from flows.scheduler import OverduePlans
from flows.services import hold_in_tick, process_in_tick
from flows.sharing import process_together
from flows.supervision import process_due_events
from law.rulebook import Rulebook
from law.working_days import WorkingDays
from models.bound_rows import RowBinding
from models.database import Database
from models.message import OPEN_STATES, Message
from models.person import Person
from models.plan import Plan
from models.schema import migrate
from models.vault import Vault
from notifications.outcomes import DeliveryCounts

NINE = time(9, 0)
ON_TIME = timedelta(0)
_COPIED = ("plan", "condition", "item", "decision", "receipt", "team_member")
"""Tables of which every plan has rows of its own, beside its people. The journal is not copied: its lines are chained."""
_MESSAGES = ("message", "message_step")


def open_context(url: str, folder: Path, now: datetime) -> Context:
    """The record at that address with its keys in that folder, on a clock that stands there."""
    database, clock = Database(url), SimulatedClock(now)
    vault = Vault(folder / "keys", bytes(32))
    database.row_binding = RowBinding(vault.chain_key, clock.now)
    return Context(database, clock, vault, Rulebook.load(), WorkingDays(), archive_key=bytes(32), second_factor=False)


def create_one(url: str, folder: Path) -> tuple[Context, str]:
    """A new record with one plan, opened and announced on the day of its decision; the clock stands there."""
    plan = read_plan_path(Path("examples") / "caseload" / "25-yuanxiao.toml")
    plan = plan.model_copy(update={"announcement": AnnouncementPart(on=plan.decision.on, present=["minor", "mother"])})
    context = open_context(url, folder, at_local(plan.decision.on, NINE))
    migrate(context.database)
    create_staff(context, plan)
    return context, open_new_plan(context, get_opener(context, plan), plan)


def create_due(url: str, folder: Path, count: int, *, with_messages: bool = False) -> datetime:
    """A new record with so many plans that are due at one moment, which is returned; nothing waits to be sent. With
    `with_messages` each plan has the messages of its four weeks, else only the first."""
    context, number = create_one(url, folder)
    clock = context.clock
    assert isinstance(clock, SimulatedClock)
    clock.advance_by(timedelta(days=28))
    process_due_events(context, number, lane="tick")
    while (moment := _next_call(context, number)) is None:
        clock.advance_to(_plan(context, number).wake_at or clock.now())
        process_due_events(context, number, lane="tick")
    clock.advance_to(moment - timedelta(minutes=1))
    _copy(context, number, count - 1, (*_COPIED, *_MESSAGES) if with_messages else _COPIED)
    with context.database.transaction() as session:
        session.execute(update(Message).where(col(Message.state).in_(OPEN_STATES)).values(state="sent"))
    context.database.dispose()
    return moment


def _plan(context: Context, number: str) -> Plan:
    with context.database.reading() as session:
        return context.find(session, number)


def _next_call(context: Context, number: str) -> datetime | None:
    """When the plan is next due, if the family is then written to."""
    plan = _plan(context, number)
    with context.database.reading() as session:
        kinds = session.execute(
            text("SELECT kind, next_step FROM item WHERE plan_id = :plan AND next_at = :at AND status = 'open'"),
            {"plan": plan.id.hex if context.database.is_sqlite else plan.id, "at": plan.wake_at and
             (plan.wake_at.strftime("%Y-%m-%d %H:%M:%S.%f") if context.database.is_sqlite else plan.wake_at)},
        ).all()  # fmt: skip
    return plan.wake_at if any(kind == "weekly_note" and step == "call" for kind, step in kinds) else None


def _copy(context: Context, number: str, count: int, tables: Iterable[str]) -> None:
    """The plan again and again, each with a key, a phone and rows of its own."""
    prefix, is_sqlite = number[:3], context.database.is_sqlite
    made = [(uuid.uuid4(), f"{prefix}{place:06}") for place in range(count)]
    with context.database.transaction() as session:
        source = session.exec(select(Plan).where(Plan.number == number)).one()
        kind = "TEXT" if is_sqlite else "UUID"
        if is_sqlite:
            session.execute(text("PRAGMA cache_size = -4000000"))  # rows come in no order of any index
        session.execute(text(f"CREATE TEMP TABLE copy (plan_id {kind}, number TEXT)"))
        if made:
            rows = [{"id": plan_id.hex if is_sqlite else plan_id, "number": copy} for plan_id, copy in made]
            session.execute(text("INSERT INTO copy VALUES (:id, :number)"), rows)
        for name in tables:
            statement = _copying(SQLModel.metadata.tables[name], is_sqlite)
            session.execute(text(statement), {"source": source.id.hex if is_sqlite else source.id})
        session.execute(text("DROP TABLE copy"))
        people = session.exec(select(Person).where(Person.plan_id == source.id)).all()
        copies = []
        for place, (plan_id, _number) in enumerate(made):
            context.vault.new_key(plan_id)
            copies += [_person(context, person, plan_id, place) for person in people]
        if copies:
            session.execute(insert(SQLModel.metadata.tables["person"]), copies)
    if not is_sqlite:  # where the program runs, PostgreSQL makes statistics by itself and nobody does for a file
        with context.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")


def _copying(table: Table, is_sqlite: bool) -> str:
    """The statement that copies the plan's rows of that table for every copy at once."""
    own = {
        "id": _own_id(f"{table.name}.id", is_sqlite),
        "plan_id": "copy.plan_id",
        "plan_number": "copy.number",
        "item_id": _own_id(f"{table.name}.item_id", is_sqlite),
        "message_id": _own_id(f"{table.name}.message_id", is_sqlite),
        "said_in": _own_id(f"{table.name}.said_in", is_sqlite),
        "dedupe_key": f"replace({table.name}.dedupe_key, plan.number, copy.number)",
    }
    if table.name == "plan":
        own = {"id": "copy.plan_id", "number": "copy.number"}
    names = [column.name for column in table.columns]
    values = ", ".join(own.get(name, f'{table.name}."{name}"') for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    joined = {
        "plan": "",
        "message_step": "JOIN message ON message.id = message_id JOIN plan ON plan.id = message.plan_id",
    }.get(table.name, f"JOIN plan ON plan.id = {table.name}.plan_id")
    return (
        f"INSERT INTO {table.name} ({columns}) SELECT {values} FROM {table.name} {joined}, copy WHERE plan.id = :source"
    )


def _own_id(source: str, is_sqlite: bool) -> str:
    """The id that a copy has in place of the source's: it tells when the row was made, as the source's does, and ends as
    the id of the copied plan."""
    if is_sqlite:
        return f"substr({source}, 1, 20) || substr(copy.plan_id, 21)"
    return f"overlay({source}::text placing substr(copy.plan_id::text, 25) from 25)::uuid"


def _person(context: Context, person: Person, plan_id: uuid.UUID, place: int) -> dict[str, Any]:
    row_id, field = uuid.uuid4(), "person.document"
    words = context.vault.open_document(person.plan_id, field, person.id, person.document)
    words |= {"phone": f"139{place:08}"} if words.get("phone") else {}
    fresh = {"id": row_id, "plan_id": plan_id, "page_digest": None, "own_word": None}
    return person.model_dump() | fresh | {"document": context.vault.seal_document(plan_id, field, row_id, words)}


@dataclass(frozen=True)
class Done:
    """What processes together have done, and how long it took from the first to the last, in seconds."""

    plans: int
    messages: int
    seconds: float
    cpu: float
    """Seconds of processor time of these processes; what a database server worked is not among them."""


def process_in(
    url: str,
    folder: Path,
    moment: datetime,
    processes: int,
    *,
    deliver: bool = True,
    meanwhile: Callable[[], object] | None = None,
) -> Done:
    """So many processes do what is due at that moment, and with `deliver` hand over what is to be said, until nothing is
    left. They start together, with everything loaded. `meanwhile` is done here again and again until the first has ended."""
    command = [sys.executable, "-m", "bench.caseload", url, str(folder), moment.isoformat(), str(int(deliver))]
    with contextlib.ExitStack() as stack:
        workers = [
            stack.enter_context(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
            for _ in range(processes)
        ]
        for worker in workers:
            assert worker.stdout is not None
            if worker.stdout.readline() != "ready\n":
                raise RuntimeError("a process did not start")
        for worker in workers:
            assert worker.stdin is not None
            worker.stdin.write("go\n")
            worker.stdin.flush()
        while meanwhile is not None and all(worker.poll() is None for worker in workers):
            meanwhile()
        said = [json.loads(worker.communicate()[0]) for worker in workers]
    seconds = max(each["ended"] for each in said) - min(each["began"] for each in said)
    return Done(sum(each["plans"] for each in said), sum(each["messages"] for each in said), seconds,
                sum(each["cpu"] for each in said))  # fmt: skip


def process_here(context: Context, meanwhile: Callable[[], object]) -> None:
    """All that is due is done in a thread of this process, as in a program of one process; `meanwhile` is done again and
    again until it has ended."""
    work = Thread(target=lambda: list(_work(context, deliver=True)))
    work.start()
    while work.is_alive():
        meanwhile()
    work.join()


def _work(context: Context, *, deliver: bool) -> Iterator[tuple[int, int]]:
    """Rounds as the scheduler goes them, until nothing is left, nor held by another process: plans processed, messages
    handed over."""
    overdue = OverduePlans(
        scheduling, process_in_tick, late_by=ON_TIME, hold=hold_in_tick, share=partial(process_together, lane="tick")
    )
    dispatcher = Dispatcher(create_memory_channels())
    while _count_left(context, deliver):
        plans = overdue.once(context)
        counts = dispatcher.deliver(context) if deliver else DeliveryCounts()
        messages = counts.sent + counts.delivered
        yield plans, messages
        if not plans and not messages:
            sleep(0.005)


def _count_left(context: Context, deliver: bool) -> int:
    """How many plans are due, and messages if they are delivered."""
    now = context.clock.now()
    plans = select(func.count()).select_from(Plan).where(col(Plan.wake_at) <= now)
    messages = select(func.count()).select_from(Message)
    messages = messages.where(col(Message.state).in_(OPEN_STATES), col(Message.due_at) <= now)
    with context.database.reading() as session:
        return session.exec(plans).one() + (session.exec(messages).one() if deliver else 0)


def main(url: str, folder: str, moment: str, deliver: str) -> None:
    """One of the processes: ready, go, and what it has done."""
    from time import monotonic

    context = open_context(url, Path(folder), datetime.fromisoformat(moment))
    lower_priority(frozenset({Part.SCHEDULER, Part.DELIVERY}))
    configure_mappers()  # once in the life of a process: it would be a tenth of 200 plans
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    began, cpu = monotonic(), process_time()
    done = list(_work(context, deliver=deliver == "1"))
    said = {"began": began, "ended": monotonic(), "cpu": process_time() - cpu,
            "plans": sum(plans for plans, _ in done), "messages": sum(messages for _, messages in done)}  # fmt: skip
    sys.stdout.write(json.dumps(said) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
