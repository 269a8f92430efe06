"""The course of a goal in sentences: to staff with what it rests on, and to the young person in their own words.

They say what was, never what somebody is: no verdict, no score, no row of good weeks, and nothing of other people.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from core.dates import month_day
from core.i18n import NO_TEXT, SEMICOLON, Text, _, listed, ngettext, pgettext
from core.worded_codes import WordedCode
from usage.categories import Category
from usage.goal_measures import NOTICEABLE, GoalMeasure, Period
from usage.goals import GoalPeriod
from usage.sources import Grade, describe_grade

FEWEST = {Period.WEEK: 2, Period.MONTH: 1}
"""So many stretches one after the other are a relapse, or a recovery."""
ONE_LATE = 1
"""One stretch that nobody has told yet, or not enough of, does not make the others old."""
RECENT = 4
"""So many of the last assessable stretches are named by their mean."""


class StartSource(WordedCode):
    """Where the start of a goal is known from."""

    BASELINE = "baseline", pgettext("within a sentence", "按约定的起点那几周算出")
    SAID = "said", pgettext("within a sentence", "谈的时候说的")
    UNKNOWN = "unknown", pgettext("within a sentence", "还不知道")


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
    recent: tuple[int, int] | None
    """At least and at most."""
    recent_of: int
    recent_from: date | None
    recent_to: date | None
    since_recent: int
    """How many stretches came after them, of which nothing can be said."""
    compares: bool
    """Whether they are the last ones there are, so that they may be held against the start."""
    unclassified: int
    """Of how many stretches nothing can be said because somebody would have to classify apps first."""


def summarize_course(periods: Sequence[GoalPeriod]) -> CourseSummary:
    """The figures of those stretches."""
    assessable = [each for each in periods if each.within is not None]
    last = assessable[-RECENT:]
    bounds = [each.bounds for each in last if each.bounds is not None]
    since = sum(each.first_on > last[-1].last_on for each in periods) if last else 0
    grades = [each.grade for each in assessable if each.grade is not None]
    return CourseSummary(
        stretches=len(periods),
        assessable=len(assessable),
        within=sum(each.within is True for each in assessable),
        known=sum(each.days if each.said else each.known for each in periods),
        days=sum(each.days for each in periods),
        grade=max(grades) if grades else None,
        reported=any(each.reported for each in assessable),
        recent=(_mean([low for low, _high in bounds]), _mean([high for _low, high in bounds])) if bounds else None,
        recent_of=len(last),
        recent_from=last[0].first_on if last else None,
        recent_to=last[-1].last_on if last else None,
        since_recent=since,
        compares=bool(last) and last[0].first_on >= periods[-min(len(last) + ONE_LATE, len(periods))].first_on,
        unclassified=len(_unclassified_in(periods)),
    )


def _mean(values: Sequence[int]) -> int:
    return int(sum(values) / len(values) + 0.5)


def name_goal(measure: GoalMeasure, category: Category | None) -> Text:
    """What the goal measures, to staff."""
    if category is None:
        return measure.name
    return _("每天用于{kind}类应用", kind=category.words)


def name_goal_plainly(measure: GoalMeasure, category: Category | None) -> Text:
    """What the goal is, to the young person."""
    if category is None:
        return measure.plain
    return _("{kind}少用一点", kind=category.words)


def describe_target(measure: GoalMeasure, target: int) -> Text:
    """The target in words."""
    amount = measure.unit.of(target)
    return _("不超过{amount}", amount=amount) if measure.at_most else _("至少{amount}", amount=amount)


def describe_course(
    measure: GoalMeasure, start: tuple[int, int] | None, source: StartSource, target: int, periods: Sequence[GoalPeriod]
) -> tuple[Text, ...]:
    """To staff: where it began, what is meant, what came of it, and what that rests on."""
    summary = summarize_course(periods)
    goal = describe_target(measure, target)
    said: list[Text] = [
        _("起点还不知道，目标{goal}。", goal=goal)
        if start is None
        else _(
            "起点{start}（{source}），目标{goal}。",
            start=describe_amount(measure, start),
            source=source.words,
            goal=goal,
        )
    ]
    said.append(_counted(measure, summary))
    if summary.unclassified:
        said.append(_unclassified(measure, periods))
    if summary.recent is not None:
        said.append(_recent(measure, summary, start))
    if summary.since_recent and not summary.compares and summary.recent_to is not None:
        said.append(_("{day}以后没有能够评价的记录，不和起点比较。", day=month_day(summary.recent_to)))
    said += [*_relapses(measure, periods), *_open(periods)]
    if summary.days:
        said.append(_("应记{days}天，有记录{known}天。", days=summary.days, known=summary.known))
    if summary.grade is not None:
        grade = describe_grade(summary.grade, reported=summary.reported)
        said.append(_("依据：{grade}（{letter}级）。", grade=grade, letter=summary.grade.value))
    return tuple(said)


def describe_course_plainly(
    measure: GoalMeasure, start: tuple[int, int] | None, target: int, periods: Sequence[GoalPeriod]
) -> tuple[Text, ...]:
    """To the young person: the same course without the papers' words. What is not known is not held against anybody."""
    summary = summarize_course(periods)
    goal = describe_target(measure, target)
    said: list[Text] = [
        _("说好的目标是{goal}。", goal=goal)
        if start is None
        else _("开始的时候是{start}，说好的目标是{goal}。", start=describe_amount(measure, start), goal=goal)
    ]
    if not summary.stretches:
        said.append(_("才刚开始，还没有满一段时间，慢慢来。"))
    elif not summary.assessable:
        said.append(
            _("有些应用还没有归类，这段时间看不出来；这不算你没做到。")
            if summary.unclassified
            else _("这段时间记录不够，看不出来；这不算你没做到。")
        )
    else:
        count = {"known": summary.assessable, "within": summary.within}
        if summary.within:
            said.append(
                ngettext("看得清的{known}周里，有{within}周做到了。", summary.assessable, **count)
                if measure.period is Period.WEEK
                else ngettext("看得清的{known}个月里，有{within}个月做到了。", summary.assessable, **count)
            )
        if summary.recent is not None:
            recent = describe_amount(measure, summary.recent)
            said.append(_("{span}平均{recent}。", span=_span(summary.recent_from, summary.recent_to), recent=recent))
            if start is not None and summary.compares and (better := _better(measure, start, summary.recent)) > 0:
                amount: Text = measure.unit.of(better)
                if start[0] != start[1] or summary.recent[0] != summary.recent[1]:
                    amount = pgettext("within a sentence", "至少{amount}", amount=amount)
                said.append(
                    _("比开始的时候少了{amount}，值得高兴。", amount=amount)
                    if measure.at_most
                    else _("比开始的时候多了{amount}，值得高兴。", amount=amount)
                )
    return tuple(said)


def describe_miss(*, at_most: bool) -> Text:
    """The word for a stretch that did not keep to the goal."""
    return pgettext("weeks", "超出约定") if at_most else pgettext("weeks", "不到约定")


def describe_amount(measure: GoalMeasure, bounds: tuple[int, int]) -> Text:
    """An amount in words: one number where both bounds are the same."""
    low, high = bounds
    return measure.unit.of(low) if low == high else _("{low}到{high}之间", low=low, high=measure.unit.of(high))


def describe_period(period: GoalPeriod, *, at_most: bool) -> Text:
    """One stretch in a word: within, beyond, or not assessable."""
    if period.within is None:
        return pgettext("goal", "不作评价")
    return pgettext("weeks", "符合约定") if period.within else describe_miss(at_most=at_most)


def _counted(measure: GoalMeasure, summary: CourseSummary) -> Text:
    if not summary.stretches:
        return _("还没有满一周。") if measure.period is Period.WEEK else _("还没有满一个月。")
    if not summary.assessable and summary.unclassified:
        return _("没有一段能作评价，不因此加减任何评价。")
    if not summary.assessable:
        return _("没有一段能作评价：缺的或者只知道至少多少的日子可能改变结果，不因此加减任何评价。")
    count = {"all": summary.stretches, "known": summary.assessable, "within": summary.within}
    if measure.period is Period.WEEK:
        return ngettext("{all}周中可以评价{known}周，其中{within}周符合约定。", summary.stretches, **count)
    return ngettext("{all}个月中可以评价{known}个月，其中{within}个月符合约定。", summary.stretches, **count)


def _recent(measure: GoalMeasure, summary: CourseSummary, start: tuple[int, int] | None) -> Text:
    assert summary.recent is not None
    now = describe_amount(measure, summary.recent)
    what = {"count": summary.recent_of, "span": _span(summary.recent_from, summary.recent_to), "now": now}
    mean = (
        ngettext("最近可以评价的{count}周（{span}）平均{now}", summary.recent_of, **what)
        if measure.period is Period.WEEK
        else ngettext("最近可以评价的{count}个月（{span}）平均{now}", summary.recent_of, **what)
    )
    if start is None or not summary.compares:
        return _("{mean}。", mean=mean)
    least, most = summary.recent[0] - start[1], summary.recent[1] - start[0]
    noticeable = NOTICEABLE[measure.unit]
    if -noticeable < least and most < noticeable:
        return _("{mean}，和起点差不多。", mean=mean)
    by: Text = measure.unit.of(max(-most, least))
    if least != most:
        by = pgettext("within a sentence", "至少{amount}", amount=by)
    if most <= -noticeable:
        return _("{mean}，比起点少{amount}。", mean=mean, amount=by)
    if least >= noticeable:
        return _("{mean}，比起点多{amount}。", mean=mean, amount=by)
    return _("{mean}，和起点相比是多是少说不准。", mean=mean)


def _unclassified_in(periods: Sequence[GoalPeriod]) -> list[int]:
    return [each.unclassified for each in periods if each.within is None and each.value is None and each.unclassified]


def _unclassified(measure: GoalMeasure, periods: Sequence[GoalPeriod]) -> Text:
    open_ones = _unclassified_in(periods)
    amount = measure.unit.of(int(sum(open_ones) / len(open_ones) + 0.5))
    return ngettext(
        "有{count}周不能评价：平均每天{amount}用在没有归类的应用上，可能都属于这一类。",
        len(open_ones), count=len(open_ones), amount=amount,
    )  # fmt: skip


def _open(periods: Sequence[GoalPeriod]) -> list[Text]:
    """What is known of the stretches of which nothing can be said."""
    known = [each for each in periods if each.within is None and each.known and not each.unclassified]
    if not known:
        return []
    days = {"known": sum(each.known for each in known), "days": sum(each.days for each in known)}
    return [_(
        "不能评价的那几段，应记{days}天里{known}天有全天的记录，其中{kept}天符合约定；缺的天数可以在回顾以前补上。",
        **days, kept=sum(each.known_within for each in known),
    )]  # fmt: skip


def _relapses(measure: GoalMeasure, periods: Sequence[GoalPeriod]) -> list[Text]:
    """When it went beyond the goal again after it had been reached, and when it was reached again: by their days. A single
    week on either side is neither."""
    assessable = [each for each in periods if each.within is not None]
    groups = [list(group) for _within, group in groupby(assessable, lambda each: each.within)]
    lasting = [each for each in groups if len(each) >= FEWEST[measure.period]]
    runs = [
        [each for group in same for each in group] for _within, same in groupby(lasting, lambda each: each[0].within)
    ]
    first = next((place for place, run in enumerate(runs) if run[0].within), len(runs))
    beyond, recovered = runs[first + 1 :: 2], runs[first + 2 :: 2]
    said: list[Text] = []
    if beyond:
        said.append(_("做到以后又有反复：{spans}。", spans=listed([_run(measure, each) for each in beyond], SEMICOLON)))
    if recovered:
        said.append(
            _("反复以后又做到：{spans}。", spans=listed([_run(measure, each) for each in recovered], SEMICOLON))
        )
    return said


def _run(measure: GoalMeasure, run: Sequence[GoalPeriod]) -> Text:
    bounds = [each.bounds for each in run if each.bounds is not None]
    amount = describe_amount(measure, (_mean([low for low, _high in bounds]), _mean([high for _low, high in bounds])))
    return _("{span}平均{amount}", span=_span(run[0].first_on, run[-1].last_on), amount=amount)


def _span(first: date | None, last: date | None) -> Text:
    return _("{first}至{last}", first=month_day(first), last=month_day(last)) if first and last else NO_TEXT


def _better(measure: GoalMeasure, start: tuple[int, int], now: tuple[int, int]) -> int:
    """By how much it is better than at the start at the least, if that is worth a word; else nought."""
    gain = start[0] - now[1] if measure.at_most else now[0] - start[1]
    return gain if gain >= NOTICEABLE[measure.unit] else 0
