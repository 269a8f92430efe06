"""A device's days as columns of a chart and as the table behind it, in whole minutes."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.usage.goals import GoalCourse
from casework.usage.view import DeviceView, UsageDayView
from core.i18n import Text, _, listed, pgettext
from usage.categories import Category
from usage.goal_words import describe_period
from usage.goals import GoalPeriod

NIGHT_SCALE = 60
"""So many minutes at least fill the drawing of the nights: a minute is not drawn as if it were a night."""
UNKNOWN = _("无记录")
DISPUTED = pgettext("within a sentence", "有异议，不计")
KINDS = {"school_day": pgettext("usage", "上学日"), "free_day": pgettext("usage", "休息日")}


@dataclass(frozen=True)
class ChartColumn:
    """A day or a week as a column up to `value`, the least it was, and open from there to `most`, or to the top where
    nobody knows how much it was; nothing known is a gap, what goes beyond the limit is striped."""

    label: str
    value: int | None
    sign: str
    limit: int | None
    most: int | None


@dataclass(frozen=True)
class DayChart:
    """The drawing and its table."""

    device: DeviceView
    name: Text
    columns: list[ChartColumn]
    nights: list[ChartColumn]
    """The same days at night; empty where no night is told."""
    most: int
    most_at_night: int
    limits: list[tuple[Text, int]]
    """The kinds of day among those shown for which a limit was agreed, each with its minutes."""
    rows: list[tuple[object, ...]]
    known: int


def build_day_charts(
    devices: list[DeviceView], agreed: list[tuple[date, dict[str, Any]]], *, last: int | None = None
) -> list[DayChart]:
    """A chart for each device. Of several machines under one name only those of which something is known have one, and
    from the second on a number."""
    known = [each for each in devices if any(day.total is not None for day in each.days)]
    named = {each.device for each in known}
    charts: list[DayChart] = []
    count: Counter[str] = Counter()
    for each in devices:
        if each not in known and (each.device in named or count[each.device]):
            continue
        count[each.device] += 1
        charts.append(_chart_of(each, agreed, last, count[each.device]))
    return charts


@dataclass(frozen=True)
class GoalChart:
    """The course of one goal as a drawing, with the table behind it."""

    course: GoalCourse
    columns: list[ChartColumn]
    most: int
    rows: list[tuple[object, ...]]


def build_goal_charts(courses: list[GoalCourse]) -> list[GoalChart]:
    """A drawing for each goal, week by week: nothing known is a gap, what lay beyond the goal is striped, and what cannot
    be assessed is plain."""
    return [
        GoalChart(
            course=course,
            columns=[
                ChartColumn(
                    f"{each.first_on.month}-{each.first_on.day}",
                    each.low,
                    _GOAL_SIGNS[each.within],
                    each.target,
                    each.high,
                )
                for each in course.periods
            ],
            most=max([max(each.low or 0, each.target * 2) for each in course.periods], default=0),
            rows=[_goal_row(each, at_most=course.goal.at_most) for each in course.periods],
        )
        for course in courses
    ]


_GOAL_SIGNS = {True: "good", False: "over", None: ""}


def _goal_row(period: GoalPeriod, *, at_most: bool) -> tuple[object, ...]:
    value: object = UNKNOWN if period.low is None else period.low
    if period.low is not None and period.high != period.low:
        value = _("{low}到{high}", low=period.low, high=period.high)
    if period.said:
        known: object = pgettext("goal", "本人或者家人说的")
    else:
        known = _("{days}天中{known}天", days=period.days, known=period.known)
    grade = _graded(period.grade.value if period.grade else "", period.reported)
    return (
        period.first_on,
        period.last_on,
        value,
        period.target,
        known,
        grade,
        describe_period(period, at_most=at_most),
    )


def _chart_of(device: DeviceView, agreed: list[tuple[date, dict[str, Any]]], last: int | None, place: int) -> DayChart:
    """The device's days (the `last` ones only, if asked) beside what was agreed on each; nothing is held against an
    agreement but somebody's own device."""
    name = device.called
    if place > 1:
        name = _("{name}（第{place}台）", name=name, place=place)
    if device.whose != "own":
        agreed = []
    days = device.days[-last:] if last else device.days
    columns = [
        ChartColumn(
            f"{day.day.month}-{day.day.day}",
            day.total,
            _sign(day, agreed),
            _limit(day, agreed),
            day.total if day.whole else None,
        )
        for day in days
    ]
    limits = sorted({(day.kind, limit) for day in days if (limit := _limit(day, agreed)) is not None})
    highest = max([day.total or 0 for day in days] + [limit for _, limit in limits], default=0)
    return DayChart(
        device=device,
        name=name,
        columns=columns,
        nights=_nights(days),
        most=highest,
        most_at_night=max([NIGHT_SCALE, *(day.night or 0 for day in days)]),
        limits=[(KINDS[kind], limit) for kind, limit in limits],
        rows=[_row(day) for day in days],
        known=sum(day.whole for day in days),
    )


def _nights(days: list[UsageDayView]) -> list[ChartColumn]:
    if all(day.night is None for day in days):
        return []
    return [
        ChartColumn(f"{day.day.month}-{day.day.day}", day.night, "", None, day.night if day.whole else None)
        for day in days
    ]


def _sign(day: UsageDayView, agreed: list[tuple[date, dict[str, Any]]]) -> str:
    limit = _limit(day, agreed)
    return "over" if limit is not None and day.total is not None and day.total > limit else ""


def _limit(day: UsageDayView, agreed: list[tuple[date, dict[str, Any]]]) -> int | None:
    held = [terms for from_on, terms in agreed if from_on <= day.day]
    limit = held[-1].get("daily_minutes", {}).get(day.kind) if held else None
    return limit if isinstance(limit, int) else None


def _row(day: UsageDayView) -> tuple[object, ...]:
    if day.total is None:
        unknown = _("无记录（{why}）", why=day.gap) if day.gap.zh else UNKNOWN
        return (
            day.day,
            KINDS[day.kind],
            DISPUTED if day.aside else unknown,
            "",
            "",
            "",
            "",
            _graded(day.grade or "", day.reported),
        )
    kinds = [(Category(kind).words, spent) for kind, spent in day.kinds.items()]
    by_kind = listed(_("{name}{spent}", name=name, spent=spent) for name, spent in kinds)
    figures = ["" if number is None else number for number in (day.night, day.longest, day.unlocks)]
    return (
        day.day,
        KINDS[day.kind],
        day.total if day.whole else _("至少{least}", least=day.total),
        *figures,
        by_kind if kinds else "",
        _graded(day.grade or "", day.reported),
    )


def _graded(grade: str, reported: bool) -> object:
    return _("{grade}（由其他系统报送，按陈述对待）", grade=grade) if reported else grade
