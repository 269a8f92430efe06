"""Goals of digital use as they stand, and their courses: what others read of them.

`get_goals` and `get_goal_courses` are the way to them for pages, papers and the API. Without a consent that stands nothing
comes from devices: what rests on them is then unknown, and what people said remains.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from casework.acting.entries import list_entries
from casework.acting.open_plan import OpenPlan
from casework.acting.own_codes import get_word
from casework.shared.device_consent import get_device_consent
from casework.usage.acts_goals import RecordGoalValue
from casework.usage.agreement import get_agreement_on, get_agreements, get_day_kinds
from casework.usage.device_names import device_label
from casework.usage.goal_results import GoalResult
from casework.usage.store import get_usage_facts
from core.i18n import NO_TEXT, Text, _, pgettext
from models.usage_goal import UsageGoal
from usage.categories import Category
from usage.facts import DeviceFacts
from usage.goal_measures import MEASURES, UNIT_NAMES, MeasureCode
from usage.goal_words import (
    CourseSummary,
    StartSource,
    describe_amount,
    describe_course,
    describe_course_plainly,
    describe_target,
    name_goal,
    name_goal_plainly,
    summarize_course,
)
from usage.goals import GoalPeriod, GoalTerms, MeasuredGoal, SaidValue, choose_facts, compute_goal_periods

MINUTE = timedelta(minutes=1)
ERASED_START = {"start": None, "start_most": None, "source": StartSource.UNKNOWN.value}
"""What is shown as the start of a goal when its source data is deleted."""


class GoalStatus(StrEnum):
    """How a goal stands. People end it; its last day alone ends nothing but the measuring."""

    PROPOSED = "proposed"
    RUNNING = "running"
    LAST_DAY_PASSED = "last_day_passed"
    REACHED = "reached"
    REPLACED = "replaced"
    DROPPED = "dropped"


STATUSES: dict[GoalStatus, Text] = {
    GoalStatus.PROPOSED: pgettext("goal", "提议，待商定"),
    GoalStatus.RUNNING: pgettext("goal", "进行中"),
    GoalStatus.LAST_DAY_PASSED: pgettext("goal", "已到期，待回顾"),
    GoalStatus.REACHED: pgettext("goal", "做到了"),
    GoalStatus.REPLACED: pgettext("goal", "换成别的目标"),
    GoalStatus.DROPPED: pgettext("goal", "不再要这个目标"),
}


@dataclass(frozen=True)
class GoalTermsView:
    """What was agreed from that day on, with the reason where it changed what had been."""

    from_on: date
    to_on: date
    target: int
    target_words: Text
    who_helps: str
    reason: str


@dataclass(frozen=True)
class GoalView:
    """One goal: what it measures in words for staff (`name`) and for the young person (`plain`), its start, what holds now.

    Amounts are whole numbers of `unit`. `at_most`: less is meant, else more. Every goal is looked at week by week, or
    month by month (`period`). `start` is None where nobody knows it.
    """

    goal: str
    status: GoalStatus
    status_words: Text
    measure: MeasureCode
    category: Category | None
    name: Text
    plain: Text
    unit: str
    unit_name: Text
    at_most: bool
    period: str
    by_people: bool
    """Whether people say how it went (`record_goal_value`), where no device tells it."""
    device: str | None
    start: int | None
    """The least it was at the start."""
    start_most: int | None
    start_source: StartSource
    start_words: Text
    target: int
    target_words: Text
    from_on: date | None
    to_on: date | None
    who_helps: str
    words: str
    """The young person's own."""
    agreed_on: date | None
    agreed_how: str | None
    proposed_by: str | None
    """The role of its proposer, if somebody of the family proposed it."""
    terms: list[GoalTermsView]
    """All that was agreed, one after the other."""
    ended_on: date | None
    ending_reason: str
    instead: str
    """What the young person would like to do instead, where less is meant; never asked after."""
    instead_by: str
    """Who arranges it."""
    result: GoalResult | None
    """What the prosecutor said of it at the end, and why; nobody sees it without a consent that stands."""
    result_reason: str


@dataclass(frozen=True)
class GoalCourse:
    """What came of a goal: stretch by stretch, in figures, and in sentences.

    Of a stretch, `value` is None where too little is known, and `within` None where nothing can be said of it. Figures
    are those of the stretches shown; `because` says why nothing at all is measured, where that is so. `reading` is for
    staff and papers, `plain` for the young person.
    """

    goal: GoalView
    target: int
    """What holds on the last day that is looked at."""
    periods: tuple[GoalPeriod, ...]
    summary: CourseSummary
    because: Text
    beside: tuple[Text, ...]
    """What the person's other devices tell of the same days, in words; it is part of both readings."""
    reading: tuple[Text, ...]
    plain: tuple[Text, ...]


def get_goals(open_plan: OpenPlan) -> list[GoalView]:
    """Every goal and proposal of the plan, in the order in which they were written."""
    seen = get_device_consent(open_plan).given
    return [_view(open_plan, row, seen=seen) for row in open_plan.rows(UsageGoal)]


def get_goal_courses(
    open_plan: OpenPlan, until: date, *, since: date | None = None, facts: Sequence[DeviceFacts] | None = None
) -> list[GoalCourse]:
    """The course of every goal that was agreed on, of whole weeks or months until that day; with `since`, of those that
    end on that day or later. `facts` are those of `get_usage_facts`, where the caller has them already."""
    seen = get_device_consent(open_plan).given
    terms = get_agreements(open_plan)
    kinds = get_day_kinds(open_plan, terms)
    known = get_usage_facts(open_plan) if facts is None else facts
    said = _load_said_values(open_plan)
    courses = []
    for row in open_plan.rows(UsageGoal):
        if row.agreed_on is None:
            continue
        content = read_goal(open_plan, row)
        measured = get_measured(content, row.ended_on)
        chosen = choose_facts(content.get("device"), known)
        periods = compute_goal_periods(
            measured, chosen, said[row.id], kinds, lambda day: get_agreement_on(terms, day), until
        )
        because = _because(measured, content.get("device"), known) if chosen is None else NO_TEXT
        beside = _beside(open_plan, chosen, known, periods)
        course = _course(_view(open_plan, row, seen=seen), measured.target_on(until), periods, because, beside)
        courses.append(course if since is None else cut_course(course, since))
    return courses


def cut_course(course: GoalCourse, since: date) -> GoalCourse:
    """The same course, of the weeks or months that end on that day or later."""
    shown = tuple(each for each in course.periods if each.last_on >= since)
    return _course(course.goal, course.target, shown, course.because, course.beside)


def _course(
    goal: GoalView, target: int, periods: tuple[GoalPeriod, ...], because: Text, beside: tuple[Text, ...]
) -> GoalCourse:
    about, start = MEASURES[goal.measure], get_start(goal)
    return GoalCourse(
        goal=goal,
        target=target,
        periods=periods,
        summary=summarize_course(periods),
        because=because,
        beside=beside,
        reading=(*describe_course(about, start, goal.start_source, target, periods), *beside),
        plain=(*describe_course_plainly(about, start, target, periods), *beside),
    )


def get_start(goal: GoalView) -> tuple[int, int] | None:
    """The start of the goal, at least and at most; None where nobody knows it."""
    if goal.start is None or goal.start_most is None:
        return None
    return goal.start, goal.start_most


def _beside(
    open_plan: OpenPlan, chosen: DeviceFacts | None, known: Sequence[DeviceFacts], periods: Sequence[GoalPeriod]
) -> tuple[Text, ...]:
    """What the person's other devices tell of the same days; none of it is added to the goal."""
    if chosen is None or not periods:
        return ()
    first, last = periods[0].first_on, periods[-1].last_on
    said = []
    for each in known:
        days = [day for on, day in each.days.items() if first <= on <= last and day.tells_use]
        if each is chosen or not each.speaks_of_a_person or not days:
            continue
        least = sum((day.total or timedelta() for day in days), timedelta()) // len(days) // MINUTE
        what = {"device": device_label(get_word(open_plan, each.device_id)), "count": len(days), "least": least}
        said.append(
            _("同期{device}有{count}天的记录，这些天平均每天{least}分钟，没有计入这个目标。", **what)
            if all(day.can_be_used() for day in days)
            else _("同期{device}有{count}天的记录，这些天平均每天至少{least}分钟，没有计入这个目标。", **what)
        )
    return tuple(said)


def list_running_goals(open_plan: OpenPlan) -> list[UsageGoal]:
    """Goals that were agreed on and that nobody has ended."""
    return [row for row in open_plan.rows(UsageGoal) if row.agreed_on is not None and row.ended_on is None]


def list_agreed_goals(open_plan: OpenPlan) -> list[UsageGoal]:
    """Goals that were agreed on, ended or not."""
    return [row for row in open_plan.rows(UsageGoal) if row.agreed_on is not None]


def list_open_goals(open_plan: OpenPlan) -> list[UsageGoal]:
    """Goals and proposals that nobody has ended."""
    return [row for row in open_plan.rows(UsageGoal) if row.ended_on is None]


def read_goal(open_plan: OpenPlan, row: UsageGoal) -> dict[str, Any]:
    """What is kept encrypted of a goal."""
    return dict(open_plan.open("usage_goal.document", row.id, row.document))


def get_measured(content: dict[str, Any], ended_on: date | None) -> MeasuredGoal:
    """The goal as it is measured."""
    category = content.get("category")
    return MeasuredGoal(
        measure=MeasureCode(content["measure"]),
        terms=tuple(
            GoalTerms(date.fromisoformat(each["from_on"]), date.fromisoformat(each["to_on"]), each["target"])
            for each in content["terms"]
        ),
        category=Category(category) if category else None,
        ended_on=ended_on,
    )


def _load_said_values(open_plan: OpenPlan) -> dict[Any, list[SaidValue]]:
    """What people said of each goal, the last of it last."""
    found: dict[Any, list[SaidValue]] = defaultdict(list)
    for entry in list_entries(open_plan, RecordGoalValue):
        found[entry.about].append(SaidValue(entry.fields.day or entry.on, entry.fields.value))
    return found


def _because(measured: MeasuredGoal, device: str | None, facts: Sequence[DeviceFacts]) -> Text:
    """Why no record measures it."""
    about = measured.about
    if about.of is None:
        return NO_TEXT
    fitting = [each for each in facts if each.days and device in (None, each.device_id)]
    if len([each for each in fitting if each.speaks_of_a_person]) > 1:
        return _("有几台设备的记录，目标没有写明看哪一台，各台不相加。")
    if fitting and not any(each.speaks_of_a_person for each in fitting):
        return _("设备共用或者归属不清，不能说明某个人的情况。")
    return _("还没有可以用来看这个目标的记录。")


def _view(open_plan: OpenPlan, row: UsageGoal, *, seen: bool) -> GoalView:
    content = read_goal(open_plan, row)
    measured = get_measured(content, row.ended_on)
    about, last = measured.about, content["terms"][-1]
    start, start_most = content.get("start"), content.get("start_most")
    source = StartSource(content.get("source", StartSource.UNKNOWN))
    if source is StartSource.BASELINE and not seen:
        start, start_most, source = None, None, StartSource.UNKNOWN
    ending = open_plan.open("usage_goal.ending", row.id, row.ending) if row.ending else {}
    status = _status(open_plan, row, measured, ending)
    target = measured.terms[-1].target
    return GoalView(
        goal=row.label,
        status=status,
        status_words=STATUSES[status],
        measure=measured.measure,
        category=measured.category,
        name=name_goal(about, measured.category),
        plain=name_goal_plainly(about, measured.category),
        unit=about.unit.value,
        unit_name=UNIT_NAMES[about.unit],
        at_most=about.at_most,
        period=about.period.value,
        by_people=about.by_people,
        device=content.get("device"),
        start=start,
        start_most=start_most,
        start_source=source,
        start_words=source.words
        if start is None or start_most is None
        else describe_amount(about, (start, start_most)),
        target=target,
        target_words=describe_target(about, target),
        from_on=measured.first_on if row.agreed_on else None,
        to_on=measured.terms[-1].to_on if row.agreed_on else None,
        who_helps=last.get("who_helps") or "",
        words=content.get("words") or "",
        agreed_on=row.agreed_on,
        agreed_how=content.get("agreed_how"),
        proposed_by=content.get("proposed_by"),
        terms=[
            GoalTermsView(
                terms.from_on, terms.to_on, terms.target, describe_target(about, terms.target),
                each.get("who_helps") or "", each.get("reason") or "",
            )
            for terms, each in zip(measured.terms, content["terms"], strict=True)
        ],
        ended_on=row.ended_on,
        ending_reason=ending.get("reason") or "",
        instead=content.get("instead") or "",
        instead_by=content.get("instead_by") or "",
        result=GoalResult(content["result"]) if seen and content.get("result") else None,
        result_reason=content.get("result_reason") or "" if seen else "",
    )  # fmt: skip


def _status(open_plan: OpenPlan, row: UsageGoal, measured: MeasuredGoal, ending: dict[str, Any]) -> GoalStatus:
    if row.ended_on is not None:
        return GoalStatus(ending["how"])
    if row.agreed_on is None:
        return GoalStatus.PROPOSED
    return GoalStatus.LAST_DAY_PASSED if measured.last_on < open_plan.today else GoalStatus.RUNNING
