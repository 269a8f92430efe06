"""How many wakes a second, as a ratio to a floor measured in the same run.

A wake here is the whole of it: what is due is looked up, its verb runs in one transaction (item, message, inbox twin,
journal line, the next wake), and the run is accounted for in another, on SQLite with synchronous FULL. The floor is two bare transactions
of one small row each through the sqlite3 module, equally durable: less than that no durable wake can cost.
Not a test: machines differ and are noisy. Run it as `./run bench`.
"""

import sqlite3
import sys
import tempfile
from collections.abc import Callable
from datetime import date, time, timedelta
from pathlib import Path
from time import perf_counter

from casework.plan.opening import open_new_plan
from casework.plan.scheduling import get_next_moment
from casework.shared.context import Context
from casework.shared.files.parsing import read_plan_path
from casework.shared.files.plan_file import AnnouncementPart
from core.clock import SimulatedClock, at_local
from flows.rehearsal import create_staff, get_opener
from flows.supervision import process_due_events
from law.rulebook import Rulebook
from law.working_days import WorkingDays
from models.database import Database
from models.schema import migrate
from models.vault import Vault

ROUNDS = 200
NINE = time(9, 0)


def main() -> None:
    """Prints wakes a second, the floor, and the ratio."""
    with tempfile.TemporaryDirectory() as folder:
        floor = _rate(_floor(Path(folder)))
        ours = _rate(_wakes(Path(folder)))
    sys.stdout.write(
        f"floor  {floor:8.0f} pairs of bare durable transactions a second\n"
        f"wakes  {ours:8.0f} a second, each with its verb, message, journal line, parking and account\n"
        f"ratio  {ours / floor:8.3f}\n"
    )


def _rate(once: Callable[[], None]) -> float:
    began = perf_counter()
    for _ in range(ROUNDS):
        once()
    return ROUNDS / (perf_counter() - began)


def _floor(folder: Path) -> Callable[[], None]:
    connection = sqlite3.connect(folder / "floor.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE wake (at REAL)")

    def once() -> None:
        for _ in range(2):
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO wake VALUES (?)", (perf_counter(),))
            connection.execute("COMMIT")

    return once


def _wakes(folder: Path) -> Callable[[], None]:
    plan = read_plan_path(Path("examples") / "caseload" / "25-yuanxiao.toml")
    plan = plan.model_copy(update={"announcement": AnnouncementPart(on=plan.decision.on, present=["minor", "mother"])})
    database = Database(f"sqlite:///{folder / 'record.db'}")
    migrate(database)
    clock = SimulatedClock(at_local(plan.decision.on, NINE))
    context = Context(
        database, clock, Vault(folder / "keys", bytes(32)), Rulebook.load(), WorkingDays(), archive_key=bytes(32)
    )
    create_staff(context, plan)
    number = open_new_plan(context, get_opener(context, plan), plan)
    last = at_local(date(2027, 8, 1), NINE)

    def once() -> None:
        moment = get_next_moment(context, number)
        if moment is None or moment > last:
            raise SystemExit("the plan has no more wakes; lower ROUNDS")
        clock.advance_to(max(moment, clock.now() + timedelta(microseconds=1)))
        process_due_events(context, number, lane="tick")

    return once


if __name__ == "__main__":
    main()
