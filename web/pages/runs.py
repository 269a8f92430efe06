"""The board of runs: how the program stands with every plan, what it did last and does next. It keeps itself up to date."""

from enum import StrEnum
from typing import Annotated, Any, TypeVar
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.acting.rights import Actor
from casework.acting.rights.read_operations import READ_PLAN, READ_RUNS
from casework.plan.run_controls import (
    CONTROLS,
    RIGHTS_FOR_CONTROLS,
    RunControl,
    control_run,
    list_controls,
    may_control,
)
from casework.plan.views.flow_run import load_halt
from casework.plan.views.run_states import NEEDS_ATTENTION, RUN_STATES, RunState
from casework.plan.views.runs import (
    AWAITED,
    COLUMNS,
    Awaited,
    RunFilters,
    RunOrder,
    load_runs,
)
from casework.shared.items.item_kinds import ITEM_KINDS
from casework.shared.text.labels import STAGES
from core.errors import BadInput, Refused
from law.transitions import PlanStatus
from serving.app_state import get_app_state
from serving.auth import requires_right
from web.forms import Form, FormErrors
from web.pages.desk import STAGES_SHOWN
from web.rendering import render_live_page, render_page

router = APIRouter()

STATE_ICONS = {
    RunState.HALTED: "halted",
    RunState.FAILING: "alert",
    RunState.LATE: "clock",
    RunState.WORKING: "run",
    RunState.WAITING: "wait",
}

Reader = Annotated[Actor, requires_right(READ_RUNS)]
Controller = Annotated[Actor, requires_right(*RIGHTS_FOR_CONTROLS)]
Cursor = Annotated[str, Query(max_length=200)]
Chosen = TypeVar("Chosen", bound=StrEnum)


def get_filters(
    state: str = "",
    stage: str = "",
    person: Annotated[str, Query(max_length=60)] = "",
    office: Annotated[str, Query(max_length=40)] = "",
    awaits: str = "",
    order: str = "",
    descending: str = "",
) -> RunFilters:
    """What the address asks for, as far as there is such a thing."""
    return RunFilters(
        _known(RunState, state),
        _known(PlanStatus, stage),
        person or None,
        office or None,
        _known(Awaited, awaits),
        _known(RunOrder, order) or RunOrder.STATE,
        descending == "1",
    )


Filters = Annotated[RunFilters, Depends(get_filters)]


@router.get("/runs")
def show_runs(request: Request, actor: Reader, filters: Filters, cursor: Cursor = "") -> Response:
    """Every plan's run, as far as the reader may see it: what is halted, failing or late first."""
    content = _shown(request, actor, filters, cursor)
    asked = _asked(filters) | ({"cursor": cursor} if cursor else {})
    return render_live_page(
        request,
        "runs.html",
        "parts/runs_live.html",
        address=f"/runs?{urlencode(asked)}",
        content=content,
        board=content["board"],
        filters=filters,
        stages={stage.value: STAGES[stage] for stage in STAGES_SHOWN},
        awaited=AWAITED,
        columns=COLUMNS,
        prefect_page=get_app_state(request).runs_page if may_control(actor) else None,
    )


@router.get("/runs/{number}/{control}")
def show_run_control(request: Request, number: str, control: RunControl, actor: Controller) -> HTMLResponse:
    """The form for one thing that can be done about a run."""
    return _control_form(request, actor, number, control)


@router.post("/runs/{number}/{control}")
def submit_run_control(request: Request, number: str, control: RunControl, typed: Form, actor: Controller) -> Response:
    """It is done, with its reason in the journal; or the form again with what is missing."""
    app_state = get_app_state(request)
    reason = typed.get("reason", "")
    try:
        control_run(app_state.context, actor, number, control, reason)
    except BadInput as wrong:
        return _control_form(request, actor, number, control, reason, {"reason": wrong.reason}, wrong.status)
    except Refused as refused:
        return _control_form(request, actor, number, control, reason, {"": refused.reason}, refused.status)
    app_state.check_now()
    back = _back(actor, number)
    return RedirectResponse(back if back == "/runs" else f"{back}?just={control}", status_code=303)


def _control_form(
    request: Request,
    actor: Actor,
    number: str,
    control: RunControl,
    reason: str = "",
    errors: FormErrors | None = None,
    status: int = 200,
) -> HTMLResponse:
    right = CONTROLS[control].right
    with get_app_state(request).context.open_for_reading(number, actor, right, noted_as=READ_RUNS) as open_plan:
        halt = load_halt(open_plan) if control is RunControl.RESUME else None
    return render_page(
        request, "run_control.html", status=status, number=number, control=control.value, info=CONTROLS[control],
        reason=reason, errors=errors or {}, back=_back(actor, number), halt=halt, item_words=ITEM_KINDS,
    )  # fmt: skip


def _back(actor: Actor, number: str) -> str:
    """Where the run is seen: on the plan's own page, or on the board for who opens no plan."""
    return f"/plans/{quote(number)}/history" if actor.role in READ_PLAN.by else "/runs"


def _shown(request: Request, actor: Actor, filters: RunFilters, cursor: str) -> dict[str, Any]:
    board = load_runs(get_app_state(request).context, actor, filters, cursor=cursor or None)

    def address(**instead: object) -> str:
        """This board with something else asked for; from its first page on, unless a page is named."""
        return "/runs?" + urlencode(_asked(filters) | {name: str(value) for name, value in instead.items()})

    def sorted_by(order: str) -> str:
        turned = filters.order == order and not filters.descending
        return address(order=order, descending="1" if turned else "")

    return {
        "board": board,
        "paused": get_app_state(request).runs_are_paused(),
        "filters": filters,
        "states": RUN_STATES,
        "state_icons": STATE_ICONS,
        "urgent": NEEDS_ATTENTION,
        "columns": COLUMNS,
        "narrowed": address,
        "sorted_by": sorted_by,
        "controls": lambda run: list_controls(actor, run.state is RunState.HALTED),
        "control_titles": CONTROLS,
    }


def _asked(filters: RunFilters) -> dict[str, str]:
    """The filters as an address names them: what is not asked for is not in it."""
    asked = {
        "state": filters.state,
        "stage": filters.stage,
        "person": filters.person,
        "office": filters.office,
        "awaits": filters.awaits,
        "order": None if filters.order is RunOrder.STATE else filters.order,
        "descending": "1" if filters.descending else None,
    }
    return {name: str(value) for name, value in asked.items() if value is not None}


def _known(kind: type[Chosen], text: str) -> Chosen | None:
    return next((each for each in kind if each.value == text), None)
