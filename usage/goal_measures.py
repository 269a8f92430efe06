"""What a goal can measure: declared here once, with its words, unit, direction and what it is computed from.

A goal is agreed on with the minor. Its measure is what devices, an account or people tell; no measure is a verdict, and
none is compared with anybody else's.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from core.i18n import Text, _, ngettext, pgettext
from usage.categories import Category
from usage.day_facts import DayFacts
from usage.day_kinds import DayKind


class MeasureCode(StrEnum):
    """The measures, as acts, files and the API name them."""

    NIGHT_MINUTES = "night_minutes"
    SCHOOL_DAY_MINUTES = "school_day_minutes"
    FREE_DAY_MINUTES = "free_day_minutes"
    KIND_MINUTES = "kind_minutes"
    TOP_UPS = "top_ups"
    ACTIVITY_DAYS = "activity_days"
    SLEEP_NIGHTS = "sleep_nights"


class GoalUnit(StrEnum):
    """In what a goal counts: whole ones, as people read them."""

    MINUTES = "minutes"
    YUAN = "yuan"
    DAYS = "days"
    NIGHTS = "nights"

    def of(self, number: int) -> Text:
        """That many of them, in words."""
        match self:
            case GoalUnit.MINUTES:
                return ngettext("{number}分钟", number, number=number)
            case GoalUnit.YUAN:
                return _("{number}元", number=number)
            case GoalUnit.DAYS:
                return ngettext("{number}天", number, number=number)
            case GoalUnit.NIGHTS:
                return ngettext("{number}晚", number, number=number)


NOTICEABLE = {GoalUnit.MINUTES: 10, GoalUnit.YUAN: 10, GoalUnit.DAYS: 1, GoalUnit.NIGHTS: 1}
"""A difference below this is nobody's news."""


class Period(StrEnum):
    """Over which stretch of days a goal is looked at."""

    WEEK = "week"
    MONTH = "month"
    """From the goal's own first day, month by month."""


class Reckoning(StrEnum):
    """How a stretch comes out of its days."""

    MEAN = "mean"
    """The mean of the known days."""
    COUNT = "count"
    """How many of the known days kept to it."""


@dataclass(frozen=True)
class GoalMeasure:
    """One measure. `at_most`: less is meant, else more. `of` reads a day, and is None where only people can tell.

    `fewest` is how many days have to be known before their mean is a start, beside the share of them that the coverage
    bound asks for. `by_people`: what people say of a stretch counts, where devices do not tell it.
    """

    code: MeasureCode
    name: Text
    plain: Text
    """To the young person: what they want."""
    unit: GoalUnit
    at_most: bool
    period: Period
    reckoning: Reckoning
    fewest: int
    most: int
    """The highest target and value that make sense, in its unit."""
    of: Callable[[DayFacts, Category | None], timedelta | None] | None = None
    day_kind: DayKind | None = None
    """On which days it counts; None for all."""
    by_people: bool = False
    of_a_category: bool = False
    """Whether the goal says which kind of use is meant."""


def _kind_minutes(day: DayFacts, category: Category | None) -> timedelta | None:
    if category is None or not day.by_category:
        return None
    return day.by_category.get(category, timedelta())


MEASURES: dict[MeasureCode, GoalMeasure] = {
    each.code: each
    for each in (
        GoalMeasure(
            MeasureCode.NIGHT_MINUTES, _("每晚夜间使用（22点至6点）"), _("晚上少看手机"),
            GoalUnit.MINUTES, True, Period.WEEK, Reckoning.MEAN, 4, 480, lambda day, _kind: day.night,
        ),
        GoalMeasure(
            MeasureCode.SCHOOL_DAY_MINUTES, _("上学日每天使用"), _("上学的日子少用手机"),
            GoalUnit.MINUTES, True, Period.WEEK, Reckoning.MEAN, 3, 1440, lambda day, _kind: day.total,
            day_kind=DayKind.SCHOOL_DAY,
        ),
        GoalMeasure(
            MeasureCode.FREE_DAY_MINUTES, _("休息日每天使用"), _("休息的日子少用手机"),
            GoalUnit.MINUTES, True, Period.WEEK, Reckoning.MEAN, 2, 1440, lambda day, _kind: day.total,
            day_kind=DayKind.FREE_DAY,
        ),
        GoalMeasure(
            MeasureCode.KIND_MINUTES, _("每天用于某一类应用"), _("某一类应用少用一点"),
            GoalUnit.MINUTES, True, Period.WEEK, Reckoning.MEAN, 4, 1440, _kind_minutes, of_a_category=True,
        ),
        GoalMeasure(
            MeasureCode.TOP_UPS, _("每月游戏充值"), _("游戏里少充钱"),
            GoalUnit.YUAN, True, Period.MONTH, Reckoning.COUNT, 1, 100_000, by_people=True,
        ),
        GoalMeasure(
            MeasureCode.ACTIVITY_DAYS, _("每周运动、会友或者参加约定活动"), _("多出去活动、见朋友"),
            GoalUnit.DAYS, False, Period.WEEK, Reckoning.COUNT, 7, 7, by_people=True,
        ),
        GoalMeasure(
            MeasureCode.SLEEP_NIGHTS, _("每周约定的时段里不用手机"), _("到点放下手机、睡个好觉"),
            GoalUnit.NIGHTS, False, Period.WEEK, Reckoning.COUNT, 4, 7,
            lambda day, _kind: day.used_in_agreed_offline, by_people=True,
        ),
    )
}  # fmt: skip

UNIT_NAMES: dict[GoalUnit, Text] = {
    GoalUnit.MINUTES: _("分钟"),
    GoalUnit.YUAN: pgettext("unit", "元"),
    GoalUnit.DAYS: pgettext("unit", "天"),
    GoalUnit.NIGHTS: pgettext("unit", "晚"),
}
