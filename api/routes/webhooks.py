"""An office's own systems that are told of dates, for its administrator."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import Field

from api.doorkeeping import asks
from api.reception import reception_of
from casework.acts.settings import KEEP_WEBHOOKS
from casework.files.plan_file import Part
from casework.messages.webhooks import WebhookShown, end_webhook, register_webhook, webhooks_of
from casework.rights import Actor
from notifications.channels.web_address import LONGEST
from notifications.events import Event

router = APIRouter(prefix="/webhooks", tags=["webhooks"])


class NewWebhook(Part):
    """Where the office's system listens, and what it wants to hear of."""

    url: str = Field(min_length=1, max_length=LONGEST)
    events: list[Event] = Field(default=[], max_length=50)
    """None means every event that such a system may hear of."""


@router.get("")
def list_them(request: Request, actor: Annotated[Actor, asks(KEEP_WEBHOOKS)]) -> list[WebhookShown]:
    """The receivers of one's own office, without their secrets."""
    return webhooks_of(reception_of(request).desk, actor)


@router.post("", status_code=201)
def register(request: Request, sent: NewWebhook, actor: Annotated[Actor, asks(KEEP_WEBHOOKS)]) -> WebhookShown:
    """Register a receiver. The secret is told in this answer and never again."""
    reception = reception_of(request)
    return register_webhook(reception.desk, actor, sent.url, sent.events, inside=reception.webhooks_inside)


@router.delete("/{webhook}", status_code=204)
def end(request: Request, webhook: uuid.UUID, actor: Annotated[Actor, asks(KEEP_WEBHOOKS)]) -> None:
    """Tell that receiver nothing any more."""
    end_webhook(reception_of(request).desk, actor, webhook)
