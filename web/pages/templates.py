"""The templates of an office's papers: fetched, offered by the administrator, approved or ended by a second person."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import UploadFile

from casework.documents.acts import APPROVE_TEMPLATE, OFFER_TEMPLATE
from casework.documents.case_volume import DOCX
from casework.documents.templates import (
    approve_template,
    end_template,
    list_office_templates,
    load_template_file,
    offer_template,
)
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_TEMPLATES
from core.errors import BadInput
from core.i18n import Text, _
from documents.template_check import MAX_TEMPLATE_BYTES
from serving.app_state import get_app_state
from serving.auth import ensure_same_site, requires_right
from web.forms import Form
from web.rendering import render_page

router = APIRouter(prefix="/paper-templates")

Reader = Annotated[Actor, requires_right(READ_TEMPLATES)]
Offerer = Annotated[Actor, requires_right(OFFER_TEMPLATE)]
Approver = Annotated[Actor, requires_right(APPROVE_TEMPLATE)]
Either = Annotated[Actor, requires_right(OFFER_TEMPLATE, APPROVE_TEMPLATE)]

_HERE = "/paper-templates"


@router.get("")
def show_templates(request: Request, actor: Reader) -> HTMLResponse:
    """Every paper with the template in use, and every one that the office has offered."""
    return _page(request, actor, [])


@router.get("/{paper}/word")
def download_template(request: Request, paper: str, actor: Reader, version: int | None = None) -> Response:
    """The template in use, to be changed in Word; or a version that was offered, to be read before it is approved."""
    content = load_template_file(get_app_state(request).context, actor, paper, version)
    headers = {"Content-Disposition": f'attachment; filename="{paper}.docx"', "Cache-Control": "no-store"}
    return Response(content, media_type=DOCX, headers=headers)


async def read_template_upload(request: Request) -> tuple[str, bytes]:
    """For which paper, and the file as far as it may be long."""
    ensure_same_site(request)
    async with request.form(max_files=1, max_fields=5) as form:
        sent, paper = form.get("file"), form.get("paper")
        content = await sent.read(MAX_TEMPLATE_BYTES + 1) if isinstance(sent, UploadFile) else b""
    return str(paper), content


@router.post("")
def upload_template(
    request: Request, actor: Offerer, sent: Annotated[tuple[str, bytes], Depends(read_template_upload)]
) -> Response:
    """The file is looked over and kept, or every reason why not is told."""
    paper, content = sent
    if not content:
        return _page(request, actor, [_("请选一个文件。")], status=422, chosen=paper)
    try:
        offer_template(get_app_state(request).context, actor, paper=paper, content=content)
    except BadInput as bad:
        return _page(request, actor, [mistake.wrong for mistake in bad.mistakes], status=422, chosen=paper)
    return RedirectResponse(_HERE, status_code=303)


@router.post("/{template}/approve")
def accept_template(request: Request, template: uuid.UUID, typed: Form, actor: Approver) -> Response:
    """The template is used from now on."""
    approve_template(get_app_state(request).context, actor, template)
    return RedirectResponse(_HERE, status_code=303)


@router.post("/{template}/end")
def retire_template(request: Request, template: uuid.UUID, typed: Form, actor: Either) -> Response:
    """The template is turned down, or no longer used."""
    end_template(get_app_state(request).context, actor, template)
    return RedirectResponse(_HERE, status_code=303)


def _page(
    request: Request, actor: Actor, wrong: list[Text], status: int = 200, *, chosen: str | None = None
) -> HTMLResponse:
    papers, offered = list_office_templates(get_app_state(request).context, actor)
    may = {act.code for act in (OFFER_TEMPLATE, APPROVE_TEMPLATE) if actor.role in act.by}
    return render_page(
        request, "templates.html", status=status, papers=papers, offered=offered, wrong=wrong, may=may,
        chosen=chosen,
    )  # fmt: skip
