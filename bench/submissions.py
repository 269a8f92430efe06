"""How many check-ins a second the program takes by its API, beside a bare FastAPI insert of the same durability.

The program is served as it always is, by uvicorn in a process of its own; Prefect and the tick are not started. Each
minor hands in the weekly notes of their own plan, one after the other, with a key of idempotency each: the session is
looked up, the right asked on the locked plan, the note encrypted, its item settled, the journal's line written, the row
bound into the chain and the answer kept, in one transaction. The bare peer is a FastAPI route, by the same uvicorn,
that inserts one row into the same kind of database and commits: SQLite with synchronous FULL, or a PostgreSQL that waits
for its disk. On PostgreSQL once more with two processes of each. Clients are threads with a kept connection each.
Not a test: machines differ and are noisy.

    ./run bench submissions
"""

import http.client
import json
import multiprocessing
import socket
import sqlite3
import tempfile
import threading
import time as clock_time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import time, timedelta
from itertools import count
from pathlib import Path
from time import perf_counter
from typing import Any

from fastapi import Body, FastAPI
from sqlmodel import select

from app import bootstrap
from bench.result import Figure, Result, ratio_at_least, ratio_at_most
from casework.plan.opening import open_new_plan
from casework.shared.context import Context
from casework.shared.files.parsing import read_plan_path
from casework.shared.files.plan_file import AnnouncementPart
from casework.shared.script_actors import resolve_actor
from casework.staff.authentication import start_session
from core.clock import at_local
from core.settings import GivenSettings, Settings
from flows.rehearsal import create_staff, get_opener
from models.item import Item
from tests.postgresql import OwnServer

CLIENTS = (1, 16, 64)
PLANS, SECONDS = 160, 6.0
WEEKS = 24
NINE = time(9, 0)


@dataclass(frozen=True)
class Note:
    """One request: where to, and by whom."""

    address: str
    token: str
    body: bytes


BARE = Note("/insert", "-", b'"x"')


def measure(quick: bool) -> Result:
    """Check-ins a second and the 99th percentile of their time, at 1, 16 and 64 clients, on SQLite and PostgreSQL."""
    seconds, plans = (1.0, 60) if quick else (SECONDS, PLANS)
    server = OwnServer(durable=True)
    figures: list[Figure] = []
    try:
        for name in ("SQLite", "PostgreSQL"):
            with tempfile.TemporaryDirectory() as folder:
                settings = _settings(Path(folder), None if name == "SQLite" else server.new_database("record"))
                bare_at = f"{folder}/bare.db" if name == "SQLite" else _as_psycopg(server.new_database("bare"))
                notes = _build(settings, plans)
                for processes in (1,) if name == "SQLite" else (1, 2):
                    told = name if processes == 1 else f"{name}, {processes} processes"
                    with ExitStack() as stack:
                        program, bare = (
                            [stack.enter_context(_served(serve, *how)) for _ in range(processes)]
                            for serve, how in ((_serve_program, (settings,)), (_serve_bare, (name, bare_at)))
                        )
                        for ports, each in ((program, notes), (bare, [BARE])):
                            _load(ports, each, 4, 0.5)  # what only the first requests load and look up is not measured
                        for clients in CLIENTS:
                            peer = _load(bare, [BARE], clients, seconds)
                            ours = _load(program, notes, clients, seconds)
                            figures += _figures(f"{told}, {clients} clients", ours, peer)
    finally:
        server.stop()
    return Result(figures)


def _figures(name: str, ours: tuple[float, list[float]], peer: tuple[float, list[float]]) -> list[Figure]:
    (rate, times), (peer_rate, peer_times) = ours, peer
    slow, peer_slow = _p99(times), _p99(peer_times)
    at_16 = ratio_at_most(3) if "16" in name else None
    return [
        Figure(f"{name}: bare insert", peer_rate, "/s"),
        Figure(f"{name}: check-in", rate, "/s", rate / peer_rate, "bare insert", ratio_at_least(0.3)),
        Figure(f"{name}: check-in, p99", slow * 1000, "ms", slow / peer_slow, "bare insert", at_16),
    ]


def _as_psycopg(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://")


def _p99(times: list[float]) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.99))]


def _settings(folder: Path, url: str | None) -> Settings:
    return GivenSettings(data_folder=folder / "data", database_url=url)


def _build(settings: Settings, plans: int) -> Iterator[Note]:
    """The record has so many plans, each with half a year of notes that nobody has written; the requests that write them."""
    source = read_plan_path(Path("examples") / "caseload" / "25-yuanxiao.toml")
    decided = source.decision.on
    source = source.model_copy(update={"announcement": AnnouncementPart(on=decided, present=["minor", "mother"])})
    settings.data_folder.mkdir(parents=True)
    bootstrap.set_clock(settings.data_folder, at_local(decided, NINE))
    context = bootstrap.create_context(settings)
    create_staff(context, source)
    opener = get_opener(context, source)
    numbers = [
        open_new_plan(context, opener, source.model_copy(update={"number": f"SW-BNCH-{place:04}"}))
        for place in range(plans)
    ]
    context.database.dispose()
    bootstrap.set_clock(settings.data_folder, at_local(decided + timedelta(weeks=WEEKS), NINE))
    context = bootstrap.create_context(settings)
    of_each = [_notes(context, number) for number in numbers]
    context.database.dispose()
    return (note for together in zip(*of_each, strict=False) for note in together)


def _notes(context: Context, number: str) -> list[Note]:
    with context.database.transaction() as session:
        minor = resolve_actor(context, number, "minor")
        token = start_session(session, context, minor, context.clock.now()).token
        due_days = session.exec(
            select(Item.due_on)
            .where(Item.plan_id == minor.plan_id, Item.kind == "weekly_note", Item.due_on <= context.clock.today())
            .order_by(Item.due_on)
        ).all()
    address = f"/api/v1/plans/{number}/check-ins"
    words = [{"item": "weekly_note", "due_on": str(day), "text": "这周去了图书馆，作业写完了。"} for day in due_days]
    return [Note(address, token, json.dumps(each).encode()) for each in words]


@contextmanager
def _served(serve: Callable[..., None], *how: Any) -> Iterator[int]:
    """The port on which another process serves, as long as it is wanted."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(port, *how))
    server.start()
    try:
        for left in range(2400, -1, -1):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                if not left or not server.is_alive():
                    raise
                clock_time.sleep(0.05)
        yield port
    finally:
        server.kill()
        server.join()


def _serve_program(port: int, settings: Settings) -> None:
    import uvicorn

    from app.server import server_config
    from web.app import create_web

    settings = settings.model_copy(update={"port": port})
    context = bootstrap.create_context(settings)
    app = create_web(settings, context, lambda: None, lambda: {}, None)
    uvicorn.Server(server_config(app, settings)).run()


def _serve_bare(port: int, name: str, address: str) -> None:
    import psycopg
    import uvicorn

    kept = threading.local()
    app = FastAPI()
    mark = "?" if name == "SQLite" else "%s"
    table = "CREATE TABLE IF NOT EXISTS note (id TEXT PRIMARY KEY, text TEXT)"

    def connected() -> Any:
        if name == "SQLite":
            connection = sqlite3.connect(address, isolation_level=None, timeout=30)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            return connection
        return psycopg.connect(address)

    @app.post("/insert", status_code=201)
    def insert(text: str = Body()) -> str:
        if not hasattr(kept, "connection"):
            kept.connection = connected()
        row = str(uuid.uuid4())
        if name == "SQLite":
            kept.connection.execute("BEGIN IMMEDIATE")
        kept.connection.execute(f"INSERT INTO note VALUES ({mark}, {mark})", (row, text))
        kept.connection.commit()
        return row

    first = connected()
    first.execute(table)
    first.commit()
    uvicorn.Server(uvicorn.Config(app, port=port, log_level="error", access_log=False)).run()


def _load(
    ports: Sequence[int], notes: "Iterator[Note] | list[Note]", clients: int, seconds: float
) -> tuple[float, list[float]]:
    """Requests a second, and how long each took. The clients are spread over the ports."""
    source = iter(notes) if not isinstance(notes, list) else (notes[0] for _ in count())
    turn, times, failed = threading.Lock(), list[float](), list[str]()
    until = perf_counter() + seconds

    def work(port: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        while perf_counter() < until:
            with turn:
                note = next(source, None)
            if note is None:
                break  # all are written
            headers = {"Authorization": f"Bearer {note.token}", "Content-Type": "application/json",
                       "Idempotency-Key": uuid.uuid4().hex}  # fmt: skip
            began = perf_counter()
            connection.request("POST", note.address, note.body, headers)
            answer = connection.getresponse()
            answer.read()
            times.append(perf_counter() - began)
            if answer.status != 201:
                failed.append(f"{answer.status}")
        connection.close()

    began = perf_counter()
    threads = [threading.Thread(target=work, args=(ports[number % len(ports)],)) for number in range(clients)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    if failed:
        raise RuntimeError(f"{len(failed)} were not taken: {failed[0]}")
    if not times:
        raise RuntimeError("all notes are written already: more plans are needed")
    return len(times) / (perf_counter() - began), times
