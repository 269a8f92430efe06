"""An office's own systems that are told of dates, for its administrator."""

import uuid
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Body, Header, Request
from pydantic import Field

from api.routing import ApiRoute
from casework.acting.rights import Actor
from casework.settings.acts import KEEP_WEBHOOKS
from casework.settings.webhooks import WebhookView, end_webhook, load_webhooks, register_webhook
from casework.shared.files.plan_file import FileModel
from notifications.channels.ssrf_guard import MAX_URL_LENGTH
from notifications.cloud_events import MEDIA_TYPE, CloudEvent
from notifications.events import Event
from serving.app_state import get_app_state
from serving.auth import requires_right

router = APIRouter(route_class=ApiRoute, prefix="/webhooks", tags=["events"])
sent = APIRouter()
"""What is sent to them, for the description."""


class WebhookRequest(FileModel):
    """Where the office's system listens, and what it wants to hear of."""

    url: str = Field(min_length=1, max_length=MAX_URL_LENGTH)
    events: list[Event] = Field(default=[], max_length=50)
    """None means every event that such a system may hear of."""


@dataclass(frozen=True)
class Webhooks:
    """The webhooks of the office."""

    webhooks: list[WebhookView]


@router.get("")
def list_webhooks(request: Request, actor: Annotated[Actor, requires_right(KEEP_WEBHOOKS)]) -> Webhooks:
    """List the webhooks of the office.

    The secrets are not included.
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
    return register_webhook(app_state.context, actor, sent.url, sent.events, inside=app_state.webhooks_inside)


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
