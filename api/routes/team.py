"""The team: what is with whom, and who may take somebody's place. Handing over and accepting are acts on a plan."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Request

from api.routing import ApiRoute
from casework.plan.views.team import TeamView, list_successors, load_team
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_CASELOAD
from serving.app_state import get_app_state
from serving.auth import requires_right

router = APIRouter(route_class=ApiRoute, prefix="/team", tags=["staff"])

Reader = Annotated[Actor, requires_right(READ_CASELOAD)]


@dataclass(frozen=True)
class Successor:
    """Somebody of the same post and office."""

    login: str
    display_name: str


@router.get("")
def read_team(request: Request, actor: Reader) -> TeamView:
    """Get the workload of the team.

    Returns everybody of the office for whoever answers for it; for others what is theirs and what waits for them.
    """
    return load_team(get_app_state(request).context, actor)


@router.get("/{login}/successors")
def read_successors(request: Request, login: str, actor: Reader) -> list[Successor]:
    """List who may take somebody's place.

    Returns those of the same post and office. Hand over with `POST /many-plans` or with the act `hand_over`.
    """
    found = list_successors(get_app_state(request).context, actor, login)
    return [Successor(login, name) for login, name in found]
