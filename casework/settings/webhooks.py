"""The systems of an office that are told of dates: registered, listed and ended by its administrator."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from casework.acting.context import Context
from casework.acting.rights import Actor
from casework.settings.acts import KEEP_WEBHOOKS
from casework.shared.notify.receivers import get_present_webhooks
from core.errors import NotFound, StateConflict
from core.i18n import _
from models.base import new_id
from models.office import Staff
from models.webhook import Webhook
from notifications.channels.ssrf_guard import check_url
from notifications.events import Event

MAX_WEBHOOKS = 10


@dataclass(frozen=True)
class WebhookView:
    """A webhook in the list. Its secret is returned once, when it is registered."""

    id: uuid.UUID
    url: str
    events: list[str]
    registered_at: datetime
    secret: str | None = None


def register_webhook(
    context: Context, actor: Actor, url: str, events: Sequence[Event] = (), *, inside: bool = False
) -> WebhookView:
    """The office's system at that address hears, from now on, of its office's plans. The answer holds the secret under
    which it is told. Refused for an address already registered; BadInput for one to which nothing may go."""
    context.ensure_allowed(actor, KEEP_WEBHOOKS)
    check_url(url, inside=inside)
    with context.database.transaction() as session:
        now, office_id = context.clock.now(), _office(session, actor)
        present = get_present_webhooks(session, office_id)
        if any(one.url == url for one in present):
            raise StateConflict(_("该地址已登记。"))
        if len(present) >= MAX_WEBHOOKS:
            raise StateConflict(_("最多登记{max_webhooks}个。", max_webhooks=MAX_WEBHOOKS))
        assert actor.id is not None  # an administrator is one of the staff
        webhook = Webhook(
            id=new_id(now), office_id=office_id, url=url, events=sorted({event.value for event in events}),
            registered_at=now, registered_by=actor.id,
        )  # fmt: skip
        session.add(webhook)
        context.write_journal_line(
            session, now, actor, "register_webhook", subject_kind="webhook", subject_id=webhook.id
        )
    return _webhook_view(webhook, context.vault.signing_secret(webhook.id))


def load_webhooks(context: Context, actor: Actor) -> list[WebhookView]:
    """The present receivers of the actor's own office."""
    with context.query_plans(actor, KEEP_WEBHOOKS) as session:
        return [_webhook_view(webhook) for webhook in get_present_webhooks(session, _office(session, actor))]


def end_webhook(context: Context, actor: Actor, webhook_id: uuid.UUID) -> None:
    """Nothing is sent to that receiver from now on. Ending it twice does nothing."""
    context.ensure_allowed(actor, KEEP_WEBHOOKS)
    with context.database.transaction() as session:
        now = context.clock.now()
        webhook = session.get(Webhook, webhook_id, with_for_update=True)
        if webhook is None or webhook.office_id != _office(session, actor):
            raise NotFound(_("没有这个登记。"))
        if webhook.ended_at is None:
            webhook.ended_at = now
            context.write_journal_line(
                session, now, actor, "end_webhook", subject_kind="webhook", subject_id=webhook.id
            )


def _office(session: Session, actor: Actor) -> uuid.UUID:
    return session.get_one(Staff, actor.id).office_id


def _webhook_view(webhook: Webhook, secret: str | None = None) -> WebhookView:
    return WebhookView(webhook.id, webhook.url, webhook.events, webhook.registered_at, secret)
