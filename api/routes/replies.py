"""Where a gateway passes on what people answer to texts. It signs what it says; nobody signs in here."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request

from api.gateway_auth import gateway_secret, read_raw_body
from api.routing import ApiRoute
from casework.messages.replies import ReplyResult, process_replies
from notifications.replies import read_replies
from serving.app_state import get_app_state
from serving.auth import PUBLIC_ACCESS

router = APIRouter(route_class=ApiRoute, prefix="/replies", tags=["gateway"])


@dataclass(frozen=True)
class ReplyCounts:
    """Counts of replies: new, known already, from unknown numbers. The content is not stored."""

    new: int
    known: int
    nobodys: int


@router.post(
    "",
    dependencies=[PUBLIC_ACCESS],
    responses={404: {}},
    openapi_extra={"x-repeated": "The same reply again changes nothing."},
)
def receive_replies(request: Request, body: Annotated[bytes, Depends(read_raw_body)]) -> ReplyCounts:
    """Receive replies from a gateway.

    Requests are signed according to Standard Webhooks, with the secret of receipts. A reply sent twice counts once.
    """
    with gateway_secret(request) as secret:
        replies = read_replies(secret, request.headers, body)
    came_to = process_replies(get_app_state(request).context, replies)
    return ReplyCounts(*(came_to[kind] for kind in (ReplyResult.NEW, ReplyResult.KNOWN, ReplyResult.NOBODYS)))
