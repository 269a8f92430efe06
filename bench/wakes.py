"""How many due dates are processed a second, as ratios to a floor and to DBOS measured in the same run.

A processed due date is the whole of it: what is due is looked up, and in one transaction its verb runs (item, message,
inbox twin, journal line), the plan's next moment is found and the run is in the plan's account.

- On SQLite with synchronous FULL, one plan's year, and many plans due at one moment. The floor is two bare transactions of
  one small row each through the sqlite3 module, equally durable.
- On PostgreSQL, many plans due at one moment, in 1, 2 and 4 processes. The floor is the same two transactions through
  psycopg. DBOS does the least that it can do for a due date: a workflow with one step, which writes one row.

Not a test: machines differ and are noisy. Run it as `./run bench wakes`.
"""

import contextlib
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

import psycopg

from bench.caseload import NINE, create_due, create_one, process_in
from bench.result import Figure, Result, ratio_at_least
from casework.plan.scheduling import get_next_moment
from core.clock import SimulatedClock, at_local
from flows.supervision import Parked, process_due_events
from tests.postgresql import OwnServer

ROUNDS = 200
PLANS = 400
"""Due at one moment on PostgreSQL, for each number of processes."""
PROCESSES = (1, 2, 4)


def measure(quick: bool) -> Result:
    """Due dates a second, and their ratios to the floors and to DBOS."""
    rounds, plans = (ROUNDS // 4, PLANS // 4) if quick else (ROUNDS, PLANS)
    floor = measure_floor(rounds)
    with tempfile.TemporaryDirectory() as folder:
        ours = _rate(_wakes(Path(folder)), rounds)
    with tempfile.TemporaryDirectory() as folder:
        record = f"sqlite:///{Path(folder) / 'record.db'}"
        done = process_in(record, Path(folder), create_due(record, Path(folder), plans), 1, deliver=False)
        many = done.plans / done.seconds
    figures = [
        Figure("SQLite: two bare durable transactions", floor, "pairs/s"),
        Figure("SQLite: due dates one after the other", ours, "/s", ours / floor, "two bare transactions",
               ratio_at_least(0.18)),
        Figure("SQLite: due dates of many plans", many, "/s", many / floor, "two bare transactions"),
    ]  # fmt: skip
    return Result(figures + list(_on_postgresql(rounds, plans)))


def _on_postgresql(rounds: int, plans: int) -> Iterator[Figure]:
    server = OwnServer(durable=True)
    try:
        libpq = server.url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(libpq, autocommit=True) as connection:
            floor = _rate(_floor_on(connection), rounds)
            yield Figure("PostgreSQL: two bare durable transactions", floor, "pairs/s")
            dbos = _rate_of_dbos(connection, libpq, rounds)
            yield Figure(
                "PostgreSQL: DBOS, a step that writes one row", dbos, "/s", dbos / floor, "two bare transactions"
            )
            alone = 0.0
            for processes in PROCESSES:
                name = f"of_{processes}"
                connection.execute(f"CREATE DATABASE {name}")
                with tempfile.TemporaryDirectory() as folder:
                    record = server.url.set(database=name).render_as_string(hide_password=False)
                    moment = create_due(record, Path(folder), plans)
                    done = process_in(record, Path(folder), moment, processes, deliver=False)
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
                rate = done.plans / done.seconds
                if processes == 1:
                    alone = rate
                    yield Figure("PostgreSQL: due dates, 1 process", rate, "/s", rate / dbos, "DBOS", ratio_at_least(2))
                else:
                    yield Figure(f"PostgreSQL: due dates, {processes} processes", rate, "/s", rate / alone, "1 process")
    finally:
        server.stop()


def measure_floor(rounds: int) -> float:
    """Pairs of bare durable transactions on SQLite, a second."""
    with tempfile.TemporaryDirectory() as folder:
        return _rate(_floor(Path(folder)), rounds)


def _rate(once: Callable[[], Any], rounds: int) -> float:
    began = perf_counter()
    for _ in range(rounds):
        once()
    return rounds / (perf_counter() - began)


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


def _floor_on(connection: "psycopg.Connection[Any]") -> Callable[[], None]:
    connection.execute("CREATE TABLE wake (at float8)")

    def once() -> None:
        for _ in range(2):
            with connection.transaction():
                connection.execute("INSERT INTO wake VALUES (%s)", (perf_counter(),))

    return once


def _wakes(folder: Path) -> Callable[[], None]:
    context, number = create_one(f"sqlite:///{folder / 'record.db'}", folder)
    clock = context.clock
    assert isinstance(clock, SimulatedClock)
    following = [get_next_moment(context, number)]
    last = at_local(date(2027, 8, 1), NINE)

    def once() -> None:
        moment = following.pop()
        if moment is None or moment > last:
            raise SystemExit("the plan has no more wakes; lower ROUNDS")
        clock.advance_to(max(moment, clock.now() + timedelta(microseconds=1)))
        end = process_due_events(context, number, lane="tick")
        following.append(end.until if isinstance(end, Parked) else None)

    return once


def _rate_of_dbos(connection: "psycopg.Connection[Any]", libpq: str, rounds: int) -> float:
    """Its workflows a second, one after the other. Its tables are in the same database, as durable as everything there."""
    import logging

    from dbos import DBOS

    connection.execute("CREATE TABLE due_date (at float8)")
    DBOS(config={"name": "bench", "system_database_url": libpq, "run_admin_server": False, "log_level": "ERROR"})
    logging.getLogger("dbos").setLevel(logging.ERROR)

    @DBOS.step()
    def write() -> None:
        connection.execute("INSERT INTO due_date VALUES (%s)", (perf_counter(),))

    @DBOS.workflow()
    def process_due_date() -> None:
        write()

    with contextlib.closing(_Launched(DBOS)):
        process_due_date()
        return _rate(process_due_date, rounds)


class _Launched:
    """DBOS runs until it is closed."""

    def __init__(self, dbos: Any) -> None:
        self._dbos = dbos
        dbos.launch()

    def close(self) -> None:
        self._dbos.destroy()
