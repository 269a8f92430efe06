"""The young person's own picture of their digital use: where it began, where it is now, what was agreed, week by week.

It is theirs: nobody is ranked, nothing is scored, and weeks in a row are not counted. A week of which too little is known
is drawn as that, and is held against nobody.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from casework.acting.open_plan import OpenPlan
from casework.usage.agreement import get_plan_days
from casework.usage.baseline import Baseline, get_baseline
from casework.usage.goal_results import PLAIN_RESULTS
from casework.usage.goals import GoalCourse, GoalStatus, get_goal_courses
from core.i18n import Text, _, ngettext
from usage.day_facts import COVERAGE_BOUND, DayFacts
from usage.facts import DeviceFacts
from usage.goal_measures import MEASURES, GoalUnit

SHOWN = 12
"""How many weeks are drawn, the last ones: more are too small to see on a phone."""
WEEK = timedelta(days=7)
MINUTE = timedelta(minutes=1)
_SHOWN_STATUSES = (GoalStatus.RUNNING, GoalStatus.LAST_DAY_PASSED, GoalStatus.REACHED)


@dataclass(frozen=True)
class PictureStep:
    """A week, or a month. `value` is None where too little is known, `good` where it lay within the goal."""

    first_on: date
    last_on: date
    value: int | None
    good: bool


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
        PictureStep(each.first_on, each.last_on, each.value, each.within is True) for each in course.periods[-SHOWN:]
    ]
    return OwnPicture(
        title=goal.plain,
        sentences=list(course.plain),
        unit=GoalUnit(goal.unit),
        by_month=MEASURES[goal.measure].period == "month",
        start=goal.start,
        now=course.summary.recent if course.summary.compares else None,
        target=goal.target,
        steps=steps,
        goal=goal.goal,
        by_people=goal.by_people and goal.status is GoalStatus.RUNNING,
        instead=goal.instead,
        instead_by=goal.instead_by,
        result=PLAIN_RESULTS[goal.result] if goal.result else None,
    )


def _without_goal(open_plan: OpenPlan, facts: Sequence[DeviceFacts]) -> list[OwnPicture]:
    """The mean of the known days, week by week from the plan's first; the days of the beginning are the start. Nothing where
    several devices speak of the person: two are never added."""
    own = [each for each in facts if each.speaks_of_a_person and each.days]
    if len(own) != 1:
        return []
    (first, last), beginning = get_plan_days(open_plan), get_baseline(open_plan)
    weeks = list(_weeks(first, min(last, open_plan.today - timedelta(days=1))))
    steps = [PictureStep(begin, end, mean_minutes(own[0], begin, end), good=False) for begin, end in weeks]
    start, now = mean_minutes(own[0], beginning.first, beginning.last), _last_known(steps)
    if now is None:
        return []
    return [
        OwnPicture(
            title=_("每天用手机的时间"),
            sentences=_sentences(beginning, start, now, begun=open_plan.today > beginning.last + WEEK),
            unit=GoalUnit.MINUTES,
            by_month=False,
            start=start,
            now=now,
            target=None,
            steps=steps[-SHOWN:],
        )
    ]


def _sentences(beginning: Baseline, start: int | None, now: int, *, begun: bool) -> list[Text]:
    said = [_("最近看得清的一周，平均每天{now}。", now=_minutes(now))]
    if start is not None and begun:
        began = _minutes(start)
        agreed = _("约定作为起点的那些天，平均每天{start}。", start=began)
        said.insert(0, agreed if beginning.agreed else _("开始的四周，平均每天{start}。", start=began))
        if start - now >= NOTICEABLE:
            said.append(_("比开始的时候少了{amount}，值得高兴。", amount=_minutes(start - now)))
    return [*said, _("还没有约好目标。想定一个，可以和社工说说。")]


NOTICEABLE = 10
"""Minutes a day: a smaller difference is nobody's news."""


def _minutes(number: int) -> Text:
    return ngettext("{number}分钟", number, number=number)


def _weeks(first: date, last: date) -> Sequence[tuple[date, date]]:
    begin = first + timedelta(days=-first.weekday() % 7)
    return [
        (begin + place * WEEK, begin + (place + 1) * WEEK - timedelta(days=1))
        for place in range(max((last - begin).days + 1, 0) // 7)
    ]


def mean_minutes(
    facts: DeviceFacts, first: date, last: date, of: Callable[[DayFacts], timedelta | None] = lambda day: day.total
) -> int | None:
    """Minutes a day over the known days; None where fewer are known than the coverage bound asks for."""
    days = (last - first).days + 1
    known = [facts.days[day] for day in facts.days if first <= day <= last and facts.days[day].can_be_used()]
    totals = [spent for day in known if (spent := of(day)) is not None]
    if not totals or len(totals) < COVERAGE_BOUND * days:
        return None
    return round(sum(totals, timedelta()) / len(totals) / MINUTE)


def _last_known(steps: Sequence[PictureStep]) -> int | None:
    known = [step.value for step in steps if step.value is not None]
    return known[-1] if known else None
