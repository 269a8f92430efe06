"""The lists in a paper: contacts agreed, what was owed and how it stands, conditions, incidents, evaluations."""

from datetime import date, timedelta

from sqlmodel import col, select

from casework.acting.open_plan import OpenPlan
from casework.checkins.dated_sessions import get_amounts_done
from casework.documents.chinese_format import FINDING, RESPONSE, RESULT, UNIT, format_day, format_role
from casework.evaluation.digital_course import compare_week, count_weeks, get_asked_weeks
from casework.shared.device_consent import get_device_consent, get_visible_content
from casework.shared.items.item_kinds import ITEM_KINDS, Pattern
from casework.usage.goal_results import RESULTS
from casework.usage.goals import GoalCourse, get_goal_courses
from core.dates import month_day
from models.decision import Incident
from models.item import Item, ItemStatus, Submission
from models.office import Role
from models.plan import Condition
from usage.goal_measures import MEASURES
from usage.goal_words import describe_amount, describe_target

Rows = list[dict[str, str]]
BAR_TO_TARGET = 3
"""How many signs of a week's bar lie below what was agreed on; as many lie beyond."""

_KEPT = {ItemStatus.ON_TIME, ItemStatus.DONE}
_NOT_COUNTED = {
    ItemStatus.EXCUSED, ItemStatus.UNABLE, ItemStatus.UNKNOWN, ItemStatus.NOT_OWED_YET, ItemStatus.BEFORE_THIS_SYSTEM,
}  # fmt: skip


def contact_rows(open_plan: OpenPlan) -> Rows:
    """What is to come in and who is to be met: how often, from when to when."""
    rows = []
    for code, kind in ITEM_KINDS.items():
        if kind.pattern is not Pattern.FAMILY and not kind.meeting:
            continue
        items = [item for item in open_plan.items(code, only_open=False) if item.status != ItemStatus.CANCELLED]
        if len(items) > 1:
            rows.append(
                {
                    "what": kind.words.zh,
                    "times": f"{len(items)}次",
                    "first": format_day(items[0].due_on),
                    "last": format_day(items[-1].due_on),
                }
            )
    return rows or [{"what": "无", "times": "—", "first": "—", "last": "—"}]


def task_rows(open_plan: OpenPlan) -> Rows:
    """For each owner apart, how many things were owed up to today and how they stand. Another's never stand in it."""
    rows = []
    for owner in (Role.MINOR, Role.GUARDIAN, Role.SOCIAL_WORKER, Role.PROSECUTOR):
        items = [item for item in _due(open_plan) if item.owner == owner]
        if items:
            rows.append(
                {
                    "who": format_role(owner),
                    "owed": str(len(items)),
                    "on_time": _count(items, _KEPT),
                    "late": _count(items, {ItemStatus.LATE}),
                    "excused": _count(items, _NOT_COUNTED),
                    "missed": _count(items, {ItemStatus.MISSED}),
                }
            )
    return rows or [{"who": "无", "owed": "0", "on_time": "0", "late": "0", "excused": "0", "missed": "0"}]


def _due(open_plan: OpenPlan) -> list[Item]:
    listed = [code for code, kind in ITEM_KINDS.items() if kind.pattern is Pattern.FAMILY or kind.meeting]
    items = open_plan.items(*listed, only_open=False)
    return [item for item in items if item.status != ItemStatus.CANCELLED and item.due_on <= open_plan.today]


def _count(items: list[Item], statuses: set[ItemStatus]) -> str:
    return str(sum(item.status in statuses for item in items))


def condition_rows(open_plan: OpenPlan) -> Rows:
    """Every additional condition with what is done of it; before it, those that it has replaced, each until when."""
    additional = [row for row in open_plan.rows(Condition) if not row.kind.startswith("S")]
    additional.sort(key=lambda row: (row.place, row.ended_on is None, row.ended_on or date.max, row.id))
    rows, sums = [], get_amounts_done(open_plan)
    for row in additional:
        words = open_plan.open("condition.document", row.id, row.document)
        done = f"{sums[row.id]}/{row.amount}{UNIT[row.unit or 'times']}" if row.amount else "见监督考察笔录"
        if row.ended_on is not None:
            done = f"{format_day(row.ended_on)}变更，履行情况计入变更后的这一项"
        rows.append({"place": str(row.place), "text": words["text"], "done": done})
    return rows or [{"place": "—", "text": "无", "done": "—"}]


def incident_rows(open_plan: OpenPlan) -> Rows:
    """What was looked into and closed by a person, as found. What nobody has closed is not told."""
    rows = [
        {"on": format_day(row.done_on), "finding": FINDING[row.status], "response": RESPONSE[row.response or "none"]}
        for row in sorted(open_plan.rows(Incident), key=lambda row: row.done_on)
        if row.closed_at is not None and row.status != "dismissed"
    ]
    return rows or [{"on": "—", "finding": "无", "response": "—"}]


def goal_rows(open_plan: OpenPlan) -> Rows:
    """Each goal of digital use that was agreed on: how its weeks stand, and what the prosecutor said of it."""
    asked = get_asked_weeks(open_plan)
    rows = [
        {
            "goal": course.goal.name.zh,
            "weeks": "".join(each.zh for each in count_weeks(course, asked)) if course.periods else "—",
            "result": RESULTS[course.goal.result].zh if course.goal.result else "未评价",
            "reason": course.goal.result_reason or "—",
        }
        for course in _courses(open_plan)
    ]
    return rows or [{"goal": "无", "weeks": "—", "result": "—", "reason": "—"}]


def goal_week_rows(open_plan: OpenPlan) -> Rows:
    """Each week or month of each goal beside what was agreed on."""
    asked = get_asked_weeks(open_plan)
    rows = [
        {
            "goal": course.goal.name.zh,
            "week": f"{month_day(each.first_on).zh}至{month_day(each.last_on).zh}",
            "figure": "—" if each.bounds is None else describe_amount(about, each.bounds).zh,
            "target": describe_target(about, each.target).zh,
            "bar": "—" if each.bounds is None else draw_bar(*each.bounds, each.target, at_most=about.at_most),
            "compared": compare_week(each, asked, at_most=about.at_most).zh,
        }
        for course in _courses(open_plan)
        for about in [MEASURES[course.goal.measure]]
        for each in course.periods
    ]
    return rows or [{"goal": "无", "week": "—", "figure": "—", "target": "—", "bar": "—", "compared": "—"}]


def draw_bar(low: int, high: int, target: int, *, at_most: bool) -> str:
    """A week in signs that every printer has: filled up to the least, open up to the most, with a stroke at what was agreed.

    What lies beyond the stroke is beyond in the picture, and what does not is not: rounding never carries over it.
    """
    doubled = 2 * target or 1
    filled, reached = (
        min(
            -(-value * 2 * BAR_TO_TARGET // doubled) if at_most else value * 2 * BAR_TO_TARGET // doubled,
            BAR_TO_TARGET * 2,
        )
        for value in (low, high)
    )
    cells = "■" * filled + "□" * (reached - filled)
    return f"{cells[:BAR_TO_TARGET]:　<{BAR_TO_TARGET}}｜{cells[BAR_TO_TARGET:]}"


def _courses(open_plan: OpenPlan) -> list[GoalCourse]:
    """Nothing without a consent that stands."""
    last = min(open_plan.today - timedelta(days=1), open_plan.plan.period_to)
    return get_goal_courses(open_plan, last) if get_device_consent(open_plan).given else []


def evaluation_rows(open_plan: OpenPlan) -> Rows:
    """Every milestone with its result, and why."""
    rows = []
    for item in open_plan.items("milestone", only_open=False):
        submissions = open_plan.session.exec(
            select(Submission).where(Submission.item_id == item.id).order_by(col(Submission.received_at).desc())
        ).first()
        words = get_visible_content(open_plan, submissions) if submissions else {}
        text = "；".join(each for each in (words.get("text"), words.get("explained")) if each)
        result = RESULT.get(str(words.get("result")), "未评估")
        rows.append({"on": format_day(item.due_on), "result": result, "text": text or "—"})
    return rows or [{"on": "—", "result": "无", "text": "—"}]
