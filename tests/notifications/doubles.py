"""A small world for the outbox: invented people, a clock that moves when told, carriers that answer as told.

Numbers begin with 100, which no mobile number does.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from random import Random
from typing import Any

from sqlmodel import Session, col, select

from core.clock import SimulatedClock
from models.database import Database
from models.exported_head import SignedHead
from models.message import Message
from notifications.addresses import Address
from notifications.channels.channel import Channel, SendOutcome, SendResult
from notifications.channels.inbox import InboxChannel
from notifications.channels.memory import MemoryChannel
from notifications.dispatcher import DeliveryCounts, deliver_pending
from notifications.matrix import ChannelName, Event, Recipient, find_rule
from notifications.outbox import post_message
from notifications.render import Rendered, Value
from notifications.text_registry import TEMPLATES

TUESDAY = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
"""Tuesday 24 November 2026, nine o'clock in the office."""

MINOR = uuid.UUID(int=1)
PROSECUTOR = uuid.UUID(int=2)

FAMILY_PHONE = Address(phone="10012345678", code_word="小河", call_back="0900-8600000")
STAFF_MAIL = Address(email="staff@example.test", phone="10087654321")

VALUES: dict[str, Value] = {
    "day": date(2026, 12, 23),
    "missed_on": date(2026, 12, 20),
    "time": time(15, 30),
    "count": 13,
    "due_today": 12,
    "all_well": 1,
    "signed_head": SignedHead(
        installation="0" * 32,
        edition="0.1.0",
        day=date(2026, 11, 24),
        made_at=TUESDAY,
        number=7,
        head="1" * 64,
        public_key="2" * 64,
    ).model_dump_json(),
    "event_id": "0197a1b2-0000-7000-8000-000000000001",
    "type": "statutory_date_near",
    "kind": "opinion",
}


def required(template: str) -> dict[str, Value]:
    """Just what the text cannot do without."""
    return {name: VALUES[name] for name in TEMPLATES[template].required}


def everything(template: str) -> dict[str, Value]:
    """All a text can take."""
    return {name: VALUES[name] for name in TEMPLATES[template].required | TEMPLATES[template].optional}


@dataclass
class AddressBook:
    """The same address for everybody, until told otherwise."""

    everybody: Address | None = FAMILY_PHONE

    def address(self, session: Session, message: Message) -> Address | None:
        return self.everybody


@dataclass
class ScriptedChannel(Channel):
    """A carrier that answers one after another what it was told to, then "sent"; it keeps what it was handed."""

    answers: list[SendResult | Exception] = field(default_factory=list)
    finds: SendResult | None = None
    during: Callable[[Message], None] | None = None
    handed: list[Message] = field(default_factory=list)
    is_local: bool = False

    def hand_over(self, message: Message, address: Address, rendered: Rendered) -> SendResult:
        self.handed.append(message)
        if self.during is not None:
            self.during(message)
        answer = self.answers.pop(0) if self.answers else SendResult(SendOutcome.SENT, reference="told")
        if isinstance(answer, Exception):
            raise answer
        return answer

    def find(self, message: Message) -> SendResult | None:
        return self.finds

    def close(self) -> None:
        return None


def nothing_against(session: Session, messages: Sequence[Message]) -> dict[uuid.UUID, str]:
    return {}


@dataclass
class SimulatedOffice:
    """A record, a clock, carriers and an address book, and what one does with them."""

    database: Database
    clock: SimulatedClock = field(default_factory=lambda: SimulatedClock(TUESDAY))
    channels: dict[str, Channel] = field(default_factory=dict)
    book: AddressBook = field(default_factory=AddressBook)
    eligible: Callable[[Session, Message], str | None] = lambda session, message: None

    def __post_init__(self) -> None:
        self.channels.setdefault(ChannelName.TEXT, MemoryChannel())
        self.channels.setdefault(ChannelName.EMAIL, MemoryChannel())
        self.channels.setdefault(ChannelName.INBOX, InboxChannel())

    def post(
        self,
        key: str = "plan-item-1",
        *,
        event: Event = Event.CHECK_IN_DUE,
        to: Recipient = Recipient.MINOR,
        variables: Mapping[str, Value] | None = None,
        **more: Any,
    ) -> Message | None:
        row = find_rule(event, to)
        given = variables if variables is not None else required(row.template) if row else {}
        more.setdefault("recipient_id", MINOR)
        with self.database.transaction() as session:
            return post_message(
                session, self.clock.now(), event=event, recipient=to, dedupe_key=key, variables=given, **more
            )

    def deliver(self, limit: int = 1000, **more: Any) -> DeliveryCounts:
        more.setdefault("chance", Random(7))
        return deliver_pending(self.database, self.clock, self.channels, self.book, self._reasons, limit, **more)

    def _reasons(self, session: Session, messages: Sequence[Message]) -> dict[uuid.UUID, str]:
        reasons = {message.id: self.eligible(session, message) for message in messages}
        return {message_id: reason for message_id, reason in reasons.items() if reason is not None}

    def messages(self, channel: str | None = None) -> list[Message]:
        with self.database.reading() as session:
            found = session.exec(select(Message).order_by(col(Message.id))).all()
            session.expunge_all()
        return [message for message in found if channel in (None, message.channel)]

    def only(self, channel: str) -> Message:
        (message,) = self.messages(channel)
        return message
