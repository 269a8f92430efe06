"""Search by name, phone or number. What is looked for travels in the form's body and stands in no address and no log."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from casework.shared.person_search import search_plans
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import SEARCH
from serving.app_state import get_app_state
from serving.auth import requires_right
from web.forms import Form
from web.rendering import render_page

router = APIRouter()

Searcher = Annotated[Actor, requires_right(SEARCH)]
MAX_SEARCH_LENGTH = 60


@router.get("/search")
def show_search(request: Request, actor: Searcher) -> HTMLResponse:
    """The form."""
    search_plans(get_app_state(request).context, actor, "")
    return render_page(request, "search.html", asked="", found=None)


@router.post("/search")
def search_people(request: Request, typed: Form, actor: Searcher) -> HTMLResponse:
    """What was found within the person's reach."""
    asked = typed.get("asked", "")[:MAX_SEARCH_LENGTH]
    return render_page(
        request, "search.html", asked=asked, found=search_plans(get_app_state(request).context, actor, asked)
    )
