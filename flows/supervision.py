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

from casework.checkins import attachments, reminder_steps, repeated_reminders
from casework.family import age, people
from casework.incidents import incidents
from casework.outcome import after_decision, final_decision
from casework.partners import support_level
from casework.plan import scheduling
from casework.seal import sealing
from casework.shared.context import Context
from casework.shared.items.follow_ups import PLAN_HALTED
from casework.shared.open_plan import ONE_DAY
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
IN_A_FILE, ON_A_SERVER = 20, 40
"""So many plans at most share a transaction: on SQLite nobody else writes meanwhile, some hundredths of a second; on
PostgreSQL only these plans are held, a twentieth of a second."""


@dataclass(frozen=True)
class Parked:
    """Nothing is due: the plan sleeps until that moment of the record's clock."""

    until: datetime


@dataclass(frozen=True)
class Closed:
    """The plan's run is over: sealed, and at last closed."""


class UnansweredEvent(Exception):
    """The same happening came twice running: its verb did not answer it. The plan is halted for a person to look."""


def process_due_events(
    context: Context, number: str, *, source: str, claimed: scheduling.Claim | None = None
) -> Parked | Closed:
    """Everything that has fallen due for the plan by now is done, each by its verb; then the plan is parked, and the
    claim under which it was processed is given back with it.

    A halted plan is only brought before its prosecutor again, as often as it takes.
    Raises UnansweredEvent, with the plan in quarantine, if a happening is not answered by its verb.
    """
    state = claimed.found if claimed else scheduling.look(context, number)
    if state.plan.quarantined_at is not None:
        due_event = find_most_urgent([item for item in state.come if item.kind == PLAN_HALTED], state.at)
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
    state: scheduling.Standing,
    run: RunLogEntry,
    claimed: scheduling.Claim | None,
) -> Parked | Closed:
    before = None
    parking = scheduling.Parking(run, claimed)
    # The verb, the plan's next moment and the run's account are one transaction.
    parks_with_its_verb = replace(context, on_done=parking)
    while True:
        due_event = find_most_urgent(state.come, state.at)
        found = None
        if due_event is not None:
            if due_event == before:
                scheduling.quarantine(context, number)
                raise UnansweredEvent(due_event.what)
            before = due_event
            operation = DUE_OPERATIONS[due_event.what]
            run.verbs.append(operation.code)
            operation.do(parks_with_its_verb, number, due_event.item_id)
            found = parking.end()
        state = found or scheduling.park_plan(context, number, run, claimed=claimed)
        if not state.come:
            wake_at = state.plan.wake_at
            return Closed() if wake_at is None or state.is_over else Parked(wake_at)


def process_together(
    context: Context, numbers: Sequence[str], before: datetime, *, source: str
) -> tuple[Sequence[str], Sequence[str]]:
    """Some of the plans that are due by then and that nobody else holds are processed in one transaction: those for which
    only something is to be said. Of each is recorded what would be, had it been processed alone. Returns which were
    processed, and which must be processed each for itself; neither, if none of the plans is free.

    If one of them fails, nothing was done for any, and each is to be processed for itself.
    """
    if isinstance(context.database, InMemoryDatabase) or context.on_commit is not None:
        return (), numbers
    at_most = IN_A_FILE if context.database.is_sqlite else ON_A_SERVER
    found: dict[str, scheduling.Standing] = {}
    shared = []
    try:
        with scheduling.open_due_plans(context, numbers, before, at_most) as (inside, found):
            for number, state in found.items():
                if _says_only(state):
                    process_due_events(inside, number, source=source, claimed=scheduling.Claim("", False, state))
                    shared.append(number)
    except Exception as error:
        log.warning("%s plans are processed one by one after %s.", len(found), type(error).__name__)
        return (), list(found) or numbers
    return shared, [number for number in found if number not in shared]


def _says_only(state: scheduling.Standing) -> bool:
    """Whether something has come, and each of it is answered by what only writes into the plan's record and outbox."""
    events = [find_most_urgent([item], state.at) for item in state.come]
    return bool(events) and all(event is not None and DUE_OPERATIONS[event.what].says_only for event in events)


@dataclass(frozen=True)
class DueOperation:
    """What is done when something falls due. `code` names it in the plan's run log and in Prefect, and is stored there:
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
"""What the law, or the plan, asks of the program when this happens."""
