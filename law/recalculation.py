"""When a year's holidays are announced: which open limits move, and whether the calendar is out of date.

A limit that was counted over an unknown year is provisional. When the notice comes, every open one is counted again
from its own beginning; what moves is shown as a list before anything is changed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.i18n import _
from law.applied import applies
from law.clocks import get_deadline
from law.finding import Finding
from law.rulebook import Rulebook
from law.working_days import WorkingDays


@dataclass(frozen=True)
class OpenDeadline:
    """A limit that still runs: which number it is counted by, from which day, and what it is told apart by."""

    ref: str
    key: str
    from_day: date


@dataclass(frozen=True)
class DeadlineChange:
    """A limit that ends on another day under the new calendar, or stays and is now certain."""

    ref: str
    key: str
    old: date
    new: date
    was_provisional: bool
    is_provisional: bool

    @property
    def days(self) -> int:
        """How many days later it ends; negative where it ends earlier."""
        return (self.new - self.old).days


@applies("DT-02", "DT-03", "DT-04")
def recalculate_deadlines(
    limits: Iterable[OpenDeadline], old: WorkingDays, new: WorkingDays, rulebook: Rulebook
) -> list[DeadlineChange]:
    """What changes for these limits when the old calendar is replaced by the new one, the earliest new day first.

    A limit that keeps its day and its certainty is not in the list. Nothing is changed by asking.
    """
    moved = []
    for limit in limits:
        before = get_deadline(limit.key, limit.from_day, old, rulebook)
        after = get_deadline(limit.key, limit.from_day, new, rulebook)
        change = DeadlineChange(
            limit.ref, limit.key, before.due_on, after.due_on, before.provisional, after.provisional
        )
        if change.days or change.was_provisional != change.is_provisional:
            moved.append(change)
    return sorted(moved, key=lambda change: (change.new, change.ref))


@applies("DT-09")
def finding_on_calendar(today: date, days: WorkingDays, rulebook: Rulebook) -> Finding:
    """Whether the calendar is fresh (DT-09): this year's holidays are known, and from 1 December the next year's too."""
    month = rulebook.number("calendar_known_from_month", on=today)
    needed = [today.year] + ([today.year + 1] if today.month >= month else [])
    unknown = [year for year in needed if not days.knows_year(year)]
    because = (
        _("尚无{unknown}年节假日安排，请录入通知。", unknown=unknown[0])
        if unknown
        else _("到{value}年的节假日安排齐全。", value=needed[-1])
    )
    return rulebook.finding("DT-09", not unknown, because)
