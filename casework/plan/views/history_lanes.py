"""The whole period of a plan in lanes: what was owed, said, decided, run and missed for absence, day by day.

Only what the history has: a mark for each day and sort of thing. Where it lies on paper is for whoever draws it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from casework.plan.views.history_entries import HistoryEntry, HistoryKind
from casework.plan.views.history_rows import HistoryRows
from casework.shared.items.item_kinds import ITEM_KINDS, Pattern
from core.clock import local_date
from core.i18n import Text, _, listed, ngettext, pgettext
from models.item import STILL_OPEN, Item, ItemStatus
from models.message import MessageState


class Lane(StrEnum):
    """What a lane is about, from the top."""

    DUTIES = "duties"
    MESSAGES = "messages"
    DECISIONS = "decisions"
    RUNS = "runs"
    ABSENCES = "absences"


LANES: dict[Lane, Text] = {
    Lane.DUTIES: pgettext("lane", "事项和期限"),
    Lane.MESSAGES: _("消息"),
    Lane.DECISIONS: _("决定"),
    Lane.RUNS: pgettext("lane", "系统运行"),
    Lane.ABSENCES: pgettext("lane", "外出等"),
}


class Shape(StrEnum):
    """How a mark looks: each says something of its own, also without colour."""

    DONE = "done"
    LATE = "late"
    OPEN = "open"
    MISSED = "missed"
    NOT_COUNTED = "not_counted"
    DATE_DONE = "date_done"
    DATE_OPEN = "date_open"
    SAID = "said"
    NOT_SAID = "not_said"
    DECIDED = "decided"
    RAN = "ran"
    FAILED = "failed"
    AWAY = "away"
    UNABLE = "unable"


SHAPES: dict[Shape, tuple[Lane, Text]] = {
    Shape.DONE: (Lane.DUTIES, _("按时或已办")),
    Shape.LATE: (Lane.DUTIES, _("补交")),
    Shape.OPEN: (Lane.DUTIES, _("还没有完成")),
    Shape.MISSED: (Lane.DUTIES, _("未完成")),
    Shape.NOT_COUNTED: (Lane.DUTIES, _("不计、免除或已取消")),
    Shape.DATE_DONE: (Lane.DUTIES, _("法定期限，已办")),
    Shape.DATE_OPEN: (Lane.DUTIES, _("法定期限，还没有办理")),
    Shape.SAID: (Lane.MESSAGES, _("已发出或送达")),
    Shape.NOT_SAID: (Lane.MESSAGES, _("没有发出或没有送达")),
    Shape.DECIDED: (Lane.DECISIONS, _("作了决定")),
    Shape.RAN: (Lane.RUNS, _("运行过")),
    Shape.FAILED: (Lane.RUNS, _("未能办理或停下")),
    Shape.AWAY: (Lane.ABSENCES, _("批准的外出")),
    Shape.UNABLE: (Lane.ABSENCES, _("无法履行")),
}
"""In which lane each stands, and what it means."""

_OF_STATUS: dict[str, Shape] = {
    ItemStatus.ON_TIME: Shape.DONE,
    ItemStatus.DONE: Shape.DONE,
    ItemStatus.LATE: Shape.LATE,
    ItemStatus.OPEN: Shape.OPEN,
    ItemStatus.NOT_RECEIVED: Shape.OPEN,
    ItemStatus.MISSED: Shape.MISSED,
}
_WAITING = (MessageState.CREATED, MessageState.CLAIMED)
_REACHED = (MessageState.SENT, MessageState.DELIVERED)


@dataclass(frozen=True)
class LaneMark:
    """One mark: a day, or several in a row, in its shape and in words."""

    shape: Shape
    on: date
    to_on: date
    words: Text

    @property
    def lane(self) -> Lane:
        return SHAPES[self.shape][0]


@dataclass(frozen=True)
class HistoryLanes:
    """All marks of a plan from its first day to the last that counts."""

    from_on: date
    to_on: date
    today: date
    marks: list[LaneMark]

    @property
    def months(self) -> list[date]:
        """The first day of every month that the lanes touch."""
        months = [self.from_on.replace(day=1)]
        while (later := (months[-1] + timedelta(days=32)).replace(day=1)) <= self.to_on:
            months.append(later)
        return months

    @property
    def used_shapes(self) -> list[Shape]:
        """The shapes that are drawn, in the order of their lanes."""
        drawn = {mark.shape for mark in self.marks}
        return [shape for shape in SHAPES if shape in drawn]

    def count_by_month(self) -> list[tuple[date, dict[Shape, int]]]:
        """For every month, how many marks of each shape begin in it: the table behind the drawing."""
        counted = Counter((mark.on.replace(day=1), mark.shape) for mark in self.marks)
        return [(month, {shape: counted[month, shape] for shape in self.used_shapes}) for month in self.months]


def build_lanes(rows: HistoryRows, entries: Sequence[HistoryEntry]) -> HistoryLanes:
    """The lanes of that history, with what is still to come of what is owed."""
    plan, today = rows.plan, local_date(rows.now)
    from_on = min(plan.period_from, plan.started_here_on)
    to_on = max(plan.period_to, min(today, plan.final_decision_by))
    found = [*_duties(rows), *_happened(entries), *_absences(rows)]
    marks = [mark for mark in found if mark.to_on >= from_on and mark.on <= to_on]
    return HistoryLanes(from_on, to_on, today, sorted(marks, key=lambda mark: (mark.on, mark.shape)))


def _duties(rows: HistoryRows) -> Iterator[LaneMark]:
    by_day: dict[tuple[date, Shape], list[Item]] = {}
    for item in rows.items:
        pattern = ITEM_KINDS[item.kind].pattern
        if pattern is Pattern.MACHINE or item.status == ItemStatus.BEFORE_THIS_SYSTEM:
            continue
        shape = _OF_STATUS.get(item.status, Shape.NOT_COUNTED)
        if pattern is Pattern.STATUTORY and shape in (Shape.DONE, Shape.OPEN):
            shape = Shape.DATE_OPEN if item.status in STILL_OPEN else Shape.DATE_DONE
        by_day.setdefault((item.due_on, shape), []).append(item)
    for (on, shape), items in by_day.items():
        kinds = Counter(item.kind for item in items)
        words = listed([_counted(ITEM_KINDS[kind].words, count) for kind, count in kinds.items()])
        yield LaneMark(shape, on, on, words)


def _happened(entries: Sequence[HistoryEntry]) -> Iterator[LaneMark]:
    by_day: dict[tuple[date, Shape], list[HistoryEntry]] = {}
    for entry in entries:
        if (shape := _shape_of(entry)) is not None:
            by_day.setdefault((entry.on, shape), []).append(entry)
    for (on, shape), found in by_day.items():
        if shape is Shape.DECIDED:
            words: Text = listed([entry.words for entry in reversed(found)])
        else:
            words = ngettext("{count}次", len(found), count=len(found))
        yield LaneMark(shape, on, on, words)


def _shape_of(entry: HistoryEntry) -> Shape | None:
    match entry.kind:
        case HistoryKind.RUN:
            return Shape.RAN
        case HistoryKind.FAILURE:
            return Shape.FAILED
        case HistoryKind.DECISION | HistoryKind.PERIOD:
            return Shape.DECIDED
        case HistoryKind.MESSAGE if all(way.state in _WAITING for way in entry.ways):
            return None
        case HistoryKind.MESSAGE:
            return Shape.SAID if any(way.state in _REACHED for way in entry.ways) else Shape.NOT_SAID
        case _:
            return None


def _absences(rows: HistoryRows) -> Iterator[LaneMark]:
    for absence in rows.absences:
        shape = Shape.AWAY if absence.leave else Shape.UNABLE
        yield LaneMark(shape, absence.from_on, absence.to_on, SHAPES[shape][1])


def _counted(words: Text, count: int) -> Text:
    return words if count == 1 else _("{what}（{count}项）", what=words, count=count)
