"""How long it takes until all plans that are due at one moment are processed and their last message is out.

The worst moment of a week: every family of every plan is to be told of the same weekly note at once. One process on
SQLite, and 1, 2 and 4 on PostgreSQL, each number on a copy of the same plans. Each process takes up plans that no other
holds, and hands over what is to be said to a channel in memory (`./run bench messages` measures real ones). Meanwhile
somebody looks at a case's page, in a process of its own, as `./run web` is; its p95 stands beside that of the same page
before.
"""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from time import sleep

import psycopg
from sqlalchemy import URL
from sqlmodel import col, select

from bench.caseload import create_due, open_context, process_in
from bench.pages import get_p95, open_browser, time_visit
from bench.result import Figure, ratio_at_most, value_at_most
from core.settings import Settings
from models.journal import JournalLine
from models.office import Role, Staff
from models.plan import Plan
from notifications.restore_guard import OutboxPosition, write_position
from tests.postgresql import OwnServer
from web.app import create_web

QUICK = (200,)
FULL = (13_000, 40_000)
WITHIN = {13_000: 45.0, 40_000: 150.0}
"""Seconds that are wanted of the fastest way."""
PROCESSES = (1, 2, 4)
LOOKS = 40
"""At a page before anything is due."""
PAUSE = 0.4
"""Seconds between two looks meanwhile: so few that they slow down nothing."""


def measure(quick: bool) -> list[Figure]:
    """Plans a second for each number of plans and of processes, and the seconds of the fastest."""
    server = OwnServer(durable=True)
    try:
        return [figure for plans in (QUICK if quick else FULL) for figure in _with(plans, server.url)]
    finally:
        server.stop()


def _with(plans: int, server: URL) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'record.db'}"
        fastest, name = process_in(url, Path(folder), create_due(url, Path(folder), plans), 1), "SQLite"
    yield Figure(f"{plans} plans, SQLite, 1 process", plans / fastest, "plans/s")
    with _made_on_postgresql(server, plans) as process:
        alone = 0.0
        for processes in PROCESSES:
            seconds, before, meanwhile = process(processes)
            each = f"{plans} plans, PostgreSQL, processes: {processes}"
            alone = alone or seconds
            yield Figure(each, plans / seconds, "plans/s", alone / seconds, "1 process")
            # More processes than cores are nobody's choice.
            wanted = ratio_at_most(2) if processes <= (os.cpu_count() or 1) else None
            yield Figure(f"{each}, a page meanwhile", meanwhile, "ms p95", meanwhile / before, "before", wanted)
            if seconds < fastest:
                fastest, name = seconds, f"PostgreSQL, processes: {processes}"
    wanted = value_at_most(WITHIN[plans]) if plans in WITHIN else None
    yield Figure(f"{plans} plans, the fastest ({name})", fastest, "s", wanted=wanted)


@contextlib.contextmanager
def _visitor(url: str, folder: Path, moment: datetime) -> Iterator[Callable[[], float]]:
    """Somebody of the staff who looks at a case's page: each call says how many milliseconds it took."""
    context = open_context(url, folder, moment)
    try:
        with context.database.reading() as session:
            login = session.exec(select(Staff.login).where(Staff.role == Role.PROSECUTOR)).one()
            # Its copies have no journal.
            lived = select(Plan.number).join(JournalLine, col(JournalLine.plan_id) == col(Plan.id))
            number = session.exec(lived.limit(1)).one()
        write_position(Settings(data_folder=folder).high_water, OutboxPosition(moment))
        app = create_web(Settings(data_folder=folder), context, lambda: None, lambda: {}, None)
        browser = open_browser(app, context, login)
        yield lambda: time_visit(browser, f"/plans/{number}")
    finally:
        context.database.dispose()


@contextlib.contextmanager
def _made_on_postgresql(server: URL, plans: int) -> Iterator[Callable[[int], tuple[float, float, float]]]:
    """So many plans are made once; each call of what is given processes a copy of them with that many processes, and says
    the seconds, and the p95 of a page before and meanwhile. Nothing is left afterwards."""
    made, copy = (server.set(database=name).render_as_string(hide_password=False) for name in ("made", "monday"))
    address = server.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection, tempfile.TemporaryDirectory() as folder:
        connection.execute("CREATE DATABASE made")
        moment = create_due(made, Path(folder), plans)

        def process(processes: int) -> tuple[float, float, float]:
            with tempfile.TemporaryDirectory() as place:
                keys = Path(shutil.copytree(folder, place, dirs_exist_ok=True))
                connection.execute("CREATE DATABASE monday TEMPLATE made STRATEGY file_copy")
                try:
                    with _visitor(copy, keys, moment) as look:
                        before = [look() for _ in range(LOOKS)][LOOKS // 4 :]  # the first load what all later ones have
                        times: list[float] = []

                        def meanwhile() -> None:
                            sleep(PAUSE)
                            times.append(look())

                        seconds = process_in(copy, keys, moment, processes, meanwhile=meanwhile)
                        return seconds, get_p95(before), get_p95(times)
                finally:
                    connection.execute("DROP DATABASE monday WITH (FORCE)")

        try:
            yield process
        finally:
            connection.execute("DROP DATABASE made WITH (FORCE)")
