"""The young person's own picture of their digital use: where it began, where it is now, what was agreed, week by week.

It is theirs: nobody is ranked, nothing is scored, and weeks in a row are not counted. A week of which too little is known
is drawn as that, and is held against nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from casework.acting.open_plan import OpenPlan
from casework.usage.agreement import get_plan_days
from casework.usage.baseline import Baseline, get_baseline
from casework.usage.goal_results import PLAIN_RESULTS
from casework.usage.goals import GoalCourse, GoalStatus, get_goal_courses, get_start
from core.dates import days_between
from core.i18n import Text, _, pgettext
from usage.facts import DeviceFacts
from usage.goal_measures import MEASURES, GoalUnit
from usage.indicators import DailyMeanRange, compute_mean_range, of_total
from usage.weeks import list_whole_weeks

SHOWN = 12
"""How many weeks are drawn, the last ones: more are too small to see on a phone."""
WEEK = timedelta(days=7)
MINUTE = timedelta(minutes=1)
_SHOWN_STATUSES = (GoalStatus.RUNNING, GoalStatus.LAST_DAY_PASSED, GoalStatus.REACHED)


@dataclass(frozen=True)
class PictureStep:
    """A week, or a month. `value` is None where it is not one number, `least` and `most` what it was between if anything is
    known of it, and `good` where it kept to the goal whatever the missing days were."""

    first_on: date
    last_on: date
    value: int | None
    good: bool
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True)
class OwnPicture:
    """One thing over time, in its unit: with a goal its results, without one the minutes a day.

    `start`, `now` and `target` are None where nobody knows them or nothing was agreed. `now` is the mean of the last
    stretches that are assessable, or without a goal the last week that is known.
    """

    title: Text
    sentences: list[Text]
    unit: GoalUnit
    by_month: bool
    start: int | None
    now: int | None
    target: int | None
    steps: list[PictureStep]
    goal: str | None = None
    """The label of the goal, where it is of one."""
    by_people: bool = False
    """Whether people tell how a week or month went, where no device does."""

    instead: str = ""
    instead_by: str = ""
    """What the young person would like to do instead, and who arranges it."""
    result: Text | None = None
    """What the prosecutor said of the goal at the end, where they have."""

    @property
    def good(self) -> int:
        """How many stretches lay within the goal."""
        return sum(step.good for step in self.steps)


def load_own_pictures(open_plan: OpenPlan, facts: Sequence[DeviceFacts]) -> list[OwnPicture]:
    """A picture of every goal that was agreed on and not given up; where there is none, of the minutes a day. `facts` are
    those of `get_usage_facts`. Empty where nothing is agreed and nothing is known."""
    courses = get_goal_courses(open_plan, open_plan.today - timedelta(days=1), facts=facts)
    pictures = [_of_goal(course) for course in courses if course.goal.status in _SHOWN_STATUSES]
    return pictures or _without_goal(open_plan, facts)


def _of_goal(course: GoalCourse) -> OwnPicture:
    goal = course.goal
    steps = [
        PictureStep(each.first_on, each.last_on, each.value, each.within is True, each.low, each.high)
        for each in course.periods[-SHOWN:]
    ]
    return OwnPicture(
        title=goal.plain,
        sentences=list(course.plain),
        unit=GoalUnit(goal.unit),
        by_month=MEASURES[goal.measure].period == "month",
        start=_settled(get_start(goal)),
        now=_settled(course.summary.recent) if course.summary.compares else None,
        target=goal.target,
        steps=steps,
        goal=goal.goal,
        by_people=goal.by_people and goal.status is GoalStatus.RUNNING,
        instead=goal.instead,
        instead_by=goal.instead_by,
        result=PLAIN_RESULTS[goal.result] if goal.result else None,
    )


def _without_goal(open_plan: OpenPlan, facts: Sequence[DeviceFacts]) -> list[OwnPicture]:
    """The mean a day, at least and at most, week by week from the plan's first; the days of the beginning are the start.
    Nothing where several devices speak of the person: two are never added."""
    own = [each for each in facts if each.speaks_of_a_person and each.days]
    if len(own) != 1:
        return []
    (first, last), beginning = get_plan_days(open_plan), get_baseline(open_plan)
    weeks = list_whole_weeks(first, min(last, open_plan.today - timedelta(days=1)))
    means = [compute_mean_range(own[0], days_between(begin, end), of_total) for begin, end in weeks]
    known = [mean for mean in means if mean is not None]
    if not known:
        return []
    start, now = compute_mean_range(own[0], days_between(beginning.first, beginning.last), of_total), known[-1]
    steps = [
        PictureStep(
            begin,
            end,
            _number(mean),
            good=False,
            least=mean.least if mean else None,
            most=mean.high // MINUTE if mean else None,
        )
        for (begin, end), mean in zip(weeks, means, strict=True)
    ]
    return [
        OwnPicture(
            title=_("每天用手机的时间"),
            sentences=_sentences(beginning, start, now, begun=open_plan.today > beginning.last + WEEK),
            unit=GoalUnit.MINUTES,
            by_month=False,
            start=_number(start),
            now=_number(now),
            target=None,
            steps=steps[-SHOWN:],
        )
    ]


def _sentences(beginning: Baseline, start: DailyMeanRange | None, now: DailyMeanRange, *, begun: bool) -> list[Text]:
    said = [_("最近有记录的一周，平均每天{now}。", now=now.minutes)]
    if start is not None and begun:
        began = start.minutes
        agreed = _("约定作为起点的那些天，平均每天{start}。", start=began)
        said.insert(0, agreed if beginning.agreed else _("开始的四周，平均每天{start}。", start=began))
        less = (start.low - now.high) // MINUTE
        if less >= NOTICEABLE:
            amount: Text = GoalUnit.MINUTES.of(less)
            if not (start.is_settled and now.is_settled):
                amount = pgettext("within a sentence", "至少{amount}", amount=amount)
            said.append(_("比开始的时候少了{amount}，值得高兴。", amount=amount))
    return [*said, _("还没有约好目标。想定一个，可以和社工说说。")]


NOTICEABLE = 10
"""Minutes a day: a smaller difference is nobody's news."""


def _settled(bounds: tuple[int, int] | None) -> int | None:
    return bounds[0] if bounds is not None and bounds[0] == bounds[1] else None


def _number(mean: DailyMeanRange | None) -> int | None:
    return mean.least if mean is not None and mean.is_settled else None
