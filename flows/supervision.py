"""One minor's supervision, from the decision to its end (CPL arts 282-284, 286).

The flow never decides about a child. It reminds, records, asks, and carries out what a named person decided. It asks
the record what is next, as often as it is woken; it can be lost and begun anew on any day.
"""

import logging
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from prometheus_client import Histogram

from casework.acting.context import Context
from casework.acting.open_plan import ONE_DAY
from casework.checkins import attachments, reminder_steps, repeated_reminders
from casework.family import age, people
from casework.incidents import incidents
from casework.outcome import after_decision, final_decision
from casework.partners import support_level
from casework.plan import scheduling
from casework.plan.halting import quarantine
from casework.seal import sealing
from casework.shared.items.follow_ups import PLAN_HALTED
from casework.usage import files as usage_files
from flows.due_events import Due, find_most_urgent
from models.database import InMemoryDatabase
from models.plan import RunLogEntry

log = logging.getLogger(__name__)

PROCESSING = Histogram(
    "sunward_processing_seconds",
    "How long a plan took to be processed in this process.",
    ["source"],
    registry=None,
    buckets=(0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0),
)
"""By source, for processings that failed and those that ended well."""
MAX_PLANS_ON_SQLITE, MAX_PLANS_ON_POSTGRESQL = 20, 40
"""How many plans share a transaction: on SQLite nobody else writes meanwhile, some hundredths of a second; on
PostgreSQL only these plans are held, a twentieth of a second."""


@dataclass(frozen=True)
class Parked:
    """Nothing is due until that moment of the record's clock."""

    until: datetime


@dataclass(frozen=True)
class Closed:
    """The plan's run is over: sealed, and at last closed."""


class UnansweredEvent(Exception):
    """The same event was due twice in a row: its verb did not answer it. The plan is halted for a person to look."""


def process_due_events(
    context: Context, number: str, *, source: str, claimed: scheduling.Claim | None = None
) -> Parked | Closed:
    """Everything that is due for the plan is done, each by its verb; then the plan is parked and its claim released.

    Of a halted plan only its prosecutor is reminded, as often as the reminder is due.
    Raises UnansweredEvent, with the plan halted, if a due event is not answered by its verb.
    """
    state = claimed.state if claimed else scheduling.read_state(context, number)
    if state.plan.quarantined_at is not None:
        due_event = find_most_urgent([item for item in state.due_items if item.kind == PLAN_HALTED], state.at)
        if due_event is not None:
            DUE_OPERATIONS[due_event.what].do(context, number, due_event.item_id)
        return Parked(context.clock.now() + ONE_DAY)
    run = scheduling.begin_run(state, source)
    if source != "rehearsal":
        context = replace(context, run_id=run.id)
    try:
        with PROCESSING.labels(source).time():
            return _process_all_due(context, number, state, run, claimed)
    except Exception:
        context.failed_runs[number, source] = run
        raise


def _process_all_due(
    context: Context,
    number: str,
    state: scheduling.PlanState,
    run: RunLogEntry,
    claimed: scheduling.Claim | None,
) -> Parked | Closed:
    before = None
    parking = scheduling.Parking(run, claimed)
    # The verb, the plan's next moment and the run's account are one transaction.
    parks_with_its_verb = replace(context, on_done=parking)
    while True:
        due_event = find_most_urgent(state.due_items, state.at)
        found = None
        if due_event is not None:
            if due_event == before:
                quarantine(context, number)
                raise UnansweredEvent(due_event.what)
            before = due_event
            operation = DUE_OPERATIONS[due_event.what]
            run.verbs.append(operation.code)
            operation.do(parks_with_its_verb, number, due_event.item_id)
            found = parking.end()
        state = found or scheduling.park_plan(context, number, run, claimed=claimed)
        if not state.due_items:
            wake_at = state.plan.wake_at
            return Closed() if wake_at is None or state.is_over else Parked(wake_at)


def process_batch(
    context: Context, numbers: Sequence[str], before: datetime, *, source: str
) -> tuple[Sequence[str], Sequence[str]]:
    """Of the plans that are due by then and not claimed, those for which only messages are due are processed in one
    transaction; the record of each is the same as if it had been processed alone. Returns the processed ones, and those
    that must be processed alone; neither, if none of the plans is free.

    If one of them fails, nothing was done for any, and each is to be processed alone.
    """
    if isinstance(context.database, InMemoryDatabase) or context.on_commit is not None:
        return (), numbers
    limit = MAX_PLANS_ON_SQLITE if context.database.is_sqlite else MAX_PLANS_ON_POSTGRESQL
    states: dict[str, scheduling.PlanState] = {}
    shared = []
    try:
        with scheduling.open_due_plans(context, numbers, before, limit) as (inside, states):
            for number, state in states.items():
                if _says_only(state):
                    process_due_events(inside, number, source=source, claimed=scheduling.Claim("", False, state))
                    shared.append(number)
    except Exception as error:
        log.warning("%s plans are processed one by one after %s.", len(states), type(error).__name__)
        return (), list(states) or numbers
    return shared, [number for number in states if number not in shared]


def _says_only(state: scheduling.PlanState) -> bool:
    """Whether something is due, and all of it is answered by operations that only write into record and outbox."""
    events = [find_most_urgent([item], state.at) for item in state.due_items]
    return bool(events) and all(event is not None and DUE_OPERATIONS[event.what].says_only for event in events)


@dataclass(frozen=True)
class DueOperation:
    """What is done when an item is due. `code` names it in the plan's run log and in Prefect, and is stored there:
    it stays when the function is renamed."""

    code: str
    do: Callable[[Context, str, uuid.UUID], None]
    says_only: bool = False
    """It writes messages, journal and items, adds nobody, and touches nothing outside the record: it may share its
    transaction with others."""


_REMIND = DueOperation("call_for", reminder_steps.notify_of_due_item, says_only=True)
DUE_OPERATIONS: dict[Due, DueOperation] = {
    # art 284: revoked or concluded, as a named person decided
    Due.DECISION_MADE: DueOperation("carry_out", after_decision.execute_decision),
    # a person weighs it, never the flow
    Due.INCIDENT_REPORTED: DueOperation("refer", incidents.refer_to_prosecutor),
    # Civil Code arts 17, 18
    Due.CAME_OF_AGE: DueOperation("come_of_age", age.process_coming_of_age),
    # Rules art 477: the opinion is due
    Due.PERIOD_ENDED: DueOperation("end_period", final_decision.end_period),
    # Rules arts 482, 486
    Due.SEALING_DUE: DueOperation("seal", sealing.seal_record),
    Due.LAST_CLOCK_ENDED: DueOperation("close", sealing.close_plan),
    Due.MESSAGES_RESUMED: DueOperation("resume_messages", people.resume_messages),
    Due.SUPPORT_LEVEL_LAPSES: DueOperation("tell_of_lapse", support_level.notify_of_lapse),
    # Network Regulations: no longer than is needed
    Due.USAGE_FILES_EXPIRE: DueOperation("delete_usage_files", usage_files.delete_usage_files),
    Due.ATTACHMENTS_EXPIRE: DueOperation("delete_attachments", attachments.delete_attachments),
    Due.DATE_PASSED: DueOperation("pass_on", reminder_steps.notify_of_overdue_item, says_only=True),
    Due.PERIOD_NEAR_END: _REMIND,
    Due.STATUTORY_DATE_NEAR: _REMIND,
    # art 283(3)(2): report activities
    Due.CHECK_IN_DUE: _REMIND,
    Due.USAGE_REVIEW_DUE: _REMIND,
    # art 283(1): the office supervises
    Due.MILESTONE_REACHED: _REMIND,
    Due.STAFF_ITEM_DUE: _REMIND,
    # nothing that waits for a person falls silent
    Due.STILL_WAITING: DueOperation("bring_up_again", repeated_reminders.remind_again, says_only=True),
    Due.CHECK_IN_LAST_DAY: DueOperation("remind_on_last_day", reminder_steps.remind_on_last_day, says_only=True),
    # asked how it was, before anything counts
    Due.CHECK_IN_NOT_RECEIVED: DueOperation("note_not_received", reminder_steps.ask_why_not_received, says_only=True),
    Due.EXPLANATION_WINDOW_OVER: DueOperation("settle_unheard", reminder_steps.settle_unexplained_item, says_only=True),
}
"""By due event, the operation that answers it."""
