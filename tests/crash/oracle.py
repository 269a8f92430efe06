"""Whether a record is as it must be, read by plain SQL: this file shares no code with the program.

It knows the tables, the written format of the chain (docs/tampering.md), and what people outside have kept: the list of
what was acknowledged, and the books of those who took the messages. Each check returns what is wrong, in words; a record
in order gives an empty list.
"""

import hmac
import json
import sqlite3
import uuid
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Any

Row = dict[str, Any]

OPEN = ("open", "not_received")
TO_BE_SENT = ("created", "claimed")
TAKEN = ("sent", "delivered")
LATE_AFTER = timedelta(minutes=10)
"""What is overdue by more, on the record's clock, was skipped: the program does it within seconds."""
MOST = 5
"""So many examples of one fault are named."""


@dataclass(frozen=True)
class Acknowledged:
    """What a client was told is done, as the client wrote it down: what sort of thing, under which key."""

    kind: str
    key: str
    thing: str = ""
    """The id, or the name, that the answer gave it."""


@dataclass(frozen=True)
class Expected:
    """A duty that the plan's own calendar has, computed by whoever asks: kind and day, in which plan."""

    plan: str
    kind: str
    due_on: date


@dataclass
class Outside:
    """What is known outside the record."""

    now: datetime
    """What the record's clock shows."""
    acknowledged: Sequence[Acknowledged] = ()
    sent_keys: AbstractSet[str] = frozenset()
    """Every key that a client has sent, answered or not: nothing else may be in the record. It goes on growing, and is asked
    after the record was read: what was sent meanwhile may be there already."""
    expected: Sequence[Expected] = ()
    taken: Mapping[str, int] = field(default_factory=dict)
    """How often each message was taken by those who carry them, by its reference there."""
    taken_by_now: Container[str] = ()
    """What they have taken when it is asked, after the record was read: it may have been taken and written meanwhile."""
    chain_key: bytes | None = None
    settled: bool = True
    """Whether the program had time to come to rest: then nothing may be left over."""


class Record:
    """A record, read only. `place` is a SQLite file or the address of a PostgreSQL database (postgresql://…)."""

    def __init__(self, place: str) -> None:
        self.is_sqlite = not place.startswith("postgresql")
        self._connection: Any
        if self.is_sqlite:
            self._connection = sqlite3.connect(f"file:{place}?mode=ro", uri=True, timeout=30)
            self._connection.execute("BEGIN")
        else:
            import psycopg

            self._connection = psycopg.connect(place)
            self._connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")

    def close(self) -> None:
        self._connection.close()

    def rows(self, query: str) -> list[Row]:
        """The rows, with ids as text with dashes, and moments with a zone."""
        cursor = self._connection.execute(query)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, map(_plain, names, found), strict=True)) for found in cursor.fetchall()]

    def pragma(self, name: str) -> list[tuple[Any, ...]]:
        return list(self._connection.execute(f"PRAGMA {name}").fetchall())


def find_faults(record: Record, outside: Outside) -> list[str]:
    """Every fault of the record, in words. Nothing of what it says tells of a person."""
    checks = (
        _whole_file(record),
        _acknowledged(record, outside),
        _duties(record, outside),
        _expected_duties(record, outside),
        _messages(record, outside),
        _next_moments(record, outside),
        _whole_transactions(record),
        _chain(record, outside),
    )
    return [fault for check in checks for fault in check]


def find_run_faults(record: Record, runs: Iterable[Row], to_real_time: timedelta) -> list[str]:
    """Whether each running plan has one run at Prefect that waits, the one that the record names, until the plan's moment.

    `runs` are those of Prefect that have not ended: name, id, and the moment they wait for (real time). `to_real_time` is what
    must be added to the record's moments.
    """
    found, waiting = [], defaultdict(list)
    for run in runs:
        waiting[run["name"]].append(run)
    for plan in record.rows(_RUNNING):
        own = waiting.pop(plan["number"], [])
        if len(own) != 1:
            found.append(f"plan {plan['number']} has {len(own)} runs that wait")
        elif own[0]["id"] != plan["flow_run_id"]:
            found.append(f"plan {plan['number']} names another run than the one that waits")
        elif abs(own[0]["at"] - (plan["wake_at"] + to_real_time)) > timedelta(minutes=1):
            found.append(f"the run of plan {plan['number']} waits for another moment than its plan")
    return [*found, *(f"{len(own)} runs wait for {number}, which needs none" for number, own in waiting.items())]


_RUNNING = "SELECT number, wake_at, flow_run_id FROM plan WHERE closed_at IS NULL AND sealed_at IS NULL"


def _whole_file(record: Record) -> Iterator[str]:
    if record.is_sqlite:
        for (said,) in record.pragma("integrity_check"):
            if said != "ok":
                yield f"the file is damaged: {said}"
        if broken := record.pragma("foreign_key_check"):
            yield f"{len(broken)} rows name a row that is not there"


def _acknowledged(record: Record, outside: Outside) -> Iterator[str]:
    """Each thing that was acknowledged is there once; whatever a client sent is there once at most."""
    kept = Counter(row["key"] for row in record.rows("SELECT key FROM idempotency_record WHERE status < 300"))
    for one in outside.acknowledged:
        if kept[one.key] != 1:
            yield f"a {one.kind} was acknowledged and its answer is kept {kept[one.key]} times"
    submissions = {row["id"]: row for row in record.rows("SELECT id, item_id FROM submission")}
    incidents = Counter(row["label"] for row in record.rows("SELECT label FROM incident"))
    lines = Counter(
        row["transaction_id"]
        for row in record.rows("SELECT transaction_id FROM journal_line WHERE actor_kind <> 'system'")
    )
    for one in outside.acknowledged:
        if one.kind == "check_in" and one.thing not in submissions:
            yield "a check-in was acknowledged and is not in the record"
        if one.kind == "incident" and incidents[one.thing] != 1:
            yield f"an incident was acknowledged and is in the record {incidents[one.thing]} times"
    if outside.sent_keys:
        if strange := set(kept) - outside.sent_keys:
            yield f"{len(strange)} answers are kept that nobody asked for"
        written = len(submissions) + sum(incidents.values())
        by_key = sum(row["n"] for row in record.rows(_KEPT_BY_CLIENTS))
        if written != by_key:
            yield f"{written} things were handed in under {by_key} keys"
    if not sum(lines.values()) and outside.acknowledged:
        yield "something was acknowledged and the journal has no line of anybody"


_KEPT_BY_CLIENTS = "SELECT count(*) AS n FROM idempotency_record WHERE status < 300 AND (key LIKE 'check_in-%' OR key LIKE 'incident-%')"
_STEPS = (
    "SELECT act, subject_id, fell_due_at, count(*) AS n FROM journal_line WHERE actor_kind = 'system'"
    " AND subject_kind = 'item' AND fell_due_at IS NOT NULL GROUP BY act, subject_id, fell_due_at HAVING count(*) > 1"
)
_SAID_TWICE = (
    "SELECT item_id, event, recipient_id, channel, due_at, count(*) AS n FROM message"
    " WHERE item_id IS NOT NULL AND instead_of_id IS NULL AND NOT alone"
    " GROUP BY item_id, event, recipient_id, channel, due_at HAVING count(*) > 1"
)


def _duties(record: Record, outside: Outside) -> Iterator[str]:
    """No duty is there twice, no step of one was done twice, and none that is due was left."""
    for row in record.rows(
        "SELECT plan_id, kind, label, due_on, count(*) AS n FROM item GROUP BY 1, 2, 3, 4 HAVING count(*) > 1"
    ):
        if row["kind"] in _ONCE_A_DAY:
            yield f"a duty '{row['kind']}' of {row['due_on']} is there {row['n']} times"
    yield from _some("a step of a duty was done twice", record.rows(_STEPS), "act")
    yield from _some("one person was told the same of a duty twice", record.rows(_SAID_TWICE), "event")
    changes = defaultdict(list)
    for row in record.rows("SELECT item_id, status_before, status_after FROM item_change ORDER BY at, id"):
        changes[row["item_id"]].append(row)
    items = record.rows(
        "SELECT i.id, i.kind, i.status, i.next_at, p.number, p.quarantined_at, p.closed_at, p.sealed_at"
        " FROM item i JOIN plan p ON p.id = i.plan_id"
    )
    late = outside.now - LATE_AFTER
    left = []
    for item in items:
        steps = changes.get(item["id"], [])
        if steps and steps[-1]["status_after"] != item["status"]:
            yield f"a duty '{item['kind']}' is {item['status']}, and its last change says {steps[-1]['status_after']}"
        running = item["quarantined_at"] is None and item["closed_at"] is None and item["sealed_at"] is None
        if running and item["status"] in OPEN and item["next_at"] is not None and item["next_at"] < late:
            left.append(item)
    if outside.settled:
        yield from _some("a step of a duty was due and not done", left, "kind")


_ONCE_A_DAY = (
    "weekly_note",
    "daily_note",
    "monthly_report",
    "worker_contact",
    "prosecutor_talk",
    "usage_sheet",
    "usage_review",
)


_ANSWERED = "SELECT DISTINCT subject_id FROM journal_line WHERE actor_kind = 'system' AND subject_kind = 'item'"


def _expected_duties(record: Record, outside: Outside) -> Iterator[str]:
    """Each duty of the calendar is there once. One whose day has passed was asked about: later by as long as the program was
    away, since nobody could hand anything in then."""
    there: Counter[tuple[str, str, str]] = Counter()
    answered = {row["subject_id"] for row in record.rows(_ANSWERED)}
    status: dict[tuple[str, str, str], Row] = {}
    query = (
        "SELECT i.id, p.number, i.kind, i.due_on, i.status, i.received_at FROM item i JOIN plan p ON p.id = i.plan_id"
    )
    for row in record.rows(query):
        key = row["number"], row["kind"], str(row["due_on"])
        there[key] += 1
        status[key] = row
    for one in outside.expected:
        key = one.plan, one.kind, one.due_on.isoformat()
        if there[key] != 1:
            yield f"plan {one.plan} has the duty '{one.kind}' of {one.due_on} {there[key]} times"
            continue
        row = status[key]
        asked_by = one.due_on + timedelta(days=3) + _time_away(record, one.due_on - timedelta(days=1))
        if outside.settled and row["status"] == "open" and outside.now.date() > asked_by:
            yield f"plan {one.plan}: nobody was asked about the duty '{one.kind}' of {one.due_on}"
        done = row["received_at"] is not None or row["id"] in answered
        if outside.settled and outside.now.date() > one.due_on and not done:
            yield f"plan {one.plan}: nothing was done about the duty '{one.kind}' of {one.due_on}"


def _time_away(record: Record, since: date) -> timedelta:
    """How long altogether the record says that the program was away from that day on. Two notes of one time count once."""
    away, reached = timedelta(0), datetime.combine(since, time(0), UTC)
    for outage in record.rows("SELECT from_at, to_at FROM outage ORDER BY from_at"):
        begins = max(outage["from_at"], reached)
        if outage["to_at"] > begins:
            away, reached = away + (outage["to_at"] - begins), outage["to_at"]
    return away


def _messages(record: Record, outside: Outside) -> Iterator[str]:
    """Every message is at an end or has its time still to come; what was taken is so said, once."""
    rows = record.rows(
        "SELECT id, channel, state, state_reason, due_at, lease_until, handed_over_as, handing_over_since, steps, said_in,"
        " dedupe_key FROM message"
    )
    last: dict[str, Row] = {}
    counted: Counter[str] = Counter()
    for step in record.rows("SELECT message_id, number, state FROM message_step ORDER BY message_id, number"):
        counted[step["message_id"]] += 1
        last[step["message_id"]] = step
    overdue = outside.now - LATE_AFTER
    left = []
    by_reference: dict[str, Row] = {}
    for row in rows:
        if counted[row["id"]] != row["steps"] or (row["steps"] and last[row["id"]]["number"] != row["steps"]):
            yield f"a message by {row['channel']} says {row['steps']} steps and has {counted[row['id']]}"
        if row["steps"] and last[row["id"]]["state"] != row["state"]:
            yield f"a message by {row['channel']} is {row['state']}, and its last step says {last[row['id']]['state']}"
        if row["state"] in TO_BE_SENT and max(row["due_at"], row["lease_until"] or row["due_at"]) < overdue:
            left.append(row)
        if row["channel"] in ("email", "text"):
            by_reference[sha256(row["dedupe_key"].encode()).hexdigest()[:40]] = row
    if outside.settled:
        yield from _some("a message was due and is not at an end", left, "channel")
    for reference, times in outside.taken.items():
        if times > 1:
            yield f"a message was taken {times} times by whoever carries it"
        if reference not in by_reference:
            yield "a message was taken that the record does not know"
    for reference, row in by_reference.items():
        taken = outside.taken.get(reference, 0) > 0
        speaks_for_itself = row["said_in"] is None or row["said_in"] == row["id"]
        nobody = not taken and reference not in outside.taken_by_now
        if row["state"] in TAKEN and nobody and speaks_for_itself:
            yield f"a message by {row['channel']} is {row['state']}, and nobody has taken it"
        if (
            taken
            and row["state"] not in (*TAKEN, "unknown", "bounced")
            and not (row["state"] == "claimed" and not outside.settled)
        ):
            yield f"a message by {row['channel']} is {row['state']} ({row['state_reason']}), and it was taken"


def _next_moments(record: Record, outside: Outside) -> Iterator[str]:
    """Every running plan has one next moment, and it is not later than that of its next duty."""
    first: dict[str, datetime] = {}
    for item in record.rows(f"SELECT plan_id, next_at FROM item WHERE status IN {OPEN} AND next_at IS NOT NULL"):
        first[item["plan_id"]] = min(first.get(item["plan_id"], item["next_at"]), item["next_at"])
    query = "SELECT id, number, wake_at, quarantined_at FROM plan WHERE closed_at IS NULL"
    for plan in record.rows(query):
        if plan["quarantined_at"] is not None:
            yield f"plan {plan['number']} is halted"
            continue
        if plan["wake_at"] is None:
            yield f"plan {plan['number']} has no next moment"
        elif outside.now < plan["wake_at"] and first.get(plan["id"], plan["wake_at"]) < plan["wake_at"]:
            yield f"plan {plan['number']} sleeps beyond its next duty"


def _whole_transactions(record: Record) -> Iterator[str]:
    """What is written together is there together."""
    lines = {row["t"] for row in record.rows("SELECT DISTINCT transaction_id AS t FROM journal_line")}
    for table in ("message", "item", "item_change"):
        query = f"SELECT DISTINCT transaction_id AS t FROM {table} WHERE transaction_id IS NOT NULL"
        alone = [row for row in record.rows(query) if row["t"] not in lines]
        if alone:
            yield f"{len(alone)} transactions left a {table} and no line of the journal"
    runs = {row["id"] for row in record.rows("SELECT id FROM run_log_entry WHERE ended_at IS NULL")}
    if runs:
        yield f"{len(runs)} processings are in the account and have no end"
    query = (
        "SELECT s.id FROM submission s JOIN item i ON i.id = s.item_id"
        " WHERE NOT s.addition AND i.received_at IS NULL AND i.status IN ('open', 'not_received')"
    )
    if half := record.rows(query):
        yield f"{len(half)} duties are open though what was owed came in"


def _chain(record: Record, outside: Outside) -> Iterator[str]:
    """Every link is recomputed from the written format, and every line and change of rows has one, or waits for it."""
    lines = {row["id"]: row for row in record.rows("SELECT * FROM journal_line")}
    changes = {row["id"]: row for row in record.rows("SELECT * FROM row_change")}
    waiting = {row["line_id"] for row in record.rows("SELECT line_id FROM journal_unlinked")}
    waiting |= {row["id"] for row in record.rows("SELECT id FROM row_change_unlinked")}
    number, head, linked = 0, "0" * 64, set()
    for link in record.rows("SELECT * FROM chain_link ORDER BY number"):
        number += 1
        if link["number"] != number or link["previous"] != head:
            yield f"link {link['number']} of the chain does not follow the one before it"
            number = link["number"]
        head = link["head"]
        if link["line_id"] in linked:
            yield f"something is linked twice, at {number}"
        linked.add(link["line_id"])
        if outside.chain_key is None:
            continue
        said = f"{link['number']} {link['previous']} {link['digest']} {_moment(link['linked_at'])}"
        if _keyed(outside.chain_key, "head", said) != link["head"]:
            yield f"the head of link {number} is not what its content gives"
        digest = None
        if link["line_id"] in lines:
            digest = _digest_of_line(outside.chain_key, lines[link["line_id"]])
        elif link["line_id"] in changes:
            digest = _digest_of_change(outside.chain_key, changes[link["line_id"]])
        if digest != link["digest"]:
            yield f"link {number} is of something that is not there, or was changed"
    neither = (set(lines) | set(changes)) - linked - waiting
    if neither:
        yield f"{len(neither)} lines are neither linked nor wait for it"
    if both := linked & waiting:
        yield f"{len(both)} lines are linked and wait for it"
    if outside.settled and len(waiting) > 200:
        yield f"{len(waiting)} lines wait to be linked"


def _digest_of_line(key: bytes, line: Row) -> str:
    sealed = line["detail_sealed"]
    content: list[Any] = [
        line["sequence"], line["id"], line["plan_id"], _moment(line["at"]), _moment(line["fell_due_at"]),
        _moment(line["noticed_at"]), line["actor_kind"], line["actor_id"], line["actor_role"], line["act"],
        line["subject_kind"], line["subject_id"], line["article"], line["note"],
        None if sealed is None else sha256(sealed).hexdigest(), line["transaction_id"], line["run_id"],
    ]  # fmt: skip
    return _keyed(key, "line", json.dumps(content, sort_keys=True, separators=(",", ":")))


def _digest_of_change(key: bytes, change: Row) -> str:
    content = [change["id"], _moment(change["at"]), sha256(change["entries"]).hexdigest()]
    return _keyed(key, "rows", json.dumps(content, sort_keys=True, separators=(",", ":")))


def _keyed(key: bytes, purpose: str, text: str) -> str:
    return hmac.new(key, f"{purpose} {text}".encode(), sha256).hexdigest()


def _moment(value: datetime | None) -> str | None:
    return None if value is None else value.astimezone(UTC).isoformat(timespec="microseconds")


def _some(what: str, rows: Sequence[Row], by: str) -> Iterator[str]:
    """One sentence for all of them, with the commonest kinds."""
    if rows:
        kinds = Counter(str(row[by]) for row in rows).most_common(MOST)
        yield f"{what}: {len(rows)} ({', '.join(f'{kind} {count}' for kind, count in kinds)})"


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, memoryview):
        return bytes(value)
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    if isinstance(value, str):
        if (name == "id" or name == "t" or name.endswith("_id")) and len(value) == 32:
            try:
                return str(uuid.UUID(value))
            except ValueError:
                return value
        if (name == "at" or name.endswith(("_at", "_until", "_since"))) and len(value) >= 19:
            return datetime.fromisoformat(value).replace(tzinfo=UTC)
        if name == "note":
            return json.loads(value)
    return value
