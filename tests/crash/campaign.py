"""One campaign: a caseload, the processes of the program, those it speaks to, and people who act; all of it can be broken.

with open_campaign(folder, Random(1)) as campaign: ...
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from core.clock import StoredClock, UnreadableClock
from notifications.dispatcher import LEASE
from tests.crash.disk import Disk
from tests.crash.oracle import Expected, Outside, Record, find_faults, find_run_faults
from tests.crash.people import Ledger, People
from tests.crash.prefect_apart import OwnPrefect, answers
from tests.crash.program import Program, wait_until
from tests.crash.providers import Provider, open_providers
from tests.crash.world import list_expected_notes

ROOT = Path(__file__).parents[2]
SETTLE_SECONDS = 150
"""So long the program may take to come to rest after the last fault."""
ASK_SECONDS = 60
"""So long a start may take until it answers."""
A_SECOND = timedelta(minutes=24)
"""Of a clock that goes on by a day a minute."""
SAID_WHY = 2
"""With this a command ends that has said in words why it cannot go on: the database was away when it was to start."""


@dataclass(frozen=True)
class _AnyOf:
    """What is in one of them when it is asked."""

    each: Sequence[Container[str]]

    def __contains__(self, name: object) -> bool:
        return any(name in one for one in self.each)


@dataclass
class Campaign:
    """Everything at hand for a fault: it may do what it likes with any of it."""

    folder: Path
    chance: Random
    settings: dict[str, str]
    world: Mapping[str, Any]
    programs: list[Program]
    urls: list[str]
    prefect: OwnPrefect | None
    mail: Provider
    texts: Provider
    ledger: Ledger
    people: People
    postgresql: Any = None
    disk: Disk | None = None
    """On which the folder lies, if it is one of its own."""
    kills: int = 0
    by_point: Counter[str] = field(default_factory=Counter)
    hurries: threading.Event = field(default_factory=threading.Event)
    faults: list[str] = field(default_factory=list)
    """What the oracle has found, each with the fault after which it was found."""
    tell: Any = print

    @property
    def clock(self) -> StoredClock:
        return StoredClock(self.folder / "data" / "clock.json")

    def hurry(self) -> None:
        """From now on the clock goes on by a day a minute, until the campaign settles."""
        if not self.hurries.is_set():
            self.hurries.set()
            threading.Thread(target=self._push_clock, daemon=True).start()

    def _push_clock(self) -> None:
        while self.hurries.is_set():
            with contextlib.suppress(OSError, UnreadableClock):  # its disk may be full just now
                self.clock.ask_for(self.clock.now() + A_SECOND)
            time.sleep(1)

    def start_all(self, point: str | None = None, after: int = 1) -> None:
        """Every process that is not alive is being started; with a point, the first of them dies there. Prefect's too, as
        systemd does with what could not reach its database."""
        if self.prefect is not None and not self.prefect.is_alive:
            self.prefect.kill()
            self.prefect.start()
        for program in self.programs:
            if not program.is_alive:
                program.start(point, after)
                point = None

    def answers(self) -> bool:
        return all(answers(f"{url}/api/v1/health/live") for url in self.urls)

    def wait_for_answer(self, seconds: float = ASK_SECONDS) -> bool:
        """Whether every process answers; one that died is not waited for."""
        return (
            wait_until(lambda: self.answers() or not all(one.is_alive for one in self.programs), seconds)
            and self.answers()
        )

    def kill(self, program: Program, why: str) -> None:
        """It was killed, and a line says so."""
        point = program.died_at if not program.is_alive else None
        if program.kill() or point:
            self.note_deaths(1, point or why)
        elif program.exit_code not in (None, 0, -signal.SIGKILL, -signal.SIGTERM, -signal.SIGHUP, SAID_WHY):
            self.faults.append(f"{why}: a process ended by itself, exit {program.exit_code}")

    def note_deaths(self, count: int, why: str) -> None:
        """So many processes were killed, and a line says so."""
        self.kills += count
        self.by_point[why] += count
        self.tell(f"kill {self.kills}: {why}, the clock shows {self.clock.now():%m-%d %H:%M}")

    def outside(self, *, settled: bool) -> Outside:
        now = self.clock.now()
        expected = [
            Expected(plan["number"], "weekly_note", day)
            for plan in self.world["plans"]
            for day in list_expected_notes(plan["weekday"], now.date() - timedelta(days=1))
        ]
        carry = self.mail, self.texts
        return Outside(
            now=now,
            acknowledged=list(self.ledger.acknowledged),
            sent_keys=self.ledger.sent,
            expected=expected,
            taken=dict(self.mail.taken + self.texts.taken),
            taken_by_now=_AnyOf([one.taken for one in carry]),
            chain_key=bytes.fromhex(self.world["chain_key"]),
            settled=settled,
        )

    def examine(self, *, settled: bool) -> list[str]:
        """What the oracle says now. What was acknowledged is listed before the record is read."""
        outside = self.outside(settled=settled)
        record = self.open_record()
        try:
            found = find_faults(record, outside)
            if settled and self.prefect is not None:
                found += find_run_faults(record, self.prefect.list_waiting(), -self.clock.offset)
        finally:
            record.close()
        return found

    def open_record(self) -> Record:
        if self.postgresql is not None:
            return Record(self.postgresql.url)
        return Record(str(self.folder / "data" / "record.db"))

    def note(self, after: str, found: list[str]) -> None:
        """Faults are kept, with that after which they were found."""
        for fault in found:
            if fault not in {one.partition(": ")[2] for one in self.faults}:
                self.faults.append(f"{after}: {fault}")
                self.tell(f"FAULT after {after}: {fault}")

    def settle(self) -> list[str]:
        """Nothing is broken any more and nobody acts; what the oracle still says after a while."""
        if self.prefect is not None:
            wait_until(self.prefect.is_ready, 90, 0.5)
        self.start_all()
        self.wait_for_answer()
        # What a dead process had in its hands is held for minutes of the clock: at its real pace longer than is waited.
        self.hurry()
        held_until = self.clock.now() + 2 * LEASE
        wait_until(lambda: self.clock.now() > held_until, 60)
        self.hurries.clear()
        self.people.rest()
        wait_until(lambda: not self.ledger.waiting, 60)
        found: list[str] = []

        def at_rest() -> bool:
            found[:] = self.examine(settled=True)
            return not found

        wait_until(at_rest, SETTLE_SECONDS, 2)
        return found

    def count_messages(self) -> dict[str, int]:
        """How many messages by mail and text are in which state, and of the unknown how many were taken."""
        record = self.open_record()
        rows = record.rows("SELECT state, dedupe_key, state_reason FROM message WHERE channel IN ('email', 'text')")
        record.close()
        counted = Counter(row["state"] for row in rows)
        import hashlib

        taken = self.mail.taken + self.texts.taken
        for row in rows:
            if row["state"] == "unknown":
                there = taken[hashlib.sha256(row["dedupe_key"].encode()).hexdigest()[:40]]
                counted[f"unknown, {'taken' if there else 'not taken'}, {row['state_reason']}"] += 1
        return dict(sorted(counted.items()))


class Ports(NamedTuple):
    """On which ports of loopback everything listens."""

    pages: list[int]
    prefect: int
    mail: int
    texts: int

    @classmethod
    def beginning_with(cls, first: int, processes: int) -> "Ports":
        """The pages of each process from `first` on, from ten further on Prefect, mail and texts; the next is PostgreSQL's."""
        pages = [first + number for number in range(processes)]
        return cls(pages, first + 10, first + 11, first + 12)


class Shape(StrEnum):
    """Which processes there are."""

    UP = "up"
    """`./run up`, once for each port of the pages."""
    PARTS = "parts"
    """The parts of the program alone, as on several machines: pages on each port, and two of each other part."""

    def list_commands(self, pages: Sequence[int]) -> list[list[str]]:
        """What is started."""
        if self is Shape.UP:
            return [["up", "--port", str(port)] for port in pages]
        others = [[part] for part in ("scheduler", "runner", "delivery") for _ in range(2)]
        return [["web", "--port", str(port)] for port in pages] + others


MakeWorld = Callable[[Mapping[str, str], int], dict[str, Any]]


def make_world_apart(settings: Mapping[str, str], plans: int) -> dict[str, Any]:
    """The world is made by a process of its own, begun anew."""
    made = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("world.py")), str(plans)],
        env={**os.environ, **settings, "PYTHONPATH": str(ROOT)}, cwd=ROOT, check=False, capture_output=True,
    )  # fmt: skip
    if made.returncode:
        raise RuntimeError(f"the world could not be made:\n{made.stderr.decode()[-2000:]}")
    world: dict[str, Any] = json.loads(made.stdout.splitlines()[-1])
    return world


@contextlib.contextmanager
def open_campaign(
    folder: Path,
    chance: Random,
    ports: Ports,
    *,
    plans: int = 14,
    prefect: bool = True,
    postgresql: Any = None,
    families: int = 3,
    office: int = 2,
    make: MakeWorld = make_world_apart,
    threads: int = 4,
    shape: Shape = Shape.UP,
    disk: Disk | None = None,
    tell: Any = print,
) -> Iterator[Campaign]:
    """The world is made, Prefect and the providers run; the program is not started yet. At the end nothing is left."""
    for port in ports.pages:  # or the people would speak to what is left of another campaign
        socket.create_server(("127.0.0.1", port)).close()
    data = folder / "data"
    apart = OwnPrefect(folder / "prefect", ports.prefect) if prefect else None
    settings = {
        "SUNWARD_DATA_FOLDER": str(data), "SUNWARD_KEYS_FOLDER": str(folder / "keys"),
        "SUNWARD_PREFECT_API_URL": f"http://127.0.0.1:{ports.prefect}/api",
        "SUNWARD_PREFECT_SECRET": apart.secret if apart else "sunward:nobody",
        "SUNWARD_SMTP_URL": f"smtp://127.0.0.1:{ports.mail}", "SUNWARD_EMAIL_FROM": "sunward@example.test",
        "SUNWARD_TEXT_PROVIDER": "http", "SUNWARD_TEXT_GATEWAY_URL": f"http://127.0.0.1:{ports.texts}/send",
        "SUNWARD_TEXT_SECRET": "made-up", "SUNWARD_WEBHOOKS": "machine",
        "CRASH_DELIVERY_THREADS": str(threads),
    }  # fmt: skip
    if postgresql is not None:
        settings["SUNWARD_DATABASE_URL"] = postgresql.url
    world = make(settings, plans)
    urls = [f"http://127.0.0.1:{port}" for port in ports.pages]
    programs = [
        Program(command, settings, folder / f"{command[0]}-{number}.log")
        for number, command in enumerate(shape.list_commands(ports.pages))
    ]
    # Their lists lie elsewhere: what happens to the program's disk does not happen to theirs.
    with (
        tempfile.TemporaryDirectory() as apart_from_it,
        open_providers(ports.mail, ports.texts) as (mail, texts),
    ):
        ledger = Ledger(Path(apart_from_it) / "ledger.jsonl")
        people = People(urls, world, ledger, chance)
        if apart is not None:
            apart.start()
        campaign = Campaign(
            folder,
            chance,
            settings,
            world,
            programs,
            urls,
            apart,
            mail,
            texts,
            ledger,
            people,
            postgresql,
            disk,
            tell=tell,
        )
        try:
            if apart is not None and not wait_until(apart.is_ready, 120, 0.5):
                raise RuntimeError("Prefect's server did not start")
            people.start(families, office)
            yield campaign
        finally:
            people.stop()
            for program in programs:
                program.kill()
            if apart is not None:
                apart.kill()
