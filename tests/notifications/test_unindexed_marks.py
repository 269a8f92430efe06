"""What is asked about one duty, plan or person reads no message of others, however many wait and have ever been."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from models.database import Database
from notifications.matrix import Event
from notifications.outbox import withdraw_messages
from tests.notifications.doubles import MINOR, ScriptedChannel, SimulatedOffice
from tests.notifications.test_coinciding import NOTE, PLAN, REPORT, deliver, post

OF_ONE = re.compile(r"message\.(item_id|plan_id|recipient_id) (=|IN)")
FEW_HAVE_IT = re.compile(r"(_message_(item_id|plan_id|recipient_id\w*)|autoindex_message_1) \(")


@contextmanager
def asked(database: Database) -> Iterator[dict[str, Any]]:
    """What the record is asked of messages of one duty, plan or person while the context is open."""
    found: dict[str, Any] = {}

    def note(_connection: object, _cursor: object, statement: str, given: Any, _context: object, many: bool) -> None:
        if OF_ONE.search(statement) and not many:
            found[statement] = given

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def read_by(database: Database, statement: str, given: Any) -> list[str]:
    """By which indexes SQLite looks for messages, without statistics: nobody makes them where the program runs."""
    with database.engine.connect() as connection:
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)]
    return [step for step in plan if re.match(r"(SEARCH|SCAN) message\b", step)]


def test_what_is_said_and_taken_back_is_found_by_whose_it_is(sqlite_database: Database) -> None:
    office = SimulatedOffice(sqlite_database, channels={"text": ScriptedChannel()})
    marks: list[dict[str, Any]] = [{"item_id": NOTE}, {"plan_id": PLAN}, {"recipient_id": MINOR}]
    with asked(sqlite_database) as statements:
        post(office, NOTE, REPORT)
        deliver(office)
        with sqlite_database.transaction() as session:
            for mark in marks:
                for events in ((), (Event.CHECK_IN_DUE,)):
                    withdraw_messages(session, office.clock.now(), reason="overtaken", events=events, **mark)
    assert len(statements) > 2 * len(marks)
    for statement, given in statements.items():
        for step in read_by(sqlite_database, statement, given):
            assert FEW_HAVE_IT.search(step), f"{step}: {statement}"
