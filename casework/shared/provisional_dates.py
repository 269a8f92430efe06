"""Which dates are only computed, because the holidays of their year are not announced yet."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from casework.shared.items.item_kinds import ITEM_KINDS, Pattern
from law.working_days import WorkingDays

_WITHOUT_DAYS_OFF = ("record_appeal",)
"""What is asked after on a plain day, whatever the calendar."""


def is_provisional(kind: str, due_on: date, days: WorkingDays) -> bool:
    """Whether the day of such an item may still move once that year's holidays are announced."""
    found = ITEM_KINDS.get(kind)
    by_law = found is not None and found.pattern is Pattern.STATUTORY and not found.fixed_day
    return by_law and days.is_provisional(due_on)


def find_provisional_dates(act: str, note: Mapping[str, Any], days: WorkingDays) -> list[str]:
    """The names of the dates in a note of the journal that are only computed."""
    names = [key for key in ("final_decision_by", "answer_by") if key in note and act not in _WITHOUT_DAYS_OFF]
    found = [key for key in names if days.is_provisional(note[key])]
    if "due_on" in note and is_provisional(note["kind"], note["due_on"], days):
        found.append("due_on")
    return found
