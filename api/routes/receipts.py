"""Where a gateway tells what became of texts. It signs what it says; nobody signs in here."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from api.gateway_auth import gateway_secret, read_raw_body
from api.routing import ApiRoute
from casework.messages.receipts import process_receipts
from notifications.delivery_receipts import ReceiptResult
from notifications.signed_receipts import read_signed_receipts
from serving.app_state import get_app_state
from serving.auth import PUBLIC_ACCESS

router = APIRouter(route_class=ApiRoute, prefix="/receipts", tags=["gateway"])


@dataclass(frozen=True)
class ReceiptCounts:
    """Counts of receipts: with new information, without, to be sent again, for no known message, and with an unknown
    status."""

    new: int
    known: int
    later: int
    nobodys: int
    unread: int


@router.post(
    "",
    dependencies=[PUBLIC_ACCESS],
    responses={404: {}},
    openapi_extra={"x-repeated": "The same receipt again changes nothing."},
)
def receive_receipts(
    request: Request, response: Response, body: Annotated[bytes, Depends(read_raw_body)]
) -> ReceiptCounts:
    """Receive delivery receipts from a gateway.

    Requests are signed according to Standard Webhooks. 503 asks the gateway to send the whole request again later.
    """
    with gateway_secret(request) as secret:
        receipts = read_signed_receipts(secret, request.headers, body)
    came_to = process_receipts(get_app_state(request).context, receipts.receipts)
    if came_to[ReceiptResult.LATER]:
        response.status_code = 503
        response.headers["Retry-After"] = "60"
    new, known, later, nobodys = (
        came_to[kind] for kind in (ReceiptResult.NEW, ReceiptResult.KNOWN, ReceiptResult.LATER, ReceiptResult.NOBODYS)
    )
    return ReceiptCounts(new, known, later, nobodys, receipts.unread)
