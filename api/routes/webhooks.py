"""An office's own systems that are told of dates, for its administrator."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, Body, Header, Request
from pydantic import Field

from api.routing import ApiRoute
from casework.acting.rights import Actor
from casework.settings.acts import KEEP_WEBHOOKS
from casework.settings.webhooks import (
    WebhookDelivery,
    WebhookView,
    end_webhook,
    load_webhooks,
    register_webhook,
    try_webhook,
)
from casework.shared.files.plan_file import FileModel
from casework.shared.notify.receivers import list_event_types
from notifications.channels.ssrf_guard import MAX_URL_LENGTH
from notifications.cloud_events import MEDIA_TYPE, CloudEvent
from serving.app_state import get_app_state
from serving.auth import requires_right

if TYPE_CHECKING:
    EventType = str
else:
    EventType = Literal[list_event_types()]
router = APIRouter(route_class=ApiRoute, prefix="/webhooks", tags=["events"])
sent = APIRouter()
"""What is sent to them, for the description."""


class WebhookRequest(FileModel):
    """Where the office's system listens, and what it wants to hear of."""

    url: str = Field(min_length=1, max_length=MAX_URL_LENGTH)
    events: list[EventType] = Field(default=[], max_length=50)
    """The types, without `sunward.`; none means all."""


@dataclass(frozen=True)
class Webhooks:
    """The webhooks of the office."""

    webhooks: list[WebhookView]


@router.get("")
def list_webhooks(request: Request, actor: Annotated[Actor, requires_right(KEEP_WEBHOOKS)]) -> Webhooks:
    """List the webhooks of the office.

    Each with its last deliveries and how they were answered. The secrets are not included.
    """
    return Webhooks(load_webhooks(get_app_state(request).context, actor))


@router.post("", status_code=201)
def create_webhook(
    request: Request, sent: WebhookRequest, actor: Annotated[Actor, requires_right(KEEP_WEBHOOKS)]
) -> WebhookView:
    """Register a webhook.

    Returns its secret, once.
    """
    app_state = get_app_state(request)
    return register_webhook(app_state.context, actor, sent.url, sent.events, reach=app_state.webhook_reach)


@router.post("/{webhook}/test", status_code=202, operation_id="test_webhook")
def send_trial(
    request: Request, webhook: uuid.UUID, actor: Annotated[Actor, requires_right(KEEP_WEBHOOKS)]
) -> WebhookDelivery:
    """Try a webhook.

    An event of the type `sunward.webhook_tested` is sent there, of no plan. How it was answered stands among the deliveries
    of the list.
    """
    return try_webhook(get_app_state(request).context, actor, webhook)


@router.delete("/{webhook}", status_code=204)
def delete_webhook(
    request: Request, webhook: uuid.UUID, actor: Annotated[Actor, requires_right(KEEP_WEBHOOKS)]
) -> None:
    """Delete a webhook.

    Nothing more is sent to its address.
    """
    end_webhook(get_app_state(request).context, actor, webhook)


@sent.post("event", status_code=204, operation_id="receive_event")
def receive_event(
    event: Annotated[CloudEvent, Body(media_type=MEDIA_TYPE)],
    webhook_id: Annotated[str, Header(description="The event's `id`, the same for every try.")],
    webhook_timestamp: Annotated[str, Header(description="When it was signed, in seconds since 1970.")],
    webhook_signature: Annotated[str, Header(description="Standard Webhooks, under the secret of the registration.")],
) -> None:
    """An event is sent to a webhook.

    The event that `GET /events` lists, under the same id. Answer 2xx within ten
    seconds. Anything else is tried again; 410 ends it.
    """
