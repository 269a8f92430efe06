"""The papers of a plan in the order of the volume, what has happened that asks for one, and each version handed out."""

import json
import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from casework.acting.context import Context
from casework.acting.open_plan import OpenPlan
from casework.acting.rights import OPERATIONS, Actor, missing_right
from casework.acting.rights.read_operations import READ_PAPER
from casework.documents.chinese_format import PERIOD_CHANGE
from casework.documents.create import get_stored_file, get_stored_values
from casework.documents.fields import get_versions
from casework.documents.numbers import format_number
from casework.documents.subjects import ensure_subject, get_service_code, list_period_changes
from casework.plan.acts_opening import OPEN_PLAN
from casework.shared.text.journal_text import done_label
from core.errors import NotFound, Refused, StateConflict
from core.i18n import Text, _, pgettext
from documents.docx_html import docx_to_html
from documents.fill import conceal
from documents.papers import NOTHING_RECORDED, PAPERS, PAPERS_BY_CODE, RULED, Paper, PaperSubject
from documents.pdf_export import render_pdf, require_pdf
from documents.typefaces import describe_characters
from models.decision import Incident, Leave, ServiceReceipt
from models.document import Document, DocumentVersion
from models.item import ItemStatus
from models.journal import JournalLine
from models.office import Office, Role, Staff

PACK = "decision_pack"
PACK_LABEL = pgettext("pack label", "决定材料包")
FORMER_RECORD = "former_record"
WITHOUT_TEMPLATE = {PACK: PACK_LABEL, FORMER_RECORD: _("接办前的原卷")}
"""What is kept as a PDF, and made from no template."""
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"


@dataclass(frozen=True)
class PaperVersionView:
    """One version: when and by whom it was created, the hash of its file, and the characters that no font of the
    program has, each with its code point: its PDF leaves room to write them by hand."""

    version: int
    made_at: datetime
    made_by: str
    sha256: str
    size: int
    by_hand: list[str]


@dataclass(frozen=True)
class PaperView:
    """A document of the plan with all its versions, the newest first."""

    document: uuid.UUID
    paper: str
    words: Text
    about: str
    number: str
    versions: list[PaperVersionView]
    inner: bool
    """Whether it lies in the inner volume, which no defender reads."""


@dataclass(frozen=True)
class RequiredPaper:
    """A document that is required and has not been created since."""

    paper: str
    words: Text
    about: str
    because: Text
    since: datetime


@dataclass(frozen=True)
class CaseVolume:
    """The documents of one plan."""

    kept: list[PaperView]
    taken_over: bool
    """Whether the plan ran elsewhere before: its former record may be attached."""
    wanted: list[RequiredPaper]
    may_make: list[tuple[str, Text]]
    """Papers about the whole plan that the reader may make, as far as what they are for has happened."""


NOT_FOR_A_VICTIM = ("identity_number", "school_or_work", "address")
"""What of the minor a paper names that is served on a victim too, and their copy does not."""
_NO_WORDS = (None, "", NOTHING_RECORDED, RULED, "未登记")


@dataclass(frozen=True)
class PaperDownload:
    """A file as it is handed out. Its name has only the plan's number."""

    name: str
    media_type: str
    content: bytes


def load_volume(open_plan: OpenPlan) -> CaseVolume:
    """What has been made, and what is asked for of those papers that the reader makes."""
    office = open_plan.session.get_one(Office, open_plan.plan.office_id).name
    documents = [row for row in open_plan.rows(Document) if _may_see(open_plan, row.paper)]
    kept = [_paper_view(open_plan, office, row) for row in documents]
    may_make = [kind for kind in PAPERS if open_plan.actor.role in kind.makers and _can_be_made(open_plan, kind)]
    order = {kind.code: place for place, kind in enumerate(PAPERS)}
    return CaseVolume(
        sorted(kept, key=lambda each: (order.get(each.paper, 99), each.about)),
        open_plan.plan.started_here_on > open_plan.plan.decided_on,
        [wanted for kind in may_make for wanted in _wanted(open_plan, kind, documents)],
        [(kind.code, kind.words) for kind in may_make if kind.about is None],
    )


def download_paper(
    context: Context,
    actor: Actor,
    number: str,
    document: uuid.UUID,
    version: int,
    *,
    as_pdf: bool = False,
    for_victim: bool = False,
) -> PaperDownload:
    """That version as it was made, or its reading copy; that it was handed out stands in the journal, each time. The copy
    for a victim is without the minor's school or work, address and identity number (MPL art 103).
    PdfUnavailable where the machine makes no PDF."""
    with context.open_for_update(number, actor, READ_PAPER) as open_plan:
        paper, row = _version(open_plan, document, version)
        if not _may_see(open_plan, paper):
            raise missing_right(READ_PAPER)
        if as_pdf:
            require_pdf()
        content = get_stored_file(open_plan, row)
        if for_victim and paper != PACK:
            minor = open_plan.minor()
            known = open_plan.open("person.document", minor.id, minor.document) | get_stored_values(open_plan, row)
            content = conceal(
                content, [str(known[name]) for name in NOT_FOR_A_VICTIM if known.get(name) not in _NO_WORDS]
            )
        context.write_journal_line(
            open_plan.session, open_plan.now, actor, READ_PAPER.code, plan_id=open_plan.plan.id, subject_kind="document",
            subject_id=row.document_id,
            note={"paper": paper, "version": version, "for_victim": for_victim, "pdf": as_pdf or paper in WITHOUT_TEMPLATE, "sha256": row.sha256},
        )  # fmt: skip
    name = f"{number}-{document.hex[-6:]}-v{version}"
    if paper in WITHOUT_TEMPLATE:
        return PaperDownload(f"{name}.pdf", PDF, content)
    if as_pdf:
        return PaperDownload(f"{name}.pdf", PDF, render_pdf(docx_to_html(content), "paper", paper_label(paper)))
    return PaperDownload(f"{name}.docx", DOCX, content)


def paper_label(paper: str) -> Text:
    """What such a paper is called."""
    return WITHOUT_TEMPLATE.get(paper) or PAPERS_BY_CODE[paper].words


def _can_be_made(open_plan: OpenPlan, kind: Paper) -> bool:
    """Whether what the paper is for has happened. What is about one thing is offered beside that thing."""
    if kind.about is not None:
        return True
    try:
        ensure_subject(open_plan, kind)
    except (Refused, StateConflict):
        return False
    return True


def _may_see(open_plan: OpenPlan, paper: str) -> bool:
    """A social worker sees the papers that social workers make, and not the office's decisions."""
    if open_plan.actor.role is not Role.SOCIAL_WORKER:
        return True
    return paper not in WITHOUT_TEMPLATE and Role.SOCIAL_WORKER in PAPERS_BY_CODE[paper].makers


def _paper_view(open_plan: OpenPlan, office: str, row: Document) -> PaperView:
    kind = PAPERS_BY_CODE.get(row.paper)
    number = format_number(office, kind, row.year, row.sequence) if kind else ""
    versions = [
        PaperVersionView(
            each.version,
            each.made_at,
            open_plan.session.get_one(Staff, each.made_by).display_name,
            each.sha256,
            each.size,
            describe_characters(json.dumps(get_stored_values(open_plan, each), ensure_ascii=False)),
        )
        for each in reversed(get_versions(open_plan, row))
    ]
    inner = kind is not None and kind.inner
    return PaperView(row.id, row.paper, paper_label(row.paper), row.about, number, versions, inner)


def _version(open_plan: OpenPlan, document: uuid.UUID, version: int) -> tuple[str, DocumentVersion]:
    found = open_plan.session.exec(
        select(Document.paper, DocumentVersion)
        .join(DocumentVersion, col(DocumentVersion.document_id) == col(Document.id))
        .where(Document.plan_id == open_plan.plan.id, Document.id == document, DocumentVersion.version == version)
    ).first()
    if found is None:
        raise NotFound(_("没有这份文书。"))
    return found


def _wanted(open_plan: OpenPlan, kind: Paper, documents: list[Document]) -> list[RequiredPaper]:
    """What asked for it: for a paper about the whole plan the last such happening that no version has followed; for
    the others each subject that has none."""
    if kind.about is None:
        act, at = _last_of(open_plan, kind.asked_by)
        made = next((row for row in documents if row.paper == kind.code), None)
        since = get_versions(open_plan, made)[-1].made_at if made else None
        if act is None or at is None or (since is not None and since >= at):
            return []
        return [RequiredPaper(kind.code, kind.words, "", done_label(act), at)]
    there = {row.about for row in documents if row.paper == kind.code}
    return [
        RequiredPaper(kind.code, kind.words, about, done_label(act), at)
        for about, act, at in _subjects(open_plan, kind)
        if about not in there
    ]


def _last_of(open_plan: OpenPlan, acts: tuple[str, ...]) -> tuple[str | None, datetime | None]:
    found = open_plan.session.exec(
        select(JournalLine.act, JournalLine.at)
        .where(
            JournalLine.plan_id == open_plan.plan.id,
            col(JournalLine.act).in_(acts),
        )
        .order_by(col(JournalLine.sequence).desc())
    ).first()
    return found or (None, None)


def _subjects(open_plan: OpenPlan, kind: Paper) -> list[tuple[str, str, datetime]]:
    """Everything of its kind that asks for such a paper: which, what has happened, and when."""
    act = kind.asked_by[0]
    match kind.about:
        case PaperSubject.LEAVE:
            leaves = open_plan.rows(Leave)
            return [(row.label, act, row.prosecutor_decided_at) for row in leaves if row.prosecutor_decided_at]
        case PaperSubject.INCIDENT:
            admonished = [row for row in open_plan.rows(Incident) if row.response == "admonition"]
            return [(row.label, act, row.closed_at) for row in admonished if row.closed_at]
        case PaperSubject.SERVICE:
            receipts = open_plan.rows(ServiceReceipt)
            return [
                (get_service_code(receipts, row), *_since(open_plan, row.decision))
                for row in receipts
                if row.received_on is None
            ]
        case PaperSubject.CHANGE:
            return [(str(place), act, row.recorded_at) for place, row in enumerate(list_period_changes(open_plan), 1)]
        case _:
            return _days(open_plan, kind, act)


_DECIDED_BY = {operation.decision: operation for operation in OPERATIONS.values() if operation.decision}


def _since(open_plan: OpenPlan, served: str) -> tuple[str, datetime]:
    """By what that decision came to be served, and when; the first decision is there when the plan is opened."""
    decided = _DECIDED_BY.get("period_change" if served in PERIOD_CHANGE else served)
    act, at = _last_of(open_plan, (decided.code,)) if decided else (None, None)
    return (act, at) if act and at else (OPEN_PLAN.code, open_plan.plan.opened_at)


def _days(open_plan: OpenPlan, kind: Paper, act: str) -> list[tuple[str, str, datetime]]:
    """A report that is called for and open; a talk that has been held."""
    if kind.code == "thought_report":
        called = [item for item in open_plan.items("thought_report") if item.called_at]
        return [(item.due_on.isoformat(), act, item.called_at) for item in called if item.called_at]
    talks = [item for item in open_plan.items("prosecutor_talk", only_open=False) if item.received_at]
    held = (ItemStatus.ON_TIME, ItemStatus.LATE, ItemStatus.DONE)
    return [
        (item.due_on.isoformat(), act, item.received_at) for item in talks if item.received_at and item.status in held
    ]
