"""What the progress index is made of: each entry a dated fact of the plan's own file that can be looked up.

Compliance: the minor's own things. Digital use: each week of an own device against what was agreed and against the first
four, school days and free days apart; a shared or unknown device gives no entry at all. Study or work, and counselling: month by month. Family:
how it is seen at home. Money that is missing is no entry: it is nobody's failing.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlmodel import col, select

from casework.checkins.dated_sessions import get_sessions
from casework.evaluation.compliance import load_ledger_columns, load_self_reported
from casework.evaluation.milestones import load_viewpoints
from casework.evaluation.needs import load_rating_dates, load_ratings
from casework.evaluation.situations import GOING_WELL, SituationSubject, SituationView, load_situations
from casework.shared.context import OpenPlan
from casework.shared.device_consent import get_device_consent
from casework.shared.items.item_kinds import ITEM_KINDS
from casework.usage.agreement import get_agreement_on, get_agreements, get_day_kinds
from casework.usage.baseline import get_baseline
from casework.usage.goals import GoalView, get_goals
from casework.usage.store import get_usage_facts
from core.dates import month_day
from core.i18n import Text, _, pgettext
from evaluation.digital_steps import POSITIONS, get_position, get_trend, get_week_worth
from evaluation.index import LATE, NOT_DONE, ON_TIME, SELF_REPORTED, IndexEntry, IndexPart
from evaluation.ledger import ComplianceLine, ComplianceStatus
from evaluation.needs import MUCH_NEED, AssessmentPoint, Domain
from evaluation.shares import ASSESSABLE_FROM, ValueRange
from evaluation.viewpoints import Topic, ViewpointRating
from models.office import Role
from models.plan import Condition
from usage.day_kinds import DayKind, DayKinds
from usage.goal_measures import MeasureCode

MONTH = timedelta(days=30)
WEEK = timedelta(weeks=1)
GOAL_DAYS = {MeasureCode.SCHOOL_DAY_MINUTES: DayKind.SCHOOL_DAY, MeasureCode.FREE_DAY_MINUTES: DayKind.FREE_DAY}
"""Goals that say how much use a day of a kind is meant to have."""
_WELL = {ViewpointRating.WELL: 1.0, ViewpointRating.MIXED: 0.5, ViewpointRating.HARD: 0.0}


def load_index_entries(open_plan: OpenPlan) -> list[IndexEntry]:
    """Every entry up to today."""
    return [
        *_compliance(open_plan),
        *_digital(open_plan),
        *_study_or_work(open_plan),
        *_family(open_plan),
        *_counselling(open_plan),
    ]


def _compliance(open_plan: OpenPlan) -> Iterator[IndexEntry]:
    column = load_ledger_columns(open_plan).get(Role.MINOR.value)
    if column is None:
        return
    self_reported = {item_id.hex for item_id in load_self_reported(open_plan)}
    for line in column.lines:
        if line.counts:
            yield _of_line(line, line.thing.key in self_reported)


def _of_line(line: ComplianceLine, self_reported: bool) -> IndexEntry:
    kind = ITEM_KINDS[line.thing.kind].words
    label, value = _STATUSES[line.standing]
    if line.standing is ComplianceStatus.NOT_RECEIVED and self_reported:
        label, value = _("没有完成，自己先说了"), SELF_REPORTED
    words = _("{day}{kind}：{said}", day=month_day(line.thing.due_on), kind=kind, said=label)
    return IndexEntry(
        line.thing.key,
        IndexPart.COMPLIANCE,
        line.thing.due_on,
        words,
        None if value is None else ValueRange(value, value),
    )


_STATUSES: dict[ComplianceStatus, tuple[Text, float | None]] = {
    ComplianceStatus.ON_TIME: (pgettext("within a sentence", "按时"), ON_TIME),
    ComplianceStatus.LATE: (pgettext("within a sentence", "补交"), LATE),
    ComplianceStatus.NOT_RECEIVED: (_("没有完成，给过说明的机会"), NOT_DONE),
    ComplianceStatus.UNKNOWN: (_("情况不明"), None),
}


def _digital(open_plan: OpenPlan) -> Iterator[IndexEntry]:
    """Week by week, each own device against the agreed limit and its own beginning; none at all without a consent
    that stands."""
    if not get_device_consent(open_plan).given:
        return
    terms = get_agreements(open_plan)
    kinds, goals, beginning = get_day_kinds(open_plan, terms), get_goals(open_plan), get_baseline(open_plan)
    for device in get_usage_facts(open_plan):
        known = {
            day: facts.total for day, facts in device.days.items() if facts.can_be_used() and facts.total is not None
        }
        if not device.speaks_of_a_person or not known:
            continue
        first = {day: total for day, total in known.items() if beginning.first <= day <= beginning.last}
        if len(first) < ASSESSABLE_FROM * beginning.days:
            continue
        usual = _usual(kinds, first)
        week = beginning.last + timedelta(days=1)
        while week + WEEK <= open_plan.today:
            theirs = {day: total for day, total in known.items() if week <= day < week + WEEK}
            limits = {
                day: get_agreement_on(terms, day).daily.get(kinds.kind(day)) or _goal_on(goals, kinds.kind(day), day)
                for day in theirs
            }
            enough = len(theirs) >= ASSESSABLE_FROM * WEEK.days
            last = week + WEEK - timedelta(days=1)
            said, value = _of_week(theirs, limits, _ratio(kinds, theirs, usual)) if enough else (_("数据不够"), None)
            words = _("到{day}一周的用网时间：{said}", day=month_day(last), said=said)
            yield IndexEntry(f"use-{device.device_id}-{week}", IndexPart.DIGITAL, last, words, value)
            week += WEEK


def _goal_on(goals: list[GoalView], kind: DayKind, day: date) -> timedelta | None:
    """What a goal that held on that day means by enough, where no limit was agreed for such a day."""
    for goal in goals:
        if GOAL_DAYS.get(goal.measure) is kind and goal.agreed_on and (goal.ended_on is None or day <= goal.ended_on):
            held = [terms.target for terms in goal.terms if terms.from_on <= day <= terms.to_on]
            if held:
                return timedelta(minutes=held[-1])
    return None


def _of_week(
    week: dict[date, timedelta], limits: dict[date, timedelta | None], to_start: float | None
) -> tuple[Text, ValueRange | None]:
    """What the week is worth, and how that comes about. Only days with an agreed limit say where it stands."""
    limited = {day: limit for day, limit in limits.items() if limit is not None}
    agreed = sum(limited.values(), timedelta()) if limited else None
    position = get_position(sum((week[day] for day in limited), timedelta()), agreed)
    value = get_week_worth(position, None if to_start is None else get_trend(to_start))
    a_day = sum(week.values(), timedelta()) / len(week) // timedelta(minutes=1)
    compared = _("和起点不能比") if to_start is None else _("是起点的{percent}%", percent=round(to_start * 100))
    if value is None:
        return _(
            "每天约{minutes}分钟，{where}，{compared}", minutes=a_day, where=POSITIONS[position], compared=compared
        ), None
    share = f"{value.low * 100:.0f}%" if value.low == value.high else f"{value.low * 100:.0f}%–{value.high * 100:.0f}%"
    said = _(
        "每天约{minutes}分钟，{where}，{compared}，计{share}",
        minutes=a_day, where=POSITIONS[position], compared=compared, share=share,
    )  # fmt: skip
    return said, value


def _usual(days: DayKinds, known: dict[date, timedelta]) -> dict[DayKind, timedelta]:
    """The mean of a school day and of a free day among them."""
    found: dict[DayKind, list[timedelta]] = {}
    for day, total in known.items():
        found.setdefault(days.kind(day), []).append(total)
    return {kind: sum(totals, timedelta()) / len(totals) for kind, totals in found.items()}


def _ratio(days: DayKinds, week: dict[date, timedelta], usual: dict[DayKind, timedelta]) -> float | None:
    """The week's use to what such days had in the first weeks."""
    comparable = {day: total for day, total in week.items() if usual.get(days.kind(day))}
    expected = sum((usual[days.kind(day)] for day in comparable), timedelta())
    return sum(comparable.values(), timedelta()) / expected if expected else None


def _months(open_plan: OpenPlan) -> Iterator[date]:
    """The last day of each thirty days of the period that are over."""
    day = open_plan.plan.period_from + MONTH
    while day <= min(open_plan.today, open_plan.plan.period_to):
        yield day
        day += MONTH


def _study_or_work(open_plan: OpenPlan) -> Iterator[IndexEntry]:
    known = [each for each in load_situations(open_plan) if each.subject is SituationSubject.SCHOOL_OR_WORK]
    for day in _months(open_plan):
        held = [each for each in known if each.on <= day]
        yield _of_month(day, held[-1] if held else None)


def _of_month(day: date, held: SituationView | None) -> IndexEntry:
    label = held.words if held else pgettext("within a sentence", "没有记录")
    worth = None if held is None else 1.0 if held.state in GOING_WELL else 0.5 if held.state == "looking" else 0.0
    words = _("到{day}：{said}", day=month_day(day), said=label)
    return IndexEntry(
        f"study-{day}", IndexPart.STUDY_OR_WORK, day, words, None if worth is None else ValueRange(worth, worth)
    )


def _family(open_plan: OpenPlan) -> Iterator[IndexEntry]:
    yield from _rated(open_plan, Domain.FAMILY, IndexPart.FAMILY)
    for milestone in open_plan.items("milestone", only_open=False):
        for viewpoint in load_viewpoints(open_plan, milestone):
            word = viewpoint.says.get(Topic.HOME)
            if word is None or word is ViewpointRating.CANNOT_SAY:
                continue
            worth = _WELL[word]
            who = _WHO[viewpoint.of]
            words = _("{day}{who}说家里：{how}", day=month_day(viewpoint.on), who=who, how=_HOW[word])
            key = f"home-{milestone.id.hex}-{viewpoint.relation or viewpoint.of}"
            yield IndexEntry(key, IndexPart.FAMILY, viewpoint.on, words, ValueRange(worth, worth))


def _counselling(open_plan: OpenPlan) -> Iterator[IndexEntry]:
    yield from _rated(open_plan, Domain.ATTITUDE, IndexPart.COUNSELLING)
    query = select(Condition).where(
        Condition.plan_id == open_plan.plan.id, Condition.kind == "A1", col(Condition.ended_on).is_(None)
    )
    row = open_plan.session.exec(query.order_by(col(Condition.place))).first()
    if row is None or row.amount is None:
        return
    done_on = [(each.done_on, each.amount) for each in get_sessions(open_plan, row)]
    whole = max((open_plan.plan.period_to - open_plan.plan.period_from).days, 1)
    for day in _months(open_plan):
        done = sum(amount for on, amount in done_on if on is None or on <= day)
        expected = row.amount * (day - open_plan.plan.period_from).days / whole
        worth = min(1.0, done / expected) if expected else 1.0
        words = _("到{day}辅导{done}次（共{amount}次）", day=month_day(day), done=done, amount=row.amount)
        yield IndexEntry(f"a1-{day}", IndexPart.COUNSELLING, day, words, ValueRange(worth, worth))


def _rated(open_plan: OpenPlan, domain: Domain, part: IndexPart) -> Iterator[IndexEntry]:
    when, seen = load_rating_dates(open_plan), set()
    for rating in load_ratings(open_plan):
        if domain not in rating.needs:
            continue
        row_id, day = when[rating.time, rating.rater]
        seen.add(rating.time)
        worth = 1 - rating.needs[domain] / MUCH_NEED
        label, name = _NEED[rating.needs[domain]], _PART[part]
        words = _("{day}评估：{name}{said}", day=month_day(day), name=name, said=label)
        yield IndexEntry(f"{domain.value}-{row_id.hex}", part, day, words, ValueRange(worth, worth))
    half = open_plan.plan.period_from + (open_plan.plan.period_to - open_plan.plan.period_from) / 2
    due = {AssessmentPoint.START: open_plan.plan.period_from + timedelta(days=30), AssessmentPoint.MID: half}
    for time, day in due.items():
        if time not in seen and day <= open_plan.today:
            words = _("到{day}应有一次评估：没有做", day=month_day(day))
            yield IndexEntry(f"{domain.value}-{time.value}", part, day, words, None)


_NEED = {0: _("不需要帮助"), 1: _("需要一些帮助"),
         2: _("需要较多帮助")}  # fmt: skip
_PART = {
    IndexPart.FAMILY: _("家庭"),
    IndexPart.COUNSELLING: _("对这件事的认识"),
}
_HOW = {
    ViewpointRating.WELL: pgettext("choice", "挺好"),
    ViewpointRating.MIXED: pgettext("choice", "有好有不好"),
    ViewpointRating.HARD: pgettext("choice", "不容易"),
}
_WHO = {"minor": _("本人"), "guardian": _("监护人"),
        "social_worker": pgettext("within a sentence", "社工"), "school": pgettext("within a sentence", "学校"),
        "mentor": _("帮扶人")}  # fmt: skip
