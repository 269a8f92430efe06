"""Search by name, phone or number. What is looked for travels in the body and stands in no address and no log."""

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import Field

from api.routing import ApiRoute
from casework.shared.files.plan_file import FileModel
from casework.shared.person_search import SearchResult, search_plans
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import SEARCH
from serving.app_state import get_app_state
from serving.auth import requires_right

router = APIRouter(route_class=ApiRoute, prefix="/search", tags=["plans"])


class SearchRequest(FileModel):
    """What is looked for."""

    asked: str = Field(min_length=1, max_length=60)


@router.post("")
def search_people(
    request: Request, sent: SearchRequest, actor: Annotated[Actor, requires_right(SEARCH)]
) -> list[SearchResult]:
    """Find plans by a name, a phone or a plan number.

    Returns at most fifty plans that the user may see. Sealed plans are never found.
    """
    return search_plans(get_app_state(request).context, actor, sent.asked)
