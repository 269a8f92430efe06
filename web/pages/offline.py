"""On the way: what somebody fills in where there is no signal. The page is an empty form that a browser may keep, since
it shows nobody. Whose the contacts of today are, and what waits on the phone, is encrypted there; the first goes after
a day, and with the list and its numbers of plans at signing out, the second once sent. The server's clock counts."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from casework.acting.rights import Actor
from casework.checkins.acts import TAKE_ALONG
from casework.checkins.offline_list import load_offline_list
from casework.shared.text.labels import role_label
from core.dates import format_short_day
from serving.app_state import get_app_state
from serving.auth import PUBLIC_ACCESS, requires_right
from web.languages import get_language
from web.rendering import HEADERS, STATIC, get_static_address, render_page

router = APIRouter(prefix="/out")

KEPT = ("tokens.css", "pages.css", "out.css", "sun.svg", "out.js", "photos.js", "out_attach.js", "out_store.js")
"""What the page needs where there is no signal."""
PLACE_ONCE = "camera=(), geolocation=(self), microphone=()"
"""Here alone a browser may be asked where it is, when somebody presses the button for it."""


@router.get("/", dependencies=[PUBLIC_ACCESS])
def show_offline_form(request: Request) -> HTMLResponse:
    """The empty form, which fills itself for the person signed in. It shows nobody, so it is anybody's."""
    response = render_page(request, "out.html", reporting=request.app.state.reporting)
    response.headers["Permissions-Policy"] = PLACE_ONCE
    return response


@router.get("/list")
def read_offline_list(
    request: Request, actor: Annotated[Actor, requires_right(TAKE_ALONG, also_out=True)]
) -> JSONResponse:
    """What may be filled in on the way, with its words in the reader's language."""
    language, context = get_language(request), get_app_state(request).context
    found = load_offline_list(context, actor)
    tasks: list[dict[str, Any]] = [
        {
            "id": context.vault.index(f"out: {actor.id} {task.plan} {task.kind} {task.due_on.isoformat()}")[:16],
            "plan": task.plan,
            "kind": task.kind,
            "words": task.words.in_(language),
            "owner": role_label(task.owner).in_(language),
            "due_on": task.due_on.isoformat(),
            "family": task.family,
            "may": task.may_attach,
            "due": format_short_day(language, task.due_on),
            **({"who": {"name": task.name, "phone": task.phone, "address": task.address}} if task.name else {}),
        }
        for task in found.tasks
    ]
    now = context.clock.now().isoformat()
    data = {
        "whose": found.whose,
        "today": found.today.isoformat(),
        "now": now,
        "tasks": tasks,
        "unit": found.place_unit,
    }
    return JSONResponse(data, headers={"Cache-Control": "no-store"})


@router.get("/worker.js", dependencies=[PUBLIC_ACCESS])
def get_service_worker() -> Response:
    """Keeps the empty form and its files in the browser, and nothing else; a new one whenever any of them changes."""
    kept = ["/out/", *(get_static_address(name) for name in KEPT)]
    text = f"const KEPT = {json.dumps(kept)};\n{(STATIC / 'out_worker.js').read_text(encoding='utf-8')}"
    headers = HEADERS | {"Cache-Control": "no-cache"}
    return Response(text, media_type="text/javascript", headers=headers)
