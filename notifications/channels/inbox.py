"""The web inbox: the row itself is what the person sees."""

import uuid

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from models.message import Message, MessageState
from notifications.addresses import Address
from notifications.channels.channel import Channel, SendOutcome, SendResult
from notifications.events import ChannelName
from notifications.render import Rendered


class InboxChannel(Channel):
    """Delivered means: it lies in the person's inbox. Whether it was seen is another question."""

    is_local = True

    def hand_over(self, message: Message, address: Address, rendered: Rendered) -> SendResult:
        return SendResult(SendOutcome.DELIVERED)

    def find(self, message: Message) -> SendResult | None:
        return None


def inbox_of(recipient_id: uuid.UUID) -> SelectOfScalar[Message]:
    """The messages that lie in this person's inbox, newest first."""
    lies_there = (
        Message.recipient_id == recipient_id,
        Message.channel == ChannelName.INBOX,
        Message.state == MessageState.DELIVERED,
    )
    return select(Message).where(*lies_there).order_by(col(Message.sent_at).desc(), col(Message.id).desc())
