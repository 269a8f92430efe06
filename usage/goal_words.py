"""The course of a goal in sentences: to staff with what it rests on, and to the young person in their own words.

They say what was, never what somebody is: no verdict, no score, no row of good weeks, and nothing of other people.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.i18n import Text, _, ngettext, pgettext
from usage.categories import NAMES, Category
from usage.goal_measures import GoalMeasure, GoalUnit, Period
from usage.goals import GoalPeriod
from usage.sources import Grade, describe_grade

RECENT = 4
"""So many of the last assessable stretches are named by their mean."""
NOTICEABLE = {GoalUnit.MINUTES: 10, GoalUnit.YUAN: 10, GoalUnit.DAYS: 1, GoalUnit.NIGHTS: 1}
"""A difference from the start below this is nobody's news."""


class StartSource(StrEnum):
    """Where the start of a goal is known from."""

    BASELINE = "baseline"
    SAID = "said"
    UNKNOWN = "unknown"


START_SOURCES: dict[StartSource, Text] = {
    StartSource.BASELINE: pgettext("within a sentence", "按约定的起点那几周算出"),
    StartSource.SAID: pgettext("within a sentence", "谈的时候说的"),
    StartSource.UNKNOWN: pgettext("within a sentence", "还不知道"),
}


@dataclass(frozen=True)
class CourseSummary:
    """A course in figures: how many stretches there were, of how many something can be said, and how many of those lay
    within the goal; how many days count and how many of them are known; the least sure grade; the mean of the last
    assessable stretches."""

    stretches: int
    assessable: int
    within: int
    known: int
    days: int
    grade: Grade | None
    reported: bool
    """Whether another system sent any of the days."""
    recent: int | None
    recent_of: int


def summarize_course(periods: Sequence[GoalPeriod]) -> CourseSummary:
    """The figures of those stretches."""
    told = [each for each in periods if each.within is not None]
    recent = [each.value for each in told if each.value is not None][-RECENT:]
    grades = [each.grade for each in told if each.grade is not None]
    return CourseSummary(
        stretches=len(periods),
        assessable=len(told),
        within=sum(each.within is True for each in told),
        known=sum(each.days if each.said else each.known for each in periods),
        days=sum(each.days for each in periods),
        grade=max(grades) if grades else None,
        reported=any(each.reported for each in told),
        recent=int(sum(recent) / len(recent) + 0.5) if recent else None,
        recent_of=len(recent),
    )


def name_goal(measure: GoalMeasure, category: Category | None) -> Text:
    """What the goal measures, to staff."""
    if category is None:
        return measure.name
    return _("每天用于{kind}类应用", kind=NAMES[category])


def name_goal_plainly(measure: GoalMeasure, category: Category | None) -> Text:
    """What the goal is, to the young person."""
    if category is None:
        return measure.plain
    return _("{kind}少用一点", kind=NAMES[category])


def describe_target(measure: GoalMeasure, target: int) -> Text:
    """The target in words."""
    amount = measure.unit.of(target)
    return _("不超过{amount}", amount=amount) if measure.at_most else _("至少{amount}", amount=amount)


def describe_course(
    measure: GoalMeasure, start: int | None, source: StartSource, target: int, periods: Sequence[GoalPeriod]
) -> tuple[Text, ...]:
    """To staff: where it began, what is meant, what came of it, and what that rests on."""
    summary = summarize_course(periods)
    goal = describe_target(measure, target)
    said: list[Text] = [
        _("起点还不知道，目标{goal}。", goal=goal)
        if start is None
        else _(
            "起点{start}（{source}），目标{goal}。",
            start=measure.unit.of(start),
            source=START_SOURCES[source],
            goal=goal,
        )
    ]
    said.append(_counted(measure, summary))
    if summary.recent is not None:
        said.append(_recent(measure, summary, start))
    if summary.days:
        said.append(_("应记{days}天，有记录{known}天。", days=summary.days, known=summary.known))
    if summary.grade is not None:
        grade = describe_grade(summary.grade, reported=summary.reported)
        said.append(_("依据：{grade}（{letter}级）。", grade=grade, letter=summary.grade.value))
    return tuple(said)


def describe_course_plainly(
    measure: GoalMeasure, start: int | None, target: int, periods: Sequence[GoalPeriod]
) -> tuple[Text, ...]:
    """To the young person: the same course without the papers' words. What is not known is not held against anybody."""
    summary = summarize_course(periods)
    goal = describe_target(measure, target)
    said: list[Text] = [
        _("说好的目标是{goal}。", goal=goal)
        if start is None
        else _("开始的时候是{start}，说好的目标是{goal}。", start=measure.unit.of(start), goal=goal)
    ]
    if not summary.stretches:
        said.append(_("才刚开始，还没有满一段时间，慢慢来。"))
    elif not summary.assessable:
        said.append(_("这段时间记录不够，看不出来；这不算你没做到。"))
    else:
        count = {"known": summary.assessable, "within": summary.within}
        said.append(
            ngettext("看得清的{known}周里，有{within}周做到了。", summary.assessable, **count)
            if measure.period is Period.WEEK
            else ngettext("看得清的{known}个月里，有{within}个月做到了。", summary.assessable, **count)
        )
        if summary.recent is not None:
            said.append(_("最近平均{recent}。", recent=measure.unit.of(summary.recent)))
            if start is not None and (better := _better(measure, start, summary.recent)) > 0:
                amount = measure.unit.of(better)
                said.append(
                    _("比开始的时候少了{amount}，值得高兴。", amount=amount)
                    if measure.at_most
                    else _("比开始的时候多了{amount}，值得高兴。", amount=amount)
                )
    return tuple(said)


def describe_period(period: GoalPeriod) -> Text:
    """One stretch in a word: within, beyond, or not assessable."""
    if period.within is None:
        return pgettext("goal", "不作评价")
    return pgettext("goal", "在目标之内") if period.within else pgettext("goal", "目标之外")


def _counted(measure: GoalMeasure, summary: CourseSummary) -> Text:
    if not summary.stretches:
        return _("还没有满一周。") if measure.period is Period.WEEK else _("还没有满一个月。")
    if not summary.assessable:
        return _("没有一段能作评价：有记录的天数不够，不因此加减任何评价。")
    count = {"all": summary.stretches, "known": summary.assessable, "within": summary.within}
    if measure.period is Period.WEEK:
        return ngettext("{all}周中可以评价{known}周，其中{within}周在目标之内。", summary.stretches, **count)
    return ngettext("{all}个月中可以评价{known}个月，其中{within}个月在目标之内。", summary.stretches, **count)


def _recent(measure: GoalMeasure, summary: CourseSummary, start: int | None) -> Text:
    assert summary.recent is not None
    now = measure.unit.of(summary.recent)
    mean = (
        ngettext("最近可以评价的{count}周平均{now}", summary.recent_of, count=summary.recent_of, now=now)
        if measure.period is Period.WEEK
        else ngettext("最近可以评价的{count}个月平均{now}", summary.recent_of, count=summary.recent_of, now=now)
    )
    if start is None:
        return _("{mean}。", mean=mean)
    difference = summary.recent - start
    if abs(difference) < NOTICEABLE[measure.unit]:
        return _("{mean}，和起点差不多。", mean=mean)
    amount = measure.unit.of(abs(difference))
    if difference < 0:
        return _("{mean}，比起点少{amount}。", mean=mean, amount=amount)
    return _("{mean}，比起点多{amount}。", mean=mean, amount=amount)


def _better(measure: GoalMeasure, start: int, now: int) -> int:
    """By how much it is better than at the start, if that is worth a word; else nought."""
    gain = start - now if measure.at_most else now - start
    return gain if gain >= NOTICEABLE[measure.unit] else 0
