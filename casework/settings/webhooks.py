"""The systems of an office that are told of dates: registered, listed and ended by its administrator."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlmodel import Session, col, select

from casework.acting.context import Context
from casework.acting.rights import Actor
from casework.messages.reason_labels import reason_label
from casework.settings.acts import KEEP_WEBHOOKS
from casework.shared.notify.receivers import get_present_webhooks
from casework.shared.text.labels import message_state_label
from core.clock import local_date
from core.errors import NotFound, StateConflict
from core.i18n import Text, _
from core.settings import WebhookReach
from models.base import new_id
from models.message import Message
from models.office import Staff
from models.webhook import Webhook
from notifications.channels.ssrf_guard import check_url
from notifications.events import ChannelName, Event, Recipient
from notifications.outbox import post_message

MAX_WEBHOOKS = 10
DELIVERIES_SHOWN = 20


@dataclass(frozen=True)
class WebhookDelivery:
    """What became of one event that was sent: its id, its type, its plan unless it was a trial, and the answer."""

    id: uuid.UUID
    type: str
    plan: str | None
    at: datetime
    state: str
    state_words: Text
    reason: Text | None
    tries: int


@dataclass(frozen=True)
class WebhookView:
    """A webhook in the list, with its last deliveries, the newest first. Its secret is returned once, when it is
    registered."""

    id: uuid.UUID
    url: str
    events: list[str]
    registered_at: datetime
    secret: str | None = None
    deliveries: list[WebhookDelivery] = field(default_factory=list)


def register_webhook(
    context: Context, actor: Actor, url: str, events: Sequence[str] = (), *, reach: WebhookReach = "public"
) -> WebhookView:
    """The office's system at that address hears, from now on, of its office's plans. The answer holds the secret under
    which it is told. Refused for an address already registered; BadInput for one to which nothing may go."""
    context.ensure_allowed(actor, KEEP_WEBHOOKS)
    check_url(url, reach=reach)
    with context.database.transaction() as session:
        now, office_id = context.clock.now(), _office(session, actor)
        present = get_present_webhooks(session, office_id)
        if any(one.url == url for one in present):
            raise StateConflict(_("该地址已登记。"))
        if len(present) >= MAX_WEBHOOKS:
            raise StateConflict(_("最多登记{max_webhooks}个。", max_webhooks=MAX_WEBHOOKS))
        assert actor.id is not None  # an administrator is one of the staff
        webhook = Webhook(
            id=new_id(now), office_id=office_id, url=url, events=sorted(set(events)),
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
        return [
            replace(_webhook_view(webhook), deliveries=_load_deliveries(session, webhook))
            for webhook in get_present_webhooks(session, _office(session, actor))
        ]


def try_webhook(context: Context, actor: Actor, webhook_id: uuid.UUID) -> WebhookDelivery:
    """An event of the type `webhook_tested`, of no plan, waits for that webhook; what becomes of it stands in the list."""
    context.ensure_allowed(actor, KEEP_WEBHOOKS)
    with context.database.transaction() as session:
        now, webhook = context.clock.now(), _find(session, actor, webhook_id)
        event_id = new_id(now)
        values = {"day": local_date(now), "event_id": str(event_id), "type": Event.WEBHOOK_TESTED.value}
        message = post_message(
            session, now, event=Event.WEBHOOK_TESTED, recipient=Recipient.OFFICE_SYSTEM, recipient_id=webhook.id,
            dedupe_key=f"webhook/{event_id}", variables=values,
        )  # fmt: skip
        assert message is not None  # its key was made just now
        context.write_journal_line(session, now, actor, "try_webhook", subject_kind="webhook", subject_id=webhook.id)
        return _delivery(message)


def _load_deliveries(session: Session, webhook: Webhook) -> list[WebhookDelivery]:
    query = select(Message).where(Message.recipient_id == webhook.id, Message.channel == ChannelName.WEBHOOK.value)
    return [_delivery(one) for one in session.exec(query.order_by(col(Message.id).desc()).limit(DELIVERIES_SHOWN))]


def _delivery(message: Message) -> WebhookDelivery:
    said = message.variables
    return WebhookDelivery(
        uuid.UUID(str(said["event_id"])), f"sunward.{said['type']}", message.plan_number, message.created_at, message.state,
        message_state_label(message.state), reason_label(message.state_reason) if message.state_reason else None,
        message.attempts,
    )  # fmt: skip


def end_webhook(context: Context, actor: Actor, webhook_id: uuid.UUID) -> None:
    """Nothing is sent to that receiver from now on. Ending it twice does nothing."""
    context.ensure_allowed(actor, KEEP_WEBHOOKS)
    with context.database.transaction() as session:
        now = context.clock.now()
        webhook = _find(session, actor, webhook_id)
        if webhook.ended_at is None:
            webhook.ended_at = now
            context.write_journal_line(
                session, now, actor, "end_webhook", subject_kind="webhook", subject_id=webhook.id
            )


def _find(session: Session, actor: Actor, webhook_id: uuid.UUID) -> Webhook:
    webhook = session.get(Webhook, webhook_id, with_for_update=True)
    if webhook is None or webhook.office_id != _office(session, actor):
        raise NotFound(_("没有这个登记。"))
    return webhook


def _office(session: Session, actor: Actor) -> uuid.UUID:
    return session.get_one(Staff, actor.id).office_id


def _webhook_view(webhook: Webhook, secret: str | None = None) -> WebhookView:
    return WebhookView(webhook.id, webhook.url, webhook.events, webhook.registered_at, secret)
