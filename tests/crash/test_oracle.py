"""The oracle of the crash tests: a record in order has no fault, and each way of spoiling it is found and named."""

import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from flows.services import link_journal
from models.database import InMemoryDatabase
from tests.builders import announce_and_serve, start_plan
from tests.crash.oracle import Acknowledged, Expected, Outside, Record, find_faults, find_run_faults
from tests.records import content_of

KEYS = ("check_in-1", "incident-1")


@pytest.fixture(scope="module")
def content() -> tuple[bytes, Outside]:
    """A plan of which a note came in, another did not, and an incident was reported; and what people outside know of it."""
    life = announce_and_serve(start_plan(team_works=False, delivers=True), "2026-03-03")
    life.on("2026-03-09 10:00").act("minor", "submit", item="weekly_note", due_on=date(2026, 3, 9))
    life.act("prosecutor", "report_incident", incident="i-1", kind="supervision_rules", done_on=date(2026, 3, 8),
             facts="未按时报告。")  # fmt: skip
    life.on("2026-03-18 12:00")
    while link_journal(life.context):
        pass
    database = life.context.database
    assert isinstance(database, InMemoryDatabase)
    with database.transaction() as session:
        raw = session.connection().exec_driver_sql
        for key in KEYS:
            said = "INSERT INTO idempotency_record (actor_id, key, request_digest, status, answer, at) VALUES (?, ?, '', 201, '{}', ?)"
            raw(said, (uuid.uuid4().hex, key, "2026-03-09 02:00:00.000000"))
        [submission] = [str(uuid.UUID(row[0])) for row in raw("SELECT id FROM submission")]
    left = [m for m in life.messages() if m.channel in ("email", "text") and m.state in ("sent", "delivered")]
    outside = Outside(
        now=life.now,
        acknowledged=[Acknowledged("check_in", KEYS[0], submission), Acknowledged("incident", KEYS[1], "i-1")],
        sent_keys=frozenset(KEYS),
        expected=[Expected(life.number, "weekly_note", date(2026, 3, day)) for day in (9, 16)],
        taken={sha256(m.dedupe_key.encode()).hexdigest()[:40]: 1 for m in left},
        chain_key=life.context.vault.chain_key,
    )
    assert len(outside.taken) > 1
    return content_of(database), outside


@pytest.fixture
def file(content: tuple[bytes, Outside], tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "record.db"
    with closing(sqlite3.connect(":memory:")) as memory, closing(sqlite3.connect(place)) as disk:
        memory.deserialize(content[0])
        memory.backup(disk)
    return place


def examine(place: Path, outside: Outside) -> list[str]:
    record = Record(str(place))
    try:
        return find_faults(record, outside)
    finally:
        record.close()


def test_a_record_in_order_has_no_fault(file: Path, content: tuple[bytes, Outside]) -> None:
    assert examine(file, content[1]) == []


_NOTE = "kind = 'weekly_note' AND due_on = '2026-03-09'"


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        ("DELETE FROM idempotency_record WHERE key = 'check_in-1'", "acknowledged and its answer is kept 0 times"),
        ("DELETE FROM submission", "acknowledged and is not in the record"),
        ("DELETE FROM incident", "acknowledged and is in the record 0 times"),
        ("UPDATE idempotency_record SET key = 'check_in-2' WHERE key = 'check_in-1'", "that nobody asked for"),
        ("UPDATE incident SET label = 'i-2'", "acknowledged and is in the record 0 times"),
        (f"UPDATE item SET due_on = '2026-03-16' WHERE {_NOTE}", "is there 2 times"),
        (f"DELETE FROM item WHERE {_NOTE}", "of 2026-03-09 0 times"),
        ("UPDATE item SET status = 'open' WHERE kind = 'weekly_note' AND due_on = '2026-03-16'", "its last change says"),
        ("UPDATE journal_line SET subject_id = plan_id WHERE subject_kind = 'item'", "nothing was done about the duty"),
        ("UPDATE item SET next_at = '2026-03-17 01:00:00.000000' WHERE status = 'open'", "due and not done"),
        ("UPDATE item SET status = 'open', received_at = NULL WHERE " + _NOTE, "though what was owed came in"),
        ("UPDATE plan SET wake_at = NULL", "has no next moment"),
        ("UPDATE plan SET wake_at = '2027-01-01 00:00:00.000000'", "sleeps beyond its next duty"),
        ("UPDATE plan SET quarantined_at = '2026-03-10 00:00:00.000000'", "is halted"),
        ("UPDATE message SET state = 'claimed', lease_until = NULL WHERE state = 'delivered'", "is not at an end"),
        ("UPDATE message SET state = 'expired' WHERE channel = 'text' AND state = 'sent'", "and it was taken"),
        ("UPDATE message SET dedupe_key = 'other' || id WHERE channel = 'text'", "that the record does not know"),
        ("UPDATE message SET event = 'e', recipient_id = NULL, due_at = '2026-03-09 01:00:00'"
         " WHERE channel = 'inbox' AND item_id IS NOT NULL", "the same of a duty twice"),
        ("DELETE FROM message_step WHERE number = 1", "steps and has"),
        ("UPDATE message_step SET state = 'expired'", "its last step says expired"),
        ("DELETE FROM journal_line WHERE act = 'call_for'", "of something that is not there"),
        ("DELETE FROM journal_line WHERE act = 'announce'", "no line of the journal"),
        ("UPDATE journal_line SET fell_due_at = '2026-03-09 01:00:00', subject_kind = 'item', subject_id = plan_id, act = 'x'"
         " WHERE actor_kind = 'system'", "done twice"),
        ("INSERT INTO run_log_entry (id, plan_id, began_at, source, verbs) SELECT id, id, opened_at, 'tick', '[]' FROM plan",
         "have no end"),
        ("UPDATE journal_line SET note = '{}' WHERE act = 'announce'", "was changed"),
        ("UPDATE chain_link SET head = previous WHERE number = 3", "is not what its content gives"),
        ("DELETE FROM chain_link WHERE number = 3", "does not follow the one before it"),
        ("DELETE FROM chain_link WHERE number = (SELECT max(number) FROM chain_link)", "neither linked nor wait"),
        ("INSERT INTO journal_unlinked SELECT line_id, linked_at FROM chain_link LIMIT 1", "are linked and wait"),
        ("UPDATE item SET plan_id = id WHERE kind = 'milestone'", "name a row that is not there"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_found(file: Path, content: tuple[bytes, Outside], spoilt: str, said: str) -> None:
    with closing(sqlite3.connect(file)) as record:
        for (guard,) in record.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            record.execute(f"DROP TRIGGER {guard}")  # whoever owns the file does not stop at these
        assert record.execute(spoilt).rowcount > 0
        record.commit()
    assert any(said in fault for fault in examine(file, content[1]))


def test_a_duty_is_asked_about_later_by_as_long_as_the_program_was_away(
    file: Path, content: tuple[bytes, Outside]
) -> None:
    later = replace(content[1], now=datetime(2026, 3, 24, 12, tzinfo=UTC))

    def asked_by_nobody() -> bool:
        return any("nobody was asked about the duty 'weekly_note' of 2026-03-09" in one for one in examine(file, later))

    with closing(sqlite3.connect(file)) as record:
        record.execute(f"UPDATE item SET status = 'open' WHERE {_NOTE}")
        record.commit()
        assert asked_by_nobody()
        for number, until in enumerate(("2026-03-15", "2026-03-15", "2026-03-20")):  # the first is noted twice
            noted = (f"o-{number}", "2026-03-08 00:00:00.000000", f"{until} 00:00:00.000000")
            record.execute("INSERT INTO outage (id, from_at, to_at) VALUES (?, ?, ?)", noted)
            record.commit()
            assert asked_by_nobody() is (number < 2)


def test_what_was_taken_twice_or_by_nobody_is_found(file: Path, content: tuple[bytes, Outside]) -> None:
    outside = content[1]
    name = next(iter(outside.taken))
    assert examine(file, replace(outside, taken={**outside.taken, name: 2})) == [
        "a message was taken 2 times by whoever carries it"
    ]
    rest = {other: 1 for other in outside.taken if other != name}
    [fault] = examine(file, replace(outside, taken=rest))
    assert fault.endswith("and nobody has taken it")
    assert examine(file, replace(outside, taken=rest, taken_by_now={name})) == [], "while the record was read"


def test_each_plan_has_one_run_that_waits_for_its_moment(file: Path, content: tuple[bytes, Outside]) -> None:
    with closing(sqlite3.connect(file)) as raw:
        run_id = uuid.uuid4()
        raw.execute("UPDATE plan SET flow_run_id = ?", (run_id.hex,))
        raw.commit()
    record = Record(str(file))
    [plan] = record.rows("SELECT number, wake_at FROM plan")
    hour = timedelta(hours=1)
    right = {"name": plan["number"], "id": str(run_id), "at": plan["wake_at"] - hour}
    assert find_run_faults(record, [right], -hour) == []
    for wrong in ([], [right, right], [right | {"id": str(uuid.uuid4())}], [right | {"at": plan["wake_at"]}],
                  [right, right | {"name": "SW-NONE-NONE"}]):  # fmt: skip
        assert len(find_run_faults(record, wrong, -hour)) == 1
    record.close()
