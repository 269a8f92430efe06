"""All that is encrypted about one case, taken out of the record: found from the tables themselves, so that a new one is not
forgotten.

The rows stay with their dates and codes, which the chain and the statistics need; what they said is gone. Lines of the
journal are never changed: their words lie under the case's key, which is destroyed.
"""

import uuid
from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, LargeBinary, inspect
from sqlmodel import Session, col, delete, select

from models.append_only import is_append_only
from models.base import Record
from models.message import Message, delete_messages
from models.person import Person
from models.plan import Plan
from models.search import PersonIndex

OF_NO_CASE: dict[str, str] = {
    "factor_challenge": "a sign-in of staff",
    "second_factor": "of staff",
    "row_change": "digests of rows, under a key of the chain",
    "row_change_unlinked": "digests of rows, under a key of the chain",
    "paper_template": "an office's template",
    "plan_template": "an office's template",
    "plan_draft": "a plan or a table of them, of no case yet: deleted thirty days after it was last saved",
    "after_care": "a card without any link to the plan: it ends by itself",
}
"""Tables with encrypted columns that belong to no case, and why."""


def list_case_tables() -> Iterator[tuple[type[Record], ColumnElement[uuid.UUID] | ColumnElement[str], list[str]]]:
    """Every table with encrypted words about a case: by which column the case is found, and the columns with the words.
    ValueError for one that says neither of which case it is nor that it is of none."""
    for mapper in sorted(Record._sa_registry.mappers, key=lambda one: one.local_table.description):
        table: Any = mapper.local_table
        words = [column.name for column in table.c if isinstance(column.type, LargeBinary)]
        if not words or table.name in OF_NO_CASE or is_append_only(mapper.class_):
            continue
        owner = "id" if mapper.class_ is Plan else next((n for n in ("plan_id", "plan_number") if n in table.c), None)
        if owner is None:
            raise ValueError(f"nobody knows of which case the words in {table.name} are")
        yield mapper.class_, getattr(mapper.class_, owner), words


def erase_case(session: Session, plan: Plan) -> list[uuid.UUID]:
    """No word about the case is left in any table but in the journal, and nobody is found by number, name or message any
    more. Returns the ids of the keys to be destroyed once this is committed: the case's, and those of its requests."""
    keys = _list_keys(session, col(Plan.id) == plan.id)
    for record, owner, words in list_case_tables():
        of_case = owner == (plan.number if owner.key == "plan_number" else plan.id)
        columns = inspect(record).columns
        empty = {name: None if columns[name].nullable else b"" for name in words}
        for row in session.exec(select(record).where(of_case)):
            for name, nothing in empty.items():
                setattr(row, name, nothing)
    session.exec(delete(PersonIndex).where(col(PersonIndex.plan_id) == plan.id))
    for person in session.exec(select(Person).where(Person.plan_id == plan.id)):
        person.page_digest = person.code_hash = None
    delete_messages(session, Message.plan_id == plan.id)
    return keys


def list_erased_keys(session: Session) -> set[uuid.UUID]:
    """The keys of every case that was erased, and those of its requests: none of them opens anything that is kept."""
    return set(_list_keys(session, col(Plan.deleted_at).is_not(None)))


def _list_keys(session: Session, which: ColumnElement[bool]) -> list[uuid.UUID]:
    keys = list(session.exec(select(Plan.id).where(which)))
    for record, owner, _words in list_case_tables():
        if "key_id" in inspect(record).columns:
            owners = select(Plan.number if owner.key == "plan_number" else Plan.id).where(which)
            found = session.exec(select(record.key_id).where(owner.in_(owners)))  # type: ignore[attr-defined]  # it has the column
            keys += [one for one in found if one]
    return keys
