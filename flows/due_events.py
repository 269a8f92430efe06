"""What is next for a plan: an ordered list of small questions, most urgent first. It reads, and changes nothing.

Each question looks at the items whose moment has come and answers with a happening or with nothing. What a person
decided comes first, then what was reported, then the end of the period, the dates of the law, and what people owe.
"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from casework.shared.items.item_kinds import ITEM_KINDS, REVIEWS, SHEETS, Pattern
from casework.shared.items.steps import AGAIN, CALL, LAST_DAY, NEAR, NOT_RECEIVED, PASSED, SETTLE
from models.item import Item


@dataclass(frozen=True)
class DueEvent:
    """Something that fell due for an item at a moment, and was noticed at another."""

    item_id: uuid.UUID
    kind: str
    step: str
    fell_due_at: datetime
    noticed_at: datetime = field(compare=False)
    """When we saw it. The same thing seen again is still the same thing."""


class DecisionMade(DueEvent):
    """A named person decided; it is to be carried out."""


class IncidentReported(DueEvent):
    """A possible breach was reported. Nothing is established yet; the prosecutor reviews it."""


class CameOfAge(DueEvent):
    """The eighteenth birthday has begun."""


class PeriodEnded(DueEvent):
    """The last day of the period is over."""


class SealingDue(DueEvent):
    """The outcome was told; the record is to be sealed."""


class LastClockEnded(DueEvent):
    """Nothing runs any more for a sealed plan."""


class MessagesResumed(DueEvent):
    """The time for which texts were held back is over."""


class SupportLevelLapses(DueEvent):
    """The level of support lapses soon, or has lapsed."""


class AttachmentsExpire(DueEvent):
    """What was attached to something handed in has reached its day."""


class UsageFilesExpire(DueEvent):
    """What was kept of digital use for a while has reached its day."""


class StatutoryDateNear(DueEvent):
    """A date of the law is near, or has come."""


class PeriodNearEnd(DueEvent):
    """The period ends in 30, 14, 7 or 1 days."""


class DatePassed(DueEvent):
    """An item of the office's own was not done by its day."""


class StillWaiting(DueEvent):
    """An item of the office's own has passed its day and is open all the same: it is brought up again."""


class CheckInDue(DueEvent):
    """Something the family owes is to be called for."""


class UsageReviewDue(DueEvent):
    """The digital-usage review, or the sheet for it, is to be asked for."""


class MilestoneReached(DueEvent):
    """An evaluation is due."""


class StaffItemDue(DueEvent):
    """Something the team owes is due."""


class CheckInLastDay(DueEvent):
    """It is the last day and nothing has come in."""


class CheckInNotReceived(DueEvent):
    """The day has passed and nothing has come in."""


class ExplanationWindowOver(DueEvent):
    """Asked, and nobody has explained."""


@dataclass(frozen=True)
class NothingDue:
    """Nothing is due."""


Question = Callable[[Item], type[DueEvent] | None]


def _machine(kind: str, due_event: type[DueEvent]) -> Question:
    return lambda item: due_event if item.kind == kind else None


def incident_reported(item: Item) -> type[DueEvent] | None:
    return IncidentReported if item.kind == "incident_review" and item.next_step == CALL else None


def date_passed(item: Item) -> type[DueEvent] | None:
    return DatePassed if item.next_step == PASSED else None


def still_waiting(item: Item) -> type[DueEvent] | None:
    return StillWaiting if item.next_step == AGAIN else None


def period_near_end(item: Item) -> type[DueEvent] | None:
    if item.kind != "pre_expiry":
        return None
    return PeriodNearEnd if (item.next_step or "").startswith((CALL, NEAR)) else None


def statutory_date_near(item: Item) -> type[DueEvent] | None:
    if ITEM_KINDS[item.kind].pattern is not Pattern.STATUTORY:
        return None
    return StatutoryDateNear if (item.next_step or "").startswith((CALL, NEAR)) else None


def window_over(item: Item) -> type[DueEvent] | None:
    return ExplanationWindowOver if item.next_step == SETTLE else None


def not_received(item: Item) -> type[DueEvent] | None:
    return CheckInNotReceived if item.next_step == NOT_RECEIVED else None


def last_day(item: Item) -> type[DueEvent] | None:
    return CheckInLastDay if item.next_step == LAST_DAY else None


def usage_review_due(item: Item) -> type[DueEvent] | None:
    called = (item.next_step or "").startswith(CALL)
    return UsageReviewDue if item.kind in (*SHEETS, *REVIEWS) and called else None


def milestone_reached(item: Item) -> type[DueEvent] | None:
    return MilestoneReached if item.kind == "milestone" and item.next_step == CALL else None


def check_in_due(item: Item) -> type[DueEvent] | None:
    called = (item.next_step or "").startswith(CALL)
    return CheckInDue if ITEM_KINDS[item.kind].pattern is Pattern.FAMILY and called else None


def staff_item_due(item: Item) -> type[DueEvent] | None:
    return StaffItemDue if ITEM_KINDS[item.kind].pattern is Pattern.STAFF and item.next_step == CALL else None


QUESTIONS: tuple[Question, ...] = (
    _machine("carry_out", DecisionMade),
    incident_reported,
    _machine("coming_of_age", CameOfAge),
    _machine("period_end", PeriodEnded),
    _machine("sealing", SealingDue),
    _machine("closing", LastClockEnded),
    _machine("hush_end", MessagesResumed),
    _machine("usage_deletion", UsageFilesExpire),
    _machine("level_lapse", SupportLevelLapses),
    _machine("attachment_deletion", AttachmentsExpire),
    date_passed,
    period_near_end,
    statutory_date_near,
    window_over,
    not_received,
    last_day,
    usage_review_due,
    milestone_reached,
    check_in_due,
    staff_item_due,
    still_waiting,
)


def find_most_urgent(items: Sequence[Item], now: datetime) -> DueEvent | NothingDue:
    """The most urgent thing that has fallen due by now, or that nothing is: the questions are put in their order to the
    items whose moment has come; of two alike, the earlier is first."""
    come = [item for item in items if item.next_at is not None and item.next_at <= now]
    for question in QUESTIONS:
        for item in come:
            if due_event := question(item):
                assert item.next_at is not None
                return due_event(item.id, item.kind, item.next_step or "", item.next_at, now)
    if come:
        raise LookupError(f"no due event for {come[0].kind}, {come[0].next_step}")
    return NothingDue()
