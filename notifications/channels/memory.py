"""A list, for rehearsals and tests."""

import uuid
from dataclasses import dataclass, field

from models.message import Message
from notifications.addresses import Address
from notifications.channels.channel import Channel, SendOutcome, SendResult
from notifications.render import Rendered


@dataclass(frozen=True)
class SentMessage:
    """One message as it was handed over."""

    message: Message
    address: Address
    rendered: Rendered


@dataclass
class MemoryChannel(Channel):
    """Everything handed over is in `handed`, in order, each message once."""

    handed: list[SentMessage] = field(default_factory=list)
    is_local: bool = True
    _ids: set[uuid.UUID] = field(default_factory=set)

    def hand_over(self, message: Message, address: Address, rendered: Rendered) -> SendResult:
        if self.find(message) is None:
            self.handed.append(SentMessage(message, address, rendered))
            self._ids.add(message.id)
        return SendResult(SendOutcome.SENT)

    def find(self, message: Message) -> SendResult | None:
        return SendResult(SendOutcome.SENT) if message.id in self._ids else None
