"""Everything in a plan's files that tells who somebody is or what was done: what may never stand in the open."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from sqlmodel import SQLModel

from casework.shared.files.acts_file import AnyAct
from casework.shared.files.plan_file import PlanFile
from models.database import Database
from tests.builders import CASELOAD, the_rulebook

CODES = {
    "address_hidden_from", "on", "at", "by", "did", "item", "due_on", "kind", "state", "relation", "role", "device", "reach", "phone_held",
    "office", "number", "format", "sex", "offence_article", "counsel", "repentance", "decided_by", "unit", "owner",
    "confirmed_by", "decision", "to", "condition", "incident", "leave", "finding", "response", "answer", "who",
    "whose", "remedy", "outcome", "proposal", "milestone", "result", "topic", "present", "told", "prosecutor",
    "assistant", "social_worker", "department_head", "chief_prosecutor", "deputy", "clerk", "stand_in", "person",
    "of", "home", "school_or_work", "agreements", "phone_use", "mood", "time", "subject", "questionnaire",
    "aid", "order", "level", "suggestion", "assessment", "access", "requester",
    "how", "leave_boundary", "recorded_by", "approved_by", "receipt_number", "every_months", "unheard",
    "card", "returned_to", "group", "relief", "step",
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
    """The bytes of a whole record: of SQLite as they would stand in its file, of PostgreSQL as it dumps its tables."""
    with database.reading() as session:
        driver = session.connection().connection.driver_connection
        assert driver is not None
        if database.is_sqlite:
            written: bytes = driver.serialize()
            return written
        rows = bytearray()
        for table in SQLModel.metadata.sorted_tables:
            with driver.cursor() as cursor, cursor.copy(f'COPY "{table.name}" TO STDOUT (FORMAT binary)') as copy:
                for data in copy:
                    rows += data
        return bytes(rows)


def found_in(text: str, written: bytes) -> bool:
    """Whether it stands there: in UTF-8, as JSON escapes it, or in UTF-16."""
    encodings = (text.encode(), json.dumps(text)[1:-1].encode(), text.encode("utf-16-le"))
    return any(encoded in written for encoded in encodings)


def list_plan_paths(number: str) -> tuple[Path, Path]:
    """The plan's file and its acts."""
    (path,) = (path for path in CASELOAD.glob(f"{number}-*.toml") if not path.name.endswith(".acts.toml"))
    return path, path.with_suffix(".acts.toml")
