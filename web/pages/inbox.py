"""One's own messages."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.messages.inbox import load_inbox_messages, mark_read
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_INBOX
from core.errors import NotFound
from core.i18n import _
from serving.app_state import get_app_state
from serving.auth import ensure_same_site, requires_right
from web.forms import Form
from web.rendering import render_page

router = APIRouter()

MOST = 200
Reader = Annotated[Actor, requires_right(READ_INBOX)]


@router.get("/inbox")
def show_inbox(request: Request, actor: Reader) -> HTMLResponse:
    """What lies in it, newest first."""
    messages = load_inbox_messages(get_app_state(request).context, actor)
    unread = [str(message.id) for message in messages if message.read_at is None]
    return render_page(request, "inbox.html", messages=messages, unread=unread)


@router.post("/inbox")
def mark_all_read(request: Request, typed: Form, actor: Reader) -> Response:
    """All that the page showed was read; what has come since was not."""
    mark_read(get_app_state(request).context, actor, *map(_id, typed.get("messages", "").split()[:MOST]))
    return RedirectResponse("/inbox", status_code=303)


def _id(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise NotFound(_("没有这条消息。")) from None


@router.post("/inbox/{message}/read")
def read_message(request: Request, message: uuid.UUID, actor: Reader) -> Response:
    """That one was read."""
    ensure_same_site(request)
    mark_read(get_app_state(request).context, actor, message)
    return RedirectResponse("/inbox", status_code=303)
