"""The systems of an office that are told of dates: registered, listed and ended by its administrator."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from casework.acts.settings import KEEP_WEBHOOKS
from casework.desk import Desk
from casework.rights import Actor, may, no_right
from models.columns import new_id
from models.office import Staff
from models.webhook import Webhook
from notifications.catalogue import MATRIX
from notifications.channels.web_address import check
from notifications.events import Event, Recipient
from sunward.errors import NotAsItStands, NotFound
from sunward.words import Words

TOLD = tuple(row.event for row in MATRIX if row.recipient is Recipient.OFFICE_SYSTEM)
"""What an office's own system may hear of."""
MOST = 10


@dataclass(frozen=True)
class WebhookShown:
    """A receiver, as it is listed. Its secret is said once, when it is registered."""

    id: uuid.UUID
    url: str
    events: list[str]
    registered_at: datetime
    secret: str | None = None


def register_webhook(
    desk: Desk, actor: Actor, url: str, events: Sequence[Event] = (), *, inside: bool = False
) -> WebhookShown:
    """The office's system at that address hears, from now on, of its office's plans. The answer holds the secret under
    which it is told. Refused for an address already registered; BadInput for one to which nothing may go."""
    _ask(desk, actor)
    check(url, inside=inside)
    with desk.database.transaction() as session:
        now, office_id = desk.clock.now(), _office(session, actor)
        present = _present(session, office_id)
        if any(one.url == url for one in present):
            raise NotAsItStands(Words("该地址已登记。", "That address is registered already."))
        if len(present) >= MOST:
            raise NotAsItStands(Words(f"最多登记{MOST}个。", f"{MOST} at most can be registered."))
        assert actor.id is not None  # an administrator is one of the staff
        webhook = Webhook(
            id=new_id(now), office_id=office_id, url=url, events=sorted({event.value for event in events}),
            registered_at=now, registered_by=actor.id,
        )  # fmt: skip
        session.add(webhook)
        desk.write_line(session, now, actor, "register_webhook", subject_kind="webhook", subject_id=webhook.id)
    return _shown(webhook, desk.vault.signing_secret(webhook.id))


def webhooks_of(desk: Desk, actor: Actor) -> list[WebhookShown]:
    """The present receivers of the actor's own office."""
    with desk.look_over(actor, KEEP_WEBHOOKS) as session:
        return [_shown(webhook) for webhook in _present(session, _office(session, actor))]


def end_webhook(desk: Desk, actor: Actor, webhook_id: uuid.UUID) -> None:
    """Nothing is told to that receiver any more. Ending it twice does nothing."""
    _ask(desk, actor)
    with desk.database.transaction() as session:
        now = desk.clock.now()
        webhook = session.get(Webhook, webhook_id, with_for_update=True)
        if webhook is None or webhook.office_id != _office(session, actor):
            raise NotFound(Words("没有这个登记。", "Webhook not found."))
        if webhook.ended_at is None:
            webhook.ended_at = now
            session.add(webhook)
            desk.write_line(session, now, actor, "end_webhook", subject_kind="webhook", subject_id=webhook.id)


def receivers(session: Session, office_id: uuid.UUID, event: Event) -> list[Webhook]:
    """Which of the office's systems hear of that event."""
    return [one for one in _present(session, office_id) if not one.events or event.value in one.events]


_PRESENT = (
    select(Webhook)
    .where(Webhook.office_id == bindparam("office"), col(Webhook.ended_at).is_(None))
    .order_by(col(Webhook.id))
)


def _present(session: Session, office_id: uuid.UUID) -> list[Webhook]:
    return list(session.exec(_PRESENT, params={"office": office_id}))


def _office(session: Session, actor: Actor) -> uuid.UUID:
    return session.get_one(Staff, actor.id).office_id


def _ask(desk: Desk, actor: Actor) -> None:
    with desk.database.reading() as session:
        allowed = may(session, actor, KEEP_WEBHOOKS, None, desk.clock.now())
    if not allowed:
        desk.note_refusal(actor, KEEP_WEBHOOKS, "")
        raise no_right(KEEP_WEBHOOKS)


def _shown(webhook: Webhook, secret: str | None = None) -> WebhookShown:
    return WebhookShown(webhook.id, webhook.url, webhook.events, webhook.registered_at, secret)
