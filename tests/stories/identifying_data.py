"""Everything in a plan's files that tells who somebody is or what was done: what may never stand in the open."""

import contextlib
import json
import re
import uuid
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from sqlalchemy import select
from sqlmodel import SQLModel

from casework.shared.files.acts_file import AnyAct
from casework.shared.files.plan_file import PlanFile
from core.clock import local_date
from models.database import Database
from tests.builders import CASELOAD, the_rulebook

CODES = {
    "address_hidden_from", "on", "at", "by", "did", "item", "due_on", "kind", "state", "relation", "role", "device", "reach", "phone_held",
    "office", "number", "format", "sex", "offence_article", "counsel", "repentance", "decided_by", "unit", "owner",
    "confirmed_by", "decision", "to", "condition", "incident", "leave", "finding", "response", "answer", "who",
    "whose", "remedy", "outcome", "proposal", "milestone", "result", "topic", "present", "prosecutor",
    "assistant", "social_worker", "department_head", "chief_prosecutor", "deputy", "clerk", "stand_in", "person",
    "of", "home", "school_or_work", "agreements", "phone_use", "mood", "time", "subject", "questionnaire",
    "aid", "order", "level", "suggestion", "assessment", "access", "requester",
    "how", "leave_boundary", "recorded_by", "receipt_number", "every_months", "unheard",
    "card", "returned_to", "examined_by", "group", "relief", "step", "agreed_how", "disposition_owner", "goal",
    "paper", "beside", "rests_on",
}  # fmt: skip
"""Fields that hold codes, roles, sign-in names and office names. Everything else that is text tells something."""


def find_identifying_data(plan: PlanFile, acts: Iterable[AnyAct]) -> set[str]:
    """Names, phones, numbers, addresses, facts, reasons and words of that minor's two files.

    A word that the law itself uses (同意, "agrees") tells nothing: the edition of the law stands in the record.
    """
    law = json.dumps(the_rulebook().snapshot(), ensure_ascii=False)
    return {text for part in (plan, *acts) for text in _texts(part) if len(text) > 1 and text not in law}


def _texts(part: BaseModel) -> Iterator[str]:
    def texts_in(key: str, value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            for name, inner in value.items():
                yield from texts_in(name, inner)
        elif isinstance(value, list):
            for inner in value:
                yield from texts_in(key, inner)
        elif isinstance(value, str) and key not in CODES and not _is_moment(value):
            yield value

    yield from texts_in("", part.model_dump(mode="json"))


def _is_moment(text: str) -> bool:
    return (text[:2] in ("19", "20") and text[4:5] == "-") or text[2:3] == ":"


def read_everything_written(database: Database) -> bytes:
    """The bytes of a whole record: of SQLite as they would stand in its file, of PostgreSQL as it dumps its tables. Where
    nothing but zeros stands, which is two thirds of it, a few are left: nobody is told of by them."""
    with database.reading() as session:
        driver = session.connection().connection.driver_connection
        assert driver is not None
        if database.is_sqlite:
            return _ZEROS.sub(b"\0" * 64, driver.serialize())
        rows = bytearray()
        for table in SQLModel.metadata.sorted_tables:
            with driver.cursor() as cursor, cursor.copy(f'COPY "{table.name}" TO STDOUT (FORMAT binary)') as copy:
                for data in copy:
                    rows += data
        return bytes(rows)


_ZEROS = re.compile(rb"\0{64,}")

TELLING_OF_MAJORITY = (
    "of_age", "come_of_age", "coming_of_age", "coming_of_age_near", "age_rebase", "consents", "supervision_data",
)  # fmt: skip
"""Codes that say of a row that its day is that of the eighteenth birthday, or follows it."""

_DAY = re.compile(r"(?<!\d)(\d{4})-?(\d\d)-?(\d\d)(?!\d)")


def find_columns_with(database: Database, days: Collection[date], words: Collection[str] = ()) -> set[str]:
    """The columns of the record, as table.column, in which one of those days stands in any form (a date, a moment, in
    text, in an id that was made then), or one of those words by itself. The law's own edition tells of nobody."""
    found = set()
    with database.reading() as session:
        for table in SQLModel.metadata.sorted_tables:
            if table.name == "edition":
                continue
            for row in session.connection().execute(select(table)).mappings():
                for column, value in row.items():
                    if not days and isinstance(value, str | dict | list):
                        written = json.dumps(value)
                        there = any(f'"{word}"' in written for word in words)
                    else:
                        there = not set(days).isdisjoint(_days_in(value))
                    if there:
                        found.add(f"{table.name}.{column}")
    return found


def _days_in(value: Any) -> Iterator[date]:
    match value:
        case datetime():
            yield from (value.date(), local_date(value))
        case date():
            yield value
        case uuid.UUID() if value.version == 7:
            yield local_date(datetime.fromtimestamp((value.int >> 80) / 1000, UTC))
        case bool():
            return
        case int() | float() if 5 * 10**8 < value < 4 * 10**12:
            yield local_date(datetime.fromtimestamp(value / 1000 if value > 10**11 else value, UTC))
        case str() | dict() | list():
            for year, month, day in _DAY.findall(value if isinstance(value, str) else json.dumps(value)):
                with contextlib.suppress(ValueError):
                    yield date(int(year), int(month), int(day))


def found_in(text: str, written: bytes) -> bool:
    """Whether it stands there: in UTF-8, as JSON escapes it, or in UTF-16."""
    encodings = {text.encode(), json.dumps(text)[1:-1].encode(), text.encode("utf-16-le")}
    return any(encoded in written for encoded in encodings)


def list_plan_paths(number: str) -> tuple[Path, Path]:
    """The plan's file and its acts."""
    (path,) = (path for path in CASELOAD.glob(f"{number}-*.toml") if not path.name.endswith(".acts.toml"))
    return path, path.with_suffix(".acts.toml")
