"""One's own messages."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.doorkeeping import asks, refuse_cross_site
from api.reception import reception_of
from casework.messages.inbox import inbox, mark_read
from casework.rights import Actor
from casework.rights.reading import READ_INBOX
from sunward.errors import NotFound
from sunward.words import Words
from web.asking import Form
from web.rendering import page

router = APIRouter()

MOST = 200
Reader = Annotated[Actor, asks(READ_INBOX)]


@router.get("/inbox")
def look(request: Request, actor: Reader) -> HTMLResponse:
    """What lies in it, newest first."""
    messages = inbox(reception_of(request).desk, actor)
    unread = [str(message.id) for message in messages if message.read_at is None]
    return page(request, "inbox.html", messages=messages, unread=unread)


@router.post("/inbox")
def all_read(request: Request, typed: Form, actor: Reader) -> Response:
    """All that the page showed was read; what has come since was not."""
    mark_read(reception_of(request).desk, actor, *map(_id, typed.get("messages", "").split()[:MOST]))
    return RedirectResponse("/inbox", status_code=303)


def _id(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise NotFound(Words("没有这条消息。", "Message not found.")) from None


@router.post("/inbox/{message}/read")
def read(request: Request, message: uuid.UUID, actor: Reader) -> Response:
    """That one was read."""
    refuse_cross_site(request)
    mark_read(reception_of(request).desk, actor, message)
    return RedirectResponse("/inbox", status_code=303)
