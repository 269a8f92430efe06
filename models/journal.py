"""The journal: who did, saw or was told what, when, and under which article.

Lines are only ever added. To read a minor's record is an act like any other and leaves a line (`READ`). Words about a
person go into the sealed detail; what stands in the open are codes, dates and ids. `models.chain` links the lines
afterwards, so that no verb waits for another.
"""

import re
import uuid
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, Integer, String, insert, inspect
from sqlmodel import Field, Session, SQLModel

from core.errors import Archived, KeyStoreError
from models.append_only import append_only
from models.base import Record, UTCDateTime, detached_row, new_id
from models.keyed_digest import to_plain
from models.origin import get_origin
from models.plan_batch import BatchSession
from models.vault import Vault

READ = "read"
"""The act of having looked at a minor's record."""

DETAIL_FIELD = "journal.detail"

UNNAMED = "process_date"
"""The act of a line whose own code, note and subject stand in its sealed part: the day of it, beside the code, would
tell a birth date. Who may open the plan reads it through `reveal`."""

_SEALED_PART = "line"

Harmless = str | int | bool | date | datetime | uuid.UUID | None
"""What a note may hold: codes, counts, dates, ids. Never words about anybody."""


class ActorKind(StrEnum):
    """Who acted."""

    STAFF = "staff"
    FAMILY = "family"
    SYSTEM = "system"
    TOKEN = "token"


@append_only
class JournalLine(Record, table=True):
    """One line. No foreign keys: a line outlives what it speaks of."""

    __tablename__ = "journal_line"
    # A number once given is never given again, not even after somebody has deleted the last line.
    __table_args__ = {"sqlite_autoincrement": True}

    sequence: int | None = Field(
        default=None,
        primary_key=True,
        sa_type=BigInteger().with_variant(Integer, "sqlite"),
    )
    """The order of writing. On PostgreSQL a lower number may be committed after a higher one, and numbers may lack."""
    id: uuid.UUID = Field(unique=True)
    plan_id: uuid.UUID | None = Field(default=None, index=True)
    at: datetime = Field(sa_type=UTCDateTime)
    fell_due_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    """When what the line tells of was to happen, where that is not when it was done."""
    noticed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    """When we noticed that it had fallen due."""
    actor_kind: str = Field(sa_type=String(10))
    actor_id: uuid.UUID | None = Field(default=None, index=True)
    actor_role: str = Field(sa_type=String(30))
    act: str = Field(sa_type=String(60))
    subject_kind: str | None = Field(default=None, sa_type=String(30))
    subject_id: uuid.UUID | None = Field(default=None, index=True)
    article: str | None = Field(default=None, sa_type=String(200))
    note: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    detail_sealed: bytes | None = None
    """Words about a person, under the plan's key: unreadable once that key is gone, and still verifiable."""
    transaction_id: uuid.UUID | None = None
    """With which other lines and messages it was written."""
    run_id: uuid.UUID | None = None
    """The run that wrote it; none for what a person did."""


class UnlinkedLine(Record, table=True):
    """A line that is not yet in the chain: written with the line, removed by the linker."""

    __tablename__ = "journal_unlinked"

    line_id: uuid.UUID = Field(primary_key=True)
    at: datetime = Field(sa_type=UTCDateTime, index=True)


def append_line(
    session: Session,
    at: datetime,
    act: str,
    *,
    actor_kind: ActorKind,
    actor_role: str,
    actor_id: uuid.UUID | None = None,
    plan_id: uuid.UUID | None = None,
    subject_kind: str | None = None,
    subject_id: uuid.UUID | None = None,
    article: str | None = None,
    fell_due_at: datetime | None = None,
    noticed_at: datetime | None = None,
    note: Mapping[str, Harmless | list[str]] | None = None,
    detail: dict[str, Any] | None = None,
    vault: Vault | None = None,
    unnamed: bool = False,
) -> JournalLine:
    """The line is in the journal when the session's transaction is committed, and will soon be in the chain.

    `detail` is sealed by the vault under the plan's key and needs both. Raises ValueError, without repeating it, for a
    note that holds more than codes, counts, dates and ids. `unnamed`: the act, its subject and its day are sealed with
    the detail, and of the note only the plan's status is in the open.
    """
    line_id = new_id(at)
    codes = {_code(key): _harmless(value) for key, value in (note or {}).items()}
    if unnamed:
        part = {
            "act": _code(act), "note": codes, "subject_kind": subject_kind, "subject_id": to_plain(subject_id),
            "article": article, "fell_due_at": to_plain(fell_due_at), "noticed_at": to_plain(noticed_at),
        }  # fmt: skip
        detail = (detail or {}) | {_SEALED_PART: part}
        act = UNNAMED if actor_kind == ActorKind.SYSTEM else act
        codes = {key: value for key, value in codes.items() if key == "status"}
        subject_kind = subject_id = article = fell_due_at = noticed_at = None
    sealed = None
    if detail is not None:
        if vault is None or plan_id is None:
            raise ValueError("a journal line's detail needs a vault and a plan")
        sealed = vault.seal_document(plan_id, DETAIL_FIELD, line_id, detail)
    origin = get_origin(session)
    said: dict[str, Any] = {
        "id": line_id,
        "plan_id": plan_id,
        "at": at,
        "fell_due_at": fell_due_at,
        "noticed_at": noticed_at,
        "actor_kind": ActorKind(actor_kind).value,
        "actor_id": actor_id,
        "actor_role": _code(actor_role),
        "act": _code(act),
        "subject_kind": subject_kind,
        "subject_id": subject_id,
        "article": article,
        "note": codes,
        "detail_sealed": sealed,
        "transaction_id": origin.transaction_id,
        "run_id": origin.run_id,
    }
    # Past the unit of work: nobody changes a line, and each would cost what a row does that may be changed.
    if isinstance(session, BatchSession):
        session.defer_insert(_LINE, [said])
        session.defer_insert(_UNLINKED, [{"line_id": line_id, "at": at}])
        return detached_row(JournalLine, said)
    connection = session.connection()
    [sequence] = connection.execute(_LINE, said).inserted_primary_key or (None,)
    connection.execute(_UNLINKED, {"line_id": line_id, "at": at})
    return detached_row(JournalLine, {"sequence": sequence, **said})


_LINE = insert(SQLModel.metadata.tables["journal_line"])
_UNLINKED = insert(SQLModel.metadata.tables["journal_unlinked"])


def open_detail(vault: Vault, line: JournalLine) -> dict[str, Any] | None:
    """The words of a line; None if it has none. Raises Archived or KeyStoreError once its case is sealed or erased."""
    if line.detail_sealed is None or line.plan_id is None:
        return None
    words = vault.open_document(line.plan_id, DETAIL_FIELD, line.id, line.detail_sealed)
    words.pop(_SEALED_PART, None)
    return words or None


def reveal(vault: Vault, line: JournalLine) -> JournalLine:
    """The line as it was written: itself or, of one that is `unnamed`, a copy outside the record that says everything.
    Raises Archived or KeyStoreError once its case is sealed or erased."""
    if line.detail_sealed is None or line.plan_id is None or line.subject_id is not None or "kind" in line.note:
        return line
    if line.act != UNNAMED and set(line.note) - {"status"}:
        return line
    part = vault.open_document(line.plan_id, DETAIL_FIELD, line.id, line.detail_sealed).get(_SEALED_PART)
    if part is None:
        return line
    said = part | {
        "subject_id": None if part["subject_id"] is None else uuid.UUID(part["subject_id"]),
        "fell_due_at": None if part["fell_due_at"] is None else datetime.fromisoformat(part["fell_due_at"]),
        "noticed_at": None if part["noticed_at"] is None else datetime.fromisoformat(part["noticed_at"]),
    }
    return JournalLine(**{column.name: getattr(line, column.name) for column in inspect(JournalLine).columns} | said)


def reveal_as_far_as_possible(vault: Vault, line: JournalLine) -> JournalLine:
    """As `reveal`; of a case that nobody can open here, the line as it stands."""
    try:
        return reveal(vault, line)
    except (Archived, KeyStoreError):
        return line


_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:/+-]{0,79}")
_PERSONAL_NUMBER = re.compile(r"\+?\d{11,18}[0-9Xx]?")


def is_code(text: str) -> bool:
    """Whether the text can be a code: no spaces, no Chinese, nothing like an identity or telephone number."""
    return bool(_CODE.fullmatch(text)) and not _PERSONAL_NUMBER.fullmatch(text)


def _code(text: str) -> str:
    """The same text, if it can be a code."""
    if not is_code(text):
        raise ValueError("an act, a role and a note hold codes, counts, dates and ids only")
    return str(text)


def _harmless(value: Harmless | list[str]) -> str | int | bool | list[str] | None:
    match value:
        case None | bool():
            return value
        case int() if abs(value) < 10**10:
            return value
        case str():
            return _code(value)
        case date():
            return value.isoformat()
        case uuid.UUID():
            return str(value)
        case list():
            return [_code(entry) for entry in value]
        case _:
            raise ValueError("an act, a role and a note hold codes, counts, dates and ids only")
