"""The team: what is with whom. Handing over and accepting are acts on a plan."""

from typing import Annotated

from fastapi import APIRouter, Request

from api.routing import ApiRoute
from casework.plan.views.team import TeamView, load_team
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_CASELOAD
from serving.app_state import get_app_state
from serving.auth import requires_right

router = APIRouter(route_class=ApiRoute, prefix="/team", tags=["staff"])


@router.get("")
def read_team(request: Request, actor: Annotated[Actor, requires_right(READ_CASELOAD)]) -> TeamView:
    """Get the workload of the team.

    Returns everybody of the office for whoever answers for it; for others what is theirs and what waits for them.
    """
    return load_team(get_app_state(request).context, actor)
