"""A list, for rehearsals and tests."""

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

    def hand_over(self, message: Message, address: Address, rendered: Rendered) -> HandOver:
        if self.find(message) is None:
            self.handed.append(Handed(message, address, rendered))
        return HandOver(Outcome.SENT)

    def find(self, message: Message) -> HandOver | None:
        if any(handed.message.id == message.id for handed in self.handed):
            return HandOver(Outcome.SENT)
        return None

    def rest(self) -> None:
        return None
