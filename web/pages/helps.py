"""What helps beside minutes: the collection that families read, and the empty sheets that go with it, to hand out."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from casework.staff.authentication import SignedIn
from serving.auth import SIGNED_IN_ACCESS
from usage.helps import HelpSheet, load_helps
from web.rendering import render_page

router = APIRouter(prefix="/helps")

Reader = Annotated[SignedIn, SIGNED_IN_ACCESS]


@router.get("")
def show_helps(request: Request, _signed_in: Reader) -> HTMLResponse:
    """Every entry."""
    return render_page(request, "helps.html", helps=load_helps())


@router.get("/sheets/{sheet}")
def show_help_sheet(request: Request, sheet: HelpSheet, _signed_in: Reader) -> HTMLResponse:
    """An empty sheet to print and hand out."""
    return render_page(request, "help_sheet.html", sheet=sheet.value, back="/helps")
