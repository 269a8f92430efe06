"""Where a gateway passes on what people answer to texts. It signs what it says; nobody signs in here."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request

from api.doorkeeping import ANYBODY
from api.reception import reception_of
from api.signed import agreed_secret, raw_body
from casework.messages.replies import Heard, take_replies
from notifications.replies import read_replies

router = APIRouter(prefix="/replies", tags=["messages"])


@dataclass(frozen=True)
class RepliesTaken:
    """How many were new, how many known already, how many are of nobody's number. What was written is not kept."""

    new: int
    known: int
    nobodys: int


@router.post("", dependencies=[ANYBODY], responses={404: {}})
def tell(request: Request, body: Annotated[bytes, Depends(raw_body)]) -> RepliesTaken:
    """Replies, signed as Standard Webhooks has it, under the secret of receipts. The same one twice is one."""
    with agreed_secret(request) as secret:
        replies = read_replies(secret, request.headers, body)
    came_to = take_replies(reception_of(request).desk, replies)
    return RepliesTaken(*(came_to[kind] for kind in (Heard.NEW, Heard.KNOWN, Heard.NOBODYS)))
