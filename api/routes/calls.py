"""Today's calls: whom no text reaches, or can prove to have reached. What came of one is an act on its plan."""

from typing import Annotated

from fastapi import APIRouter, Request

from api.routing import ApiRoute
from casework.messages.call_list import CallTask, load_call_list
from casework.messages.manual_queue import ManualQueue, load_manual_queue
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_MESSAGES
from serving.app_state import get_app_state
from serving.auth import requires_right

router = APIRouter(route_class=ApiRoute, prefix="/calls", tags=["messages"])


@router.get("")
def read_calls(request: Request, actor: Annotated[Actor, requires_right(READ_MESSAGES)]) -> list[CallTask]:
    """List today's calls.

    Returns whom to call, about what, the phone number, a neutral text, and why a text message is not sufficient.
    Record the outcome with the acts `record_call` and `record_message_in_person`.
    """
    return load_call_list(get_app_state(request).context, actor)


@router.get("/queue")
def read_manual_queue(request: Request, actor: Annotated[Actor, requires_right(READ_MESSAGES)]) -> ManualQueue:
    """Get what waits for a person beside the calls.

    Returns messages that could not be sent, replies to texts, and wrong codes at family pages, of the last seven days.
    """
    return load_manual_queue(get_app_state(request).context, actor)
