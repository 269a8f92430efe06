"""One's own messages, one row for each occasion."""

import uuid
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.acting.rights import Actor
from casework.acting.rights.read_operations import READ_CASELOAD, READ_INBOX
from casework.messages.inbox import COUNTED, InboxMessage, load_inbox_messages, mark_read
from casework.plan.views.caseload import load_names_by_number
from core.clock import local_date
from core.errors import NotFound
from core.i18n import _
from serving.app_state import get_app_state
from serving.auth import ensure_same_site, requires_right
from web.forms import Form
from web.rendering import render_page

router = APIRouter()

SHOWN = 40
Reader = Annotated[Actor, requires_right(READ_INBOX)]


@dataclass(frozen=True)
class InboxOccasion:
    """The messages that say the same of several cases on one day, newest first."""

    on: date
    event: str
    messages: list[InboxMessage]

    @property
    def ids(self) -> str:
        """The messages, as a form names them."""
        return " ".join(str(message.id) for message in self.messages)


@router.get("/inbox")
def show_inbox(request: Request, actor: Reader) -> HTMLResponse:
    """What lies in it: what was not read first, then the rest, each newest first."""
    context = get_app_state(request).context
    messages = load_inbox_messages(context, actor, limit=COUNTED).messages
    numbers = {message.plan for message in messages if message.plan_opens and message.plan}
    unread = [message for message in messages if message.read_at is None]
    read = [message for message in messages if message.read_at is not None][:SHOWN]
    return render_page(
        request, "inbox.html", unread=_occasions(unread), read=_occasions(read), unread_ids=[str(one.id) for one in unread],
        read_count=len(read),
        names=load_names_by_number(context, actor, numbers) if actor.role in READ_CASELOAD.by else {},
    )  # fmt: skip


def _occasions(messages: list[InboxMessage]) -> list[InboxOccasion]:
    by_day = sorted(messages, key=lambda one: (local_date(one.at), one.event), reverse=True)
    return [
        InboxOccasion(day, event, list(alike))
        for (day, event), alike in groupby(by_day, key=lambda one: (local_date(one.at), one.event))
    ]


@router.post("/inbox")
def mark_all_read(request: Request, typed: Form, actor: Reader) -> Response:
    """All that the page showed was read; what has come since was not."""
    mark_read(get_app_state(request).context, actor, *map(_id, typed.get("messages", "").split()[:COUNTED]))
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
