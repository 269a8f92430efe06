"""What helps beside minutes: the collection that families read, and the empty sheets that go with it, to hand out."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_USAGE
from serving.auth import requires_right
from usage.helps import HelpSheet, load_helps
from web.rendering import render_page

router = APIRouter(prefix="/helps")

Reader = Annotated[Actor, requires_right(READ_USAGE)]


@router.get("")
def show_helps(request: Request, _actor: Reader) -> HTMLResponse:
    """Every entry."""
    return render_page(request, "helps.html", helps=load_helps())


@router.get("/sheets/{sheet}")
def show_help_sheet(request: Request, sheet: HelpSheet, _actor: Reader) -> HTMLResponse:
    """An empty sheet to print and hand out."""
    return render_page(request, "help_sheet.html", sheet=sheet.value, back="/helps")
