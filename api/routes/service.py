"""Receipts still out, and what still runs after a seal."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Request

from api.routing import ApiRoute
from casework.service.receipts_view import (
    PendingReceipt,
    RunningClock,
    list_pending_receipts,
    list_running_clocks,
)
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_SERVICE
from serving.app_state import get_app_state
from serving.auth import requires_right

router = APIRouter(route_class=ApiRoute, prefix="/service", tags=["service"])


@dataclass(frozen=True)
class ServiceView:
    """Both lists."""

    receipts: list[PendingReceipt]
    closing: list[RunningClock]
    """What still runs after the seals of the office (收尾清单), without a name."""


@router.get("")
def read_service(request: Request, actor: Annotated[Actor, requires_right(READ_SERVICE)]) -> ServiceView:
    """List pending service and what still runs after a seal.

    Record a receipt with the act `record_service`, and a complaint that comes after the seal with `file_remedy`.
    """
    context = get_app_state(request).context
    return ServiceView(list_pending_receipts(context, actor), list_running_clocks(context, actor))
