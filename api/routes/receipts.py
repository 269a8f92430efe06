"""Where a gateway tells what became of texts. It signs what it says; nobody signs in here."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from api.doorkeeping import ANYBODY
from api.reception import reception_of
from api.signed import agreed_secret, raw_body
from casework.messages.receipts import take_receipts
from notifications.receipts import Taken
from notifications.signed_receipts import read_signed

router = APIRouter(prefix="/receipts", tags=["messages"])


@dataclass(frozen=True)
class ReceiptsTaken:
    """How many said something new, how many nothing new, how many are to be said again, how many are of no message, and
    how many say nothing that is known here."""

    new: int
    known: int
    later: int
    nobodys: int
    unread: int


@router.post("", dependencies=[ANYBODY], responses={404: {}})
def tell(request: Request, response: Response, body: Annotated[bytes, Depends(raw_body)]) -> ReceiptsTaken:
    """Receipts, signed as Standard Webhooks has it. 503 asks the gateway to say all of it once more in a while."""
    with agreed_secret(request) as secret:
        told = read_signed(secret, request.headers, body)
    came_to = take_receipts(reception_of(request).desk, told.receipts)
    if came_to[Taken.LATER]:
        response.status_code = 503
        response.headers["Retry-After"] = "60"
    new, known, later, nobodys = (came_to[kind] for kind in (Taken.NEW, Taken.KNOWN, Taken.LATER, Taken.NOBODYS))
    return ReceiptsTaken(new, known, later, nobodys, told.unread)
