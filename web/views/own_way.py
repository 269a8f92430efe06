"""The way so far of somebody of a family, month by month: what was done, what comes next. No rank and
no score: every month stands for itself."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby

from casework.acting.open_plan import OpenPlan
from casework.family.family_page import CAME_IN, list_own_items
from casework.shared.items.item_kinds import ITEM_KINDS
from core.i18n import Text
from models.item import ItemStatus

NEXT = 3


class WayMark(StrEnum):
    """How something on the way is shown."""

    DONE = "done"
    CAN_COME = "can_come"
    NOT_COME = "not_come"
    NOT_NEEDED = "not_needed"
    UPCOMING = "upcoming"


_MARKS: dict[str, WayMark] = {
    **dict.fromkeys(CAME_IN, WayMark.DONE),
    ItemStatus.OPEN: WayMark.UPCOMING,
    ItemStatus.NOT_RECEIVED: WayMark.CAN_COME,
    ItemStatus.MISSED: WayMark.NOT_COME,
    ItemStatus.UNKNOWN: WayMark.NOT_NEEDED,
    ItemStatus.UNABLE: WayMark.NOT_NEEDED,
    ItemStatus.EXCUSED: WayMark.NOT_NEEDED,
}
"""What is not here was never asked for, and is not on the way."""


@dataclass(frozen=True)
class WayStep:
    """One thing on the way."""

    on: date
    words: Text
    mark: WayMark


@dataclass(frozen=True)
class WayMonth:
    """A month of the way: its marks, and how many there are of each."""

    first: date
    steps: list[WayStep]

    def count(self, mark: WayMark) -> int:
        """How many of that mark."""
        return sum(step.mark == mark for step in self.steps)

    @property
    def marks(self) -> list[WayMark]:
        """The marks that there are."""
        return [mark for mark in WayMark if self.count(mark)]


@dataclass(frozen=True)
class OwnWay:
    """The whole way: its months, and what comes next."""

    months: list[WayMonth]
    next: list[WayStep]

    @property
    def suns(self) -> list[WayMonth]:
        """The months in which something was done or excused."""
        return [month for month in self.months if month.count(WayMark.DONE) or month.count(WayMark.NOT_NEEDED)]


def load_own_way(open_plan: OpenPlan) -> OwnWay:
    """The way of whoever looks: only what is theirs."""
    steps = [
        WayStep(item.due_on, ITEM_KINDS[item.kind].own_words, _MARKS[item.status])
        for item in sorted(list_own_items(open_plan), key=lambda item: item.due_on)
        if item.status in _MARKS
    ]
    today = open_plan.today
    months = [WayMonth(first, list(of)) for first, of in groupby(steps, key=lambda step: step.on.replace(day=1))]
    upcoming = [step for month in months for step in month.steps if step.mark is WayMark.UPCOMING and step.on >= today]
    return OwnWay(months, upcoming[:NEXT])
