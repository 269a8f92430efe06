"""What helps families with a phone, as their own pages tell it, and its empty sheets, to print and hand out."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from serving.auth import SIGNED_IN_ACCESS
from usage.helps import HelpSheet, load_helps
from web.rendering import render_page

router = APIRouter(dependencies=[SIGNED_IN_ACCESS])


@router.get("/helps")
def show_helps(request: Request, sheet: HelpSheet | None = None) -> HTMLResponse:
    """The collection, or one of its sheets."""
    if sheet is not None:
        return render_page(request, "help_sheet.html", sheet=sheet.value, back="/helps")
    return render_page(request, "helps.html", helps=load_helps())
