"""Today's calls: whom no text reaches, or can prove to have reached. What came of one is an act on its plan."""

from typing import Annotated

from fastapi import APIRouter, Request

from api.doorkeeping import asks
from api.reception import reception_of
from casework.messages.call_list import ToCall, call_list
from casework.rights import Actor
from casework.rights.reading import READ_MESSAGES

router = APIRouter(prefix="/calls", tags=["messages"])


@router.get("")
def list_them(request: Request, actor: Annotated[Actor, asks(READ_MESSAGES)]) -> list[ToCall]:
    """Whom to call today and about what, with the number, the neutral words and why no text will do. What came of it is
    told by the acts `record_call` and `record_passed_on`."""
    return call_list(reception_of(request).desk, actor)
