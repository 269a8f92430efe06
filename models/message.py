"""Messages: the outbox. One row for each thing that is to be said, to one person, over one channel.

A row holds nothing that would tell a stranger anything: no name, no address, no code word. Who is reached where is
looked up at the moment of sending. States move only forward; every move leaves a step behind.
"""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ColumnElement, Index, text
from sqlmodel import Field, Session, col, delete, select

from models.base import Record, UTCDateTime
from models.bound_rows import bound
from models.origin import get_origin


class MessageState(StrEnum):
    """What can be said of a message today."""

    CREATED = "created"
    """It waits for its moment; nobody has taken it up."""
    CLAIMED = "claimed"
    """It is being handed over, under a lease, or it waits for a later moment (then `handing_over_since` is empty)."""
    SENT = "sent"
    """The provider has accepted it."""
    DELIVERED = "delivered"
    """It lies before the person's eyes: in the inbox, or on the device as the provider says."""
    REFUSED = "refused"
    """The provider will not take it, or every try has been used up."""
    BOUNCED = "bounced"
    """The address itself did not take it: said at once, or sent back later."""
    EXPIRED = "expired"
    """Its words would be untrue by now."""
    WITHDRAWN = "withdrawn"
    """Somebody took it back before it left."""
    NOT_SENT = "not_sent"
    """At the moment of sending there was a reason against it; `state_reason` names it."""
    UNKNOWN = "unknown"
    """It may have left or not. A person settles it; it is never sent again in silence."""


_S = MessageState
_ONWARD = frozenset(
    {_S.CLAIMED, _S.SENT, _S.DELIVERED, _S.REFUSED, _S.EXPIRED, _S.WITHDRAWN, _S.NOT_SENT, _S.UNKNOWN, _S.BOUNCED}
)
FORWARD: dict[MessageState, frozenset[MessageState]] = {
    # Straight to its end where it is looked at and done with in one transaction, as a line in the inbox.
    _S.CREATED: _ONWARD,
    # Claimed once more: put back for a later moment, taken up again.
    _S.CLAIMED: _ONWARD,
    _S.UNKNOWN: frozenset({_S.SENT, _S.DELIVERED, _S.REFUSED, _S.BOUNCED, _S.NOT_SENT}),
    _S.SENT: frozenset({_S.DELIVERED, _S.BOUNCED}),
    _S.DELIVERED: frozenset(),
    _S.REFUSED: frozenset(),
    _S.BOUNCED: frozenset(),
    _S.EXPIRED: frozenset(),
    _S.WITHDRAWN: frozenset(),
    _S.NOT_SENT: frozenset(),
}
"""From each state, the states that may follow."""

OPEN_STATES = (MessageState.CREATED, MessageState.CLAIMED)
"""The states of a message that is still to be sent."""
GIVEN_UP_STATES = (MessageState.UNKNOWN, MessageState.REFUSED, MessageState.BOUNCED)
"""Without a person nothing more becomes of it over that way."""

UNDELIVERED_STATES = (MessageState.REFUSED, MessageState.BOUNCED)
"""The states after which the next way is tried."""


@bound("plan_id", "item_id", "event", "recipient_id", "channel", "state", "sent_at", open_states=OPEN_STATES)
class Message(Record, table=True):
    """One message to one person over one channel."""

    __tablename__ = "message"
    __table_args__ = (
        Index("ix_message_waiting", "state", "due_at", "created_at", "dedupe_key"),
        Index("ix_message_state_lease_until", "state", "lease_until"),
        Index("ix_message_recipient_id_channel", "recipient_id", "channel"),
        Index("ix_message_due_at", "due_at"),
        Index("ix_message_event_created_at", "event", "created_at"),
        Index("ix_message_handed_over_as", "handed_over_as"),
        Index("ix_message_look_again_at", "look_again_at"),
        Index(
            "ix_message_reference",
            "reference",
            sqlite_where=text("reference IS NOT NULL"),
            postgresql_where=text("reference IS NOT NULL"),
        ),
        Index(
            "ix_message_address_bounced",
            "created_at",
            sqlite_where=text("state_reason = 'address_bounced'"),
            postgresql_where=text("state_reason = 'address_bounced'"),
        ),
    )

    id: uuid.UUID = Field(primary_key=True)
    plan_id: uuid.UUID | None = Field(default=None, index=True)
    plan_number: str | None = Field(default=None, max_length=40)
    item_id: uuid.UUID | None = Field(default=None, index=True)
    event: str = Field(max_length=40)
    """A code of `notifications.matrix.Event`."""
    recipient_role: str = Field(max_length=30)
    recipient_id: uuid.UUID | None = None
    channel: str = Field(max_length=20)
    template: str = Field(max_length=20)
    """The number of a registered text."""
    variables: dict[str, str | int] = Field(default_factory=dict, sa_type=JSON)
    """Dates, hours and counts; the renderer refuses anything else."""
    language: str = Field(max_length=10)
    article: str | None = Field(default=None, max_length=200)
    dedupe_key: str = Field(max_length=240, unique=True)
    created_at: datetime = Field(sa_type=UTCDateTime)
    due_at: datetime = Field(sa_type=UTCDateTime)
    """Not sent before this moment."""
    expires_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    """Not sent from this moment on: its words would be untrue."""
    reference: str | None = Field(default=None, max_length=40)
    """Of a reminder that somebody sent, by hand or through the API: what its sender calls it, empty where nothing was said."""
    alone: bool = False
    """Said even if the same words have just been said: a person wants it so."""
    state: str = Field(default=MessageState.CREATED.value, max_length=20)
    state_reason: str | None = Field(default=None, max_length=80)
    lease_until: datetime | None = Field(default=None, sa_type=UTCDateTime)
    """Until then the claim holds; where nothing is being handed over, the moment of the next try."""
    fence: int = 0
    """Raised whenever the message is claimed or withdrawn; a dispatcher with an older number writes nothing."""
    handing_over_since: datetime | None = Field(default=None, sa_type=UTCDateTime)
    """Set, durably, before the provider is called; cleared when its answer is known."""
    steps: int = 0
    """How many steps it has made."""
    attempts: int = 0
    """How often the provider was called."""
    handed_over_as: str | None = Field(default=None, max_length=40)
    """The key under which the provider was told it; by it a receipt finds the message again."""
    look_again_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    """When the provider is next asked what became of it; None if it need not be asked."""
    provider_reference: str | None = Field(default=None, max_length=200)
    sent_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    device: str | None = Field(default=None, max_length=10)
    """Whose phone it was when it left: their own, a shared one. Known later, it says nothing of then."""
    said_in: uuid.UUID | None = Field(default=None, index=True)
    """The message that speaks for this one too, because both were to be said at the same moment of the same day."""
    said_count: int | None = None
    """For how many duties it speaks, if for more than its own."""
    transaction_id: uuid.UUID | None = None
    """With which journal lines it was posted."""
    run_id: uuid.UUID | None = None
    """The run that posted it; none for what a person caused."""
    instead_of_id: uuid.UUID | None = None
    """The message that did not arrive, in whose place this one takes the next way."""


class MessageStep(Record, table=True):
    """One move of a message: when, to which state, for what reason. Only ever added."""

    __tablename__ = "message_step"

    message_id: uuid.UUID = Field(foreign_key="message.id", primary_key=True)
    number: int = Field(primary_key=True)
    at: datetime = Field(sa_type=UTCDateTime, index=True)
    state: str = Field(max_length=20)
    reason: str | None = Field(default=None, max_length=80)
    transaction_id: uuid.UUID | None = None
    """With which journal lines it was made: why somebody took the message back. None where delivery alone moved it."""


def set_state(session: Session, message: Message, at: datetime, state: MessageState, reason: str | None = None) -> None:
    """The message is in `state`, and a step says so; both are bound if its sending has ended. Raises ValueError for a
    move backwards."""
    if state not in FORWARD[MessageState(message.state)]:
        raise ValueError(f"a message that is {message.state} cannot become {state}")
    message.state = state.value
    message.state_reason = None if reason is None else reason[:80]
    add_step(session, message, at, reason)


def add_step(session: Session, message: Message, at: datetime, reason: str | None) -> None:
    """A step is added under the message's present state, which stays as it is."""
    message.steps += 1
    session.add(
        MessageStep(
            message_id=message.id,
            number=message.steps,
            at=at,
            state=message.state,
            reason=None if reason is None else reason[:80],
            transaction_id=get_origin(session).transaction_id,
        )
    )


def delete_messages(session: Session, *which: ColumnElement[bool] | bool) -> None:
    """These messages are gone, with their steps."""
    found = session.exec(select(Message).where(*which)).all()
    session.exec(delete(MessageStep).where(col(MessageStep.message_id).in_([message.id for message in found])))
    for message in found:
        session.delete(message)
    session.flush()
