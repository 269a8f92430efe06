"""Templates that an office uses in place of ours: offered by its administrator, approved by a second person.

An uploaded Word file is code; it is looked over before it is kept, and again before it is used (documents/template_check.py).
"""

import contextlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlmodel import Session, col, select

from casework.acting.context import Context
from casework.acting.rights import Actor, Operation, is_allowed, missing_right
from casework.acting.rights.read_operations import READ_TEMPLATES
from casework.documents.acts import APPROVE_TEMPLATE, END_TEMPLATE, OFFER_TEMPLATE
from casework.shared.signed_words import LAST_PAGE, LAST_PAGE_WORDS, get_words
from core.errors import BadInput, Mistake, NotAllowed, NotFound, StateConflict
from core.i18n import Text, _
from documents.build_templates import TEMPLATES
from documents.papers import PAPERS, PAPERS_BY_CODE, Paper
from documents.template_check import check_template
from law.finding import refuse_by_law
from law.four_eyes import finding_on_own_proposal
from models.base import new_id
from models.database import lock_for_update
from models.document import PaperTemplate
from models.office import Office, Staff


@dataclass(frozen=True)
class TemplateInUse:
    """The template from which a paper is made. Without a version it is ours."""

    content: bytes
    sha256: str
    version: int | None


@dataclass(frozen=True)
class TemplateView:
    """A template that an office has offered: by whom, and whether somebody else has approved it."""

    id: uuid.UUID
    paper: str
    words: Text
    version: int
    sha256: str
    offered_at: datetime
    offered_by: str
    approved_at: datetime | None
    approved_by: str | None
    ended_at: datetime | None
    in_use: bool


@dataclass(frozen=True)
class PaperTemplateView:
    """A document with its fields, for authors of templates."""

    paper: str
    words: Text
    fields: list[tuple[str, Text, tuple[str, ...]]]
    in_use: int | None
    """The version of the office's own template; None while ours is used."""


def get_template(session: Session, office_id: uuid.UUID, paper: Paper) -> TemplateInUse:
    """The office's own approved template, or ours."""
    own = _in_use(session, office_id, paper.code)
    if own is not None:
        return TemplateInUse(own.content, own.sha256, own.version)
    content = (TEMPLATES / f"{paper.code}.docx").read_bytes()
    return TemplateInUse(content, sha256(content).hexdigest(), None)


def offer_template(context: Context, actor: Actor, *, paper: str, content: bytes) -> TemplateView:
    """The template is kept and waits for a second person; so do the fixed words of the last page, which are never the
    office's own. BadInput names every reason why it cannot be used. Offered again unchanged, the one that is there is the
    answer."""
    with _office(context, actor, OFFER_TEMPLATE) as (session, now):
        if paper == LAST_PAGE:
            content = get_words()
        else:
            check_template(_kind(paper), content)
        assert actor.id is not None
        assert actor.office_id is not None
        digest = sha256(content).hexdigest()
        before = _all(session, actor.office_id, paper)
        same = next((row for row in before if row.sha256 == digest and row.ended_at is None), None)
        if same is not None:
            return _template_view(session, same)
        row = PaperTemplate(
            id=new_id(now),
            office_id=actor.office_id,
            paper=paper,
            version=1 + max((each.version for each in before), default=0),
            content=content,
            sha256=digest,
            offered_at=now,
            offered_by=actor.id,
        )
        session.add(row)
        session.flush()
        _note(context, session, now, actor, OFFER_TEMPLATE, row)
        return _template_view(session, row)


def approve_template(context: Context, actor: Actor, template: uuid.UUID) -> TemplateView:
    """From now on papers of that kind are made from it, in place of the one before. Refused to the person who offered
    it (FE-01), and for one that was turned down."""
    with _office(context, actor, APPROVE_TEMPLATE) as (session, now):
        row = _own(session, actor, template)
        if row.ended_at is not None:
            raise StateConflict(_("这份模板已停用。"))
        own = finding_on_own_proposal("paper_template", str(row.offered_by), str(actor.id), context.rulebook)
        refuse_by_law(own)
        if row.approved_at is not None:
            return _template_view(session, row)
        lock_for_update(session, Office, row.office_id)  # of two versions that are approved at once, one stays in use
        before = _in_use(session, row.office_id, row.paper)
        if before is not None:
            before.ended_at, before.ended_by = now, actor.id
            session.flush()
        row.approved_at, row.approved_by = now, actor.id
        session.flush()
        _note(context, session, now, actor, APPROVE_TEMPLATE, row)
        return _template_view(session, row)


def end_template(context: Context, actor: Actor, template: uuid.UUID) -> TemplateView:
    """The template is turned down or ended, and ours is used from now on. Papers made from it stay as they are."""
    with _office(context, actor, OFFER_TEMPLATE, APPROVE_TEMPLATE) as (session, now):
        row = _own(session, actor, template)
        if row.ended_at is None:
            row.ended_at, row.ended_by = now, actor.id
            session.flush()
            _note(context, session, now, actor, END_TEMPLATE, row)
        return _template_view(session, row)


def list_office_templates(context: Context, actor: Actor) -> tuple[list[PaperTemplateView], list[TemplateView]]:
    """Every paper with its fields, and every template that the actor's office has offered, the newest first."""
    with context.query_plans(actor, READ_TEMPLATES) as session:
        offered = _all(session, actor.office_id, None) if actor.office_id else []
        used = {row.paper: row.version for row in offered if row.approved_at and row.ended_at is None}
        papers = [
            PaperTemplateView(
                kind.code, kind.words, [(field.name, field.words, field.columns) for field in kind.fields],
                used.get(kind.code),
            )
            for kind in PAPERS
        ]  # fmt: skip
        return papers, [_template_view(session, row) for row in reversed(offered)]


def load_template_file(context: Context, actor: Actor, paper: str, version: int | None = None) -> bytes:
    """The Word file from which the actor's office makes that paper, to be changed and offered; or that version which the
    office has offered, to be read before somebody approves it."""
    kind = _kind(paper)
    with context.query_plans(actor, READ_TEMPLATES) as session:
        assert actor.office_id is not None
        if version is None:
            return get_template(session, actor.office_id, kind).content
        for row in _all(session, actor.office_id, paper):
            if row.version == version:
                return row.content
    raise NotFound(_("没有这份模板。"))


@contextlib.contextmanager
def _office(context: Context, actor: Actor, *acts: Operation) -> Iterator[tuple[Session, datetime]]:
    """A transaction on the office's own templates, for an actor with one of the rights; a refusal is in the journal."""
    try:
        with context.database.transaction() as session:
            now = context.clock.now()
            if actor.office_id is None or not any(is_allowed(session, actor, act, None, now) for act in acts):
                raise missing_right(*acts)
            yield session, now
    except NotAllowed:
        context.record_denial(actor, acts[0], "")
        raise


def _kind(paper: str) -> Paper:
    if paper not in PAPERS_BY_CODE:
        wrong = Mistake("paper", _("没有这种文书。"))
        raise BadInput(_("有1处需要改正。"), mistakes=[wrong])
    return PAPERS_BY_CODE[paper]


def _all(session: Session, office_id: uuid.UUID, paper: str | None) -> list[PaperTemplate]:
    query = select(PaperTemplate).where(PaperTemplate.office_id == office_id).order_by(col(PaperTemplate.id))
    return list(session.exec(query if paper is None else query.where(PaperTemplate.paper == paper)))


def _in_use(session: Session, office_id: uuid.UUID, paper: str) -> PaperTemplate | None:
    return session.exec(
        select(PaperTemplate).where(
            PaperTemplate.office_id == office_id,
            PaperTemplate.paper == paper,
            col(PaperTemplate.approved_at).is_not(None),
            col(PaperTemplate.ended_at).is_(None),
        )
    ).first()


def _own(session: Session, actor: Actor, template: uuid.UUID) -> PaperTemplate:
    """A template of the actor's own office. To anybody else it is as if there were none."""
    row = session.exec(
        select(PaperTemplate)
        .where(PaperTemplate.id == template, PaperTemplate.office_id == actor.office_id)
        .with_for_update()
    ).first()
    if row is None:
        raise NotFound(_("没有这份模板。"))
    return row


def _template_view(session: Session, row: PaperTemplate) -> TemplateView:
    def name(staff: uuid.UUID | None) -> str | None:
        return session.get_one(Staff, staff).display_name if staff else None

    return TemplateView(
        row.id, row.paper, LAST_PAGE_WORDS if row.paper == LAST_PAGE else PAPERS_BY_CODE[row.paper].words, row.version, row.sha256, row.offered_at, name(row.offered_by) or "",
        row.approved_at, name(row.approved_by), row.ended_at, row.approved_at is not None and row.ended_at is None,
    )  # fmt: skip


def _note(context: Context, session: Session, now: datetime, actor: Actor, act: Operation, row: PaperTemplate) -> None:
    context.write_journal_line(
        session, now, actor, act.code, subject_kind="paper_template", subject_id=row.id,
        note={"paper": row.paper, "version": row.version, "sha256": row.sha256},
    )  # fmt: skip
