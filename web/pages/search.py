"""Search by name, phone or number. What is looked for travels in the form's body and stands in no address and no log."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.doorkeeping import asks
from api.reception import reception_of
from casework.rights import Actor
from casework.rights.reading import SEARCH
from casework.views.searching import search
from web.asking import Form
from web.rendering import page

router = APIRouter()

Searcher = Annotated[Actor, asks(SEARCH)]
LONGEST = 60


@router.get("/search")
def ask(request: Request, actor: Searcher) -> HTMLResponse:
    """The form."""
    search(reception_of(request).desk, actor, "")
    return page(request, "search.html", asked="", found=None)


@router.post("/search")
def look(request: Request, typed: Form, actor: Searcher) -> HTMLResponse:
    """What was found within the person's reach."""
    asked = typed.get("asked", "")[:LONGEST]
    return page(request, "search.html", asked=asked, found=search(reception_of(request).desk, actor, asked))
