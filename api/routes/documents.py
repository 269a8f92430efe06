"""Papers: what there is and what is asked for, and their files. They are made by acts."""

import uuid
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response

from api.routing import ApiRoute
from casework.documents.case_volume import CaseVolume, PaperDownload, download_paper, load_volume
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_PAPER
from serving.app_state import get_app_state
from serving.auth import requires_right
from serving.problems import MEDIA_TYPE

router = APIRouter(route_class=ApiRoute, prefix="/plans/{number}", tags=["papers"])

Reader = Annotated[Actor, requires_right(READ_PAPER)]

_BYTES: dict[str, Any] = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
_PROBLEM: dict[str, Any] = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
FILE: dict[int | str, dict[str, Any]] = {200: {"description": "The file.", "content": _BYTES}}
PDF: dict[int | str, dict[str, Any]] = FILE | {
    409: {"description": "What makes a PDF does not load on this machine.", "content": _PROBLEM}
}


@router.get("/documents")
def read_volume(request: Request, number: str, actor: Reader) -> CaseVolume:
    """List the documents of a plan.

    Returns all documents with their versions, and those that are still required.
    """
    with get_app_state(request).context.open_for_reading(number, actor, READ_PAPER) as open_plan:
        return load_volume(open_plan)


@router.get("/documents/{document}/{version}/word", response_class=Response, responses=FILE)
def read_word_file(
    request: Request, number: str, document: uuid.UUID, version: int, actor: Reader, for_victim: bool = False
) -> Response:
    """Download a version as a Word file.

    Returns the file as it was created; with `for_victim`, the copy for a victim, without the minor's school or work,
    address and identity number. Every download is recorded in the journal.
    """
    context = get_app_state(request).context
    return _file(download_paper(context, actor, number, document, version, for_victim=for_victim))


@router.get("/documents/{document}/{version}/pdf", response_class=Response, responses=PDF)
def read_reading_copy(request: Request, number: str, document: uuid.UUID, version: int, actor: Reader) -> Response:
    """Download a version as a PDF.

    Every download is recorded in the journal.
    """
    return _file(download_paper(get_app_state(request).context, actor, number, document, version, as_pdf=True))


def _file(out: PaperDownload) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{out.name}"'}
    return Response(out.content, media_type="application/octet-stream", headers=headers)
