"""A list, for rehearsals and tests."""

import uuid
from dataclasses import dataclass, field

from models.message import Message
from notifications.addresses import Address
from notifications.channels.channel import HandOver, Outcome
from notifications.render import Rendered


@dataclass(frozen=True)
class Handed:
    """One message as it was handed over."""

    message: Message
    address: Address
    rendered: Rendered


@dataclass
class MemoryChannel:
    """Everything handed over is in `handed`, in order, each message once."""

    handed: list[Handed] = field(default_factory=list)
    instant: bool = True
    at_once: int = 50
    _ids: set[uuid.UUID] = field(default_factory=set)

    def hand_over(self, message: Message, address: Address, rendered: Rendered) -> HandOver:
        if self.find(message) is None:
            self.handed.append(Handed(message, address, rendered))
            self._ids.add(message.id)
        return HandOver(Outcome.SENT)

    def find(self, message: Message) -> HandOver | None:
        return HandOver(Outcome.SENT) if message.id in self._ids else None

    def rest(self) -> None:
        return None
