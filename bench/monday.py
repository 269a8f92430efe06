"""How long it takes until all plans that are due at one moment are processed and their last message is out.

The worst moment of a week: every family of every plan is to be told of the same weekly note at once. One process on SQLite,
and 1, 2 and 4 on PostgreSQL, each number on a copy of the same plans. Each process takes up plans that no other holds, and
hands over what is to be said to a channel in memory (`./run bench messages` measures real ones). `growth` is the rate at all plans as a ratio to that at a
quarter of them: 1 is linear. The floor is two bare durable transactions on SQLite, as in `./run bench wakes`.
Not a test: machines differ and are noisy. Run it as `./run bench monday`.
"""

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
from sqlalchemy import URL

from bench.caseload import Done, create_due, process_in
from bench.result import Figure, Result, ratio_at_least, value_at_most
from bench.wakes import ROUNDS, measure_floor
from tests.postgresql import OwnServer

QUICK = (200,)
FULL = (13_000, 40_000)
WITHIN = {13_000: 45.0, 40_000: 150.0}
"""Seconds that are wanted of the fastest way."""
PROCESSES = (1, 2, 4)


def measure(quick: bool) -> Result:
    """Plans a second for each number of plans and of processes, and the seconds of the fastest."""
    figures: list[Figure] = []
    server = OwnServer(durable=True)
    try:
        for plans in QUICK if quick else FULL:
            figures += _with(plans, server.url)
    finally:
        server.stop()
    return Result(figures)


def _with(plans: int, server: URL) -> Iterator[Figure]:
    floor = measure_floor(ROUNDS)
    on_file = _on_sqlite(plans)
    fastest, name = on_file, "SQLite"
    yield _rate_of("SQLite, 1 process", plans, on_file, floor, "two bare transactions")
    yield _growth("SQLite", plans, on_file, _on_sqlite(plans // 4))
    with _made_on_postgresql(server, plans) as process:
        alone = process(1)
        yield _rate_of("PostgreSQL, 1 process", plans, alone, floor, "two bare transactions")
        for processes in PROCESSES:
            done = alone if processes == 1 else process(processes)
            if processes > 1:
                yield _rate_of(f"PostgreSQL, {processes} processes", plans, done, _rate(alone), "1 process")
            if done.seconds < fastest.seconds:
                fastest, name = done, f"PostgreSQL, {processes} processes"
    with _made_on_postgresql(server, plans // 4) as process:
        yield _growth("PostgreSQL", plans, alone, process(1))
    bound = WITHIN.get(plans)
    wanted = value_at_most(bound) if bound else None
    yield Figure(f"{plans} plans, the fastest ({name})", fastest.seconds, "s", wanted=wanted)


def _rate(done: Done) -> float:
    return done.plans / done.seconds


def _rate_of(name: str, plans: int, done: Done, against: float, peer: str) -> Figure:
    return Figure(f"{plans} plans, {name}", _rate(done), "plans/s", _rate(done) / against, peer)


def _growth(name: str, plans: int, done: Done, quarter: Done) -> Figure:
    growth = _rate(done) / _rate(quarter)
    peer = f"the rate at {quarter.plans}"
    return Figure(f"{plans} plans, {name}, growth", _rate(done), "plans/s", growth, peer, ratio_at_least(0.8))


def _on_sqlite(plans: int) -> Done:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'record.db'}"
        return process_in(url, Path(folder), create_due(url, Path(folder), plans), 1)


@contextlib.contextmanager
def _made_on_postgresql(server: URL, plans: int) -> Iterator[Callable[[int], Done]]:
    """So many plans are made once; each call of what is given processes a copy of them with that many processes. Nothing is
    left afterwards."""
    made, copy = (server.set(database=name).render_as_string(hide_password=False) for name in ("made", "monday"))
    address = server.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection, tempfile.TemporaryDirectory() as folder:
        connection.execute("CREATE DATABASE made")
        moment = create_due(made, Path(folder), plans)

        def process(processes: int) -> Done:
            with tempfile.TemporaryDirectory() as place:
                keys = Path(shutil.copytree(folder, place, dirs_exist_ok=True))
                connection.execute("CREATE DATABASE monday TEMPLATE made STRATEGY file_copy")
                try:
                    return process_in(copy, keys, moment, processes)
                finally:
                    connection.execute("DROP DATABASE monday WITH (FORCE)")

        try:
            yield process
        finally:
            connection.execute("DROP DATABASE made WITH (FORCE)")
