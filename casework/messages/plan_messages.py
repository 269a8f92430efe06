"""What was said and is waiting to be said about a plan (提醒记录): to whom, when, how, and what became of it."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from casework.messages.reason_labels import reason_label
from casework.shared.text.labels import message_state_label, role_label
from core.errors import BadInput
from core.i18n import Text
from models.message import Message
from models.office import Role
from models.person import Person
from notifications.merging import get_text_and_values
from notifications.render import render


@dataclass(frozen=True)
class MessageView:
    """One message: recipient, time, channel, outcome, and who else may have seen it."""

    id: uuid.UUID
    event: str
    to: str
    to_words: Text
    person: str | None
    """Who of the family, by relation."""
    channel: str
    text: str | None
    state: str
    state_words: Text
    reason: Text | None
    by_hand: bool
    created_at: datetime
    due_at: datetime
    sent_at: datetime | None
    device: str | None
    """Whose phone it went to. On a shared one others may have seen it."""
    article: str | None


def to_message_view(message: Message, person: Person | None, device: str | None = None) -> MessageView:
    """The message in words, as it stands; `device` is whose phone a text went to, where it is not the person's of today."""
    device = device or (person.device if person else None)
    return MessageView(
        id=message.id,
        event=message.event,
        to=message.recipient_role,
        to_words=role_label(message.recipient_role),
        person=person.relation if person and person.role == Role.GUARDIAN.value else None,
        channel=message.channel,
        text=get_message_text(message),
        state=message.state,
        state_words=message_state_label(message.state),
        reason=reason_label(message.state_reason) if message.state_reason else None,
        by_hand=message.alone,
        created_at=message.created_at,
        due_at=message.due_at,
        sent_at=message.sent_at,
        device=device if message.channel == "text" else None,
        article=message.article,
    )


def get_message_text(message: Message) -> str | None:
    """The words of a message, without code word and number, which are known only when it leaves."""
    try:
        template, values = get_text_and_values(message)
        text = render(template, message.language, values)
    except BadInput:
        return None
    return text.body
