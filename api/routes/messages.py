"""A plan's messages: what was said, what would be said, and saying one thing by hand."""

from datetime import date, time
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field

from api.answers import Done, MessagePosted, done, message_posted
from api.doorkeeping import asks
from api.once import Answer, Write, write
from api.reception import reception_of
from api.routes.plans import Cursor, Limit
from casework.acts.messages import SEND_BY_HAND, SETTLE_MESSAGE
from casework.files.plan_file import Part
from casework.messages.by_hand import Preview, preview, send_by_hand
from casework.messages.listing import Messages, messages_of
from casework.messages.proof import ProofOfReminding, proof_of
from casework.messages.receipts import Became, settle_message
from casework.rights import Actor
from casework.rights.reading import READ_MESSAGES
from notifications.events import Event, Recipient

router = APIRouter(prefix="/plans/{number}/messages", tags=["messages"])


class ByHand(Part):
    """Which registered text goes to whom. Texts are never free; who is reached where nobody needs to say."""

    event: Event
    to: Recipient
    person: str | None = Field(None, max_length=40)
    """Of two guardians the one, by relation, as the preview names them; without it, everybody in that capacity."""
    day: date | None = None
    """The day the text names; without it, the day the item is due."""
    at: time | None = None
    """The hour, where the text names one; without it, that of the item."""


@router.get("")
def list_them(
    request: Request,
    number: str,
    actor: Annotated[Actor, asks(READ_MESSAGES)],
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Messages:
    """To whom what was said, when, over which channel, and what became of it. Newest first; no address is shown."""
    with reception_of(request).desk.look(number, actor, READ_MESSAGES) as file:
        return messages_of(file, cursor=cursor, limit=limit)


@router.get("/preview")
def look_ahead(
    request: Request,
    number: str,
    event: Annotated[Event, Query()],
    actor: Annotated[Actor, asks(READ_MESSAGES)],
    day: date | None = None,
    at: time | None = None,
) -> list[Preview]:
    """What would be said of that event now, to whom, and when it would leave; or why it would not. `day` and `at` are
    those that would be sent with it."""
    return preview(reception_of(request).desk, actor, number, event, day=day, at=at)


@router.post("", status_code=201, response_model=MessagePosted)
def send(
    number: str,
    message: ByHand,
    actor: Annotated[Actor, asks(SEND_BY_HAND)],
    sent: Annotated[Write, Depends(write)],
) -> Answer:
    """Send a registered text by hand. The same again only after half an hour."""
    return sent.once(
        actor,
        SEND_BY_HAND,
        lambda desk: send_by_hand(
            desk,
            actor,
            number,
            event=message.event,
            to=message.to,
            person=message.person,
            day=message.day,
            at=message.at,
        ),
        message_posted,
    )


class WhatBecame(Part):
    """What a person knows to have become of it."""

    became: Became


@router.post("/{message}/outcome", status_code=201, response_model=Done)
def say_what_became(
    number: str,
    message: UUID,
    told: WhatBecame,
    actor: Annotated[Actor, asks(SETTLE_MESSAGE)],
    sent: Annotated[Write, Depends(write)],
) -> Answer:
    """Write down what became of a message that had left, or of which nobody knew. What is known is not undone."""
    return sent.once(
        actor, SETTLE_MESSAGE, lambda desk: settle_message(desk, actor, number, message, told.became), done
    )


reminders = APIRouter(prefix="/plans/{number}/items/{kind}/{due_on}/reminders", tags=["messages"])


@reminders.get("")
def prove(
    request: Request, number: str, kind: str, due_on: date, actor: Annotated[Actor, asks(READ_MESSAGES)]
) -> ProofOfReminding:
    """What was said about one thing owed, to what kind of device, before whose eyes, and what that proves."""
    return proof_of(reception_of(request).desk, actor, number, kind, due_on)
