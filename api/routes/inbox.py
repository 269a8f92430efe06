"""One's own inbox."""

import uuid
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Request

from api.paging import Cursor, Limit
from api.routing import ApiRoute
from casework.messages.inbox import InboxMessage, count_unread, load_inbox_messages, mark_read
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_INBOX
from serving.app_state import get_app_state
from serving.auth import requires_right

router = APIRouter(route_class=ApiRoute, prefix="/inbox", tags=["messages"])


@dataclass(frozen=True)
class Inbox:
    """Its messages, newest first; `next` leads further into the past."""

    messages: list[InboxMessage]
    unread: int
    """Of the newest."""
    next: str | None


@router.get("")
def read_inbox(
    request: Request, actor: Annotated[Actor, requires_right(READ_INBOX)], cursor: Cursor = None, limit: Limit = 50
) -> Inbox:
    """List the messages of the inbox.

    Returns the messages to the signed-in user, newest first.
    """
    context = get_app_state(request).context
    page = load_inbox_messages(context, actor, cursor=cursor, limit=limit)
    return Inbox(page.messages, count_unread(context, actor), page.next)


@router.post("/{message}/read", status_code=204)
def set_message_read(request: Request, message: uuid.UUID, actor: Annotated[Actor, requires_right(READ_INBOX)]) -> None:
    """Mark an inbox message as read.

    Only the recipient can do this.
    """
    mark_read(get_app_state(request).context, actor, message)
