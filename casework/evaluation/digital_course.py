"""How digital use went over the whole period, in sentences: what it rests on, what was, and nothing that is no known fact.

It stands on the page of the evaluation and in the supervision opinion, and each evaluation keeps it as it stood then. Without a consent that stands, and where nothing
was collected, it says that digital use was not looked at, and not why; where a review was held, only that nothing can be
cited.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pydantic import TypeAdapter

from casework.acting.open_plan import OpenPlan
from casework.acting.own_codes import get_word
from casework.shared.device_consent import get_device_consent
from casework.shared.items.item_kinds import SHEETS
from casework.usage.agreement import get_agreement_on, get_agreements, get_day_kinds, get_plan_days
from casework.usage.baseline import Baseline, get_baseline
from casework.usage.deletion import COURSE
from casework.usage.device_names import device_label
from casework.usage.goals import GoalCourse, get_goal_courses
from casework.usage.sheets import get_week_before
from casework.usage.store import get_days_set_aside, get_disputed_days, get_usage_facts
from core.clock import local_date
from core.dates import days_between, month_day
from core.i18n import Text, _, listed, ngettext, pgettext, verbatim
from models.item import ItemStatus
from models.usage_review import UsageReview
from usage.agreement import Agreement
from usage.day_kinds import DayKinds
from usage.facts import DeviceFacts
from usage.goal_words import describe_period
from usage.goals import GoalPeriod
from usage.indicators import (
    BASELINE,
    KIND_NAMES,
    MEASURES,
    UsageMeasure,
    compute_indicators,
    compute_mean_range,
    of_total,
)
from usage.observations import NOTICEABLE
from usage.sources import Source, describe_grade
from usage.weeks import Week, compute_week, list_whole_weeks

NOT_LOOKED_AT = _("没有考察用网情况。")
NOTHING_TO_CITE = _("没有可以引用的用网记录，不作有利或者不利的评价。")
NO_GROUND = _("以上情况只供了解和帮助，本身不是作出任何处理的理由；没有记录的，不作有利或者不利的评价。")
_ONE_DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)
"""How many days after the end the last sheet may still come."""
_MINUTE = timedelta(minutes=1)
MIN_WEEKS_HALVED = 8
"""With fewer weeks a first and a second half say nothing."""
_NOT_OWED = {
    ItemStatus.CANCELLED, ItemStatus.EXCUSED, ItemStatus.UNABLE, ItemStatus.NOT_OWED_YET, ItemStatus.BEFORE_THIS_SYSTEM,
}  # fmt: skip
_COMPARED = (UsageMeasure.TOTAL, UsageMeasure.NIGHT)


@dataclass(frozen=True)
class GoalSentences:
    """One goal that was agreed on: what it is, how it stands, and its course in sentences."""

    name: Text
    status: Text
    sentences: list[Text]


@dataclass(frozen=True)
class DigitalCourse:
    """Digital use from the first day of the plan's period until yesterday, or its last day. `looked_at` is False where
    nothing is said of it; then only `note` is."""

    looked_at: bool
    rests_on: list[Text]
    """How many days are known, from what, and what was left out."""
    course: list[Text]
    """What was, against the own beginning and what was agreed."""
    goals: list[GoalSentences]
    """The course of each goal that was agreed on, with what it rests on."""
    note: Text


_KEPT = TypeAdapter(DigitalCourse)


def keep_digital_course(open_plan: OpenPlan) -> dict[str, Any]:
    """What the evaluation of a milestone keeps of the course as it stands today, so that it can be seen later what the
    decision was based on; nothing where digital use is not part of the plan."""
    course = load_digital_course(open_plan)
    return {COURSE: _KEPT.dump_python(course, mode="json")} if course.looked_at else {}


def read_kept_course(open_plan: OpenPlan, content: Mapping[str, Any]) -> DigitalCourse | None:
    """The course that an evaluation kept; None where it kept none, or where no consent stands today."""
    if COURSE not in content or not get_device_consent(open_plan).given:
        return None
    return _KEPT.validate_python(content[COURSE])


def load_digital_course(open_plan: OpenPlan) -> DigitalCourse:
    """How it stands today."""
    first, ends_on = get_plan_days(open_plan)
    last = min(open_plan.today - _ONE_DAY, ends_on)
    given = get_device_consent(open_plan).given
    facts = get_usage_facts(open_plan) if given else []
    goals = _goals(open_plan, last, facts) if given else []
    own = [
        each for each in facts if each.speaks_of_a_person and any(facts.can_be_used() for facts in each.days.values())
    ]
    held = [*_reviews(open_plan)]
    if last < first or not (own or goals):
        return DigitalCourse(
            False, [], [], [],
            _("{held}{note}", held=held[0], note=NOTHING_TO_CITE)
            if held
            else NOTHING_TO_CITE if open_plan.rows(UsageReview) else NOT_LOOKED_AT,
        )  # fmt: skip
    terms = get_agreements(open_plan)
    kinds, agreed = get_day_kinds(open_plan, terms), get_agreement_on(terms, last)
    fewest, beginning = open_plan.number("usage_review_fewest_days"), get_baseline(open_plan)
    rests_on: list[Text] = []
    course: list[Text] = [*_agreed(agreed)]
    for each in own:
        name = device_label(get_word(open_plan, each.device_id))
        rests_on.append(_rests_on(each, name, first, last))
        course += [
            *_compared(each, name, beginning, kinds, agreed, fewest, last),
            *_up_and_down(each, beginning.first),
            *_held_to(name, _weeks_of(each, kinds, terms, first, last)),
        ]
    rests_on += [*_left_out(open_plan, facts, kinds), *_gap_reasons(open_plan)]
    return DigitalCourse(True, rests_on, [*course, *held], goals, NO_GROUND)


def _goals(open_plan: OpenPlan, last: date, facts: Sequence[DeviceFacts]) -> list[GoalSentences]:
    asked = get_asked_weeks(open_plan)
    return [
        GoalSentences(
            each.goal.name,
            each.goal.status_words,
            [
                each.reading[0],
                *(count_weeks(each, asked) if each.periods else each.reading[1:2]),
                *each.reading[2:],
                *([each.because] if each.because.zh else []),
            ],
        )
        for each in get_goal_courses(open_plan, last, facts=facts)
    ]


def get_asked_weeks(open_plan: OpenPlan) -> set[date]:
    """The Mondays of the weeks of which a sheet was owed."""
    return {
        get_week_before(item.due_on)
        for item in open_plan.items(*SHEETS, only_open=False)
        if item.status not in _NOT_OWED
    }


def compare_week(period: GoalPeriod, asked: set[date], *, at_most: bool) -> Text:
    """How a week or month of a goal stands: within, beyond, not asked for, or not to be said."""
    if period.within is not None:
        return describe_period(period, at_most=at_most)
    was_asked = any(period.first_on <= monday <= period.last_on for monday in asked)
    return pgettext("weeks", "现有记录无法评价") if was_asked or period.grade else pgettext("weeks", "没有要求记录")


def count_weeks(course: GoalCourse, asked: set[date]) -> list[Text]:
    """How many weeks or months stand how, with their days; what no week is, is not named."""
    counts = Counter(compare_week(each, asked, at_most=course.goal.at_most) for each in course.periods)
    by_week, total = course.goal.period == "week", len(course.periods)
    parts = [
        ngettext("{count}周{how}", count, count=count, how=how)
        if by_week
        else ngettext("{count}个月{how}", count, count=count, how=how)
        for how, count in counts.items()
    ]
    span = {"first": month_day(course.periods[0].first_on), "last": month_day(course.periods[-1].last_on)}
    shown = listed(parts, _("，"))
    return [
        ngettext("{first}至{last}共{total}周：{parts}。", total, total=total, parts=shown, **span)
        if by_week
        else ngettext("{first}至{last}共{total}个月：{parts}。", total, total=total, parts=shown, **span)
    ]


def _rests_on(device: DeviceFacts, name: Text, first: date, last: date) -> Text:
    days = (last - first).days + 1
    usable = [facts for day, facts in device.days.items() if first <= day <= last and facts.can_be_used()]
    counts = Counter((facts.grade, facts.source is Source.REPORTED) for facts in usable)
    named = [(describe_grade(grade, reported=reported), count) for (grade, reported), count in sorted(counts.items())]
    if len(named) == 1:
        grades: Text = _("都是{grade}", grade=named[0][0])
    else:
        grades = listed(ngettext("{grade}{count}天", count, grade=grade, count=count) for grade, count in named)
    return _(
        "{device}：{days}天中{known}天有记录，{grades}。", device=name, days=days, known=len(usable), grades=grades
    )


def _left_out(open_plan: OpenPlan, facts: Sequence[DeviceFacts], kinds: DayKinds) -> Iterator[Text]:
    if not kinds.knows_school_holidays:
        yield _("没有登记学校放假的日子：寒暑假里的工作日也算作上学日。")
    if any(not each.speaks_of_a_person and each.days for each in facts):
        yield _("合用或者归属不清的设备、账户和家里的线路，不能说明某个人的情况，没有计入。")
    aside = get_days_set_aside(open_plan)
    if aside:
        yield ngettext("有{count}天提出异议，经核实不计入。", len(aside), count=len(aside))
    if waiting := len(get_disputed_days(open_plan) - aside):
        yield ngettext("有{count}天提出异议，还没有答复，暂不计入。", waiting, count=waiting)


def _agreed(terms: Agreement) -> Iterator[Text]:
    """What was agreed last, in minutes; hours of the day are on the agreement itself."""
    limits: list[Text] = [
        _("{kind}每天不超过{minutes}分钟", kind=words, minutes=terms.daily[kind] // _MINUTE)
        for kind, words in KIND_NAMES.items()
        if kind in terms.daily
    ]
    if terms.night is not None:
        limits.append(_("夜间不超过{minutes}分钟", minutes=terms.night // _MINUTE))
    if limits:
        yield _("约定的上限（最近一次）：{limits}。", limits=listed(limits, _("，")))


def _compared(
    device: DeviceFacts, name: Text, beginning: Baseline, kinds: DayKinds, terms: Agreement, fewest: int, until: date
) -> Iterator[Text]:
    """The own beginning beside the last four weeks of which something is known, each with its days; nothing beside it where
    what is known ends more than a week earlier than what is told of."""
    last = max(day for day, facts in device.days.items() if facts.can_be_used())
    began, then = last - BASELINE + _ONE_DAY, beginning.words
    if began <= beginning.last:
        yield _("{device}：{beginning}之后的记录不到四周，前后不作比较。", device=name, beginning=then)
        return
    if last < until - WEEK:
        yield _("{device}：最后的记录是{last}，以后没有记录，前后不作比较。", device=name, last=month_day(last))
        return
    indicators = compute_indicators(device, (beginning.first, beginning.last), began, last, kinds, terms, fewest)
    compared = [each for each in indicators.comparisons if each.measure in _COMPARED]
    if not any(each.assessable for each in compared):
        yield _("{device}：{beginning}或者最后四周有记录的天数不够，前后不作比较。", device=name, beginning=then)
        return
    yield _(
        "{device}：{beginning}指{first}到{until}，最后四周指{began}到{last}。", device=name, beginning=then,
        first=month_day(beginning.first), until=month_day(beginning.last), began=month_day(began), last=month_day(last),
    )  # fmt: skip
    for each in compared:
        if each.first_weeks is not None and each.now is not None and (each.first_weeks.high or each.now.high):
            yield _(
                "{kind}{measure}：{beginning}{then}，最后四周{now}。", beginning=then,
                kind=KIND_NAMES[each.kind], measure=MEASURES[each.measure][0], then=each.first_weeks.words, now=each.now.words,
            )  # fmt: skip


def _up_and_down(device: DeviceFacts, first: date) -> Iterator[Text]:
    """The four weeks in which use had risen most again, and whether it has gone down since; by a fifth, or it is no news,
    and whatever the missing days were."""
    last = max(day for day, facts in device.days.items() if facts.can_be_used())
    ends = [last - WEEK * back for back in range((last - first - BASELINE + _ONE_DAY) // WEEK, -1, -1)]
    means = [(on, compute_mean_range(device, days_between(on - BASELINE + _ONE_DAY, on), of_total)) for on in ends]
    spans = [(on, mean) for on, mean in means if mean is not None]
    lowest = [
        min((mean for _on, mean in spans[: place + 1]), key=lambda mean: mean.high) for place in range(len(spans))
    ]
    risen = [
        (mean.low - least.high, place) for place, ((_on, mean), least) in enumerate(zip(spans, lowest, strict=True))
    ]
    rise, place = max(risen, default=(timedelta(), 0))
    if rise < NOTICEABLE or rise * 5 < lowest[place].high:
        return
    peak_on, peak = spans[place]
    yield _(
        "其间又多起来：{first}至{last}平均每天{most}，此前最少的四周{least}。", least=lowest[place].minutes,
        first=month_day(peak_on - BASELINE + _ONE_DAY), last=month_day(peak_on), most=peak.minutes,
    )  # fmt: skip
    now_on, now = spans[-1]
    if peak.low - now.high >= max(NOTICEABLE, peak.high / 5):
        yield _(
            "以后又少下来：{first}至{last}平均每天{now}。",
            first=month_day(now_on - BASELINE + _ONE_DAY), last=month_day(now_on), now=now.minutes,
        )  # fmt: skip


def _weeks_of(
    device: DeviceFacts, kinds: DayKinds, terms: list[tuple[date, dict[str, Any]]], first: date, last: date
) -> list[Week]:
    """Each whole week against what was agreed on its first day; weeks of which nothing was agreed are left out."""
    held = ((monday, get_agreement_on(terms, monday)) for monday, _sunday in list_whole_weeks(first, last))
    return [compute_week(device, monday, kinds, agreed) for monday, agreed in held if agreed.says_anything]


def _held_to(name: Text, weeks: Sequence[Week]) -> Iterator[Text]:
    """How many weeks lay within what was agreed: of the first half, and of the second."""
    if len(weeks) < MIN_WEEKS_HALVED:
        if weeks:
            yield _("{device}和约定相比，{weeks}。", device=name, weeks=_counted(weeks))
        return
    half = len(weeks) // 2
    yield _(
        "{device}和约定相比，前{first}周：{early}；后{second}周：{late}。", device=name, first=half,
        early=_counted(weeks[:half]), second=len(weeks) - half, late=_counted(weeks[half:]),
    )  # fmt: skip


def _counted(weeks: Sequence[Week]) -> Text:
    known = [week for week in weeks if week.within is not None]
    unknown = len(weeks) - len(known)
    without: Text = ngettext("{count}周记录不够，不作评价", unknown, count=unknown)
    if not known:
        return without
    within = sum(week.within is True for week in known)
    seen = ngettext("看得清的{known}周里{within}周符合约定", len(known), known=len(known), within=within)
    return _("{seen}，{without}", seen=seen, without=without) if unknown else seen


def _gap_reasons(open_plan: OpenPlan) -> Iterator[Text]:
    """Why days are missing, as it was shown at the closing of a review."""
    for row in sorted(open_plan.rows(UsageReview), key=lambda row: row.to_on):
        if reason := open_plan.open("usage_review.document", row.id, row.document).get("gap_reason"):
            first, last = month_day(row.from_on), month_day(row.to_on)
            yield _(
                "回顾{first}至{last}这一段时，对其中没有记录的日子的说明：{reason}",
                first=first,
                last=last,
                reason=verbatim(reason),
            )


def _reviews(open_plan: OpenPlan) -> Iterator[Text]:
    # Without records, and without a word of what was talked about, it was no talk about use.
    closed = [
        local_date(row.closed_at)
        for row in open_plan.rows(UsageReview)
        if row.assessable or open_plan.open("usage_review.document", row.id, row.document).get("text")
    ]
    if closed:
        yield ngettext(
            "期间谈过{count}次用网情况，最近一次在{day}。", len(closed), count=len(closed), day=month_day(closed[-1])
        )
