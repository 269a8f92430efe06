"""The agenda over all plans of the user."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from api.routing import ApiRoute
from casework.checkins.acts import TAKE_ALONG
from casework.checkins.offline_list import OfflineList, load_offline_list
from casework.plan.views.agenda import Agenda, load_agenda
from casework.shared.files.base import Day
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_CASELOAD
from serving.app_state import get_app_state
from serving.auth import requires_right

router = APIRouter(route_class=ApiRoute, prefix="/agenda", tags=["plans"])


@router.get("")
def read_agenda(
    request: Request,
    actor: Annotated[Actor, requires_right(READ_CASELOAD)],
    from_on: Annotated[Day, Query(alias="from", description="First day.")],
    to_on: Annotated[Day, Query(alias="to", description="Last day; at most 62 days.")],
) -> Agenda:
    """List what lies ahead.

    Returns what is open and due between two days on all plans that the user may see, statutory deadlines, visits and
    leave, in the order of days. Case management gets statutory deadlines only, without names.
    """
    return load_agenda(get_app_state(request).context, actor, from_on, to_on)


@router.get("/offline")
def read_offline_list(request: Request, actor: Annotated[Actor, requires_right(TAKE_ALONG)]) -> OfflineList:
    """List what may be filled in without a signal.

    Returns items of the next seven days with plan number, kind and day, and nobody's name. Taking the list along is
    recorded in the journal.
    """
    return load_offline_list(get_app_state(request).context, actor)
