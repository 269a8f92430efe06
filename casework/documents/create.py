"""Papers of a plan: drafted and made, numbered, and kept in every version."""

import base64
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from casework.acting.context import Context
from casework.acting.open_plan import OpenPlan
from casework.acting.rights import Actor
from casework.acting.rights.read_operations import READ_PAPER
from casework.acting.verbs import verb
from casework.documents.acts import MakePaper
from casework.documents.draft import PaperInProgress, Typed, start_draft, to_bad_fields
from casework.documents.fields import get_versions
from casework.documents.numbers import next_number
from casework.documents.sealed_list import finding_on_list
from core.i18n import Text
from documents.docx_html import docx_to_html
from documents.fill import extract_text, fill_template, find_field_mistakes
from documents.papers import FieldSource
from documents.typefaces import describe_characters
from law.decision import finding_on_notice
from law.finding import Finding, filter_warnings, refuse_by_law
from models.base import new_id
from models.document import Document, DocumentVersion
from models.journal import Harmless

CONTENT, VALUES = "document_version.content", "document_version.values"
_NO_COURT = ("conditional_decision", "non_prosecution")
"""Decisions that a victim may complain of and not sue against (CPL art 282(2); Rules arts 472, 478)."""
_OF_THE_DAY = ("version", "versions", "checked_on")
"""What differs from one making to the next by itself: no reason for another version."""


@dataclass(frozen=True)
class PaperFieldView:
    """A field that can be filled in: its present content, and whether it may stay empty."""

    name: str
    words: Text
    value: str
    may_stay_empty: bool
    longest: int


@dataclass(frozen=True)
class PaperDraft:
    """A document as it would be created now. Nothing is stored and no number is assigned."""

    paper: str
    words: Text
    about: str
    fields: list[PaperFieldView]
    missing: list[Text]
    page: str | None
    """Its content as HTML; None while something is missing."""
    next_version: int
    by_hand: list[str]
    """Each character in it that no font of the program has, with its code point: the PDF leaves room to write it by hand."""


@dataclass(frozen=True)
class PaperVersionResult:
    """A version of a paper that is kept."""

    document: uuid.UUID
    paper: str
    about: str
    version: int
    number: str
    sha256: str
    made_at: datetime


def draft_paper(
    context: Context, actor: Actor, number: str, *, paper: str, about: str = "", fields: Typed | None = None
) -> PaperDraft:
    """The paper as it would be made now from these words, with what is missing. BadInput for a paper or a field that
    there is not, NotFound or Refused where what it is about has not happened."""
    with context.open_for_reading(number, actor, MakePaper.operation, noted_as=READ_PAPER) as open_plan:
        writing = start_draft(open_plan, paper, about, fields or {})
        if writing.wrong:
            raise to_bad_fields(writing.wrong)
        kind, values = writing.kind, writing.values()
        missing = [field.words for field in kind.fields if field.name not in values]
        filled = None if missing else fill_template(writing.template.content, values)
        fields_shown = [
            PaperFieldView(
                field.name, field.words, writing.written(field), field.fill is not FieldSource.TYPED, field.longest
            )
            for field in kind.typed
        ]
        page = None if filled is None else str(docx_to_html(filled))
        by_hand = describe_characters(extract_text(filled)) if filled is not None else []
        return PaperDraft(kind.code, kind.words, about, fields_shown, missing, page, writing.version, by_hand)


@verb(MakePaper)
def make_paper(open_plan: OpenPlan, act: MakePaper) -> PaperVersionResult:
    """The paper is kept as a new version, with its number from the first one on. Made again from the same words, the
    version that is there is the answer. BadInput names every field that is missing, unknown or too long."""
    fields = dict(act.fields)
    writing = start_draft(open_plan, act.paper, act.about, fields or {})
    kind, document = writing.kind, writing.document
    if kind.number_word is not None and document.sequence is None:
        document.year = writing.fields_known.as_of.year
        document.sequence = next_number(open_plan.session, open_plan.plan.office_id, kind, document.year)
    values = writing.values()
    if mistakes := writing.wrong + find_field_mistakes(kind, values):
        raise to_bad_fields(mistakes)
    stated = {name: value for name, value in values.items() if name not in _OF_THE_DAY}
    template = writing.template
    last = writing.before[-1] if writing.before else None
    if last is not None and last.template_sha256 == template.sha256 and get_stored_values(open_plan, last) == stated:
        return to_version_result(writing.number, document, last)
    content = fill_template(template.content, values)
    findings = findings_on_paper(writing, content)
    refuse_by_law(*findings)
    version = store_version(
        open_plan, document, content, stated, template.sha256, kind.article, filter_warnings(findings)
    )
    return to_version_result(writing.number, document, version)


def findings_on_paper(writing: PaperInProgress, content: bytes) -> list[Finding]:
    """What the law says of the paper as it would be read: a decision that leads to no court speaks of none, whatever an
    office's own template says (RE-09); a list of what is sealed names everything that is held (SE-05)."""
    if writing.kind.code in _NO_COURT:
        return [finding_on_notice(extract_text(content), writing.open_plan.rulebook)]
    if writing.kind.code == "sealed_items":
        case = writing.fields_known.case
        return [finding_on_list(writing.open_plan, case, extract_text(content))]
    return []


def store_version(
    open_plan: OpenPlan,
    document: Document,
    content: bytes,
    values: dict[str, Any],
    template: str,
    article: str,
    warned: Sequence[Finding] = (),
) -> DocumentVersion:
    """The file is kept as the paper's next version, under the plan's key, and its hash stands in the journal, with what
    the law warned of."""
    assert open_plan.actor.id is not None  # only staff make papers
    row_id = new_id(open_plan.now)
    version = DocumentVersion(
        id=row_id,
        document_id=document.id,
        plan_id=open_plan.plan.id,
        version=1 + len(get_versions(open_plan, document)),
        made_at=open_plan.now,
        made_by=open_plan.actor.id,
        template_sha256=template,
        sha256=sha256(content).hexdigest(),
        size=len(content),
        content=open_plan.seal(CONTENT, row_id, {"file": base64.b64encode(content).decode()}),
        values=open_plan.seal(VALUES, row_id, {"values": values}),
    )
    open_plan.session.add(document)
    open_plan.session.flush()
    open_plan.session.add(version)
    note: dict[str, Harmless | list[str]] = {
        "paper": document.paper,
        "version": version.version,
        "sha256": version.sha256,
    }
    more = {"about": document.about, "year": document.year, "sequence": document.sequence}
    note |= {key: value for key, value in more.items() if value}
    open_plan.record(article=article, note=note, warned=warned or None)
    return version


def get_stored_values(open_plan: OpenPlan, version: DocumentVersion) -> dict[str, Any]:
    """What was written into that version."""
    values: dict[str, Any] = open_plan.open(VALUES, version.id, version.values)["values"]
    return values


def get_stored_file(open_plan: OpenPlan, version: DocumentVersion) -> bytes:
    """The version as it was made."""
    return base64.b64decode(open_plan.open(CONTENT, version.id, version.content)["file"])


def to_version_result(number: str, document: Document, version: DocumentVersion) -> PaperVersionResult:
    """The version as it is told of."""
    return PaperVersionResult(
        document.id, document.paper, document.about, version.version, number, version.sha256, version.made_at
    )
