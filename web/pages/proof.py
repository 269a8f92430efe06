"""The proof of reminding for one thing owed: what was said about it, over what, and before whose eyes it came."""

from datetime import date
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.doorkeeping import asks
from api.reception import reception_of
from casework.messages.proof import proof_of
from casework.rights import Actor
from casework.rights.reading import READ_MESSAGES
from web.rendering import page

router = APIRouter(prefix="/plans/{number}/items/{kind}/{due_on}/reminders")


@router.get("")
def look(
    request: Request, number: str, kind: str, due_on: date, actor: Annotated[Actor, asks(READ_MESSAGES)]
) -> HTMLResponse:
    """What a miss would rest upon. Without proof it is unknown, and counts nowhere."""
    return page(
        request, "proof.html", proof=proof_of(reception_of(request).desk, actor, number, kind, due_on),
        item_address=f"/plans/{quote(number)}/items/{quote(kind)}/{due_on.isoformat()}", number=number,
    )  # fmt: skip
