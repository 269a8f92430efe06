"""How many due dates are processed a second, as ratios to a floor and to DBOS measured in the same run.

A processed due date is the whole of it: what is due is looked up, and in one transaction its verb runs (item, message,
inbox twin, journal line), the plan's next moment is found and the run is in the plan's account. Many plans are due at
one moment, on PostgreSQL, for 1, 2 and 4 processes. The floor is two bare transactions of one small row each through psycopg,
equally durable. DBOS does the least that it can do for a due date: a workflow with one step, which writes one row. Of
neither the first is measured: what is loaded, prepared and connected only once.
"""

import logging
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

import psycopg

from bench.caseload import create_due, process_in
from bench.result import Figure, ratio_at_least
from tests.postgresql import OwnServer

ROUNDS = 200
PLANS = 400
"""Due at one moment, for each number of processes."""
PROCESSES = (1, 2, 4)


def measure(quick: bool) -> list[Figure]:
    """Due dates a second, and their ratios to the floor and to DBOS."""
    return list(_figures(ROUNDS // 4, PLANS // 4) if quick else _figures(ROUNDS, PLANS))


def _figures(rounds: int, plans: int) -> Iterator[Figure]:
    server = OwnServer(durable=True)
    try:
        libpq = server.url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(libpq, autocommit=True) as connection:
            floor = _rate(_floor(connection), rounds)
            yield Figure("two bare durable transactions", floor, "pairs/s")
            dbos = _rate_of_dbos(connection, libpq, rounds)
            yield Figure("DBOS, a step that writes one row", dbos, "/s", dbos / floor, "two bare transactions")
            alone = 0.0
            for processes in PROCESSES:
                name = f"of_{processes}"
                connection.execute(f"CREATE DATABASE {name}")
                with tempfile.TemporaryDirectory() as folder:
                    record = server.url.set(database=name).render_as_string(hide_password=False)
                    moment = create_due(record, Path(folder), plans + processes)
                    rate = plans / process_in(record, Path(folder), moment, processes, deliver=False)
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
                peer, wanted = ("1 process", None) if alone else ("DBOS", ratio_at_least(2))
                yield Figure(f"due dates, processes: {processes}", rate, "/s", rate / (alone or dbos), peer, wanted)
                alone = alone or rate
    finally:
        server.stop()


def _rate(once: Callable[[], Any], rounds: int) -> float:
    began = perf_counter()
    for _ in range(rounds):
        once()
    return rounds / (perf_counter() - began)


def _floor(connection: "psycopg.Connection[Any]") -> Callable[[], None]:
    connection.execute("CREATE TABLE wake (at float8)")

    def once() -> None:
        for _ in range(2):
            with connection.transaction():
                connection.execute("INSERT INTO wake VALUES (%s)", (perf_counter(),))

    return once


def _rate_of_dbos(connection: "psycopg.Connection[Any]", libpq: str, rounds: int) -> float:
    """Its workflows a second, one after the other. Its tables are in the same database, as durable as everything there."""
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

    DBOS.launch()
    try:
        process_due_date()
        return _rate(process_due_date, rounds)
    finally:
        DBOS.destroy()
