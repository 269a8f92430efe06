"""Papers: what there is and what is asked for, and their files. They are made by acts."""

import uuid
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request, Response

from api.routing import ApiRoute
from casework.acting.rights import Actor
from casework.acting.rights.read_operations import READ_PAPER
from casework.documents.case_volume import CaseVolume, download_paper, load_volume
from serving.app_state import get_app_state
from serving.auth import requires_right

router = APIRouter(route_class=ApiRoute, prefix="/plans/{number}", tags=["documents"])

Reader = Annotated[Actor, requires_right(READ_PAPER)]

WORD, PDF = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/pdf"
_BYTES: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}
FILE: dict[int | str, dict[str, Any]] = {
    200: {"description": "The file.", "content": {WORD: _BYTES, PDF: _BYTES}},
    409: {"description": "What makes a PDF does not load on this machine."},
}


@router.get("/documents")
def list_documents(request: Request, number: str, actor: Reader) -> CaseVolume:
    """List the documents of a plan.

    Returns all documents with their versions, and those that are still required.
    """
    with get_app_state(request).context.open_for_reading(number, actor, READ_PAPER) as open_plan:
        return load_volume(open_plan)


@router.get("/documents/{document}/{version}", response_class=Response, responses=FILE)
def read_document(
    request: Request,
    number: str,
    document: uuid.UUID,
    version: int,
    actor: Reader,
    for_victim: Annotated[bool, Query(description="The copy for a victim; as Word only.")] = False,
    accept: Annotated[str, Header(description=f"`{PDF}` for a PDF; otherwise it is a Word file.")] = WORD,
) -> Response:
    """Download a version of a document.

    Returns the file as it was created; with `for_victim`, without the minor's school or work, address and identity
    number. Every download is recorded in the journal.
    """
    as_pdf = PDF in accept and WORD not in accept
    context = get_app_state(request).context
    out = download_paper(context, actor, number, document, version, for_victim=for_victim, as_pdf=as_pdf)
    headers = {"Content-Disposition": f'attachment; filename="{out.name}"', "Vary": "Accept"}
    return Response(out.content, media_type=PDF if out.name.endswith(".pdf") else WORD, headers=headers)
