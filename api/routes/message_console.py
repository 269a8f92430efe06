"""The message console: messages over many plans, counts of them, and what a person does about one."""

from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import Field

from api.paging import Cursor, Limit
from api.routing import ApiRoute
from casework.messages.acts import SEND_AGAIN, WITHDRAW_MESSAGE
from casework.messages.alarms_view import OfficeDayView, list_day_accounts
from casework.messages.console import (
    FoundMessages,
    MessageDetail,
    MessageQuery,
    load_message,
    load_message_plan,
    search_messages,
)
from casework.messages.message_counts import MessageCounts, load_message_counts
from casework.messages.resend import repeat_message, withdraw_message
from casework.shared.files.base import Day, FileModel
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import SEARCH_MESSAGES
from models.message import MessageState
from notifications.events import ChannelName, Event
from notifications.text_registry import TEMPLATES
from serving.app_state import get_app_state
from serving.auth import requires_right
from serving.idempotency import IdempotentWrite, get_idempotent_write
from serving.responses import ActResult, MessageResent, build_act_result

router = APIRouter(route_class=ApiRoute, prefix="/messages", tags=["messages"])

Searcher = Annotated[Actor, requires_right(SEARCH_MESSAGES)]
Code = Annotated[str | None, Query(max_length=40)]
State = MessageState | Literal["for_a_person"]
"""'for_a_person' is what the machine has given up."""
RegisteredText = StrEnum("RegisteredText", {code: code for code in TEMPLATES})  # type: ignore[misc]
RegisteredText.__doc__ = "The number of a registered text."


class MessageSearchRequest(FileModel):
    """Which messages are asked for. In a body and in no address, because a name or a number may be in it."""

    plan: str | None = Field(None, max_length=40)
    person: str | None = Field(None, max_length=60)
    """A sign-in name of staff, a capacity such as 'minor', or a name or phone number of the family."""
    state: State | None = None
    template: RegisteredText | None = None
    channel: ChannelName | None = None
    event: Event | None = None
    from_on: Day | None = None
    to_on: Day | None = None
    cursor: str | None = Field(None, max_length=200)
    limit: int = Field(50, ge=1, le=200)


@router.get("")
def read_messages(
    request: Request,
    actor: Searcher,
    plan: Code = None,
    to: Code = None,
    state: State | None = None,
    template: RegisteredText | None = None,
    channel: ChannelName | None = None,
    event: Event | None = None,
    from_on: Day | None = None,
    to_on: Day | None = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> FoundMessages:
    """List messages of all plans.

    Returns messages within the user's access, newest first. Filters: plan, recipient (role or sign-in name), status,
    text, channel, event and day. To filter by a name or number of a family, use `POST /messages/search`.
    """
    wanted = MessageQuery(plan, to, state, template, channel, event, from_on, to_on)
    return search_messages(get_app_state(request).context, actor, wanted, cursor=cursor, limit=limit)


@router.post("/search")
def query_messages(request: Request, wanted: MessageSearchRequest, actor: Searcher) -> FoundMessages:
    """Search messages.

    As `GET /messages`, also by the name or phone number of a family member. The filter is sent in the body so that no
    name or number appears in an address.
    """
    filters = wanted.model_dump(exclude={"cursor", "limit"})
    return search_messages(
        get_app_state(request).context, actor, MessageQuery(**filters), cursor=wanted.cursor, limit=wanted.limit
    )


@router.get("/days")
def read_day_accounts(request: Request, actor: Searcher) -> list[OfficeDayView]:
    """List expected and sent messages of the last seven days.

    Returns the user's own office, the newest day first; for an administrator every office.
    """
    return list_day_accounts(get_app_state(request).context, actor)


@router.get("/counts")
def read_message_counts(
    request: Request, actor: Searcher, from_on: Day | None = None, to_on: Day | None = None
) -> MessageCounts:
    """Count messages by day, channel and status.

    Without days, the last seven days are counted.
    """
    return load_message_counts(get_app_state(request).context, actor, from_on=from_on, to_on=to_on)


@router.get("/{message}")
def read_message(request: Request, message: UUID, actor: Searcher) -> MessageDetail:
    """Get a message.

    Returns the message with every change of its status.
    """
    return load_message(get_app_state(request).context, actor, message)


@router.post("/{message}/again", status_code=201, response_model=MessageResent)
def create_resend(
    request: Request,
    message: UUID,
    actor: Annotated[Actor, requires_right(SEND_AGAIN)],
    sent: Annotated[IdempotentWrite, Depends(get_idempotent_write)],
) -> Response:
    """Send a message again.

    Sends the same text to the same person. Refused within half an hour, and if it could not be sent (409).
    """
    number = load_message_plan(get_app_state(request).context, actor, message)
    return sent.once(
        actor,
        SEND_AGAIN,
        lambda context: repeat_message(context, actor, number, message),
        lambda open_plan: MessageResent(open_plan.posted[0].id, open_plan.posted[0].due_at),
    )


@router.post("/{message}/withdrawal", status_code=201, response_model=ActResult)
def recall_message(
    request: Request,
    message: UUID,
    actor: Annotated[Actor, requires_right(WITHDRAW_MESSAGE)],
    sent: Annotated[IdempotentWrite, Depends(get_idempotent_write)],
) -> Response:
    """Withdraw a message.

    Possible until the message is sent.
    """
    number = load_message_plan(get_app_state(request).context, actor, message)
    return sent.once(
        actor, WITHDRAW_MESSAGE, lambda context: withdraw_message(context, actor, number, message), build_act_result
    )
