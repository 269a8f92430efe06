"""One's own due dates in a calendar program: secret addresses, made, shown once and ended."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.acting.rights import Actor
from casework.plan.calendar_feed import create_link, revoke_link
from casework.settings.acts import KEEP_CALENDAR
from serving.app_state import get_app_state
from serving.auth import ensure_same_site, get_signed_in, requires_right
from serving.responses import read_feed_path
from web.pages.account import render_account

router = APIRouter(prefix="/account/calendar")

Owner = Annotated[Actor, requires_right(KEEP_CALENDAR)]


@router.post("")
def create_feed_link(request: Request, actor: Owner) -> HTMLResponse:
    """A new address, shown this once."""
    ensure_same_site(request)
    made = create_link(get_app_state(request).context, actor)
    address = f"{str(request.base_url).rstrip('/')}{read_feed_path(made)}"
    return render_account(request, get_signed_in(request), calendar_address=address)


@router.post("/{link}/end")
def end_feed_link(request: Request, link: uuid.UUID, actor: Owner) -> Response:
    """That address answers nobody."""
    ensure_same_site(request)
    revoke_link(get_app_state(request).context, actor, link)
    return RedirectResponse("/account", status_code=303)
