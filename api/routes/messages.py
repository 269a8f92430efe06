"""A plan's messages: what was said, and what became of one."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request

from api.paging import Cursor, Limit
from api.routing import ApiRoute
from casework.acting.rights import Actor
from casework.acting.rights.read_operations import READ_MESSAGES, SEARCH_MESSAGES
from casework.messages.console import MessageDetail, load_message
from casework.messages.plan_messages import MessagePage, load_plan_messages
from serving.app_state import get_app_state
from serving.auth import requires_right

router = APIRouter(route_class=ApiRoute, prefix="/plans/{number}/messages", tags=["reminders"])
one = APIRouter(route_class=ApiRoute, prefix="/messages", tags=["reminders"])


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


@one.get("/{message}")
def read_message(
    request: Request, message: UUID, actor: Annotated[Actor, requires_right(SEARCH_MESSAGES)]
) -> MessageDetail:
    """Get a message.

    Returns the message with every change of its status.
    """
    return load_message(get_app_state(request).context, actor, message)
