"""What helps beside minutes: an office reads and writes what it gives its families, and prints the sheets that go with it."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.shared.rights import Actor
from casework.usage.acts import WRITE_HELP
from casework.usage.helps import load_helps, write_help
from core.errors import BadInput
from serving.app_state import get_app_state
from serving.auth import requires_right
from usage.helps import HelpSheet
from web.forms import Form, FormErrors, FormValues, explain
from web.rendering import render_page

router = APIRouter(prefix="/helps")

Writer = Annotated[Actor, requires_right(WRITE_HELP)]


@router.get("")
def show_helps(request: Request, actor: Writer, just: bool = False) -> HTMLResponse:
    """Every entry, also what is hidden or not written yet."""
    return _page(request, actor, {}, {}, just=just)


@router.post("")
def save_help(request: Request, typed: Form, actor: Writer) -> Response:
    """Written; or the page again with what was typed."""
    own = [each.code for each in load_helps(get_app_state(request).context, actor).helps]
    code = typed.get("code") or next(f"own_{place}" for place in range(1, 100) if f"own_{place}" not in own)
    try:
        write_help(
            get_app_state(request).context, actor, code=code[:24], title=typed.get("title", ""),
            text=typed.get("text", ""), shown=not typed.get("hidden"),
        )  # fmt: skip
    except BadInput as refused:
        return _page(request, actor, typed, {code: explain(refused)}, status=422)
    return RedirectResponse("/helps?just=1", status_code=303)


@router.get("/sheets/{sheet}")
def show_help_sheet(request: Request, sheet: HelpSheet, actor: Writer) -> HTMLResponse:
    """An empty sheet to print and hand out, of those that the collection has."""
    load_helps(get_app_state(request).context, actor)
    return render_page(request, "help_sheet.html", sheet=sheet.value, back="/helps")


def _page(
    request: Request, actor: Actor, typed: FormValues, errors: FormErrors, *, status: int = 200, just: bool = False
) -> HTMLResponse:
    found = load_helps(get_app_state(request).context, actor)
    return render_page(request, "helps.html", status=status, found=found, typed=typed, errors=errors, just=just)
