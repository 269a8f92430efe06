"""The queue of proposals. Answering one is an act on its plan."""

from typing import Annotated

from fastapi import APIRouter, Request

from api.routing import ApiRoute
from casework.outcome.approvals_view import Approvals, load_approvals
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_APPROVALS
from serving.app_state import get_app_state
from serving.auth import requires_right

router = APIRouter(route_class=ApiRoute, prefix="/approvals", tags=["acts"])


@router.get("")
def read_approvals(request: Request, actor: Annotated[Actor, requires_right(READ_APPROVALS)]) -> Approvals:
    """List the proposals that wait for an answer.

    Returns those of the plans that the user may see, the most urgent first, and the last thirty that were answered.
    Answer one with the acts `countersign`, `return_proposal` and `withdraw_proposal`, or with the decision itself.
    """
    return load_approvals(get_app_state(request).context, actor)
