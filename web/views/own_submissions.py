"""What somebody of the family has handed in and explained, and what was answered: their own, and nobody else's."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlmodel import col, exists, select

from casework.acting.open_plan import OpenPlan
from casework.checkins.attachments import get_attachments
from casework.checkins.submission_content import filter_content
from casework.family.letters import load_signatures
from casework.shared.device_consent import get_visible_content
from casework.shared.items.item_kinds import ITEM_KINDS, SHEETS
from casework.shared.items.items import get_row_label
from core.i18n import Text, pgettext
from models.item import Explanation, Item, Submission
from models.usage_source import UsageSource

SHOWN = 12


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
    answer_by: date | None = None
    """Until when an explanation is to be answered."""
    attached: list[Text] = field(default_factory=list)
    """What came with it: photos, recordings, where."""
    read: bool = False
    """Somebody of the team has looked at it and said so."""
    read_by: str | None = None
    """By what name this family knows them, where they have signed a letter."""


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
    signatures = load_signatures(open_plan)
    things = [
        OwnSubmission(
            item.kind, ITEM_KINDS[item.kind].own_words, item.due_on, row.received_at, False,
            filter_content(get_visible_content(open_plan, row)),
            attached=_name_attached(open_plan, row, item),
            read=row.reviewed_at is not None,
            read_by=signatures.get(row.reviewed_by),
        )
        for row, item in open_plan.session.exec(submissions)
    ]  # fmt: skip
    due = {item.label: item.due_on for item in open_plan.items("explanation_answer")}
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
                answer_by=due.get(get_row_label(item.id)),
                attached=[each.words for each in get_attachments(open_plan, row.id)],
            )
        )
    return sorted(things, key=lambda thing: thing.at, reverse=True)[:SHOWN]


def _name_attached(open_plan: OpenPlan, row: Submission, item: Item) -> list[Text]:
    """The photos and recordings of a submission; the photo of a sheet of minutes lies with its figures."""
    names = [each.words for each in get_attachments(open_plan, row.id)]
    if item.kind in SHEETS:
        theirs = exists().where(
            col(UsageSource.item_id) == item.id,
            col(UsageSource.received_at) == row.received_at,
            col(UsageSource.photo).is_not(None),
        )
        if open_plan.session.exec(select(theirs)).one():
            names.append(pgettext("within a sentence", "照片"))
    return names
