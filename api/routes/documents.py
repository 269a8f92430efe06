"""Papers: what there is and what is asked for, drafts, making, the decision pack, files, sheets, and an office's templates."""

import uuid
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import Field

from api.plan_body import read_body
from api.routing import ApiRoute
from casework.documents.acts import APPROVE_TEMPLATE, OFFER_TEMPLATE, MakeDecisionPack, MakePaper
from casework.documents.case_volume import CaseVolume, PaperDownload, download_paper, load_volume
from casework.documents.create import PaperDraft, draft_paper
from casework.documents.sheets import (
    MonthCourse,
    MonthSheet,
    PaperCard,
    TypingSection,
    load_month_course,
    load_month_sheet,
    load_paper_card,
    load_typing_sheet,
)
from casework.documents.templates import (
    PaperTemplateView,
    TemplateView,
    approve_template,
    end_template,
    list_office_templates,
    load_template_file,
    offer_template,
)
from casework.family.acts import GIVE_PAGE
from casework.shared.files.base import Day
from casework.shared.files.plan_file import FileModel
from casework.shared.performing import perform_as
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_PAPER, READ_PLAN, READ_TEMPLATES, READ_TYPING_SHEET
from serving.app_state import get_app_state
from serving.auth import requires_right
from serving.idempotency import IdempotentWrite, get_idempotent_write
from serving.problems import MEDIA_TYPE
from serving.responses import ActResult, build_act_result

router = APIRouter(route_class=ApiRoute, prefix="/plans/{number}", tags=["papers"])
templates = APIRouter(route_class=ApiRoute, prefix="/paper-templates", tags=["papers"])

Reader = Annotated[Actor, requires_right(READ_PAPER)]
Maker = Annotated[Actor, requires_right(MakePaper.operation)]
Giver = Annotated[Actor, requires_right(GIVE_PAGE)]
Relation = Annotated[str, Query(pattern=r"^[a-z_]{2,20}$")]
WriteDep = Annotated[IdempotentWrite, Depends(get_idempotent_write)]

_BYTES: dict[str, Any] = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
_PROBLEM: dict[str, Any] = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
FILE: dict[int | str, dict[str, Any]] = {200: {"description": "The file.", "content": _BYTES}}
PDF: dict[int | str, dict[str, Any]] = FILE | {
    409: {"description": "What makes a PDF does not load on this machine.", "content": _PROBLEM}
}
UPLOAD: dict[str, Any] = {"requestBody": {"required": True, "description": "A Word file.", "content": _BYTES}}


class PaperRequest(FileModel):
    """A document to be drafted or created: which one, its subject, and the fields that the record does not contain."""

    paper: str = Field(max_length=40)
    about: str = Field("", max_length=60)
    fields: dict[str, str] = Field({}, max_length=60)


@router.get("/documents")
def read_volume(request: Request, number: str, actor: Reader) -> CaseVolume:
    """List the documents of a plan.

    Returns all documents with their versions, and those that are still required.
    """
    with get_app_state(request).context.open_for_reading(number, actor, READ_PAPER) as open_plan:
        return load_volume(open_plan)


@router.post("/documents/draft")
def read_draft(request: Request, number: str, sent: PaperRequest, actor: Maker) -> PaperDraft:
    """Draft a document.

    Returns the text that the document would have now, and which fields are missing. Nothing is stored and no number
    is assigned.
    """
    context = get_app_state(request).context
    return draft_paper(context, actor, number, paper=sent.paper, about=sent.about, fields=sent.fields)


@router.post("/documents", status_code=201, response_model=ActResult)
def make_paper(request: Request, number: str, paper: PaperRequest, actor: Maker, sent: WriteDep) -> Response:
    """Create a document or its next version.

    Fills the template with the record and the fields sent. If nothing has changed since the last version, no new one
    is created.
    """
    return sent.once(
        actor,
        MakePaper.operation,
        lambda context: perform_as(
            context, actor, number, MakePaper, paper=paper.paper, about=paper.about, fields=paper.fields
        ),
        build_act_result,
    )


@router.post("/documents/pack", status_code=201, response_model=ActResult)
def make_decision_pack(
    request: Request, number: str, actor: Annotated[Actor, requires_right(MakeDecisionPack.operation)], sent: WriteDep
) -> Response:
    """Create the decision pack.

    Combines the documents and lists on which the final decision is based into one PDF, with the hash of each part.
    """
    return sent.once(
        actor,
        MakeDecisionPack.operation,
        lambda context: perform_as(context, actor, number, MakeDecisionPack),
        build_act_result,
    )


@router.get("/documents/{document}/{version}/word", response_class=Response, responses=FILE)
def read_word_file(request: Request, number: str, document: uuid.UUID, version: int, actor: Reader) -> Response:
    """Download a version as a Word file.

    Returns the file as it was created. Every download is recorded in the journal.
    """
    return _file(download_paper(get_app_state(request).context, actor, number, document, version))


@router.get("/documents/{document}/{version}/pdf", response_class=Response, responses=PDF)
def read_reading_copy(request: Request, number: str, document: uuid.UUID, version: int, actor: Reader) -> Response:
    """Download a version as a PDF.

    Every download is recorded in the journal.
    """
    return _file(download_paper(get_app_state(request).context, actor, number, document, version, as_pdf=True))


@router.get("/sheets/card")
def read_card(request: Request, number: str, actor: Giver, relation: Relation = "minor") -> PaperCard:
    """Get the contents of the printed card.

    Returns the address of the page, the number to call and the tasks of one person, as printed on the card that is
    handed out at the announcement.
    """
    return load_paper_card(get_app_state(request).context, actor, number, relation)


@router.get("/sheets/month")
def read_month_sheet(
    request: Request, number: str, actor: Giver, month: Day, relation: Relation = "minor"
) -> MonthSheet:
    """Get the printed month sheet of one person.

    Any day of a month selects that month.
    """
    return load_month_sheet(get_app_state(request).context, actor, number, relation, month)


@router.get("/sheets/course")
def read_course(
    request: Request, number: str, actor: Annotated[Actor, requires_right(READ_PLAN)], month: Day
) -> MonthCourse:
    """Get the course of one month.

    Returns what happened in that month, in the order of the file.
    """
    return load_month_course(get_app_state(request).context, actor, number, month)


@router.get("/sheets/typing")
def read_typing_sheet(
    request: Request, number: str, actor: Annotated[Actor, requires_right(READ_TYPING_SHEET)]
) -> list[TypingSection]:
    """Get the data to enter into the national case system.

    Returns sections with fields and values. Nothing is sent to another system.
    """
    return load_typing_sheet(get_app_state(request).context, actor, number)


class TemplatesView(FileModel):
    """Every document with its fields, and every template that the office has submitted."""

    papers: list[PaperTemplateView]
    offered: list[TemplateView]


@templates.get("")
def list_templates(request: Request, actor: Annotated[Actor, requires_right(READ_TEMPLATES)]) -> TemplatesView:
    """List document types and templates.

    Returns every document type with its fields, and every template submitted by the user's office.
    """
    papers, offered = list_office_templates(get_app_state(request).context, actor)
    return TemplatesView(papers=papers, offered=offered)


@templates.get("/{paper}/word", response_class=Response, responses=FILE)
def fetch_template(
    request: Request, paper: str, actor: Annotated[Actor, requires_right(READ_TEMPLATES)], version: int | None = None
) -> Response:
    """Download the template of a document type.

    Returns the Word file that the user's office uses at present, or the submitted version of that number.
    """
    content = load_template_file(get_app_state(request).context, actor, paper, version)
    return Response(content, media_type="application/octet-stream")


@templates.post("/{paper}", status_code=201, openapi_extra=UPLOAD)
def upload_template(
    request: Request,
    paper: str,
    actor: Annotated[Actor, requires_right(OFFER_TEMPLATE)],
    body: Annotated[bytes, Depends(read_body)],
) -> TemplateView:
    """Submit a template for a document type.

    It is used once a second person has approved it. If it cannot be used, all reasons are returned together (422).
    """
    return offer_template(get_app_state(request).context, actor, paper=paper, content=body)


@templates.post("/{template}/approve")
def accept_template(
    request: Request, template: uuid.UUID, actor: Annotated[Actor, requires_right(APPROVE_TEMPLATE)]
) -> TemplateView:
    """Approve a submitted template.

    The template is used from now on. The person who submitted it cannot approve it (409).
    """
    return approve_template(get_app_state(request).context, actor, template)


@templates.post("/{template}/end")
def retire_template(
    request: Request, template: uuid.UUID, actor: Annotated[Actor, requires_right(OFFER_TEMPLATE, APPROVE_TEMPLATE)]
) -> TemplateView:
    """Reject or end a template.

    From now on the template supplied with the program is used.
    """
    return end_template(get_app_state(request).context, actor, template)


def _file(out: PaperDownload) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{out.name}"'}
    return Response(out.content, media_type="application/octet-stream", headers=headers)
