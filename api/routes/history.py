"""One plan's history."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from api.routing import ApiRoute
from casework.plan.views.history import HistoryFilters, load_history
from casework.plan.views.history_entries import HistoryEntry, HistoryKind
from casework.shared.files.base import Day
from casework.shared.paging import MAX_PAGE_SIZE
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_PLAN
from serving.app_state import get_app_state
from serving.auth import requires_right

router = APIRouter(route_class=ApiRoute, prefix="/plans/{number}/history", tags=["plans"])

Reader = Annotated[Actor, requires_right(READ_PLAN)]
ENTRIES_SHOWN = 50


@dataclass(frozen=True)
class PlanHistory:
    """A page of the history, newest first; `next` leads further into the past."""

    entries: list[HistoryEntry]
    total: int
    next: str | None
    counts: dict[HistoryKind, int]
    """How many entries there are of each kind, before the filters."""
    sees_messages: bool
    """Whether messages are among them: not every role may see them."""


def get_history_filters(
    kind: Annotated[HistoryKind | None, Query()] = None,
    by: Annotated[
        str | None, Query(max_length=60, description="Who did it: a role, or `guardian.mother` and the like.")
    ] = None,
    to: Annotated[str | None, Query(max_length=60, description="Who was told.")] = None,
    from_on: Annotated[Day | None, Query()] = None,
    to_on: Annotated[Day | None, Query()] = None,
) -> HistoryFilters:
    """The filters as the query names them."""
    return HistoryFilters(kind, by, to, from_on, to_on)


@router.get("")
def read_history(
    request: Request,
    number: str,
    actor: Reader,
    filters: Annotated[HistoryFilters, Depends(get_history_filters)],
    cursor: Annotated[str | None, Query(max_length=200, description="`next` of the previous page.")] = None,
    entry: Annotated[str | None, Query(max_length=60, description="Begin with the page of that entry.")] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE_SIZE)] = ENTRIES_SHOWN,
) -> PlanHistory:
    """Read the history of a plan.

    Returns runs, acts, messages, failures, statutory dates, changes of the period and absences as one list, newest
    first. `because` and `led_to` of an entry name the entries that caused it and that it caused, as far as the record
    keeps them; a cause that is not kept is said to be unknown.
    """
    with get_app_state(request).context.open_for_reading(number, actor, READ_PLAN) as open_plan:
        found = load_history(open_plan, filters, cursor=cursor, entry=entry, limit=limit, folds=False)
    return PlanHistory(
        [one for row in found.rows for one in row.entries], found.total, found.next, found.counts, found.sees_messages
    )
