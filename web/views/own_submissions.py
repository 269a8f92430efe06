"""What somebody of the family has handed in and explained, and what was answered: their own, and nobody else's."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import col, select

from casework.acting.open_plan import OpenPlan
from casework.checkins.attachments import get_attachments
from casework.checkins.submission_content import filter_content
from casework.shared.device_consent import get_visible_content
from casework.shared.items.item_kinds import ITEM_KINDS
from core.i18n import Text
from models.item import Explanation, Item, Submission

SHOWN = 6


@dataclass(frozen=True)
class OwnSubmission:
    """One thing that was sent by this person: a submission, or an explanation with its answer."""

    kind: str
    words: Text
    due_on: date
    at: datetime
    explains: bool
    content: dict[str, Any]
    answer: str | None = None
    answer_reason: str | None = None
    photos: int = 0
    """So many photos or recordings came with it."""


def get_own_submissions(open_plan: OpenPlan) -> list[OwnSubmission]:
    """The latest things this person has sent, newest first."""
    submissions = (
        select(Submission, Item)
        .join(Item, col(Item.id) == col(Submission.item_id))
        .where(Submission.plan_id == open_plan.plan.id, Submission.by_id == open_plan.actor.id)
        .order_by(col(Submission.received_at).desc())
        .limit(SHOWN)
    )
    explained = (
        select(Explanation, Item)
        .join(Item, col(Item.id) == col(Explanation.item_id))
        .where(
            Explanation.plan_id == open_plan.plan.id,
            Explanation.by_role == open_plan.actor.role,
            Item.owner == open_plan.actor.role,
        )
        .order_by(col(Explanation.given_at).desc())
        .limit(SHOWN)
    )
    things = [
        OwnSubmission(
            item.kind, ITEM_KINDS[item.kind].own_words, item.due_on, row.received_at, False,
            filter_content(get_visible_content(open_plan, row)),
            photos=len(get_attachments(open_plan, row.id)),
        )
        for row, item in open_plan.session.exec(submissions)
    ]  # fmt: skip
    for row, item in open_plan.session.exec(explained):
        document = open_plan.open("explanation.document", row.id, row.document)
        answer = open_plan.open("explanation.answer", row.id, row.answer_document) if row.answer_document else {}
        things.append(
            OwnSubmission(
                item.kind,
                ITEM_KINDS[item.kind].own_words,
                item.due_on,
                row.given_at,
                True,
                {"text": document["text"] or ""},
                row.answer,
                answer.get("reason"),
                photos=len(get_attachments(open_plan, row.id)),
            )  # fmt: skip
        )
    return sorted(things, key=lambda thing: thing.at, reverse=True)[:SHOWN]
