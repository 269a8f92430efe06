"""The templates of an office's papers: fetched, offered by the administrator, approved or ended by a second person."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import UploadFile

from api.doorkeeping import asks, refuse_cross_site
from api.reception import reception_of
from casework.acts.papers import APPROVE_TEMPLATE, OFFER_TEMPLATE
from casework.papers.templates import approve_template, end_template, offer_template, template_file, templates_of
from casework.papers.volume import DOCX
from casework.rights import Actor
from casework.rights.reading import READ_TEMPLATES
from documents.offered import LARGEST
from sunward.errors import BadInput
from sunward.words import Words
from web.asking import Form
from web.rendering import page

router = APIRouter(prefix="/paper-templates")

Reader = Annotated[Actor, asks(READ_TEMPLATES)]
Offerer = Annotated[Actor, asks(OFFER_TEMPLATE)]
Approver = Annotated[Actor, asks(APPROVE_TEMPLATE)]
Either = Annotated[Actor, asks(OFFER_TEMPLATE, APPROVE_TEMPLATE)]

_HERE = "/paper-templates"


@router.get("")
def templates(request: Request, actor: Reader) -> HTMLResponse:
    """Every paper with the template in use, and every one that the office has offered."""
    return _page(request, actor, [])


@router.get("/{paper}/word")
def fetch(request: Request, paper: str, actor: Reader) -> Response:
    """The template in use, to be changed in Word."""
    content = template_file(reception_of(request).desk, actor, paper)
    headers = {"Content-Disposition": f'attachment; filename="{paper}.docx"', "Cache-Control": "no-store"}
    return Response(content, media_type=DOCX, headers=headers)


async def sent_file(request: Request) -> tuple[str, bytes]:
    """For which paper, and the file as far as it may be long."""
    refuse_cross_site(request)
    async with request.form(max_files=1, max_fields=5) as form:
        sent, paper = form.get("file"), form.get("paper")
        content = await sent.read(LARGEST + 1) if isinstance(sent, UploadFile) else b""
    return str(paper), content


@router.post("")
def offer(request: Request, actor: Offerer, sent: Annotated[tuple[str, bytes], Depends(sent_file)]) -> Response:
    """The file is looked over and kept, or every reason why not is told."""
    paper, content = sent
    try:
        offer_template(reception_of(request).desk, actor, paper=paper, content=content)
    except BadInput as bad:
        return _page(request, actor, [mistake.wrong for mistake in bad.mistakes], status=422)
    return RedirectResponse(_HERE, status_code=303)


@router.post("/{template}/approve")
def approve(request: Request, template: uuid.UUID, typed: Form, actor: Approver) -> Response:
    """The template is used from now on."""
    approve_template(reception_of(request).desk, actor, template)
    return RedirectResponse(_HERE, status_code=303)


@router.post("/{template}/end")
def end(request: Request, template: uuid.UUID, typed: Form, actor: Either) -> Response:
    """The template is turned down, or no longer used."""
    end_template(reception_of(request).desk, actor, template)
    return RedirectResponse(_HERE, status_code=303)


def _page(request: Request, actor: Actor, wrong: list[Words], status: int = 200) -> HTMLResponse:
    papers, offered = templates_of(reception_of(request).desk, actor)
    may = {act.code for act in (OFFER_TEMPLATE, APPROVE_TEMPLATE) if actor.role in act.by}
    return page(request, "templates.html", status=status, papers=papers, offered=offered, wrong=wrong, may=may)
