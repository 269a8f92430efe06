"""What carries a message to a person, and what it answers."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol, runtime_checkable

from models.message import Message
from notifications.addresses import Address
from notifications.render import Rendered
from notifications.replies import InboundReply


class SendOutcome(StrEnum):
    """What a provider's answer means for the message."""

    SENT = "sent"
    DELIVERED = "delivered"
    TRY_AGAIN = "try_again"
    """Not taken now; a later try may be."""
    REFUSED = "refused"
    """Not taken, and no later try will be."""
    BOUNCED = "bounced"
    """The address does not exist or takes nothing. Three in a row, and it is not tried again until it is renewed."""
    UNKNOWN = "unknown"
    """It may have been taken. A person settles it."""


@dataclass(frozen=True)
class SendResult:
    """A provider's answer. `reason` is a code without personal data, `reference` the provider's own number."""

    outcome: SendOutcome
    reference: str | None = None
    reason: str | None = None
    not_before: timedelta | None = None
    """The provider asks for so long a pause before the next try."""
    rests: bool = False
    """It would say the same to any other message: the account rests, and not this message alone."""


STATUS_CHECK_PERIOD = timedelta(days=3)
"""A provider that has said nothing for so long will say nothing."""


@dataclass(frozen=True)
class DeliveryReceipt:
    """What a provider says later of a message it was handed."""

    key: str
    """Under which it was handed over."""
    outcome: SendOutcome
    reference: str | None = None
    """The provider's own number of that try."""
    reason: str | None = None


class Channel(Protocol):
    """A carrier. Addresses reach it for the length of one call and are kept nowhere."""

    instant: bool
    """Handing over takes no time and touches nothing but the record: it needs no transaction of its own."""

    def hand_over(self, message: Message, address: Address, rendered: Rendered) -> SendResult:
        """The provider has been asked once to carry the message; the answer says what it said."""
        ...

    def find(self, message: Message) -> SendResult | None:
        """After a process died inside `hand_over`: the answer if the provider has the message, UNKNOWN if nobody can
        tell, None if it does not have it or takes it twice without harm."""
        ...

    def close(self) -> None:
        """Nothing is held open until the next call."""
        ...


@runtime_checkable
class SupportsStatus(Protocol):
    """A carrier that can be asked what became of a message."""

    def get_status(self, message: Message, address: Address, handed_over_at: datetime) -> DeliveryReceipt | None:
        """What the provider says now, or None if it says nothing of it yet. What fails here is asked again later."""
        ...


@runtime_checkable
class SupportsReplies(Protocol):
    """A carrier that keeps what people answered until it is asked."""

    def replies(self) -> list[InboundReply]:
        """What has been answered since it was last asked."""
        ...


@runtime_checkable
class SupportsAccounts(Protocol):
    """A carrier whose provider counts what an account sends, and may ask all of it to pause."""

    def account(self, message: Message) -> str:
        """Which account would carry that message, by a mark that tells nothing of it."""
        ...


@runtime_checkable
class SupportsTemplates(Protocol):
    """A carrier that takes only the texts that an office has had registered with it."""

    def has(self, template: str) -> bool:
        """Whether that text of ours is registered there."""
        ...


def make_idempotency_key(message: Message) -> str:
    """The same for every try of a message, and telling nothing of whom it is about."""
    return hashlib.sha256(message.dedupe_key.encode()).hexdigest()[:40]
