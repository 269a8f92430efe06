"""The message console: messages over many plans, counts of them, and what a person does about one."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field

from api.answers import Done, SentOnceMore, done
from api.doorkeeping import asks
from api.once import Answer, Write, write
from api.reception import reception_of
from api.routes.plans import Cursor, Limit
from casework.acts.messages import SEND_AGAIN, WITHDRAW_MESSAGE
from casework.files.file_part import Part
from casework.messages.again import send_again, withdraw_message
from casework.messages.console import (
    FoundMessages,
    MessageInFull,
    Wanted,
    message_in_full,
    plan_of_message,
    search_messages,
)
from casework.messages.counting import MessageCounts, message_counts
from casework.rights import Actor
from casework.rights.reading import SEARCH_MESSAGES

router = APIRouter(prefix="/messages", tags=["messages"])

Searcher = Annotated[Actor, asks(SEARCH_MESSAGES)]
Code = Annotated[str | None, Query(max_length=40)]


class WantedBody(Part):
    """Which messages are asked for. In a body and in no address, because a name or a number may be in it."""

    plan: str | None = Field(None, max_length=40)
    person: str | None = Field(None, max_length=60)
    """A sign-in name of staff, a capacity such as 'minor', or a name or phone number of the family."""
    state: str | None = Field(None, max_length=40)
    """A state, or 'for_a_person' for what the machine has given up."""
    template: str | None = Field(None, max_length=20)
    channel: str | None = Field(None, max_length=20)
    event: str | None = Field(None, max_length=40)
    from_on: date | None = None
    to_on: date | None = None
    cursor: str | None = Field(None, max_length=200)
    limit: int = Field(50, ge=1, le=200)


@router.get("")
def list_them(
    request: Request,
    actor: Searcher,
    plan: Code = None,
    to: Code = None,
    state: Code = None,
    template: Code = None,
    channel: Code = None,
    event: Code = None,
    from_on: date | None = None,
    to_on: date | None = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> FoundMessages:
    """Messages over all plans within one's reach, newest first, by plan, recipient (a capacity or a sign-in name),
    state, text, channel, event and day. Names and numbers of families are asked for by POST."""
    wanted = Wanted(plan, to, state, template, channel, event, from_on, to_on)
    return search_messages(reception_of(request).desk, actor, wanted, cursor=cursor, limit=limit)


@router.post("/search")
def search(request: Request, wanted: WantedBody, actor: Searcher) -> FoundMessages:
    """The same, also by the name or the number of somebody of a family."""
    told = wanted.model_dump(exclude={"cursor", "limit"})
    return search_messages(reception_of(request).desk, actor, Wanted(**told), cursor=wanted.cursor, limit=wanted.limit)


@router.get("/counts")
def count(request: Request, actor: Searcher, from_on: date | None = None, to_on: date | None = None) -> MessageCounts:
    """How many messages by day, channel and state; of the last seven days, where none are named."""
    return message_counts(reception_of(request).desk, actor, from_on=from_on, to_on=to_on)


@router.get("/{message}")
def look(request: Request, message: UUID, actor: Searcher) -> MessageInFull:
    """One message with every step it has made."""
    return message_in_full(reception_of(request).desk, actor, message)


@router.post("/{message}/again", status_code=201, response_model=SentOnceMore)
def again(
    request: Request,
    message: UUID,
    actor: Annotated[Actor, asks(SEND_AGAIN)],
    sent: Annotated[Write, Depends(write)],
) -> Answer:
    """Say the same once more to the same person. Refused within half an hour, and where it would not leave."""
    number = plan_of_message(reception_of(request).desk, actor, message)
    return sent.once(
        actor,
        SEND_AGAIN,
        lambda desk: send_again(desk, actor, number, message),
        lambda file: SentOnceMore(file.posted[0].id, file.posted[0].due_at),
    )


@router.post("/{message}/withdrawal", status_code=201, response_model=Done)
def take_back(
    request: Request,
    message: UUID,
    actor: Annotated[Actor, asks(WITHDRAW_MESSAGE)],
    sent: Annotated[Write, Depends(write)],
) -> Answer:
    """Take it back before it leaves."""
    number = plan_of_message(reception_of(request).desk, actor, message)
    return sent.once(actor, WITHDRAW_MESSAGE, lambda desk: withdraw_message(desk, actor, number, message), done)
