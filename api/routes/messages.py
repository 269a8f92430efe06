"""A plan's messages: what was said, what would be said, saying one thing by hand, and what became of one."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import Field

from api.paging import Cursor, Limit
from api.routing import ApiRoute
from casework.messages.acts import SEND_BY_HAND
from casework.messages.console import MessageDetail, load_message
from casework.messages.manual_send import ManualMessagePreview, build_manual_preview, post_manual_message
from casework.messages.plan_messages import MessagePage, load_plan_messages
from casework.shared.files.base import Day, TimeOfDay
from casework.shared.files.plan_file import FileModel
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_MESSAGES, SEARCH_MESSAGES
from notifications.events import Event, Recipient
from serving.app_state import get_app_state
from serving.auth import requires_right
from serving.idempotency import IdempotentWrite, get_idempotent_write
from serving.responses import MessagePosted, build_message_posted

router = APIRouter(route_class=ApiRoute, prefix="/plans/{number}/messages", tags=["reminders"])
one = APIRouter(route_class=ApiRoute, prefix="/messages", tags=["reminders"])


class ManualMessageRequest(FileModel):
    """Which registered text is sent to whom. There is no free text; recipients may be omitted where they are
    determined by the event."""

    event: Event
    to: Recipient
    person: str | None = Field(None, max_length=40)
    """Of two guardians the one, by relation, as the preview names them; without it, everybody in that capacity."""
    day: Day | None = None
    """The day the text names; without it, the day the item is due."""
    at: TimeOfDay | None = None
    """The hour, where the text names one; without it, that of the item."""


@router.get("")
def read_plan_messages(
    request: Request,
    number: str,
    actor: Annotated[Actor, requires_right(READ_MESSAGES)],
    cursor: Cursor = None,
    limit: Limit = 50,
) -> MessagePage:
    """List the messages of a plan.

    Returns recipient, text, time, channel and delivery status, newest first. No phone number or address is included.
    """
    with get_app_state(request).context.open_for_reading(number, actor, READ_MESSAGES) as open_plan:
        return load_plan_messages(open_plan, cursor=cursor, limit=limit)


@router.get("/preview")
def read_message_preview(
    request: Request,
    number: str,
    event: Annotated[Event, Query()],
    actor: Annotated[Actor, requires_right(READ_MESSAGES)],
    day: Day | None = None,
    at: TimeOfDay | None = None,
) -> list[ManualMessagePreview]:
    """Preview a manual message.

    Returns the text, the recipients and the time of sending, or the reason why it would not be sent. `day` and `at`
    are those that would be sent with it.
    """
    return build_manual_preview(get_app_state(request).context, actor, number, event, day=day, at=at)


@router.post("", status_code=201, response_model=MessagePosted)
def create_message(
    number: str,
    message: ManualMessageRequest,
    actor: Annotated[Actor, requires_right(SEND_BY_HAND)],
    sent: Annotated[IdempotentWrite, Depends(get_idempotent_write)],
) -> Response:
    """Send a registered text manually.

    Only registered texts can be sent. The same text to the same person is refused within half an hour (409).
    """
    return sent.once(
        actor,
        SEND_BY_HAND,
        lambda context: post_manual_message(
            context,
            actor,
            number,
            event=message.event,
            to=message.to,
            person=message.person,
            day=message.day,
            at=message.at,
        ),
        build_message_posted,
    )


@one.get("/{message}")
def read_message(
    request: Request, message: UUID, actor: Annotated[Actor, requires_right(SEARCH_MESSAGES)]
) -> MessageDetail:
    """Get a message.

    Returns the message with every change of its status.
    """
    return load_message(get_app_state(request).context, actor, message)
