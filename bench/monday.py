"""How long it takes until all plans that are due at one moment are processed and their last message is out.

The worst moment of a week: every family of every plan is to be told of the same weekly note at once. One process on SQLite,
and 1, 2 and 4 on PostgreSQL, each number on a copy of the same plans. Each process takes up plans that no other holds, and
hands over what is to be said to a channel in memory (`./run bench messages` measures real ones). `growth` is the rate at all
plans as a ratio to that at a quarter of them: 1 is linear. Meanwhile somebody looks at a case's page, in a process of its
own, as `./run web` is; its p95 stands beside that of the same page before. The floor is two bare durable transactions on
SQLite, as in `./run bench wakes`.
Not a test: machines differ and are noisy. Run it as `./run bench monday`.
"""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import psycopg
from sqlalchemy import URL
from sqlmodel import col, select

from bench.caseload import Done, create_due, open_context, process_here, process_in
from bench.result import Figure, Result, ratio_at_least, ratio_at_most, value_at_most
from bench.visits import RepeatedVisit, get_p95, open_browser, time_visit
from bench.wakes import ROUNDS, measure_floor
from casework.shared.context import Context
from core.settings import Settings
from models.journal import JournalLine
from models.office import Role, Staff
from models.plan import Plan
from notifications.restore_guard import OutboxPosition, RestoreGuard
from tests.postgresql import OwnServer
from web.app import create_web

QUICK = (200,)
FULL = (13_000, 40_000)
WITHIN = {13_000: 45.0, 40_000: 150.0}
"""Seconds that are wanted of the fastest way."""
PROCESSES = (1, 2, 4)


LOOKS = 40
"""At a page before anything is due."""


@dataclass
class Visits:
    """How long a page took before and while everything is processed, in milliseconds."""

    before: list[float] = field(default_factory=list)
    meanwhile: list[float] = field(default_factory=list)

    def as_figure(self, name: str, processes: int) -> Figure:
        """The p95 meanwhile, and its ratio to that before. More processes than cores are nobody's choice."""
        alone, busy = get_p95(self.before), get_p95(self.meanwhile)
        wanted = ratio_at_most(2) if processes <= (os.cpu_count() or 1) else None
        return Figure(f"{name}, a page meanwhile", busy, "ms p95", busy / alone, "before", wanted)


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
    yield _visited_on_sqlite(plans // 4).as_figure(f"{plans // 4} plans, SQLite, one process for all", 1)
    with _made_on_postgresql(server, plans) as process:
        alone, visits = process(1)
        yield _rate_of("PostgreSQL, 1 process", plans, alone, floor, "two bare transactions")
        for processes in PROCESSES:
            done, visits = (alone, visits) if processes == 1 else process(processes)
            yield visits.as_figure(f"{plans} plans, PostgreSQL, processes: {processes}", processes)
            if processes > 1:
                yield _rate_of(f"PostgreSQL, {processes} processes", plans, done, _rate(alone), "1 process")
            if done.seconds < fastest.seconds:
                fastest, name = done, f"PostgreSQL, {processes} processes"
    with _made_on_postgresql(server, plans // 4) as process:
        yield _growth("PostgreSQL", plans, alone, process(1)[0])
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


def _visited_on_sqlite(plans: int) -> Visits:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'record.db'}"
        moment = create_due(url, Path(folder), plans)
        with _visitor(url, Path(folder), moment) as (context, visit, visits):
            process_here(context, visit.look)
        return visits


@contextlib.contextmanager
def _visitor(url: str, folder: Path, moment: datetime) -> Iterator[tuple[Context, RepeatedVisit, Visits]]:
    """Somebody who has looked at a page for a while and goes on looking."""
    context = open_context(url, folder, moment)
    try:
        with context.database.reading() as session:
            login = session.exec(select(Staff.login).where(Staff.role == Role.PROSECUTOR)).one()
            # Its copies have no journal.
            lived = select(Plan.number).join(JournalLine, col(JournalLine.plan_id) == col(Plan.id))
            number = session.exec(lived.limit(1)).one()
        RestoreGuard(Settings(data_folder=folder).high_water).advance(OutboxPosition(moment))
        app = create_web(Settings(data_folder=folder), context, lambda: None, lambda: {}, None)
        visit = RepeatedVisit(open_browser(app, context, login), f"/plans/{number}")
        looks = [time_visit(visit.browser, visit.address) for _ in range(LOOKS)]
        visits = Visits(before=looks[LOOKS // 4 :])  # the first ones load what all later ones have
        visit.times = visits.meanwhile
        yield context, visit, visits
    finally:
        context.database.dispose()


@contextlib.contextmanager
def _made_on_postgresql(server: URL, plans: int) -> Iterator[Callable[[int], tuple[Done, Visits]]]:
    """So many plans are made once; each call of what is given processes a copy of them with that many processes. Nothing is
    left afterwards."""
    made, copy = (server.set(database=name).render_as_string(hide_password=False) for name in ("made", "monday"))
    address = server.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection, tempfile.TemporaryDirectory() as folder:
        connection.execute("CREATE DATABASE made")
        moment = create_due(made, Path(folder), plans)

        def process(processes: int) -> tuple[Done, Visits]:
            with tempfile.TemporaryDirectory() as place:
                keys = Path(shutil.copytree(folder, place, dirs_exist_ok=True))
                connection.execute("CREATE DATABASE monday TEMPLATE made STRATEGY file_copy")
                try:
                    with _visitor(copy, keys, moment) as (_context, visit, visits):
                        return process_in(copy, keys, moment, processes, meanwhile=visit.look), visits
                finally:
                    connection.execute("DROP DATABASE monday WITH (FORCE)")

        try:
            yield process
        finally:
            connection.execute("DROP DATABASE made WITH (FORCE)")
