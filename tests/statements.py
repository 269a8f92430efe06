"""What the record is asked: SQL statements, transactions and readings of a plan's row, counted while something is done.

Counted, not timed: the same on every machine. tests/web/test_web_statements.py holds it.
"""

import contextlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, event
from starlette.testclient import TestClient

from core.clock import SimulatedClock
from flows.services import process_in_tick
from models.database import Database
from tests.api.two_offices import HERE, ROUTES, TwoOffices
from tests.web.visitors import Pages

DUE_DATES = 20
_PLAN_ROW = re.compile(r'SELECT (?:(?!\bFROM\b).)*\bFROM "plan"\s+WHERE', re.DOTALL)
"""A question that is answered by the rows of plans alone."""


@dataclass
class QueryCounts:
    """How often the record was asked: every statement, the transactions that only read and those that may write, and
    the questions for the plan's row among the statements."""

    statements: float = 0
    reading: float = 0
    writing: float = 0
    plan_row: float = 0

    def within(self, most: "QueryCounts") -> bool:
        """Whether nothing of it is more than that."""
        return all(getattr(self, each) <= bound for each, bound in vars(most).items())

    def each_of(self, many: int) -> "QueryCounts":
        """For one of so many."""
        return QueryCounts(self.statements / many, self.reading / many, self.writing / many, self.plan_row / many)


@contextlib.contextmanager
def counted(database: Database, so_far: QueryCounts | None = None) -> Iterator[QueryCounts]:
    """All that the record is asked while the context is open, beside what was counted `so_far`. Only a record in a SQLite
    file can be counted."""
    asked = so_far or QueryCounts()

    def count(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        asked.statements += not statement.startswith("BEGIN")
        asked.plan_row += _PLAN_ROW.match(statement) is not None

    def count_begin(connection: Connection) -> None:
        writes = bool(connection.get_execution_options().get("sunward_writes"))
        asked.writing += writes
        asked.reading += not writes

    listeners = {"before_cursor_execute": count, "begin": count_begin}
    for name, listener in listeners.items():
        event.listen(database.engine, name, listener)
    try:
        yield asked
    finally:
        for name, listener in listeners.items():
            event.remove(database.engine, name, listener)


def count_queries(offices: TwoOffices) -> dict[str, QueryCounts]:
    """For one due date that is processed, for four pages and for each way to hand something in, what it asks."""
    found = _pages(offices) | _submissions(offices)
    return found | {"a processed due date": _due_dates(offices)}


def _pages(offices: TwoOffices) -> dict[str, QueryCounts]:
    """Each looked at for the second time: that somebody has looked is one line for some minutes, not one a look."""
    pages, number = Pages(offices), offices.number
    staff = pages.as_(f"{HERE}.prosecutor")
    seen = {"page: desk": "/", "page: runs": "/runs", "page: overview": pages.plan()}
    found = {name: _queries_of(offices, staff, address) for name, address in seen.items()}
    family, address = pages.family()
    found["page: the family's"] = _queries_of(offices, family, address)
    found["API: a plan"] = _queries_of(offices, offices.as_(f"{HERE}.prosecutor"), f"{ROUTES}/plans/{number}")
    return found


def _submissions(offices: TwoOffices) -> dict[str, QueryCounts]:
    """A weekly note by the API, and the next one by the family's own page."""
    offices.on("2026-03-16 17:00")
    offices.process_due()
    client, address = offices.as_("minor"), f"{ROUTES}/plans/{offices.number}/check-ins"
    note = {"item": "weekly_note", "due_on": "2026-03-16", "text": "我好多了"}
    by_api = _done(offices, lambda: client.post(address, json=note), 201)
    offices.on("2026-03-23 17:00")
    offices.process_due()
    family, page = Pages(offices).family()
    family.get(page)
    sent = f"{page}/fill/weekly_note/2026-03-23"
    by_page = _done(offices, lambda: family.post(sent, data={"text": "这周很好"}), 303)
    return {"submission: API": by_api, "submission: family's page": by_page}


def _due_dates(offices: TwoOffices) -> QueryCounts:
    """The plan is lived by the tick at each of its next moments, one due date after the other."""
    clock, context = offices.context.clock, offices.context
    assert isinstance(clock, SimulatedClock)
    asked = QueryCounts()
    for _ in range(DUE_DATES):
        moment = offices.plan().wake_at
        assert moment is not None, "the plan has no more due dates"
        clock.advance_to(max(moment, clock.now()))
        with counted(context.database, asked):
            process_in_tick(context, offices.number)
    return asked.each_of(DUE_DATES)


def _queries_of(offices: TwoOffices, browser: TestClient, address: str) -> QueryCounts:
    assert browser.get(address).status_code == 200, address
    return _done(offices, lambda: browser.get(address), 200)


def _done(offices: TwoOffices, act: Callable[[], Any], status: int) -> QueryCounts:
    with counted(offices.context.database) as asked:
        answer = act()
    assert answer.status_code == status, answer.text
    return asked
