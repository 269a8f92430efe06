"""The caseload as a spreadsheet: asked for with a reason, approved by a second person, then taken."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.acting.rights import Actor
from casework.acting.rights.read_operations import APPROVE_EXPORT, EXPORT_CASELOAD
from casework.plan.spreadsheet.caseload_export import export_caseload
from casework.plan.spreadsheet.export_requests import approve_export, ask_for_export, list_export_requests
from core.errors import BadInput, Refused
from serving.app_state import get_app_state
from serving.auth import requires_right
from serving.downloads import XLSX, file_response
from web.forms import Form, FormErrors
from web.languages import get_language
from web.rendering import render_page

router = APIRouter(prefix="/caseload-export")

Asker = Annotated[Actor, requires_right(EXPORT_CASELOAD)]
Approver = Annotated[Actor, requires_right(APPROVE_EXPORT)]


@router.get("")
def show_requests(
    request: Request, actor: Annotated[Actor, requires_right(EXPORT_CASELOAD, APPROVE_EXPORT)]
) -> HTMLResponse:
    """What was asked for, what may be taken, what waits for the reader's approval."""
    return _page(request, actor)


@router.post("")
def ask(request: Request, typed: Form, actor: Asker) -> Response:
    """The request waits for a second person."""
    try:
        ask_for_export(get_app_state(request).context, actor, typed.get("reason", ""))
    except BadInput as bad:
        return _page(request, actor, {mistake.place: mistake.wrong for mistake in bad.mistakes}, 422)
    return RedirectResponse("/caseload-export", status_code=303)


@router.post("/{export}/approve")
def approve(request: Request, export: uuid.UUID, _: Form, actor: Approver) -> Response:
    """Whoever asked may take it within a day."""
    try:
        approve_export(get_app_state(request).context, actor, export)
    except Refused as refused:
        return _page(request, actor, {"": refused.reason}, 409)
    return RedirectResponse("/caseload-export", status_code=303)


@router.get("/{export}/caseload.xlsx")
def download(request: Request, export: uuid.UUID, actor: Asker) -> Response:
    """The caseload in the columns in which it is read in, and on a last sheet who took it when."""
    content = export_caseload(get_app_state(request).context, actor, export, get_language(request))
    return file_response(content, XLSX, "caseload.xlsx")


def _page(request: Request, actor: Actor, errors: FormErrors | None = None, status: int = 200) -> HTMLResponse:
    return render_page(
        request, "caseload_export.html", status=status, errors=errors or {}, may_ask=actor.role in EXPORT_CASELOAD.by,
        requests=list_export_requests(get_app_state(request).context, actor), may_approve=actor.role in APPROVE_EXPORT.by,
    )  # fmt: skip
