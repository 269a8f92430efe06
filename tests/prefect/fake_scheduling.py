"""A world small enough to fit into one SQLite file.

A plan here is due every so many seconds, so many times, and then closed. It answers what `casework.plan.scheduling` and
`casework.plan.prefect_runs` answer; `make_fake_flow` is the same Prefect face as the real one's, over this world instead of
the record.
"""

import contextlib
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from casework.plan.prefect_runs import PlanRun
from core.clock import Clock, WallClock
from flows.prefect.flow import make_flow
from flows.prefect.waiting import Wait

FAR = timedelta(days=200)


@dataclass(frozen=True)
class RecordedRun:
    """One time that a plan was lived."""

    source: str
    began: datetime
    ended: datetime
    was_due: bool


class FakeRecord:
    """Plans, their wakes, and who lived them when. It is its own context."""

    def __init__(self, file: Path, clock: Clock | None = None) -> None:
        self.file = file
        self.clock: Clock = clock or WallClock()
        with self._open() as connection:
            connection.executescript(
                """
                CREATE TABLE IF NOT EXISTS plan (number TEXT PRIMARY KEY, generation INTEGER, run TEXT, wake REAL,
                    every REAL, times INTEGER, takes REAL, breaks TEXT, sealed INTEGER DEFAULT 0);
                CREATE TABLE IF NOT EXISTS call (plan TEXT, source TEXT, began REAL, ended REAL,
                    was_due INTEGER);
                CREATE TABLE IF NOT EXISTS failure (plan TEXT, source TEXT, reference TEXT, kind TEXT);
                """
            )

    def a_plan(
        self,
        number: str,
        *,
        due_in: timedelta,
        every: timedelta = FAR,
        times: int = 1000,
        takes: float = 0,
        breaks: str | None = None,
    ) -> str:
        """A plan that is first due after `due_in`. One that `breaks` raises that text whenever it is lived."""
        wake = (self.clock.now() + due_in).timestamp()
        with self._open() as connection:
            connection.execute(
                "INSERT INTO plan VALUES (?, 0, NULL, ?, ?, ?, ?, ?, 0)",
                (number, wake, every.total_seconds(), times, takes, breaks),
            )
        return number

    def wake(self, number: str, at: datetime | None = None) -> None:
        """Somebody acted: the plan is due at that moment, or now."""
        self._change("UPDATE plan SET wake = ? WHERE number = ?", (at or self.clock.now()).timestamp(), number)

    def seal(self, number: str) -> None:
        self._change("UPDATE plan SET sealed = 1 WHERE number = ?", number)

    def replace(self, number: str) -> None:
        """Somebody asked for a new run."""
        self._change("UPDATE plan SET generation = generation + 1 WHERE number = ?", number)

    def close(self, number: str) -> None:
        self._change("UPDATE plan SET times = 0 WHERE number = ?", number)

    def process_due(self, number: str, *, source: str = "run") -> datetime | None:
        """The plan is lived until now; returns its next wake, or None once it is closed."""
        began = time.time()
        with self._open() as connection:
            takes, breaks = connection.execute("SELECT takes, breaks FROM plan WHERE number = ?", (number,)).fetchone()
        if breaks:
            raise RuntimeError(breaks)
        processed = self._process_if_due(number)
        time.sleep(takes)
        with self._open() as connection:
            connection.execute(
                "INSERT INTO call VALUES (?, ?, ?, ?, ?)", (number, source, began, time.time(), processed)
            )
            wake, times = connection.execute("SELECT wake, times FROM plan WHERE number = ?", (number,)).fetchone()
        return datetime.fromtimestamp(wake, UTC) if times > 0 else None

    def _process_if_due(self, number: str) -> bool:
        now = self.clock.now().timestamp()
        with self._open() as connection:
            changed = connection.execute(
                "UPDATE plan SET wake = ? + every, times = times - 1 WHERE number = ? AND wake <= ? AND times > 0",
                (now, number, now),
            )
            return changed.rowcount == 1

    # what a test looks at

    def calls(self, number: str) -> list[RecordedRun]:
        with self._open() as connection:
            rows = connection.execute("SELECT * FROM call WHERE plan = ? ORDER BY began", (number,)).fetchall()
        return [
            RecordedRun(source, datetime.fromtimestamp(began, UTC), datetime.fromtimestamp(ended, UTC), bool(was_due))
            for _, source, began, ended, was_due in rows
        ]

    def times_processed(self, number: str) -> int:
        return sum(call.was_due for call in self.calls(number))

    def failures(self, number: str) -> list[tuple[str, str, str]]:
        """Source, reference and kind of each failure of the plan."""
        with self._open() as connection:
            return connection.execute(
                "SELECT source, reference, kind FROM failure WHERE plan = ?", (number,)
            ).fetchall()

    def run_of(self, number: str) -> PlanRun:
        with self._open() as connection:
            return _as_run(connection.execute(f"{SELECT_RUN} WHERE number = ?", (number,)).fetchone())

    # what is asked of `casework.plan.scheduling` and `casework.plan.prefect_runs`

    def due(self, context: object, before: datetime, limit: int) -> list[str]:
        with self._open() as connection:
            rows = connection.execute(
                "SELECT number FROM plan WHERE wake <= ? AND times > 0 ORDER BY wake LIMIT ?",
                (before.timestamp(), limit),
            ).fetchall()
        return [number for (number,) in rows]

    def list_active_plans(self, context: object) -> list[PlanRun]:
        with self._open() as connection:
            rows = connection.execute(f"{SELECT_RUN} WHERE times > 0 AND NOT sealed").fetchall()
        return [_as_run(row) for row in rows]

    def get_awaited_kind(self, context: object, number: str) -> str | None:
        return "staff" if number.endswith("-07") else None

    def record_run(self, context: object, number: str, flow_run_id: UUID, generation: int) -> None:
        self._change("UPDATE plan SET run = ?, generation = ? WHERE number = ?", str(flow_run_id), generation, number)

    def record_failure(self, context: object, number: str, *, source: str, reference: str, kind: str) -> None:
        self._change("INSERT INTO failure VALUES (?, ?, ?, ?)", number, source, reference, kind)

    def list_plans_to_forget(self, context: object) -> list[tuple[str, UUID]]:
        with self._open() as connection:
            rows = connection.execute(
                "SELECT number, run FROM plan WHERE (sealed OR times <= 0) AND run IS NOT NULL"
            ).fetchall()
        return [(number, UUID(run)) for number, run in rows]

    def record_forgotten(self, context: object, number: str) -> None:
        self._change("UPDATE plan SET run = NULL WHERE number = ?", number)

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self.file, timeout=30, isolation_level=None)
        try:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            if connection.in_transaction:
                connection.commit()
        finally:
            connection.close()

    def _change(self, statement: str, *values: object) -> None:
        with self._open() as connection:
            connection.execute(statement, values)


SELECT_RUN = "SELECT number, generation, run, wake FROM plan"


def _as_run(row: tuple[str, int, str | None, float]) -> PlanRun:
    number, generation, run, wake = row
    return PlanRun(number, generation, UUID(run) if run else None, datetime.fromtimestamp(wake, UTC))


def make_fake_flow(fake_record: FakeRecord):  # type: ignore[no-untyped-def]
    """The Prefect face of the plans of that world."""

    def live(number: str) -> Wait | None:
        until = fake_record.process_due(number)
        return Wait(until, until, fake_record.get_awaited_kind(fake_record, number)) if until else None

    return make_flow(
        live,
        lambda number, reference, kind: fake_record.record_failure(
            fake_record, number, source="run", reference=reference, kind=kind
        ),
    )
