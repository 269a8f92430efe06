"""What somebody of a family sees: their own, and nothing else."""

from typing import Annotated

from fastapi import APIRouter, Request

from api.doorkeeping import asks
from api.reception import reception_of
from casework.rights import Actor
from casework.rights.reading import READ_OWN
from casework.views.own import OwnPage, number_of, own_page

router = APIRouter(prefix="/family", tags=["family"])


@router.get("/plan")
def own(request: Request, actor: Annotated[Actor, asks(READ_OWN)]) -> OwnPage:
    """What I owe this week, what I have done, and until when it goes on."""
    desk = reception_of(request).desk
    with desk.look(number_of(desk, actor), actor, READ_OWN) as file:
        return own_page(file)
