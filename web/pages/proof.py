"""The proof of reminding for one thing owed: what was said about it, over what, and before whose eyes it came."""

from datetime import date
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from casework.messages.proof import load_proof
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_MESSAGES
from serving.app_state import get_app_state
from serving.auth import requires_right
from web.rendering import render_page

router = APIRouter(prefix="/plans/{number}/items/{kind}/{due_on}/reminders")


@router.get("")
def show_proof(
    request: Request, number: str, kind: str, due_on: date, actor: Annotated[Actor, requires_right(READ_MESSAGES)]
) -> HTMLResponse:
    """What a miss would rest upon. Without proof it is unknown, and counts nowhere."""
    return render_page(
        request, "proof.html", proof=load_proof(get_app_state(request).context, actor, number, kind, due_on),
        item_address=f"/plans/{quote(number)}/items/{quote(kind)}/{due_on.isoformat()}", number=number,
    )  # fmt: skip
