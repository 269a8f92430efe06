"""A paper being written: what the record knows of it, what its subject adds, and what somebody types."""

from collections.abc import Mapping
from dataclasses import dataclass

from casework.acting.open_plan import OpenPlan
from casework.acting.rights import join_roles
from casework.documents.fields import CaseFields, get_versions
from casework.documents.numbers import format_number
from casework.documents.subjects import PaperSubjectValues, get_subject
from casework.documents.templates import TemplateInUse, get_template
from core.errors import BadInput, Mistake, NotAllowed
from core.i18n import _, ngettext
from documents.fill import Value, normalize_text
from documents.papers import NOTHING_RECORDED, PAPERS_BY_CODE, RULED, FieldSource, Paper, PaperField
from models.base import new_id
from models.document import Document, DocumentVersion
from models.office import Office

Typed = Mapping[str, str]

MAX_FIELDS = 60


@dataclass
class PaperInProgress:
    """The paper as far as it has come. `document` is in the record only once a version is kept."""

    open_plan: OpenPlan
    kind: Paper
    document: Document
    before: list[DocumentVersion]
    typed: dict[str, str]
    wrong: list[Mistake]
    """What was typed and cannot stand."""
    subject: PaperSubjectValues
    office: str

    @property
    def version(self) -> int:
        """Which version it would be."""
        return 1 + len(self.before)

    @property
    def number(self) -> str:
        """Its number, or what stands in its place while it has none."""
        return format_number(self.office, self.kind, self.document.year, self.document.sequence)

    @property
    def template(self) -> TemplateInUse:
        """What it is made from."""
        return get_template(self.open_plan.session, self.open_plan.plan.office_id, self.kind)

    @property
    def fields_known(self) -> CaseFields:
        """What the record knows of its fields."""
        return CaseFields(self.open_plan, self.kind, self.number, self.version, self.subject.on)

    def values(self) -> dict[str, Value]:
        """Every field that has something to say. What may stay empty says that nothing is recorded, or is ruled."""
        known = self.fields_known
        values: dict[str, Value] = {}
        for field in self.kind.fields:
            value = self._value(known, field)
            if value:
                values[field.name] = value
        return values

    def written(self, field: PaperField) -> str:
        """What stands in a field that somebody may write: their words, or the record's suggestion."""
        known = self.fields_known
        return self.typed.get(field.name) or self.subject.suggested.get(field.name) or known.suggestion(field.name)

    def _value(self, known: CaseFields, field: PaperField) -> Value:
        match field.fill:
            case FieldSource.KNOWN:
                there = self.subject.known.get(field.name)
                return there if there is not None else known.value(field.name)
            case FieldSource.TYPED:
                return self.written(field)
            case FieldSource.OPTIONAL:
                return self.written(field) or NOTHING_RECORDED
            case FieldSource.BY_HAND:
                return self.written(field) or RULED


def start_draft(open_plan: OpenPlan, paper: str, about: str, fields: Typed) -> PaperInProgress:
    """The paper lies ready to be written. BadInput for one that there is not, NotAllowed to who does not make it."""
    kind = get_paper(open_plan, paper)
    typed, wrong = _typed(kind, fields)
    document = find_document(open_plan, paper, about)
    before = get_versions(open_plan, document) if document else []
    if document is None:
        document = Document(
            id=new_id(open_plan.now),
            plan_id=open_plan.plan.id,
            office_id=open_plan.plan.office_id,
            paper=paper,
            about=about,
        )
    office = open_plan.session.get_one(Office, open_plan.plan.office_id).name

    def number_of(other: str, about: str) -> str:
        made = find_document(open_plan, other, about)
        if made is None or made.sequence is None:
            return "＿＿＿＿＿＿（照原文书填写）"
        return format_number(office, PAPERS_BY_CODE[other], made.year, made.sequence)

    return PaperInProgress(
        open_plan, kind, document, before, typed, wrong, get_subject(open_plan, kind, about, number_of), office
    )


def get_paper(open_plan: OpenPlan, paper: str) -> Paper:
    """That paper, if the actor may make it."""
    if paper not in PAPERS_BY_CODE:
        raise to_bad_fields([Mistake("paper", _("没有这种文书。"))])
    kind = PAPERS_BY_CODE[paper]
    if open_plan.actor.role not in kind.makers:
        makers = join_roles(kind.makers)
        raise NotAllowed(_("这份文书由{makers}制作。", makers=makers), article=None)
    return kind


def find_document(open_plan: OpenPlan, paper: str, about: str) -> Document | None:
    """That paper of the plan, if it has been made."""
    return next((row for row in open_plan.rows(Document) if (row.paper, row.about) == (paper, about)), None)


def to_bad_fields(mistakes: list[Mistake]) -> BadInput:
    """All of them at once."""
    count = len(mistakes)
    return BadInput(ngettext("有{count}栏需要填写或改正。", count, count=count), mistakes=mistakes)


def _typed(kind: Paper, fields: Typed) -> tuple[dict[str, str], list[Mistake]]:
    """What was typed, in one form, and what of it cannot stand."""
    may_be_typed = {field.name: field for field in kind.typed}
    typed, wrong = {}, []
    for name, text in list(fields.items())[:MAX_FIELDS]:
        field = may_be_typed.get(name)
        place = f"fields.{name}"[:80]
        if field is None:
            wrong.append(Mistake(place, _("这一栏不由人填写。")))
        elif len(text) > field.longest:
            too_long = _("最多{longest}字。", longest=field.longest)
            wrong.append(Mistake(place, too_long))
        elif words := normalize_text(text):
            typed[name] = words
    return typed, wrong
