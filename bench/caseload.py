"""Many plans that are due at one moment, and processes that process them: what several benches have in common.

One plan is opened and lived for four weeks; the others are its copies, written straight into the tables with keys, people
and rows of their own, so that thousands are there within seconds.
"""

import contextlib
import json
import subprocess
import sys
import threading
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from sqlalchemy import RowMapping, func, insert, text, update
from sqlalchemy import select as sa_select
from sqlalchemy.orm import configure_mappers
from sqlmodel import SQLModel, col, select

from app.bootstrap import Dispatcher, create_memory_channels
from casework.acting.context import Context
from casework.plan import scheduling
from casework.plan.opening import open_new_plan
from casework.shared.files.parsing import read_plan_path
from casework.shared.files.plan_file import AnnouncementPart, PlanFile
from core.clock import SimulatedClock, at_local
from flows.rehearsal import create_staff, get_opener
from flows.scheduler import OverduePlans
from flows.services import DELIVERY_THREADS, process_in_tick
from flows.supervision import process_batch, process_due_events
from law.rulebook import Rulebook
from law.working_days import WorkingDays
from models.bound_rows import RowBinding
from models.database import Database
from models.item import Item
from models.message import OPEN_STATES, Message
from models.person import Person
from models.plan import Plan
from models.schema import migrate
from models.vault import Vault
from notifications.channels.channel import Channel
from notifications.channels.inbox import InboxChannel

NINE = time(9, 0)
COPIED = ("plan", "condition", "item", "decision", "receipt", "team_member")
"""Tables of which every plan has rows of its own, beside its people. The journal is not copied: its lines are chained."""
MESSAGES = ("message", "message_step")
AT_ONCE = 500


def open_context(url: str, folder: Path, now: datetime) -> Context:
    """The record at that address with its keys in that folder, on a clock that stands there."""
    database, clock = Database(url), SimulatedClock(now)
    vault = Vault(folder / "keys", bytes(32))
    database.row_binding = RowBinding(vault.chain_key, clock.now)
    return Context(database, clock, vault, Rulebook.load(), WorkingDays(), archive_key=bytes(32), second_factor=False)


def read_source() -> PlanFile:
    """The sample of which there are many, announced on the day of its decision."""
    plan = read_plan_path(Path("examples") / "caseload" / "25-yuanxiao.toml")
    announced = AnnouncementPart(on=plan.decision.on, present=["minor", "mother"])
    return plan.model_copy(update={"announcement": announced})


def create_one(url: str, folder: Path) -> tuple[Context, str]:
    """A new record with one plan, opened and announced on the day of its decision; the clock stands there."""
    plan = read_source()
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
    process_due_events(context, number, source="tick")
    while not (following := _find_next(context, number))[1]:
        clock.advance_to(following[0])
        process_due_events(context, number, source="tick")
    moment = following[0]
    clock.advance_to(moment - timedelta(minutes=1))
    copies = [f"{number[:3]}{place:06}" for place in range(count - 1)]
    copy_plan(context, number, copies, (*COPIED, *MESSAGES) if with_messages else COPIED)
    with context.database.transaction() as session:
        session.connection().execute(update(Message).where(col(Message.state).in_(OPEN_STATES)).values(state="sent"))
    context.database.dispose()
    return moment


def _find_next(context: Context, number: str) -> tuple[datetime, bool]:
    """When the plan is next due, and whether the family is then written to."""
    with context.database.reading() as session:
        plan = context.find(session, number)
        due = select(Item.kind, Item.next_step).where(Item.plan_id == plan.id, Item.next_at == plan.wake_at)
        found = session.exec(due.where(Item.status == "open")).all()
    return plan.wake_at or context.clock.now(), ("weekly_note", "call") in found


def copy_plan(context: Context, number: str, copies: Sequence[str], tables: Iterable[str] = COPIED) -> None:
    """The plan again under each of these numbers, with a key, a name, a phone and rows of its own."""
    made = [(uuid.uuid4(), copy) for copy in copies]
    with context.database.transaction() as session:
        source = session.exec(select(Plan).where(Plan.number == number)).one()
        for plan_id, _number in made:
            context.vault.new_key(plan_id)
        if context.database.is_sqlite:
            session.execute(text("PRAGMA cache_size = -4000000"))  # rows come in no order of any index
        for table in (SQLModel.metadata.tables[name] for name in tables):
            owned = table.c.id if table.name == "plan" else table.c.get("plan_id")
            if owned is None:
                owned = sa_select(col(Message.plan_id)).where(col(Message.id) == table.c.message_id).scalar_subquery()
            rows = session.execute(sa_select(table).where(owned == source.id)).mappings().all()
            for place in range(0, len(made), AT_ONCE):
                chunk = made[place : place + AT_ONCE]
                own = [_of_copy(context, table.name, row, source, *copy) for copy in chunk for row in rows]
                session.connection().execute(insert(table), own)
        people = session.exec(select(Person).where(Person.plan_id == source.id)).all()
        for place, (plan_id, _number) in enumerate(made):
            copies = [_person(context, person, plan_id, place) for person in people]
            session.execute(insert(SQLModel.metadata.tables["person"]), copies)
    if (
        not context.database.is_sqlite
    ):  # where the program runs, PostgreSQL makes statistics by itself, nobody for a file
        with context.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")


def _of_copy(
    context: Context, table: str, row: RowMapping, source: Plan, plan_id: uuid.UUID, number: str
) -> dict[str, Any]:
    """What the copy has in place of that row. Its id tells when the row was made, as the source's does, and ends as the id
    of the copied plan."""
    copy = dict(row)
    for name in {"id", "item_id", "message_id", "said_in"} & copy.keys():
        copy[name] = copy[name] and uuid.UUID(bytes=copy[name].bytes[:10] + plan_id.bytes[10:])
    if "dedupe_key" in copy:
        copy["dedupe_key"] = copy["dedupe_key"].replace(source.number, number)
    if table == "condition":
        words = context.vault.open_document(source.id, "condition.document", row["id"], row["document"])
        copy["document"] = context.vault.seal_document(plan_id, "condition.document", copy["id"], words)
    own = (
        {"id": plan_id, "number": number}
        if row.get("number") == source.number
        else {"plan_id": plan_id, "plan_number": number}
    )
    return copy | {name: value for name, value in own.items() if name in copy}


def _person(context: Context, person: Person, plan_id: uuid.UUID, place: int) -> dict[str, Any]:
    row_id, field = uuid.uuid4(), "person.document"
    words = context.vault.open_document(person.plan_id, field, person.id, person.document)
    words |= {"name": f"名{place}"} | ({"phone": f"139{place:08}"} if words.get("phone") else {})
    fresh = {"id": row_id, "plan_id": plan_id, "page_digest": None}
    return person.model_dump() | fresh | {"document": context.vault.seal_document(plan_id, field, row_id, words)}


def process_in(
    url: str,
    folder: Path,
    moment: datetime,
    processes: int,
    *,
    deliver: bool = True,
    meanwhile: Callable[[], object] | None = None,
) -> float:
    """So many processes do what is due at that moment, and with `deliver` hand over what is to be said, until nothing is
    left; returns the seconds from the first to the last. They start together, each when it has processed one plan: what is
    loaded, prepared and connected only once is not measured. `meanwhile` is done here again and again until the first has ended."""
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
        spans = [json.loads(worker.communicate()[0]) for worker in workers]
    return float(max(ended for _, ended in spans) - min(began for began, _ in spans))


@contextlib.contextmanager
def processed_here(context: Context, channel: Channel) -> Iterator[None]:
    """Meanwhile one thread of this process does what is due and another hands over to the channel what is to be said, as
    `./run up` does; at the end nothing is left."""
    overdue, scheduled = _scheduler(), threading.Event()
    dispatcher = Dispatcher({"text": channel, "email": channel, "inbox": InboxChannel()}, threads=DELIVERY_THREADS)

    def schedule() -> None:
        while overdue.once(context):
            pass
        scheduled.set()

    def deliver() -> None:
        while any(vars(dispatcher.deliver(context)).values()) or not scheduled.wait(0.01):
            pass

    with ThreadPoolExecutor(2) as threads:
        left = [threads.submit(schedule), threads.submit(deliver)]
        yield
        for each in left:
            each.result()


def _scheduler() -> OverduePlans:
    share = partial(process_batch, source="tick")
    return OverduePlans(scheduling, process_in_tick, late_by=timedelta(0), share=share)


def main(url: str, folder: str, moment: str, deliver: str) -> None:
    """One of the processes: ready, go, rounds as the scheduler goes them until nothing is left, and from when to when."""
    context = open_context(url, Path(folder), datetime.fromisoformat(moment))
    configure_mappers()  # once in the life of a process: it would be a tenth of 200 plans
    overdue = _scheduler()
    dispatcher = Dispatcher(create_memory_channels())
    with context.database.reading() as session:
        due = select(Plan.number).where(col(Plan.wake_at) <= context.clock.now()).order_by(func.random())
        first = session.exec(due.limit(1)).all()
    process_batch(context, first, context.clock.now(), source="tick")
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    began = monotonic()
    while _count_left(context, deliver == "1"):
        done = overdue.once(context)
        if deliver == "1":
            done += sum(vars(dispatcher.deliver(context)).values())
        if not done:
            sleep(0.005)  # another process holds what is left
    sys.stdout.write(json.dumps([began, monotonic()]) + "\n")


def _count_left(context: Context, deliver: bool) -> int:
    """How many plans are due, and messages if they are delivered."""
    now = context.clock.now()
    plans = select(func.count()).select_from(Plan).where(col(Plan.wake_at) <= now)
    messages = select(func.count()).select_from(Message)
    messages = messages.where(col(Message.state).in_(OPEN_STATES), col(Message.due_at) <= now)
    with context.database.reading() as session:
        return session.exec(plans).one() + (session.exec(messages).one() if deliver else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
