"""What was collected of devices is deleted: figures, readings, files, photos, and what closed reviews and evaluations
quoted of them.

A closed review keeps its words, and says that its figures are gone.
"""

from collections.abc import Collection

from sqlmodel import col, select

from casework.acting.open_plan import OpenPlan
from casework.shared.device_consent import get_visible_content, has_content, mark_content, replace_content
from casework.shared.items.item_kinds import SHEETS
from casework.usage.goals import ERASED_START, read_goal
from models.attachment import Attachment
from models.item import Item, Submission
from models.usage_day import UsageDay
from models.usage_goal import UsageGoal
from models.usage_review import UsageReview
from models.usage_source import UsageDevice, UsageSource
from usage.goal_words import StartSource

COURSE = "digital_use"
"""Under this name the evaluation of a milestone keeps how digital use had gone until then."""
ERASED = {"erased": True}
"""What a document says whose figures were deleted after a consent was withdrawn."""


def has_usage_data(open_plan: OpenPlan) -> bool:
    """Whether anything collected of devices is still kept."""
    plan = open_plan.plan.id
    for query in (
        select(UsageSource.id).where(UsageSource.plan_id == plan),
        select(UsageDay.id).where(UsageDay.plan_id == plan),
    ):
        if open_plan.session.exec(query.limit(1)).first() is not None:
            return True
    return bool(_sheets(open_plan) or _evaluations(open_plan))


def delete_usage_data(open_plan: OpenPlan) -> int:
    """All of it is gone. Returns how many files, sheets and reported days that were."""
    gone = 0
    for source in open_plan.rows(UsageSource):
        open_plan.session.delete(source)
        gone += 1
    for day in open_plan.rows(UsageDay):
        open_plan.session.delete(day)
    for device in open_plan.rows(UsageDevice):
        device.unplaced = None
    for row in _sheets(open_plan):
        replace_content(open_plan, row, ERASED)
        for attached in open_plan.session.exec(select(Attachment).where(Attachment.submission_id == row.id)):
            attached.document = None
    for row in _evaluations(open_plan):
        mark_content(open_plan, row, {}, without=(COURSE,))
    for review in open_plan.rows(UsageReview):
        document = open_plan.open("usage_review.document", review.id, review.document)
        review.document = open_plan.seal(
            "usage_review.document", review.id, document | {"looked": [], "measured": []} | ERASED
        )
    for goal in open_plan.rows(UsageGoal):
        content = read_goal(open_plan, goal)
        if content.get("source") == StartSource.BASELINE:
            goal.document = open_plan.seal("usage_goal.document", goal.id, content | ERASED_START)
    open_plan.session.flush()
    return gone


def _sheets(open_plan: OpenPlan) -> list[Submission]:
    """The weekly sheets of minutes that were handed in and not deleted yet."""
    return [row for row in _submitted(open_plan, SHEETS) if not has_content(open_plan, row, ERASED)]


def _evaluations(open_plan: OpenPlan) -> list[Submission]:
    """The evaluations of milestones that keep a course."""
    return [row for row in _submitted(open_plan, ("milestone",)) if COURSE in get_visible_content(open_plan, row)]


def _submitted(open_plan: OpenPlan, kinds: Collection[str]) -> list[Submission]:
    query = (
        select(Submission)
        .join(Item, col(Item.id) == col(Submission.item_id))
        .where(Submission.plan_id == open_plan.plan.id, col(Item.kind).in_(kinds))
    )
    return list(open_plan.session.exec(query))
