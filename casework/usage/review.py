"""The review of digital use: over which days, what it may talk about, and what is kept when a named person closes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import mean
from typing import Any

from casework.acting.open_plan import OpenPlan
from casework.acting.own_codes import get_word
from casework.shared.items.items import get_row_labels
from casework.usage.agreement import get_agreement_on, get_agreements, get_day_kinds, get_plan_days
from casework.usage.baseline import get_baseline
from casework.usage.device_names import device_label
from casework.usage.goals import GoalCourse, cut_course, get_goal_courses
from casework.usage.store import get_usage_facts
from core.dates import days_between
from core.errors import BadInput, Mistake, NotFound, StateConflict
from core.i18n import Text, _
from models.base import new_id
from models.item import Item
from models.usage_review import UsageRemark, UsageReview
from usage.day_facts import MINUTE
from usage.dispositions import DispositionCode
from usage.facts import DeviceFacts
from usage.goal_measures import NOTICEABLE, GoalUnit
from usage.indicators import NIGHT, DailyMeanRange, compute_mean_range, of_night, of_total
from usage.observations import ReviewSummary, summarize_usage


@dataclass(frozen=True)
class ReviewSpan:
    """The days covered by a review, both included."""

    first: date
    last: date


def get_review_span(open_plan: OpenPlan) -> ReviewSpan:
    """From the day after the last review, or the first day of the plan, until yesterday."""
    before = max(open_plan.rows(UsageReview), key=lambda row: row.to_on, default=None)
    first = before.to_on + timedelta(days=1) if before else get_plan_days(open_plan)[0]
    return ReviewSpan(first, min(open_plan.today - timedelta(days=1), open_plan.plan.period_to))


def summarize_span(
    open_plan: OpenPlan, span: ReviewSpan, facts: list[DeviceFacts] | None = None
) -> list[ReviewSummary]:
    """What can be said of each device over those days, beside the person's own beginning."""
    terms = get_agreements(open_plan)
    kinds, agreement = get_day_kinds(open_plan, terms), get_agreement_on(terms, span.last)
    fewest = open_plan.context.get_law(open_plan.plan.office_id).number("usage_review_fewest_days", on=open_plan.today)
    baseline = get_baseline(open_plan)
    return [
        summarize_usage(each, (baseline.first, baseline.last), span.first, span.last, kinds, agreement, fewest)
        for each in (get_usage_facts(open_plan) if facts is None else facts)
        if each.days and span.first <= span.last
    ]


@dataclass(frozen=True)
class ReviewLine:
    """The review in a line for each device of the person. `settled`: something is known, and nothing of it differs by a
    fifth from the days of the last review, so that one tap closes it; the first one is never settled."""

    words: tuple[Text, ...]
    settled: bool


def get_review_line(
    open_plan: OpenPlan, span: ReviewSpan, facts: Sequence[DeviceFacts], courses: Sequence[GoalCourse]
) -> ReviewLine:
    """The means of those days beside the beginning."""
    beginning = get_baseline(open_plan)
    last = max(open_plan.rows(UsageReview), key=lambda row: row.to_on, default=None)
    before = ReviewSpan(last.from_on, last.to_on) if last else span
    words: list[Text] = []
    pairs: list[tuple[float | None, float | None, int]] = []
    for each in (device for device in facts if device.days and device.speaks_of_a_person):
        (now, night), (then, was) = (
            [
                compute_mean_range(each, days_between(of.first, of.last), *asked)
                for asked in ((of_total,), (of_night, NIGHT))
            ]
            for of in (span, before)
        )
        pairs += [
            (_of_known(late), _of_known(early), NOTICEABLE[GoalUnit.MINUTES])
            for late, early in ((now, then), (night, was))
        ]
        is_over = beginning.last < open_plan.today
        began = compute_mean_range(each, days_between(beginning.first, beginning.last), of_total) if is_over else None
        if now is not None:
            words.append(_("{device}：这一段每天{now}（起点{start}），夜间{night}。", now=now.minutes,
                           start=began.minutes if began else "—", night=night.minutes if night else "—",
                           device=device_label(get_word(open_plan, each.device_id))))  # fmt: skip
    for course in courses:
        values = [(each.last_on, each.value) for each in course.periods if each.value is not None]
        of_now = [value for on, value in values if on >= span.first]
        of_then = [value for on, value in values if before.first <= on < span.first]
        if of_then and cut_course(course, span.first).periods:
            pairs.append((mean(of_now) if of_now else None, mean(of_then), NOTICEABLE[GoalUnit(course.goal.unit)]))
    return ReviewLine(tuple(words), last is not None and bool(words) and not any(_changed(*pair) for pair in pairs))


def _of_known(mean_range: DailyMeanRange | None) -> float | None:
    return None if mean_range is None else mean_range.of_known / MINUTE


def _changed(now: float | None, then: float | None, least: int) -> bool:
    """By a fifth, and noticeably; or it is known on one side only."""
    if now is None or then is None:
        return now is not then
    return abs(now - then) >= max(least, then / 5)


def store_closed_review(
    open_plan: OpenPlan, item: Item | None, words: dict[str, Any], disposition: dict[str, Any] | None = None
) -> UsageReview:
    """The review is closed by the actor: the findings and the course of every goal as they stood, the goals agreed on
    in words, the disposition (to go on, where none is named) and the closing words are kept.

    Refused while a dispute waits for its answer, and before the time of that review has come. Where too little is known it
    is closed with words only and kept as not assessable: nothing is found, and nothing is lost or won by it.
    """
    _refuse_too_early(open_plan, item)
    remarks = get_remarks(open_plan, only_new=True)
    if any(remark.disputes and remark.answered_at is None for remark in remarks):
        raise StateConflict(_("还有异议没有答复，先答复再结束回顾。"))
    span, facts = get_review_span(open_plan), get_usage_facts(open_plan)
    summaries = summarize_span(open_plan, span, facts)
    courses = get_goal_courses(open_plan, span.last, facts=facts)
    recent = [cut_course(course, span.first) for course in courses]
    assessable = any(each.assessable for each in summaries) or any(each.summary.assessable for each in recent)
    if not assessable and words.get("text") is None and words.get("gap_reason") is None:
        raise _says_nothing()
    row_id = new_id(open_plan.now)
    document = {
        **words,
        "looked": [_summary_content(each) for each in summaries],
        "measured": [_course_content(course, now) for course, now in zip(courses, recent, strict=True) if now.periods],
        "disposition": disposition or {"code": DispositionCode.GO_ON.value},
    }
    review = UsageReview(
        id=row_id,
        plan_id=open_plan.plan.id,
        item_id=item.id if item else None,
        from_on=min(span.first, span.last),
        to_on=span.last,
        assessable=assessable,
        closed_at=open_plan.now,
        closed_by=open_plan.actor.id,
        document=open_plan.seal("usage_review.document", row_id, document),
    )
    open_plan.session.add(review)
    open_plan.session.flush()
    for remark in remarks:
        remark.review_id = row_id
    return review


def find_review_of(open_plan: OpenPlan, item: Item) -> UsageReview:
    """The review whose disposition that item is of. NotFound where there is none."""
    found = next((row for row in open_plan.rows(UsageReview) if item.label in get_row_labels(row.id)), None)
    if found is None:
        raise NotFound(_("没有这一项，或已经办结。"))
    return found


def _refuse_too_early(open_plan: OpenPlan, item: Item | None) -> None:
    """A review is of the weeks before its day; one whose day is far off is another review."""
    days = open_plan.context.get_law(open_plan.plan.office_id).number("usage_review_early_days", on=open_plan.today)
    if item is None or item.due_on <= open_plan.today + timedelta(days=days):
        return
    opens = item.due_on - timedelta(days=days)
    raise StateConflict(
        _("下一次回顾在{due_on}到期，{opens}起才能结束；现在没有到期的回顾。", due_on=item.due_on, opens=opens)
    )


def _says_nothing() -> BadInput:
    return BadInput(
        _("有记录的天数不够，不作评价；请写明谈了什么，再结束回顾。"),
        mistakes=[Mistake("text", _("请写明谈了什么。"))],
    )


def get_remarks(open_plan: OpenPlan, *, only_new: bool = False) -> list[UsageRemark]:
    """What the family said to its digital use, in order; with `only_new`, since the last review was closed."""
    return [row for row in open_plan.rows(UsageRemark) if row.review_id is None or not only_new]


def _summary_content(summary: ReviewSummary) -> dict[str, Any]:
    return {
        "device": summary.device_id,
        "assessable": summary.assessable,
        "because": {"zh": summary.because.zh, "en": summary.because.en},
        "known": summary.known,
        "days": summary.days,
        "findings": [
            {"key": each.key, "tone": each.tone.value, "zh": each.words.zh, "en": each.words.en}
            for each in summary.findings
        ],
    }


def _course_content(course: GoalCourse, now: GoalCourse) -> dict[str, Any]:
    """A goal as it was measured: since its beginning, and over the days of the review."""
    return {
        "goal": course.goal.goal,
        "name": {"zh": course.goal.name.zh, "en": course.goal.name.en},
        "since_start": [{"zh": words.zh, "en": words.en} for words in course.reading],
        "now": [{"zh": words.zh, "en": words.en} for words in now.reading],
        "assessable": now.summary.assessable,
        "within": now.summary.within,
    }
