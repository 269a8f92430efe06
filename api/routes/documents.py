"""Papers: what there is and what is asked for, drafts, making, the decision pack, files, sheets, and an office's templates."""

import uuid
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import Field

from api.app_state import get_app_state
from api.auth import requires_right
from api.idempotency import IdempotentWrite, StoredAnswer, get_idempotent_write
from api.plan_body import read_body
from api.problems import MEDIA_TYPE
from api.responses import ActResult, build_act_result
from casework.acts.family import GIVE_PAGE
from casework.acts.papers import APPROVE_TEMPLATE, OFFER_TEMPLATE, MakePack, MakePaper
from casework.files.plan_file import FileModel
from casework.papers.case_volume import CaseVolume, PaperDownload, download_paper, load_volume
from casework.papers.create import PaperDraft, draft_paper
from casework.papers.sheets import (
    MonthCourse,
    MonthSheet,
    PaperCard,
    TypingSection,
    load_month_course,
    load_month_sheet,
    load_paper_card,
    load_typing_sheet,
)
from casework.papers.templates import (
    PaperTemplateView,
    TemplateView,
    approve_template,
    end_template,
    list_office_templates,
    load_template_file,
    offer_template,
)
from casework.performing import perform_as
from casework.rights import Actor
from casework.rights.read_operations import READ_PAPER, READ_PLAN, READ_TEMPLATES

router = APIRouter(prefix="/plans/{number}", tags=["papers"])
templates = APIRouter(prefix="/paper-templates", tags=["papers"])

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
    """A paper to be drafted or made: which, about what, and what the record does not know."""

    paper: str = Field(max_length=40)
    about: str = Field("", max_length=60)
    fields: dict[str, str] = Field({}, max_length=60)


@router.get("/documents")
def read_volume(request: Request, number: str, actor: Reader) -> CaseVolume:
    """The papers that there are with their versions, and those that something has asked for."""
    with get_app_state(request).desk.open_for_reading(number, actor, READ_PAPER) as file:
        return load_volume(file)


@router.post("/documents/draft")
def read_draft(request: Request, number: str, sent: PaperRequest, actor: Maker) -> PaperDraft:
    """The paper as it would be made now. Nothing is kept and no number is given."""
    desk = get_app_state(request).desk
    return draft_paper(desk, actor, number, paper=sent.paper, about=sent.about, fields=sent.fields)


@router.post("/documents", status_code=201, response_model=ActResult)
def make_paper(request: Request, number: str, paper: PaperRequest, actor: Maker, sent: WriteDep) -> StoredAnswer:
    """Make the paper, or its next version. From the same words nothing new is made."""
    return sent.once(
        actor,
        MakePaper.operation,
        lambda desk: perform_as(
            desk, actor, number, MakePaper, paper=paper.paper, about=paper.about, fields=paper.fields
        ),
        build_act_result,
    )


@router.post("/documents/pack", status_code=201, response_model=ActResult)
def make_decision_pack(
    request: Request, number: str, actor: Annotated[Actor, requires_right(MakePack.operation)], sent: WriteDep
) -> StoredAnswer:
    """Put the decision pack together."""
    return sent.once(
        actor, MakePack.operation, lambda desk: perform_as(desk, actor, number, MakePack), build_act_result
    )


@router.get("/documents/{document}/{version}/word", response_class=Response, responses=FILE)
def read_word_file(request: Request, number: str, document: uuid.UUID, version: int, actor: Reader) -> Response:
    """The version as it was made. Each hand-out stands in the journal."""
    return _file(download_paper(get_app_state(request).desk, actor, number, document, version))


@router.get("/documents/{document}/{version}/pdf", response_class=Response, responses=PDF)
def read_reading_copy(request: Request, number: str, document: uuid.UUID, version: int, actor: Reader) -> Response:
    """The version's reading copy."""
    return _file(download_paper(get_app_state(request).desk, actor, number, document, version, as_pdf=True))


@router.get("/sheets/card")
def read_card(request: Request, number: str, actor: Giver, relation: Relation = "minor") -> PaperCard:
    """What the paper card says."""
    return load_paper_card(get_app_state(request).desk, actor, number, relation)


@router.get("/sheets/month")
def read_month_sheet(
    request: Request, number: str, actor: Giver, month: date, relation: Relation = "minor"
) -> MonthSheet:
    """One person's month: any day of it names the month."""
    return load_month_sheet(get_app_state(request).desk, actor, number, relation, month)


@router.get("/sheets/course")
def read_course(
    request: Request, number: str, actor: Annotated[Actor, requires_right(READ_PLAN)], month: date
) -> MonthCourse:
    """What happened in a month, in the order of the file."""
    return load_month_course(get_app_state(request).desk, actor, number, month)


@router.get("/sheets/typing")
def read_typing_sheet(request: Request, number: str, actor: Reader) -> list[TypingSection]:
    """What is to be typed into the national case system."""
    return load_typing_sheet(get_app_state(request).desk, actor, number)


class TemplatesView(FileModel):
    """Every paper with its fields, and every template that the office has offered."""

    papers: list[PaperTemplateView]
    offered: list[TemplateView]


@templates.get("")
def list_templates(request: Request, actor: Annotated[Actor, requires_right(READ_TEMPLATES)]) -> TemplatesView:
    """Every paper with its fields, and every template that one's office has offered."""
    papers, offered = list_office_templates(get_app_state(request).desk, actor)
    return TemplatesView(papers=papers, offered=offered)


@templates.get("/{paper}/word", response_class=Response, responses=FILE)
def fetch_template(request: Request, paper: str, actor: Annotated[Actor, requires_right(READ_TEMPLATES)]) -> Response:
    """The template from which one's office makes that paper."""
    return Response(
        load_template_file(get_app_state(request).desk, actor, paper), media_type="application/octet-stream"
    )


@templates.post("/{paper}", status_code=201, openapi_extra=UPLOAD)
def upload_template(
    request: Request,
    paper: str,
    actor: Annotated[Actor, requires_right(OFFER_TEMPLATE)],
    body: Annotated[bytes, Depends(read_body)],
) -> TemplateView:
    """Offer a template. Every reason why it cannot be used is told at once."""
    return offer_template(get_app_state(request).desk, actor, paper=paper, content=body)


@templates.post("/{template}/approve")
def accept_template(
    request: Request, template: uuid.UUID, actor: Annotated[Actor, requires_right(APPROVE_TEMPLATE)]
) -> TemplateView:
    """Approve a template that somebody else has offered: it is used from now on."""
    return approve_template(get_app_state(request).desk, actor, template)


@templates.post("/{template}/end")
def retire_template(
    request: Request, template: uuid.UUID, actor: Annotated[Actor, requires_right(OFFER_TEMPLATE, APPROVE_TEMPLATE)]
) -> TemplateView:
    """Turn a template down, or use it no longer: ours is used from then on."""
    return end_template(get_app_state(request).desk, actor, template)


def _file(out: PaperDownload) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{out.name}"'}
    return Response(out.content, media_type="application/octet-stream", headers=headers)
