"""The board of runs: the state of every plan's run, what comes next and what was done last."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field

from api.paging import Cursor, Limit
from api.routing import ApiRoute
from casework.acting.rights import Actor
from casework.acting.rights.read_operations import READ_RUNS
from casework.plan.run_controls import CONTROLS, MAX_REASON, RIGHTS_FOR_CONTROLS, RunControl, control_run
from casework.plan.views.run_states import RunState
from casework.plan.views.runs import (
    SHOWN,
    Awaited,
    RunBoard,
    RunFilters,
    RunOrder,
    RunRow,
    load_run,
    load_runs,
)
from casework.shared.files.plan_file import FileModel
from law.transitions import PlanStatus
from serving.app_state import get_app_state
from serving.auth import requires_right

router = APIRouter(route_class=ApiRoute, prefix="/runs", tags=["runs"])

Reader = Annotated[Actor, requires_right(READ_RUNS)]


def get_run_filters(
    state: Annotated[RunState | None, Query()] = None,
    status: Annotated[PlanStatus | None, Query(description="The status of the plan.")] = None,
    person: Annotated[str | None, Query(max_length=60, description="Sign-in name of a member of the team.")] = None,
    office: Annotated[str | None, Query(max_length=40, description="Name of the office.")] = None,
    awaits: Annotated[Awaited | None, Query(description="What the run waits for.")] = None,
    order: Annotated[RunOrder, Query()] = RunOrder.STATE,
    descending: Annotated[bool, Query()] = False,
) -> RunFilters:
    """The filters as the query names them."""
    return RunFilters(state, status, person, office, awaits, order, descending)


Filters = Annotated[RunFilters, Depends(get_run_filters)]


@router.get("")
def list_runs(
    request: Request,
    actor: Reader,
    filters: Filters,
    cursor: Cursor = None,
    limit: Limit = SHOWN,
) -> RunBoard:
    """List the runs of the plans.

    Returns the run of every plan that the user may see, halted, failing and late ones first: its state, when and why
    it is processed next, what was done last, and who is responsible. `counts` has the number of runs in each state of
    all that match. An administrator gets numbers and states only, a city office and an auditor counts by office only.
    """
    return load_runs(get_app_state(request).context, actor, filters, cursor=cursor, limit=limit)


class RunReason(FileModel):
    """Why it is done. It is kept in the journal of the plan."""

    reason: str = Field(min_length=1, max_length=MAX_REASON)


@router.get("/{number}")
def read_run(request: Request, number: str, actor: Reader) -> RunRow:
    """Get the run of a plan.

    Returns its state, when and why it is processed next, and what was done last. Who sees numbers and states only gets
    nothing of the case; a city office and an auditor see no single run.
    """
    with get_app_state(request).context.open_for_reading(number, actor, READ_RUNS) as open_plan:
        return load_run(open_plan)


@router.post("/{number}/{control}")
def control_plan_run(
    request: Request,
    number: str,
    control: RunControl,
    body: RunReason,
    actor: Annotated[Actor, requires_right(*RIGHTS_FOR_CONTROLS)],
) -> RunRow:
    """Halt, resume, process or replace the run of a plan.

    `halt`: nothing is done by the program until a person has reviewed the plan and resumes it; facts can still be
    recorded, and statutory deadlines continue. `resume`: a halted plan is processed again, from now. `process-now`:
    what is due is processed at once; refused while the plan is halted. `replace`: its run in Prefect is ended and a new
    one waits, as soon as Prefect answers; the plan itself stays as it is. Each needs a reason, which is recorded.
    """
    context = get_app_state(request).context
    control_run(context, actor, number, control, body.reason)
    with context.open_for_reading(number, actor, CONTROLS[control].right, noted_as=READ_RUNS) as open_plan:
        return load_run(open_plan)
