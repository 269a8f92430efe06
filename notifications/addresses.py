"""Where a person can be reached: asked at the moment of sending, kept nowhere here."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from sqlmodel import Session

from models.message import Message
from notifications.contact_hours import ContactHours
from notifications.events import ChannelName


@dataclass(frozen=True)
class Address:
    """How one person can be reached today, and when. Its text shows nothing of it, so that no log can."""

    email: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    """A number that takes texts; empty for somebody reached by calls and paper only."""
    url: str | None = field(default=None, repr=False)
    """Where an office's own system listens."""
    secret: str | None = field(default=None, repr=False)
    """Under which what is told to that system is signed."""
    code_word: str | None = field(default=None, repr=False)
    """The family's word from the paper card; empty for staff."""
    call_back: str | None = field(default=None, repr=False)
    """The number to call: the contact person's."""
    since: datetime | None = None
    """Since when this number is on file: what came back from an earlier one says nothing about it."""
    hours: ContactHours = field(default_factory=ContactHours)
    """When a message may arrive there."""
    device: str | None = None
    """Whose phone it is, today; kept with the message when it leaves."""

    def over(self, channel: str) -> str | None:
        """What the channel needs to reach this person, or nothing if it cannot."""
        if channel == ChannelName.EMAIL:
            return self.email or None
        if channel == ChannelName.WEBHOOK:
            return self.url or None
        if channel == ChannelName.TEXT:
            return self.phone or None
        return channel


class Addresses(Protocol):
    """Finds where people can be reached."""

    def address(self, session: Session, message: Message) -> Address | None:
        """Where the message's recipient can be reached now, or None if nobody knows."""
        ...
