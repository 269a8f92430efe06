"""One's own inbox."""

import uuid
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request

from api.doorkeeping import asks
from api.reception import reception_of
from casework.messages.inbox import InboxMessage, inbox, mark_read
from casework.rights import Actor
from casework.rights.reading import READ_INBOX

router = APIRouter(prefix="/inbox", tags=["messages"])


@dataclass(frozen=True)
class Inbox:
    """What lies in it, newest first."""

    messages: list[InboxMessage]


@router.get("")
def look(
    request: Request,
    actor: Annotated[Actor, asks(READ_INBOX)],
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Inbox:
    """What was said to whoever is signed in."""
    return Inbox(inbox(reception_of(request).desk, actor, limit=limit))


@router.post("/{message}/read", status_code=204)
def read(request: Request, message: uuid.UUID, actor: Annotated[Actor, asks(READ_INBOX)]) -> None:
    """One's own message was read."""
    mark_read(reception_of(request).desk, actor, message)
