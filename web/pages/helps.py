"""What helps with a phone, and its empty sheets to print: on a family's saved page, and for staff to hand out."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from serving.auth import PUBLIC_ACCESS, SIGNED_IN_ACCESS
from usage.helps import HelpSheet, load_helps
from web.family_session import FamilySessionDep
from web.rendering import render_page

router = APIRouter()


@router.get("/helps", dependencies=[SIGNED_IN_ACCESS])
def show_helps(request: Request, sheet: HelpSheet | None = None) -> HTMLResponse:
    """The collection, or one of its sheets."""
    return _show(request, "helps.html", "/helps", sheet)


@router.get("/p/{secret}/helps", dependencies=[PUBLIC_ACCESS])
def show_own_helps(
    request: Request, secret: str, _signed_in: FamilySessionDep, sheet: HelpSheet | None = None
) -> Response:
    """The same on the family's page."""
    return _show(request, "family_helps.html", f"/p/{secret}/helps", sheet)


def _show(request: Request, template: str, here: str, sheet: HelpSheet | None) -> HTMLResponse:
    if sheet is not None:
        return render_page(request, "help_sheet.html", sheet=sheet.value, back=here)
    return render_page(request, template, helps=load_helps(), here=here)
