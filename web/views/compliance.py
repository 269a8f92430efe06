"""The compliance calendar: month by month, what somebody of the family owed on which day and how it stands."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from casework.acting.open_plan import OpenPlan
from casework.shared.items.item_kinds import ITEM_KINDS, Pattern
from casework.shared.text.labels import item_status_label
from core.i18n import Text
from law.months import same_day_after
from models.item import Item, ItemStatus
from models.office import Role

_TELLING = (
    ItemStatus.MISSED, ItemStatus.NOT_RECEIVED, ItemStatus.OPEN, ItemStatus.LATE, ItemStatus.ON_TIME, ItemStatus.DONE,
)  # fmt: skip
"""Of several things on one day the first of these is shown; the table names each."""


@dataclass(frozen=True)
class CalendarDay:
    """A day of the calendar. `owed` names what was owed on it, with its standing; empty on most days."""

    on: date
    owed: tuple[tuple[Text, str], ...]

    @property
    def number(self) -> int:
        return self.on.day

    @property
    def sign(self) -> str:
        """The standing that is shown, or none."""
        statuses = [status for _words, status in self.owed]
        return next((each for each in _TELLING if each in statuses), statuses[0] if statuses else "")


@dataclass(frozen=True)
class CalendarMonth:
    """A month, in weeks from Monday; a place before its first or after its last day is None."""

    first: date
    weeks: list[list[CalendarDay | None]]


@dataclass(frozen=True)
class ComplianceCalendar:
    """One owner's things. Another's never stand among them."""

    owner: str
    months: list[CalendarMonth]
    owed: list[tuple[date, Text, Text]]
    """Day, what, how it stands: the table behind the drawing."""
    standings: list[str]


def get_compliance_calendars(open_plan: OpenPlan) -> list[ComplianceCalendar]:
    """A calendar for the minor, and one for the guardian where anything was owed; the period's months, to its end."""
    kinds = [code for code, kind in ITEM_KINDS.items() if kind.pattern is Pattern.FAMILY]
    items = [item for item in open_plan.items(*kinds, only_open=False) if item.status != ItemStatus.CANCELLED]
    return [
        _calendar(open_plan, owner, mine)
        for owner in (Role.MINOR, Role.GUARDIAN)
        if (mine := [item for item in items if item.owner == owner])
    ]


def _calendar(open_plan: OpenPlan, owner: Role, items: list[Item]) -> ComplianceCalendar:
    due_by_day: dict[date, list[tuple[Text, str]]] = defaultdict(list)
    for item in items:
        due_by_day[item.due_on].append((ITEM_KINDS[item.kind].words, item.status))
    months = []
    begin = open_plan.plan.period_from.replace(day=1)
    while begin <= open_plan.plan.period_to:
        months.append(_month(begin, due_by_day))
        begin = same_day_after(begin, 1)
    rows = [(item.due_on, ITEM_KINDS[item.kind].words, item_status_label(item.status)) for item in items]
    statuses = {item.status for item in items}
    return ComplianceCalendar(owner, months, rows, [each for each in ItemStatus if each in statuses])


def _month(begin: date, due_by_day: dict[date, list[tuple[Text, str]]]) -> CalendarMonth:
    ends = same_day_after(begin, 1)
    days: list[CalendarDay | None] = [None] * begin.weekday()
    on = begin
    while on < ends:
        days.append(CalendarDay(on, tuple(due_by_day.get(on, ()))))
        on += timedelta(days=1)
    days += [None] * (-len(days) % 7)
    return CalendarMonth(begin, [days[place : place + 7] for place in range(0, len(days), 7)])
