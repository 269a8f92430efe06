"""The way so far of somebody of a family, month by month: what was done, what was praised, what comes next. No rank and
no score: every month stands for itself."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby

from sqlmodel import col, select

from casework.acting.open_plan import OpenPlan
from casework.family.family_page import CAME_IN
from casework.shared.items.item_kinds import ITEM_KINDS, Pattern
from core.clock import local_date
from core.i18n import Text
from models.item import ItemStatus
from models.message import Message, MessageState
from notifications.events import ChannelName, Event

NEXT = 3


class WayMark(StrEnum):
    """How something on the way is shown."""

    DONE = "done"
    PRAISE = "praise"
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
    words: Text | None
    mark: WayMark


@dataclass(frozen=True)
class WayMonth:
    """A month of the way: its marks, and how many there are of each."""

    first: date
    steps: list[WayStep]

    def count(self, mark: WayMark) -> int:
        """How many of that mark."""
        return sum(step.mark == mark for step in self.steps)


@dataclass(frozen=True)
class OwnWay:
    """The whole way: its months, and what comes next."""

    months: list[WayMonth]
    next: list[WayStep]

    def count(self, mark: WayMark) -> int:
        """How many of that mark on the whole way."""
        return sum(month.count(mark) for month in self.months)

    @property
    def marks(self) -> list[WayMark]:
        """The marks that there are."""
        return [mark for mark in WayMark if self.count(mark)]


def load_own_way(open_plan: OpenPlan) -> OwnWay:
    """The way of whoever looks: only what is theirs, and the praise that was sent to them."""
    found = [
        (item.due_on, ITEM_KINDS[item.kind].own_words, _MARKS[item.status])
        for item in open_plan.items(only_open=False)
        if item.owner == open_plan.actor.role
        and ITEM_KINDS[item.kind].pattern is Pattern.FAMILY
        and item.status in _MARKS
    ]
    marks: list[tuple[date, Text | None, WayMark]] = [*found, *_praise(open_plan)]
    marks.sort(key=lambda mark: mark[0])
    today, months = open_plan.today, []
    for first, of_month in groupby(marks, key=lambda mark: mark[0].replace(day=1)):
        months.append(WayMonth(first, [WayStep(on, words, mark) for on, words, mark in of_month]))
    upcoming = [step for month in months for step in month.steps if step.mark is WayMark.UPCOMING and step.on >= today]
    return OwnWay(months, upcoming[:NEXT])


def _praise(open_plan: OpenPlan) -> list[tuple[date, None, WayMark]]:
    """The days on which a word of praise came to this person."""
    query = select(Message.sent_at).where(
        Message.plan_id == open_plan.plan.id, Message.recipient_id == open_plan.actor.id,
        Message.event == Event.PRAISE_GIVEN, Message.channel == ChannelName.INBOX,
        Message.state == MessageState.DELIVERED, col(Message.sent_at).is_not(None),
    )  # fmt: skip
    return [(local_date(at), None, WayMark.PRAISE) for at in open_plan.session.exec(query) if at is not None]
