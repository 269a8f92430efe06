"""Papers: what there is and what is asked for, drafts, making, the decision pack, files, sheets, and an office's templates."""

import uuid
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import Field

from api.answers import Done, done
from api.doorkeeping import asks
from api.once import Answer, Write, write
from api.plan_body import body_of
from api.problems import MEDIA_TYPE
from api.reception import reception_of
from casework.acts.family import GIVE_PAGE
from casework.acts.papers import APPROVE_TEMPLATE, OFFER_TEMPLATE, MakePack, MakePaper
from casework.files.plan_file import Part
from casework.papers.making import Draft, draft_paper
from casework.papers.sheets import Card, Course, MonthSheet, ToType, card_of, course_of, month_sheet, to_type
from casework.papers.templates import (
    PaperShown,
    TemplateShown,
    approve_template,
    end_template,
    offer_template,
    template_file,
    templates_of,
)
from casework.papers.volume import HandedOut, Volume, hand_out, volume_of
from casework.performing import do
from casework.rights import Actor
from casework.rights.reading import READ_PAPER, READ_PLAN, READ_TEMPLATES

router = APIRouter(prefix="/plans/{number}", tags=["papers"])
templates = APIRouter(prefix="/paper-templates", tags=["papers"])

Reader = Annotated[Actor, asks(READ_PAPER)]
Maker = Annotated[Actor, asks(MakePaper.operation)]
Giver = Annotated[Actor, asks(GIVE_PAGE)]
Relation = Annotated[str, Query(pattern=r"^[a-z_]{2,20}$")]
Sent = Annotated[Write, Depends(write)]

_BYTES: dict[str, Any] = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
_PROBLEM: dict[str, Any] = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
FILE: dict[int | str, dict[str, Any]] = {200: {"description": "The file.", "content": _BYTES}}
PDF: dict[int | str, dict[str, Any]] = FILE | {
    409: {"description": "What makes a PDF does not load on this machine.", "content": _PROBLEM}
}
UPLOAD: dict[str, Any] = {"requestBody": {"required": True, "description": "A Word file.", "content": _BYTES}}


class PaperSent(Part):
    """A paper to be drafted or made: which, about what, and what the record does not know."""

    paper: str = Field(max_length=40)
    about: str = Field("", max_length=60)
    fields: dict[str, str] = Field({}, max_length=60)


@router.get("/documents")
def volume(request: Request, number: str, actor: Reader) -> Volume:
    """The papers that there are with their versions, and those that something has asked for."""
    with reception_of(request).desk.look(number, actor, READ_PAPER) as file:
        return volume_of(file)


@router.post("/documents/draft")
def draft(request: Request, number: str, sent: PaperSent, actor: Maker) -> Draft:
    """The paper as it would be made now. Nothing is kept and no number is given."""
    desk = reception_of(request).desk
    return draft_paper(desk, actor, number, paper=sent.paper, about=sent.about, fields=sent.fields)


@router.post("/documents", status_code=201, response_model=Done)
def make(request: Request, number: str, paper: PaperSent, actor: Maker, sent: Sent) -> Answer:
    """Make the paper, or its next version. From the same words nothing new is made."""
    return sent.once(
        actor,
        MakePaper.operation,
        lambda desk: do(desk, actor, number, MakePaper, paper=paper.paper, about=paper.about, fields=paper.fields),
        done,
    )


@router.post("/documents/pack", status_code=201, response_model=Done)
def pack(request: Request, number: str, actor: Annotated[Actor, asks(MakePack.operation)], sent: Sent) -> Answer:
    """Put the decision pack together."""
    return sent.once(actor, MakePack.operation, lambda desk: do(desk, actor, number, MakePack), done)


@router.get("/documents/{document}/{version}/word", response_class=Response, responses=FILE)
def word(request: Request, number: str, document: uuid.UUID, version: int, actor: Reader) -> Response:
    """The version as it was made. Each hand-out stands in the journal."""
    return _file(hand_out(reception_of(request).desk, actor, number, document, version))


@router.get("/documents/{document}/{version}/pdf", response_class=Response, responses=PDF)
def reading_copy(request: Request, number: str, document: uuid.UUID, version: int, actor: Reader) -> Response:
    """The version's reading copy."""
    return _file(hand_out(reception_of(request).desk, actor, number, document, version, as_pdf=True))


@router.get("/sheets/card")
def card(request: Request, number: str, actor: Giver, relation: Relation = "minor") -> Card:
    """What the paper card says."""
    return card_of(reception_of(request).desk, actor, number, relation)


@router.get("/sheets/month")
def month(request: Request, number: str, actor: Giver, month: date, relation: Relation = "minor") -> MonthSheet:
    """One person's month: any day of it names the month."""
    return month_sheet(reception_of(request).desk, actor, number, relation, month)


@router.get("/sheets/course")
def course(request: Request, number: str, actor: Annotated[Actor, asks(READ_PLAN)], month: date) -> Course:
    """What happened in a month, in the order of the file."""
    return course_of(reception_of(request).desk, actor, number, month)


@router.get("/sheets/typing")
def typing(request: Request, number: str, actor: Reader) -> list[ToType]:
    """What is to be typed into the national case system."""
    return to_type(reception_of(request).desk, actor, number)


class Templates(Part):
    """Every paper with its fields, and every template that the office has offered."""

    papers: list[PaperShown]
    offered: list[TemplateShown]


@templates.get("")
def list_templates(request: Request, actor: Annotated[Actor, asks(READ_TEMPLATES)]) -> Templates:
    """Every paper with its fields, and every template that one's office has offered."""
    papers, offered = templates_of(reception_of(request).desk, actor)
    return Templates(papers=papers, offered=offered)


@templates.get("/{paper}/word", response_class=Response, responses=FILE)
def fetch_template(request: Request, paper: str, actor: Annotated[Actor, asks(READ_TEMPLATES)]) -> Response:
    """The template from which one's office makes that paper."""
    return Response(template_file(reception_of(request).desk, actor, paper), media_type="application/octet-stream")


@templates.post("/{paper}", status_code=201, openapi_extra=UPLOAD)
def offer(
    request: Request,
    paper: str,
    actor: Annotated[Actor, asks(OFFER_TEMPLATE)],
    body: Annotated[bytes, Depends(body_of)],
) -> TemplateShown:
    """Offer a template. Every reason why it cannot be used is told at once."""
    return offer_template(reception_of(request).desk, actor, paper=paper, content=body)


@templates.post("/{template}/approve")
def approve(request: Request, template: uuid.UUID, actor: Annotated[Actor, asks(APPROVE_TEMPLATE)]) -> TemplateShown:
    """Approve a template that somebody else has offered: it is used from now on."""
    return approve_template(reception_of(request).desk, actor, template)


@templates.post("/{template}/end")
def end(
    request: Request, template: uuid.UUID, actor: Annotated[Actor, asks(OFFER_TEMPLATE, APPROVE_TEMPLATE)]
) -> TemplateShown:
    """Turn a template down, or use it no longer: ours is used from then on."""
    return end_template(reception_of(request).desk, actor, template)


def _file(out: HandedOut) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{out.name}"'}
    return Response(out.content, media_type="application/octet-stream", headers=headers)
