"""The list of apps of an office, to be read and changed by whoever works with files about digital use."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.doorkeeping import asks
from api.reception import reception_of
from casework.acts.usage import PlaceApp
from casework.rights import Actor
from casework.usage.app_list import app_list, place_for_office
from sunward.errors import BadInput
from sunward.words import Words
from usage.categories import NAMES, Category
from web.asking import Errors, Form, Typed
from web.rendering import page

router = APIRouter(prefix="/apps")

Placer = Annotated[Actor, asks(PlaceApp.operation)]


@router.get("")
def look(request: Request, actor: Placer, just: bool = False) -> HTMLResponse:
    """What is placed and what waits for somebody."""
    return _page(request, actor, {}, {}, just=just)


@router.post("")
def place(request: Request, typed: Form, actor: Placer) -> Response:
    """Placed; or the page again with what was typed."""
    category = typed.get("category", "")
    if category not in set(Category):
        return _page(request, actor, typed, {"app": Words("请选择类别。", "Please choose a kind.")}, status=422)
    try:
        place_for_office(reception_of(request).desk, actor, app=typed.get("app", ""), category=Category(category))
    except BadInput as refused:
        return _page(request, actor, typed, {"app": refused.reason}, status=422)
    return RedirectResponse("/apps?just=1", status_code=303)


def _page(
    request: Request, actor: Actor, typed: Typed, errors: Errors, *, status: int = 200, just: bool = False
) -> HTMLResponse:
    found = app_list(reception_of(request).desk, actor)
    return page(request, "apps.html", status=status, found=found, kinds=NAMES, typed=typed, errors=errors, just=just)
