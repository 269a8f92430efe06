"""What carries a message to a person, and what it answers."""

import hashlib
import socket
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

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
    pauses_account: bool = False
    """It would say the same to any other message: all messages of the account wait."""
    said: str = ""
    """Of such an answer, the provider's own words."""


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


class Channel:
    """A carrier. Addresses reach it for the length of one call and are kept nowhere."""

    is_local = False
    """Handing over takes no time and touches nothing but the record: it needs no transaction of its own."""
    tells_status = False
    """It can be asked what became of a message."""
    mark: str | None = None
    """Tells its account with a provider that counts what an account sends, and may ask all of it to pause."""
    templates: Mapping[str, str] | None = None
    """The provider's own number for each of our texts that the office has had registered; None where ours are used."""

    def hand_over(self, message: Message, address: Address, rendered: Rendered) -> SendResult:
        """The provider has been asked once to carry the message; the answer says what it said."""
        raise NotImplementedError

    def find(self, message: Message) -> SendResult | None:
        """After a process died inside `hand_over`: the answer if the provider has the message, UNKNOWN if nobody can
        tell, None if it does not have it or takes it twice without harm."""
        return SendResult(SendOutcome.UNKNOWN, reason="hand_over_interrupted")

    def get_status(self, message: Message, address: Address, handed_over_at: datetime) -> DeliveryReceipt | None:
        """What the provider says now, or None if it says nothing of it yet. What fails here is asked again later."""
        return None

    def replies(self) -> Sequence[InboundReply]:
        """What people have answered since the provider was last asked."""
        return ()

    def account(self, message: Message) -> str | None:
        """Which account would carry that message; None where nobody counts."""
        return self.mark

    def template_number(self, template: str) -> str | None:
        """The provider's number for one of our texts; None if the office has not had it registered."""
        return template if self.templates is None else self.templates.get(template)

    def close(self) -> None:
        """Nothing is held open until the next call."""


def name_fault(failure: BaseException) -> str:
    """What is wrong with a connection, whatever library found it: `certificate`, `no_such_host`, or its own name."""
    found: BaseException | None = failure
    while found is not None:
        if isinstance(found, ssl.SSLError | socket.gaierror):
            return "certificate" if isinstance(found, ssl.SSLError) else "no_such_host"
        found = found.__cause__ or found.__context__
    return type(failure).__name__


def make_fingerprint(*parts: str) -> str:
    """Tells one account from another, and nothing of either."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def make_idempotency_key(message: Message) -> str:
    """The same for every try of a message, and telling nothing of whom it is about."""
    return hashlib.sha256(message.dedupe_key.encode()).hexdigest()[:40]
