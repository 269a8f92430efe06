"""What somebody of a family sees: their own, and nothing else."""

from typing import Annotated

from fastapi import APIRouter, Request

from api.routing import ApiRoute
from casework.acting.rights import Actor
from casework.acting.rights.read_operations import READ_OWN
from casework.family.family_page import OwnPage, load_own_page
from casework.shared.own_plan import load_own_number
from serving.app_state import get_app_state
from serving.auth import requires_right

router = APIRouter(route_class=ApiRoute, prefix="/family", tags=["plans"])


@router.get("/plan")
def read_own_plan(request: Request, actor: Annotated[Actor, requires_right(READ_OWN)]) -> OwnPage:
    """Get the user's own family page.

    Returns what is due this week, what has been submitted, and the last day of the period.
    """
    context = get_app_state(request).context
    with context.open_for_reading(load_own_number(context, actor), actor, READ_OWN) as open_plan:
        return load_own_page(open_plan)
