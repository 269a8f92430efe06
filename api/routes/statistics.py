"""Figures over many cases: an office's statistics. No name, no case, no ranking."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from api.routing import ApiRoute
from casework.acting.rights import Actor
from casework.acting.rights.read_operations import READ_STATISTICS
from casework.evaluation.statistics import Statistics, load_statistics
from casework.shared.files.base import Day
from serving.app_state import get_app_state
from serving.auth import requires_right

router = APIRouter(route_class=ApiRoute, tags=["office"])

From = Annotated[Day | None, Query(description="1 January of the year of the decisions; the latest year if omitted.")]
Until = Annotated[Day | None, Query(description="31 December of the same year.")]


@router.get("/statistics")
def read_statistics(
    request: Request,
    actor: Annotated[Actor, requires_right(READ_STATISTICS)],
    from_on: From = None,
    to_on: Until = None,
) -> Statistics:
    """Get statistics by office.

    Returns completion, lateness, durations and outcomes of the decisions of one year, as of the last full quarter. An
    office with fewer than five cases shows no figures; counts of one to four people, and figures from which they
    could be derived, are null.
    """
    return load_statistics(get_app_state(request).context, actor, from_on=from_on, to_on=to_on)
