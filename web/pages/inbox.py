"""One's own messages."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.doorkeeping import asks, refuse_cross_site
from api.reception import reception_of
from casework.messages.inbox import inbox, mark_read
from casework.rights import Act, Actor
from web.rendering import page

router = APIRouter()

Reader = Annotated[Actor, asks(Act.READ_INBOX)]


@router.get("/inbox")
def look(request: Request, actor: Reader) -> HTMLResponse:
    """What lies in it, newest first."""
    return page(request, "inbox.html", messages=inbox(reception_of(request).desk, actor))


@router.post("/inbox/{message}/read")
def read(request: Request, message: uuid.UUID, actor: Reader) -> Response:
    """That one was read."""
    refuse_cross_site(request)
    mark_read(reception_of(request).desk, actor, message)
    return RedirectResponse("/inbox", status_code=303)
