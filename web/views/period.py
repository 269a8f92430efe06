"""The period as a line: where today is on it, its milestones, and each week's item as it stands."""

from dataclasses import dataclass
from datetime import date

from casework.acting.open_plan import OpenPlan
from casework.shared.items.item_kinds import ITEM_KINDS, ON_THE_LINE
from casework.shared.provisional_dates import is_provisional
from casework.shared.text.labels import item_status_label
from core.i18n import Text, _
from law.months import same_day_after
from law.transitions import PlanStatus
from models.item import ItemStatus
from models.office import Role

_MARKED_KINDS = ("milestone", "final_decision", "prosecution")
_UNDECIDED = (PlanStatus.UNDER_SUPERVISION, PlanStatus.AWAITING_DECISION)

REACHED = _("已满")
NOT_YET = _("尚未到")


@dataclass(frozen=True)
class PeriodMarker:
    """A day on the line that people look out for. `place` is a percentage of the line's length."""

    on: date
    place: float
    kind: str
    words: Text
    standing: str
    status_text: Text
    """How it stands, in words: for a day that nobody has to do anything about, whether it has come."""


@dataclass(frozen=True)
class PeriodTimeline:
    """The line, from the first day shown to the last; every place is a percentage of its length."""

    first: date
    last: date
    ends: date
    to_place: float
    """Where the period itself ends; the line goes on to the last day for the final decision."""
    today: date
    today_place: float | None
    """None while today lies beyond the line."""
    months: list[tuple[date, float]]
    markers: list[PeriodMarker]
    dots: list[PeriodMarker]
    """What the minor hands in, each as it stands. Another's is not among them."""


def get_period_timeline(open_plan: OpenPlan) -> PeriodTimeline:
    """The plan's period as it stands today."""
    first, ends = open_plan.plan.period_from, open_plan.plan.period_to
    last = max(ends, open_plan.plan.final_decision_by)
    length = max((last - first).days, 1)

    def place(on: date) -> float:
        return round(100 * (on - first).days / length, 2)

    items = [
        item
        for item in open_plan.items(*_MARKED_KINDS, *ON_THE_LINE, only_open=False)
        if first <= item.due_on <= last and item.status != ItemStatus.CANCELLED
    ]
    markers = [
        (
            item,
            PeriodMarker(
                item.due_on,
                place(item.due_on),
                item.kind,
                ITEM_KINDS[item.kind].words,
                item.status,
                item_status_label(item.status),
            ),
        )  # fmt: skip
        for item in items
    ]
    milestones = [marker for item, marker in markers if item.kind in _MARKED_KINDS]
    if first <= open_plan.of_age_on <= last:
        reached = open_plan.of_age_on <= open_plan.today
        milestones.append(
            PeriodMarker(open_plan.of_age_on, place(open_plan.of_age_on), "of_age", _("满18周岁"),
                 ItemStatus.DONE if reached else ItemStatus.OPEN, REACHED if reached else NOT_YET)
        )  # fmt: skip
    if open_plan.plan.status in _UNDECIDED and not any(marker.kind == "final_decision" for marker in milestones):
        # While the period runs nobody owes it yet, and its last day is known.
        decide_by = open_plan.plan.final_decision_by
        words = ITEM_KINDS["final_decision"].words
        if is_provisional("final_decision", decide_by, open_plan.context.days):
            words = _("{words}（暂定）", words=words)
        milestones.append(PeriodMarker(decide_by, place(decide_by), "final_decision", words, ItemStatus.OPEN,
                          item_status_label(ItemStatus.OPEN)))  # fmt: skip
    today = open_plan.today
    return PeriodTimeline(
        first=first,
        last=last,
        ends=ends,
        to_place=place(ends),
        today=today,
        today_place=place(today) if first <= today <= last else None,
        months=[(month, place(month)) for month in _months(first, last)],
        markers=sorted(milestones, key=lambda marker: marker.on),
        dots=[marker for item, marker in markers if item.kind in ON_THE_LINE and item.owner == Role.MINOR],
    )


def _months(first: date, last: date) -> list[date]:
    begin = same_day_after(first.replace(day=1), 1)
    months = []
    while begin <= last:
        months.append(begin)
        begin = same_day_after(begin, 1)
    return months
