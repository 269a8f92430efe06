"""The yearly audit of how minors' data were handled, for whoever audits and for the head of an office."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from casework.settings.compliance_audit import as_json, load_compliance_audit
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_COMPLIANCE
from serving.app_state import get_app_state
from serving.auth import requires_right
from serving.downloads import file_response
from web.rendering import render_page

router = APIRouter(prefix="/compliance-audit")

Auditor = Annotated[Actor, requires_right(READ_COMPLIANCE)]
Year = Annotated[int | None, Query(ge=2000, le=2200)]
YEARS_SHOWN = 5


@router.get("")
def show_audit(request: Request, actor: Auditor, year: Year = None) -> HTMLResponse:
    """The figures of a year; without one, of this one."""
    context = get_app_state(request).context
    this_year = context.clock.today().year
    audit = load_compliance_audit(context, actor, year or this_year)
    years = range(this_year, this_year - YEARS_SHOWN, -1)
    return render_page(request, "compliance_audit.html", audit=audit, years=years)


@router.get("/file")
def take_audit(request: Request, actor: Auditor, year: Annotated[int, Query(ge=2000, le=2200)]) -> Response:
    """The same as a file."""
    audit = load_compliance_audit(get_app_state(request).context, actor, year)
    return file_response(as_json(audit), "application/json", f"compliance-{year}.json")
