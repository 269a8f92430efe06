"""Where the marks of a history lie on paper: time from left to right, or downwards on a phone. Numbers only, no words."""

from dataclasses import dataclass
from datetime import date

from casework.plan.views.history_lanes import HistoryLanes, Lane, LaneMark, Shape

_BESIDE = {
    Shape.DATE_DONE: -11, Shape.DATE_OPEN: -11, Shape.MISSED: 11, Shape.NOT_COUNTED: 11, Shape.SAID: -6,
    Shape.NOT_SAID: 7, Shape.FAILED: -10, Shape.RAN: 3, Shape.AWAY: -6, Shape.UNABLE: 7,
}  # fmt: skip
"""How far from the middle of its lane a shape lies, so that two of one day do not cover each other."""
_LEAST_SPAN = 6


@dataclass(frozen=True)
class PlacedMark:
    """A mark with its place: along the time and across the lanes, and how long it is."""

    mark: LaneMark
    along: float
    across: float
    length: float


@dataclass(frozen=True)
class Drawing:
    """The lanes laid out. `before` is the room for their names or for the months, `end` where the time ends."""

    before: int
    end: int
    lane_width: int
    lanes: list[tuple[Lane, float]]
    months: list[tuple[date, float]]
    today: float | None
    marks: list[PlacedMark]

    @property
    def across_end(self) -> int:
        """Where the last lane ends."""
        return len(self.lanes) * self.lane_width


def lay_out(lanes: HistoryLanes, *, before: int, length: int, lane_width: int) -> Drawing:
    """The lanes over that length, each so wide."""
    days = max((lanes.to_on - lanes.from_on).days, 1)

    def along(on: date) -> float:
        inside = min(max(on, lanes.from_on), lanes.to_on)
        return round(before + length * (inside - lanes.from_on).days / days, 1)

    middle = {lane: (place + 0.5) * lane_width for place, lane in enumerate(Lane)}
    placed = [
        PlacedMark(
            mark,
            along(mark.on),
            middle[mark.lane] + _BESIDE.get(mark.shape, 0),
            max(along(mark.to_on) - along(mark.on), _LEAST_SPAN),
        )
        for mark in lanes.marks
    ]
    today = along(lanes.today) if lanes.from_on <= lanes.today <= lanes.to_on else None
    months = [(month, along(month)) for month in lanes.months if month >= lanes.from_on]
    return Drawing(before, before + length, lane_width, list(middle.items()), months, today, placed)


def draw_wide(lanes: HistoryLanes) -> Drawing:
    """For a screen and for paper: the time runs to the right."""
    return lay_out(lanes, before=84, length=860, lane_width=46)


def draw_tall(lanes: HistoryLanes) -> Drawing:
    """For a phone: the time runs downwards, four days to a line of text."""
    days = (lanes.to_on - lanes.from_on).days
    return lay_out(lanes, before=34, length=max(days * 3, 240), lane_width=56)
