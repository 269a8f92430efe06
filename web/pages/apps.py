"""The list of apps of an office, to be read and changed by whoever works with files about digital use."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.shared.rights import Actor
from casework.usage.acts import CategoriseApp
from casework.usage.app_list import categorize_for_office, load_app_list
from core.errors import BadInput
from core.i18n import _
from serving.app_state import get_app_state
from serving.auth import requires_right
from usage.categories import NAMES, Category
from web.forms import Form, FormErrors, FormValues
from web.rendering import render_page

router = APIRouter(prefix="/apps")

Placer = Annotated[Actor, requires_right(CategoriseApp.operation)]


@router.get("")
def show_apps(request: Request, actor: Placer, just: bool = False) -> HTMLResponse:
    """What is placed and what waits for somebody."""
    return _page(request, actor, {}, {}, just=just)


@router.post("")
def set_app_category(request: Request, typed: Form, actor: Placer) -> Response:
    """Placed; or the page again with what was typed."""
    category = typed.get("category", "")
    if category not in set(Category):
        return _page(request, actor, typed, {"app": _("请选择类别。")}, status=422)
    try:
        categorize_for_office(
            get_app_state(request).context, actor, app=typed.get("app", ""), category=Category(category)
        )
    except BadInput as refused:
        return _page(request, actor, typed, {"app": refused.reason}, status=422)
    return RedirectResponse("/apps?just=1", status_code=303)


def _page(
    request: Request, actor: Actor, typed: FormValues, errors: FormErrors, *, status: int = 200, just: bool = False
) -> HTMLResponse:
    found = load_app_list(get_app_state(request).context, actor)
    return render_page(
        request, "apps.html", status=status, found=found, kinds=NAMES, typed=typed, errors=errors, just=just
    )
