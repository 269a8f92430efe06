"""What is next for a plan: an ordered list of small questions, most urgent first. It reads, and changes nothing.

Each question is put to the items that are due. What a person
decided comes first, then what was reported, then the end of the period, the dates of the law, and what people owe.
"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from casework.shared.items.item_kinds import ITEM_KINDS, REVIEWS, SHEETS, Pattern
from casework.shared.items.steps import AGAIN, CALL, LAST_DAY, NEAR, NOT_RECEIVED, PASSED, SETTLE
from models.item import Item


class Due(StrEnum):
    """What can fall due."""

    DECISION_MADE = "DecisionMade"
    """A named person decided; it is to be carried out."""
    INCIDENT_REPORTED = "IncidentReported"
    """A possible breach was reported. Nothing is established yet; the prosecutor reviews it."""
    CAME_OF_AGE = "CameOfAge"
    """The eighteenth birthday has begun."""
    PERIOD_ENDED = "PeriodEnded"
    """The last day of the period is over."""
    SEALING_DUE = "SealingDue"
    """The outcome was told; the record is to be sealed."""
    LAST_CLOCK_ENDED = "LastClockEnded"
    """Nothing is processed for a sealed plan after this."""
    MESSAGES_RESUMED = "MessagesResumed"
    """The time for which texts were held back is over."""
    SUPPORT_LEVEL_LAPSES = "SupportLevelLapses"
    """The level of support lapses soon, or has lapsed."""
    ATTACHMENTS_EXPIRE = "AttachmentsExpire"
    """What was attached to something handed in has reached its day."""
    USAGE_FILES_EXPIRE = "UsageFilesExpire"
    """What was kept of digital use for a while has reached its day."""
    STATUTORY_DATE_NEAR = "StatutoryDateNear"
    """A date of the law is near, or has come."""
    PERIOD_NEAR_END = "PeriodNearEnd"
    """The period ends in 30, 14, 7 or 1 days."""
    DATE_PASSED = "DatePassed"
    """An item of the office's own was not done by its day."""
    STILL_WAITING = "StillWaiting"
    """An item of the office's own has passed its day and is open all the same: it is brought up again."""
    CHECK_IN_DUE = "CheckInDue"
    """Something the family owes is to be called for."""
    USAGE_REVIEW_DUE = "UsageReviewDue"
    """The digital-usage review, or the sheet for it, is to be asked for."""
    MILESTONE_REACHED = "MilestoneReached"
    """An evaluation is due."""
    STAFF_ITEM_DUE = "StaffItemDue"
    """Something the team owes is due."""
    CHECK_IN_LAST_DAY = "CheckInLastDay"
    """It is the last day and nothing has come in."""
    CHECK_IN_NOT_RECEIVED = "CheckInNotReceived"
    """The day has passed and nothing has come in."""
    EXPLANATION_WINDOW_OVER = "ExplanationWindowOver"
    """Asked, and nobody has explained."""


@dataclass(frozen=True)
class DueEvent:
    """Something that fell due for an item at a moment, and was noticed at another."""

    what: Due
    item_id: uuid.UUID
    kind: str
    step: str
    fell_due_at: datetime
    noticed_at: datetime = field(compare=False)
    """When we saw it. The same thing seen again is still the same thing."""


Question = Callable[[Item], bool]


def _is_kind(kind: str) -> Question:
    return lambda item: item.kind == kind


def _is_at_step(step: str) -> Question:
    return lambda item: item.next_step == step


def _is_called(item: Item) -> bool:
    return (item.next_step or "").startswith(CALL)


def _is_near(item: Item) -> bool:
    return (item.next_step or "").startswith((CALL, NEAR))


def _pattern(item: Item) -> Pattern:
    return ITEM_KINDS[item.kind].pattern


QUESTIONS: tuple[tuple[Due, Question], ...] = (
    (Due.DECISION_MADE, _is_kind("carry_out")),
    (Due.INCIDENT_REPORTED, lambda item: item.kind == "incident_review" and item.next_step == CALL),
    (Due.CAME_OF_AGE, _is_kind("coming_of_age")),
    (Due.PERIOD_ENDED, _is_kind("period_end")),
    (Due.SEALING_DUE, _is_kind("sealing")),
    (Due.LAST_CLOCK_ENDED, _is_kind("closing")),
    (Due.MESSAGES_RESUMED, _is_kind("hush_end")),
    (Due.USAGE_FILES_EXPIRE, _is_kind("usage_deletion")),
    (Due.SUPPORT_LEVEL_LAPSES, _is_kind("level_lapse")),
    (Due.ATTACHMENTS_EXPIRE, _is_kind("attachment_deletion")),
    (Due.DATE_PASSED, _is_at_step(PASSED)),
    (Due.PERIOD_NEAR_END, lambda item: item.kind == "pre_expiry" and _is_near(item)),
    (Due.STATUTORY_DATE_NEAR, lambda item: _pattern(item) is Pattern.STATUTORY and _is_near(item)),
    (Due.EXPLANATION_WINDOW_OVER, _is_at_step(SETTLE)),
    (Due.CHECK_IN_NOT_RECEIVED, _is_at_step(NOT_RECEIVED)),
    (Due.CHECK_IN_LAST_DAY, _is_at_step(LAST_DAY)),
    (Due.USAGE_REVIEW_DUE, lambda item: item.kind in (*SHEETS, *REVIEWS) and _is_called(item)),
    (Due.MILESTONE_REACHED, lambda item: item.kind == "milestone" and item.next_step == CALL),
    (Due.CHECK_IN_DUE, lambda item: _pattern(item) is Pattern.FAMILY and _is_called(item)),
    (Due.STAFF_ITEM_DUE, lambda item: _pattern(item) is Pattern.STAFF and item.next_step == CALL),
    (Due.STILL_WAITING, _is_at_step(AGAIN)),
)


def find_most_urgent(items: Sequence[Item], now: datetime) -> DueEvent | None:
    """The most urgent event that is due now, or None: the questions are put in their order to the items that are due; of
    two alike, the earlier is first."""
    due_items = [item for item in items if item.next_at is not None and item.next_at <= now]
    for due, question in QUESTIONS:
        for item in due_items:
            if question(item):
                assert item.next_at is not None
                return DueEvent(due, item.id, item.kind, item.next_step or "", item.next_at, now)
    if due_items:
        raise LookupError(f"no due event for {due_items[0].kind}, {due_items[0].next_step}")
    return None
