"""The clerk's page: receipts still out, and what still runs after a seal."""

import secrets
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.doorkeeping import asks
from api.reception import reception_of
from casework.rights import Act, Actor
from casework.views.service_list import closing_lists, receipts_out
from web.rendering import page

router = APIRouter()


@router.get("/service")
def look(request: Request, actor: Annotated[Actor, asks(Act.READ_SERVICE)]) -> HTMLResponse:
    """Both lists; a receipt is recorded from here, by the act's own check of answers."""
    desk = reception_of(request).desk
    return page(
        request,
        "service.html",
        receipts=receipts_out(desk, actor),
        closing=closing_lists(desk, actor),
        today=desk.clock.today(),
        token=lambda: secrets.token_urlsafe(18),
    )
