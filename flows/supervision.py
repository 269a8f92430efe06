"""One minor's supervision, from the decision to its end (CPL arts 282-284, 286).

The flow never decides about a child. It reminds, records, asks, and carries out what a named person decided. It asks
the record what is next, as often as it is woken; it can be lost and begun anew on any day.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from casework import (
    after_decision,
    age,
    attachment_deletion,
    final_decision,
    incidents,
    people,
    reminder_steps,
    repeated_reminders,
    scheduling,
    sealing,
    support_level,
)
from casework.context import ONE_DAY, Context
from casework.follow_ups import PLAN_HALTED
from casework.usage import files as usage_files
from flows.due_events import (
    AttachmentsExpire,
    CameOfAge,
    CheckInDue,
    CheckInLastDay,
    CheckInNotReceived,
    DatePassed,
    DecisionMade,
    DueEvent,
    ExplanationWindowOver,
    HushEnded,
    IncidentReported,
    LastClockEnded,
    MilestoneReached,
    PeriodEnded,
    PeriodNearEnd,
    SealingDue,
    StaffItemDue,
    StatutoryDateNear,
    StillWaiting,
    SupportLevelLapses,
    UsageFilesExpire,
    UsageReviewDue,
    find_most_urgent,
)


@dataclass(frozen=True)
class Parked:
    """Nothing is due: the plan sleeps until that moment of the record's clock."""

    until: datetime


@dataclass(frozen=True)
class Closed:
    """The plan's run is over: sealed, and at last closed."""


Perform = Callable[[str, Callable[[], None]], None]


def _directly(_verb: str, work: Callable[[], None]) -> None:
    work()


class UnansweredEvent(Exception):
    """The same happening came twice running: its verb did not answer it. The plan is halted for a person to look."""


def process_due_events(
    desk: Context, number: str, *, lane: str, perform: Perform = _directly, claimed: scheduling.Claim | None = None
) -> Parked | Closed:
    """Everything that has fallen due for the plan by now is done, each by its verb; then the plan is parked, and the
    claim under which it was processed is given back with it.

    A halted plan is only brought before its prosecutor again, as often as it takes.
    Raises UnansweredEvent, with the plan in quarantine, if a happening is not answered by its verb.
    """
    standing = claimed.found if claimed else scheduling.look(desk, number)
    if standing.plan.quarantined_at is not None:
        happening = find_most_urgent([item for item in standing.come if item.kind == PLAN_HALTED], standing.at)
        if isinstance(happening, DueEvent):
            get_operation(happening)(desk, number, happening.item_id)
        return Parked(desk.clock.now() + ONE_DAY)
    began_at, verbs, before = standing.at, list[str](), None
    while True:
        happening = find_most_urgent(standing.come, standing.at)
        if isinstance(happening, DueEvent):
            if happening == before:
                scheduling.quarantine(desk, number)
                raise UnansweredEvent(type(happening).__name__)
            before = happening
            verb = get_operation(happening)
            verbs.append(verb.__name__)
            perform(verb.__name__, lambda: verb(desk, number, happening.item_id))  # noqa: B023
        standing = scheduling.park_plan(desk, number, began_at=began_at, lane=lane, verbs=verbs, claimed=claimed)
        if not standing.come:
            wake_at = standing.plan.wake_at
            return Closed() if wake_at is None or standing.is_over else Parked(wake_at)


OperationFunction = Callable[..., None]


def get_operation(happening: DueEvent) -> OperationFunction:
    """What the law, or the plan, asks of the machine when this happens."""
    match happening:
        case DecisionMade():
            return after_decision.carry_out  # art 284: revoked or concluded, as a named person decided
        case IncidentReported():
            return incidents.refer  # a person weighs it, never the flow
        case CameOfAge():
            return age.come_of_age  # Civil Code arts 17, 18
        case PeriodEnded():
            return final_decision.end_period  # Rules art 477: the opinion is owed
        case SealingDue():
            return sealing.seal  # Rules arts 482, 486
        case LastClockEnded():
            return sealing.close
        case HushEnded():
            return people.resume_messages
        case SupportLevelLapses():
            return support_level.tell_of_lapse
        case UsageFilesExpire():
            return usage_files.delete_usage_files  # Network Regulations: no longer than is needed
        case AttachmentsExpire():
            return attachment_deletion.delete_attachments
        case DatePassed():
            return reminder_steps.pass_on
        case PeriodNearEnd() | StatutoryDateNear():
            return reminder_steps.call_for
        case CheckInDue() | UsageReviewDue():
            return reminder_steps.call_for  # art 283(3)(2): report activities
        case MilestoneReached() | StaffItemDue():
            return reminder_steps.call_for  # art 283(1): the office supervises
        case StillWaiting():
            return repeated_reminders.bring_up_again  # nothing that waits for a person falls silent
        case CheckInLastDay():
            return reminder_steps.remind_on_last_day
        case CheckInNotReceived():
            return reminder_steps.note_not_received  # asked how it was, before anything counts
        case ExplanationWindowOver():
            return reminder_steps.settle_unheard
        case _:
            raise LookupError(type(happening).__name__)
