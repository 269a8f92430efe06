"""The Prefect run of a plan: one flow run, parked for months, called from its first line at each waking.

Prefect cannot suspend a run until a time. So the run proposes for itself to be scheduled at that time and leaves by
the way Prefect uses for pauses; a worker of the pool then picks it up again. The run remembers nothing: the
record says what is next. Nothing here tells Prefect more than a plan number, a moment, and whether a date, something
owed or people are waited for. What was done at each waking is told afterwards, as a run of its own (`processing_reports`).
"""

import logging
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from prefect import Flow, flow
from prefect.context import FlowRunContext
from prefect.exceptions import Pause

from core.clock import WallClock
from core.errors import SunwardError, new_reference
from flows.prefect.client import FLOW
from flows.prefect.waiting import Wait, in_real_time, parked_state

if TYPE_CHECKING:
    from casework.acting.context import Context

log = logging.getLogger(__name__)

CLOCK_DOUBTED_FOR = timedelta(minutes=15)
"""How long a run waits if it was woken by a clock that may be wrong. Once the clock is right, the run is put where the
record says (`reconciliation`), and what is due does not wait for it."""

ProcessPlan = Callable[[str], Wait | None]
"""Processes the plan of that number until now; returns until when it waits, or None once it is closed."""

NoteFailure = Callable[[str, str, str], None]
"""Writes into the record that a plan could not be processed: plan number, reference, and what `name_failure` says of the error."""


class PlanFailed(Exception):
    """A plan could not be processed. Its only text is a reference, under which our own log and record tell more."""

    def __init__(self, reference: str) -> None:
        super().__init__(reference)
        self.reference = reference


def make_flow(process: ProcessPlan, note_failure: NoteFailure) -> "Flow[[str], str]":
    """The flow whose runs stand for plans that `process` processes."""

    @flow(name=FLOW, retries=0, persist_result=False, validate_parameters=True, log_prints=False)
    def supervise(plan_number: str) -> str:
        """One plan of supervision, from the decision to its end. Returns "closed", after many wakings."""
        wait = _without_words(plan_number, lambda: process(plan_number), note_failure)
        if wait is None:
            return "closed"
        park(wait)
        raise AssertionError("a parked run does not go on")

    return supervise


def park(wait: Wait) -> None:
    """The run this is called in waits so and frees its process; does not return."""
    context = FlowRunContext.get()
    if context is None or context.flow_run is None:
        raise RuntimeError("only a flow run can be parked")
    state = parked_state(wait)
    client: Any = context.client
    client.set_flow_run_state(context.flow_run.id, state)
    # Raised and not returned: on a returned state the stock runner exits with 1, which counts as a crash.
    raise Pause(state=state)


def _without_words(plan_number: str, act: Callable[[], Wait | None], note_failure: NoteFailure) -> Wait | None:
    """What `act` returns. Its error becomes a reference, because Prefect stores the text of every exception it sees."""
    try:
        return act()
    except Exception as error:
        from models.storage_problem import name_failure  # a stock worker loads this file as well

        kind = name_failure(error)
    # Raised outside the handler: not even as a context does the error go along.
    reference = new_reference()
    log.error("Plan %s could not be processed: %s (reference %s).", plan_number, kind, reference)
    try:
        note_failure(plan_number, reference, kind)
    except Exception as error:
        log.error("Failure %s could not be noted in the record: %s.", reference, type(error).__name__)
    raise PlanFailed(reference)


def _run_from_record(plan_number: str) -> Wait | None:
    # Only here is there a world behind the run. Imported when a run asks: a stock worker loads this file as well.
    from casework.plan import prefect_runs, scheduling
    from flows.supervision import Closed, process_due_events

    context = _open_record()
    if not context.database.may_process(context.clock.now()):
        # Our own runner claims none then. A stock worker does, of all plans perhaps, and no run may end for it.
        return Wait(WallClock().now() + CLOCK_DOUBTED_FOR)
    # The claim only spares the tick the same work; without it the run goes on all the same, and does no harm.
    with scheduling.hold_plan(
        context, plan_number, scheduling.name_claimant(f"run-{threading.get_ident()}")
    ) as claimed:
        end = process_due_events(context, plan_number, source="run", claimed=claimed)
    if isinstance(end, Closed):
        return None
    return Wait(in_real_time(context.clock, end.until), end.until, prefect_runs.get_awaited_kind(context, plan_number))


def _note_in_the_record(plan_number: str, reference: str, kind: str) -> None:
    from casework.plan import scheduling

    scheduling.record_failure(_open_record(), plan_number, source="run", reference=reference, kind=kind)


def _open_record() -> "Context":
    """The record this process was started beside. A stock worker opens what is there, and never begins another."""
    from app import bootstrap

    try:
        return bootstrap.get_context(only_existing=True)
    except SunwardError as wrong:  # said in words that name a setting and no person; Prefect is told a reference only
        log.error("%s / %s", wrong.reason.zh, wrong.reason.en)
        raise


supervise = make_flow(_run_from_record, _note_in_the_record)
