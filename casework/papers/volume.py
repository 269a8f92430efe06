"""The papers of a plan in the order of the volume, what has happened that asks for one, and each version handed out."""

import json
import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from casework.acts.opening import OPEN_PLAN
from casework.desk import Desk, File
from casework.journal_words import done_words
from casework.papers.fields import versions_of
from casework.papers.making import kept_file, kept_values
from casework.papers.numbers import number_text
from casework.papers.subjects import receipts_of, service_code
from casework.rights import Actor, no_right
from casework.rights.operation import what_asks_for
from casework.rights.reading import READ_PAPER
from documents.as_page import as_html
from documents.papers import BY_CODE, PAPERS, About, Paper
from documents.reading_copy import pdf, require_typesetting
from documents.typefaces import named
from models.decision import Incident, Leave
from models.document import Document, DocumentVersion
from models.item import ItemStatus
from models.journal import JournalLine
from models.office import Office, Role, Staff
from sunward.errors import NotFound
from sunward.words import Words

PACK = "decision_pack"
PACK_WORDS = Words("决定材料包", "decision pack")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"


@dataclass(frozen=True)
class VersionShown:
    """One version: when and by whom it was made, the hash of its file, and which of its characters no font of the program
    has, each with its code point: its PDF leaves room to write them by hand."""

    version: int
    made_at: datetime
    made_by: str
    sha256: str
    size: int
    by_hand: list[str]


@dataclass(frozen=True)
class PaperKept:
    """A paper of the plan with all its versions, the newest first."""

    document: uuid.UUID
    paper: str
    words: Words
    about: str
    number: str
    versions: list[VersionShown]


@dataclass(frozen=True)
class PaperWanted:
    """A paper that something has asked for and nobody has made since."""

    paper: str
    words: Words
    about: str
    because: Words
    since: datetime


@dataclass(frozen=True)
class Volume:
    """The papers of one plan."""

    kept: list[PaperKept]
    wanted: list[PaperWanted]
    may_make: list[tuple[str, Words]]
    """Papers about the whole plan that the reader may make."""


@dataclass(frozen=True)
class HandedOut:
    """A file as it is handed out. Its name tells the plan's number and no more."""

    name: str
    media_type: str
    content: bytes


def volume_of(file: File) -> Volume:
    """What has been made, and what is asked for of those papers that the reader makes."""
    office = file.session.get_one(Office, file.plan.office_id).name
    documents = [row for row in _documents(file) if _may_see(file, row.paper)]
    kept = [_kept(file, office, row) for row in documents]
    may_make = [kind for kind in PAPERS if file.actor.role in kind.makers]
    order = {kind.code: place for place, kind in enumerate(PAPERS)}
    return Volume(
        sorted(kept, key=lambda each: (order.get(each.paper, 99), each.about)),
        [wanted for kind in may_make for wanted in _wanted(file, kind, documents)],
        [(kind.code, kind.words) for kind in may_make if kind.about is None],
    )


def hand_out(
    desk: Desk, actor: Actor, number: str, document: uuid.UUID, version: int, *, as_pdf: bool = False
) -> HandedOut:
    """That version as it was made, or its reading copy; that it was handed out stands in the journal, each time.
    NoTypesetting where the machine makes no PDF."""
    with desk.file(number, actor, READ_PAPER) as file:
        paper, row = _version(file, document, version)
        if not _may_see(file, paper):
            raise no_right(READ_PAPER)
        if as_pdf:
            require_typesetting()
        content = kept_file(file, row)
        desk.write_line(
            file.session, file.now, actor, READ_PAPER.code, plan_id=file.plan.id, subject_kind="document",
            subject_id=row.document_id,
            note={"paper": paper, "version": version, "pdf": as_pdf or paper == PACK, "sha256": row.sha256},
        )  # fmt: skip
    name = f"{number}-{document.hex[-6:]}-v{version}"
    if paper == PACK:
        return HandedOut(f"{name}.pdf", PDF, content)
    if as_pdf:
        return HandedOut(f"{name}.pdf", PDF, pdf(as_html(content), "paper", words_of(paper)))
    return HandedOut(f"{name}.docx", DOCX, content)


def words_of(paper: str) -> Words:
    """What such a paper is called."""
    return PACK_WORDS if paper == PACK else BY_CODE[paper].words


def _documents(file: File) -> list[Document]:
    query = select(Document).where(Document.plan_id == file.plan.id).order_by(col(Document.id))
    return list(file.session.exec(query))


def _may_see(file: File, paper: str) -> bool:
    """A social worker sees the papers that social workers make, and not the office's decisions."""
    if file.actor.role is not Role.SOCIAL_WORKER:
        return True
    return paper != PACK and Role.SOCIAL_WORKER in BY_CODE[paper].makers


def _kept(file: File, office: str, row: Document) -> PaperKept:
    number = "" if row.paper == PACK else number_text(office, BY_CODE[row.paper], row.year, row.sequence)
    versions = [
        VersionShown(
            each.version,
            each.made_at,
            file.session.get_one(Staff, each.made_by).display_name,
            each.sha256,
            each.size,
            named(json.dumps(kept_values(file, each), ensure_ascii=False)),
        )
        for each in reversed(versions_of(file, row))
    ]
    return PaperKept(row.id, row.paper, words_of(row.paper), row.about, number, versions)


def _version(file: File, document: uuid.UUID, version: int) -> tuple[str, DocumentVersion]:
    found = file.session.exec(
        select(Document.paper, DocumentVersion)
        .join(DocumentVersion, col(DocumentVersion.document_id) == col(Document.id))
        .where(Document.plan_id == file.plan.id, Document.id == document, DocumentVersion.version == version)
    ).first()
    if found is None:
        raise NotFound(Words("没有这份文书。", "Document not found."))
    return found


def _wanted(file: File, kind: Paper, documents: list[Document]) -> list[PaperWanted]:
    """What asked for it: for a paper about the whole plan the last such happening that no version has followed; for
    the others each subject that has none."""
    if kind.about is None:
        act, at = _last_of(file, what_asks_for(kind.code))
        made = next((row for row in documents if row.paper == kind.code), None)
        since = versions_of(file, made)[-1].made_at if made else None
        if act is None or at is None or (since is not None and since >= at):
            return []
        return [PaperWanted(kind.code, kind.words, "", done_words(act), at)]
    there = {row.about for row in documents if row.paper == kind.code}
    return [
        PaperWanted(kind.code, kind.words, about, done_words(act), at)
        for about, act, at in _subjects(file, kind)
        if about not in there
    ]


def _last_of(file: File, acts: tuple[str, ...]) -> tuple[str | None, datetime | None]:
    found = file.session.exec(
        select(JournalLine.act, JournalLine.at)
        .where(JournalLine.plan_id == file.plan.id, col(JournalLine.act).in_(acts))
        .order_by(col(JournalLine.sequence).desc())
    ).first()
    return found or (None, None)


def _subjects(file: File, kind: Paper) -> list[tuple[str, str, datetime]]:
    """Everything of its kind that asks for such a paper: which, what has happened, and when."""
    act = what_asks_for(kind.code)[0]
    match kind.about:
        case About.LEAVE:
            leaves = file.session.exec(select(Leave).where(Leave.plan_id == file.plan.id).order_by(col(Leave.id)))
            return [(row.label, act, row.prosecutor_decided_at) for row in leaves if row.prosecutor_decided_at]
        case About.INCIDENT:
            incidents = file.session.exec(
                select(Incident).where(Incident.plan_id == file.plan.id, Incident.response == "admonition")
            )
            return [(row.label, act, row.closed_at) for row in incidents if row.closed_at]
        case About.SERVICE:
            receipts = receipts_of(file)
            return [
                (service_code(receipts, row), OPEN_PLAN.code, file.plan.opened_at)
                for row in receipts
                if row.received_on is None
            ]
        case _:
            return _days(file, kind, act)


def _days(file: File, kind: Paper, act: str) -> list[tuple[str, str, datetime]]:
    """A report that is called for and open; a talk that has been held."""
    if kind.code == "thought_report":
        called = [item for item in file.items("thought_report") if item.called_at]
        return [(item.due_on.isoformat(), act, item.called_at) for item in called if item.called_at]
    talks = [item for item in file.items("prosecutor_talk", only_open=False) if item.received_at]
    held = (ItemStatus.ON_TIME, ItemStatus.LATE, ItemStatus.DONE)
    return [
        (item.due_on.isoformat(), act, item.received_at) for item in talks if item.received_at and item.status in held
    ]
